package dev.plumbline.cli;

import dev.plumbline.calibration.calibrator.Calibrator;
import dev.plumbline.calibration.calibrator.CalibratorJson;
import dev.plumbline.calibration.calibrator.FittedCalibrator;
import dev.plumbline.files.ColumnChoice;
import dev.plumbline.files.DataSet;
import dev.plumbline.files.ScoredRows;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline apply}: a file with its scores corrected, in a column beside the others. */
@Command(
        name = "apply",
        description =
                "Writes the rows of files with a column \"calibrated\" (0 to 1): the corrected score, empty where a row has"
                        + " no score. Rows with a bad score are left out and told.",
        sortOptions = false)
final class ApplyCommand implements Callable<Integer> {
    private static final String VERB = "plumbline apply";

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "CSV, TSV, NDJSON, JSON or Parquet, each plain or gz; patterns; - for standard input.")
    private List<String> files;

    @Option(
            names = "--calibrator",
            paramLabel = "FILE",
            required = true,
            description = "A calibrator that fit or compare saved.")
    private Path calibrator;

    @Mixin
    private ColumnOptions columns;

    @Option(names = "--strict", description = "Refuse files with rows that have a bad score or none.")
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
        Calibrator map = read(calibrator).calibrator();
        return DatasetFiles.reread(files, data -> apply(data, map));
    }

    private int apply(DataSet data, Calibrator map) {
        PrintWriter err = spec.commandLine().getErr();
        ColumnChoice choice = columns.choice(Map.of(), List.of(), List.of());
        ScoredRows rows = ScoreFiles.read(
                        data, new ScoredRows.Request(choice, false, columns.scale()), strict, err, VERB)
                .rows();
        try (CalibratedCopy copy = new CalibratedCopy(data, choice, rows.scale(), map)) {
            copy.write(output, spec.commandLine().getOut());
        }
        ScoredRows.Account account = rows.account();
        err.println(VERB + ": " + account.used() + " scores calibrated by " + map.method()
                + (account.missing() > 0 ? ", " + account.missing() + " rows without a score" : "")
                + (account.rejected() > 0 ? ", " + account.rejected() + " rows left out" : "")
                + (output == null ? "" : ", to " + output));
        err.flush();
        return ExitCode.FINE.code();
    }

    /** Reads a saved calibrator, golden pairs and all. */
    static FittedCalibrator read(Path file) {
        try {
            return CalibratorJson.read(Files.readString(file));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, file + ": cannot be read: " + e, e);
        } catch (UncheckedIOException | IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, file + ": is no calibrator: " + e.getMessage(), e);
        }
    }
}
