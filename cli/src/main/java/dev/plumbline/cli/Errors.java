package dev.plumbline.cli;

import dev.plumbline.files.DataException;
import dev.plumbline.monitor.ConflictException;
import dev.plumbline.monitor.InvalidArgumentException;
import dev.plumbline.monitor.NotFoundException;
import dev.plumbline.monitor.UnavailableException;
import dev.plumbline.store.DatabaseUnusableException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Every error is one line on standard error; the stack trace follows only with {@code --verbose}. */
final class Errors implements IParameterExceptionHandler, IExecutionExceptionHandler {
    static final String VERBOSE = "--verbose";

    private final PrintWriter err;
    private final boolean verbose;

    /** Reads {@code --verbose} from the raw arguments: it must count even when they cannot be parsed. */
    Errors(PrintWriter err, String... args) {
        this.err = err;
        this.verbose = Arrays.asList(args).contains(VERBOSE);
    }

    @Override
    public int handleParseException(ParameterException failure, String[] args) {
        CommandSpec spec = failure.getCommandLine().getCommandSpec();
        print(spec.qualifiedName(), usageMessage(failure, spec), failure);
        return ExitCode.USAGE.code();
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        return report(command.getCommandSpec().qualifiedName(), failure);
    }

    /** Prints the line for {@code failure} and returns the exit code it stands for. */
    int report(String command, Throwable failure) {
        if (failure instanceof CommandFailure known) {
            print(command, known.getMessage(), known);
            return known.exitCode().code();
        }
        if (isInput(failure)) {
            print(command, failure.getMessage(), failure);
            return ExitCode.USAGE.code();
        }
        String message = failure.getMessage();
        if (failure instanceof UnavailableException || failure instanceof UncheckedIOException) {
            print(command, message, failure); // a disk, a right, a network: the operator's, and said in words
            return ExitCode.INTERNAL_ERROR.code();
        }
        String name = failure.getClass().getSimpleName();
        print(command, "internal error: " + (message == null ? name : name + ": " + message), failure);
        return ExitCode.INTERNAL_ERROR.code();
    }

    /** What the use cases refuse is the caller's to mend, as 400, 404 and 409 are over HTTP. */
    private static boolean isInput(Throwable failure) {
        return failure instanceof DataException
                || failure instanceof InvalidArgumentException
                || failure instanceof NotFoundException
                || failure instanceof ConflictException
                || failure instanceof DatabaseUnusableException;
    }

    private void print(String command, String message, Throwable failure) {
        err.println(command + ": " + message.strip().replaceAll("\\s*\\R\\s*", " "));
        if (verbose) {
            failure.printStackTrace(err);
        }
        err.flush();
    }

    private static String usageMessage(ParameterException failure, CommandSpec spec) {
        if (failure instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String given = unmatched.getUnmatched().get(0);
            if (given.startsWith("-")) {
                return "unknown option '" + given + "'; allowed: " + options(spec);
            }
            if (!spec.subcommands().isEmpty()) {
                return "unknown verb '" + given + "'; allowed: " + verbs(spec);
            }
            return "unexpected argument '" + given + "'; allowed: " + options(spec);
        }
        String message = failure.getMessage();
        boolean verbMissing = !spec.subcommands().isEmpty();
        return verbMissing ? message + "; allowed: " + verbs(spec) + " (plumbline --help tells more)" : message;
    }

    private static String verbs(CommandSpec spec) {
        return spec.subcommands().entrySet().stream()
                .filter(verb -> !verb.getValue().getCommandSpec().usageMessage().hidden())
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
    }

    private static String options(CommandSpec spec) {
        return spec.options().stream()
                .filter(option -> !option.hidden())
                .map(OptionSpec::longestName)
                .flatMap(Stream::of)
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
