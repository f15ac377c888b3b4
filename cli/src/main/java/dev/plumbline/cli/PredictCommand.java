package dev.plumbline.cli;

import dev.plumbline.files.DataSet;
import dev.plumbline.learning.model.ModelFormatException;
import dev.plumbline.learning.model.ModelJson;
import dev.plumbline.learning.model.TrainedModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline predict}: a file with the probability of each class, in columns beside the others. */
@Command(
        name = "predict",
        description =
                "Writes the rows of files with columns \"p_CLASS\" (0 to 1), the probability of each class, and \"score\" (0 to"
                        + " 100), the probability-weighted middle of the classes' tiers. A category that the model does not"
                        + " know counts as missing. Rows that lack what no training row lacked, or have a text for a"
                        + " number, are left out and told.",
        sortOptions = false)
final class PredictCommand implements Callable<Integer> {
    private static final String VERB = "plumbline predict";
    private static final int SHOWN = 5;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "CSV, TSV, NDJSON, JSON or Parquet, each plain or gz; patterns; - for standard input.")
    private List<String> files;

    @Option(names = "--model", paramLabel = "FILE", required = true, description = "A model that train saved.")
    private Path model;

    @Option(names = "--strict", description = "Refuse files with rows that cannot be predicted from.")
    private boolean strict;

    @Option(
            names = "-o",
            paramLabel = "FILE",
            description = "File to write: CSV, TSV, NDJSON or Parquet by its ending, compressed when it ends in .gz"
                    + " (default: standard output, in the shape of the first file).")
    private Path output;

    @Override
    public Integer call() {
        DataFolder.silenceLogs();
        TrainedModel trained = read(model);
        return DatasetFiles.reread(files, data -> predict(data, trained));
    }

    private int predict(DataSet data, TrainedModel trained) {
        PrintWriter err = spec.commandLine().getErr();
        AtomicLong refused = new AtomicLong();
        long predicted;
        try (PredictedCopy copy = new PredictedCopy(data, trained, text -> {
            if (strict) {
                throw new CommandFailure(ExitCode.USAGE, text + " (--strict)");
            }
            if (refused.incrementAndGet() <= SHOWN) {
                err.println(VERB + ": left out: " + text);
            }
        })) {
            predicted = copy.write(output, spec.commandLine().getOut());
        }
        err.println(VERB + ": " + predicted + " rows predicted by " + trained.trainer()
                + (refused.get() > 0 ? ", " + refused + " rows left out" : "")
                + (output == null ? "" : ", to " + output));
        err.flush();
        return ExitCode.FINE.code();
    }

    /** Reads a saved model, golden rows and all. */
    private static TrainedModel read(Path file) {
        try {
            return ModelJson.read(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, file + ": cannot be read: " + e, e);
        } catch (ModelFormatException e) {
            throw new CommandFailure(ExitCode.USAGE, file + ": is no model: " + e.getMessage(), e);
        }
    }
}
