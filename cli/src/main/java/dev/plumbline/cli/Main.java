package dev.plumbline.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program {@code plumbline}: finds the verb, runs it, and turns whatever happens into one line and an exit code. */
@Command(
        name = "plumbline",
        description = "Keeps predicted probabilities honest.",
        synopsisHeading = "Usage: ",
        customSynopsis = "plumbline VERB [options]",
        commandListHeading = "%nVerbs:%n",
        footer = {
            "",
            "plumbline VERB --help tells more about one verb.",
            "Exit codes: 0 fine, 1 internal error, 2 usage or bad input, 3 drifted, 4 not enough data, 5 gate refused."
        },
        versionProvider = Version.class,
        subcommands = {
            AuditCommand.class,
            FitCommand.class,
            ApplyCommand.class,
            CompareCommand.class,
            TrainCommand.class,
            PredictCommand.class,
            ImportCommand.class,
            ExportCommand.class,
            ServeCommand.class,
            VerifyCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            DemoCommand.class,
            WarmUpCommand.class
        })
@SuppressWarnings("unused") // picocli fills and reads the options; --verbose is read by Errors
public final class Main implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Print this help and end.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version and end.")
    private boolean version;

    @Option(names = Errors.VERBOSE, scope = ScopeType.INHERIT, description = "Print the stack trace of an error.")
    private boolean verbose;

    private Main() {}

    public static void main(String[] args) {
        // UTF-8 whatever the locale says: JSON and reports are read by programs on other machines.
        PrintWriter out = utf8(FileDescriptor.out);
        PrintWriter err = utf8(FileDescriptor.err);
        int code = run(out, err, args);
        out.flush();
        err.flush();
        System.exit(code);
    }

    /** Runs one command line in this process and returns its exit code; never throws. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        Errors errors = new Errors(err, args);
        try {
            return new CommandLine(new Main())
                    .setOut(out)
                    .setErr(err)
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .setParameterExceptionHandler(errors)
                    .setExecutionExceptionHandler(errors)
                    .execute(args);
        } catch (Throwable failure) { // an Error too (no memory, a broken jar) ends in one line
            return errors.report("plumbline", failure);
        }
    }

    /** {@code plumbline} without a verb. */
    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "no verb given");
    }

    private static PrintWriter utf8(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
    }
}
