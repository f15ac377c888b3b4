package dev.plumbline.cli;

import dev.plumbline.monitor.Json;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
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
        versionProvider = Version.class)
@SuppressWarnings("unused") // picocli fills and reads the options; --verbose is read by Errors
public final class Main implements Callable<Integer> {
    /** The verbs by their names, in the order of the help. */
    static final Map<String, Class<?>> VERBS = verbs();

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

    private static Map<String, Class<?>> verbs() {
        Map<String, Class<?>> verbs = new LinkedHashMap<>();
        verbs.put("audit", AuditCommand.class);
        verbs.put("fit", FitCommand.class);
        verbs.put("apply", ApplyCommand.class);
        verbs.put("compare", CompareCommand.class);
        verbs.put("train", TrainCommand.class);
        verbs.put("predict", PredictCommand.class);
        verbs.put("import", ImportCommand.class);
        verbs.put("export", ExportCommand.class);
        verbs.put("serve", ServeCommand.class);
        verbs.put("verify", VerifyCommand.class);
        verbs.put("backup", BackupCommand.class);
        verbs.put("restore", RestoreCommand.class);
        verbs.put("demo", DemoCommand.class);
        verbs.put("warm-up", WarmUpCommand.class);
        return verbs;
    }

    public static void main(String[] args) {
        // UTF-8 whatever the locale says: JSON and reports are read by programs on other machines.
        PrintWriter out = utf8(FileDescriptor.out);
        PrintWriter err = utf8(FileDescriptor.err);
        if (args.length > 1) {
            prepareJson();
        }
        int code = run(out, err, args);
        out.flush();
        err.flush();
        System.exit(code);
    }

    /** What every verb needs at last takes as long to set up as the command line to parse: a second core does it meanwhile. */
    private static void prepareJson() {
        Thread thread = new Thread(Json::mapper, "json");
        thread.setDaemon(true);
        thread.start();
    }

    /** Runs one command line in this process and returns its exit code; never throws. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        Errors errors = new Errors(err, args);
        try {
            return commands(args)
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

    /** With the verb that is named alone, because each one that picocli looks through costs milliseconds; where none is known, with all. */
    private static CommandLine commands(String... args) {
        CommandLine commands = new CommandLine(new Main());
        String first = Arrays.stream(args)
                .filter(word -> !word.startsWith("-"))
                .findFirst()
                .orElse("");
        VERBS.forEach((name, verb) -> {
            if (!VERBS.containsKey(first) || name.equals(first)) {
                commands.addSubcommand(name, verb);
            }
        });
        return commands;
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
