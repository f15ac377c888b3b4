package dev.plumbline.cli;

import dev.plumbline.files.FieldException;
import dev.plumbline.files.Row;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.NotFoundException;
import dev.plumbline.monitor.intake.RecordHistory;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.ScoreScale;
import dev.plumbline.store.Database;
import dev.plumbline.store.PredictionExport;
import dev.plumbline.store.Stores;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline export}: predictions with their outcomes, as a file that {@code import} reads back. */
@Command(
        name = "export",
        description =
                "Writes a model's predictions with their outcomes, under the names of the HTTP interface; a server may run"
                        + " meanwhile. Or writes a saved calibrator as code, with golden rows.",
        sortOptions = false)
final class ExportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "CALIBRATOR",
            description = "A calibrator that fit or compare saved, in place of --model.")
    private Path calibrator;

    @Option(names = "--model", paramLabel = "NAME", description = "The model to export.")
    private String model;

    @Option(names = "--from", paramLabel = "TIME", description = "Predictions made at this time or later.")
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Predictions made before this time.")
    private String to;

    @Option(
            names = "--as",
            paramLabel = "SHAPE",
            description = "csv, tsv, ndjson or parquet (default: by the file's ending, else csv); of a calibrator json,"
                    + " sql or java.")
    private String shape;

    @Option(
            names = "--column",
            paramLabel = "NAME",
            description = "The column of scores in the SQL of a calibrator (default: score).")
    private String column = "score";

    @Option(
            names = "-o",
            paramLabel = "FILE",
            description = "File to write, compressed when it ends in .gz (default: standard output).")
    private Path file;

    @Mixin
    private DataFolder data;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "A server elsewhere, such as http://10.0.0.5:8080; needs its admin key.")
    private String url;

    @Override
    public Integer call() throws IOException {
        DataFolder.silenceLogs();
        if ((calibrator == null) == (model == null)) {
            throw new CommandFailure(ExitCode.USAGE, "name either a CALIBRATOR file or a model with --model");
        }
        if (calibrator != null) {
            CalibratorCode.write(
                    calibrator, shape, column, file, spec.commandLine().getOut());
            return ExitCode.FINE.code();
        }
        PrintWriter err = spec.commandLine().getErr();
        RowFile.Shape wanted = shape == null ? RowFile.Shape.byEnding(file) : RowFile.Shape.named(shape);
        long waiting;
        Model known;
        try (Database database = url == null ? Database.openToRead(data.path()) : null;
                Exporter exporter = new Exporter(
                        new RowFile(wanted, file, spec.commandLine().getOut()))) {
            ServerClient server = url == null ? null : new ServerClient(url, data.named(), System.getenv());
            Optional<Model> found = server == null
                    ? Stores.over(database).models().find(model)
                    : server.find("/api/v1/models/" + Model.checkedName(model))
                            .map(json -> new Model(0, model, ServerClient.settings(json), Instant.EPOCH));
            known = found.orElseThrow(() -> NotFoundException.model(model));
            RecordHistory history = server == null ? new PredictionExport(database) : new ServerHistory(server);
            waiting = history.export(known, time("--from", from), time("--to", to), exporter);
            exporter.finish();
            err.println("plumbline export: " + exporter.rows() + " predictions of model " + model
                    + (file == null ? "" : " to " + file));
        }
        if (waiting > 0) {
            err.println("plumbline export: " + waiting + " outcomes that wait for their prediction are not exported");
        }
        if (known.settings().scoreScale() == ScoreScale.PERCENT) {
            err.println("plumbline export: scores are percent (0 to 100); import them with --scale percent");
        }
        err.flush();
        return ExitCode.FINE.code();
    }

    private static Instant time(String option, String text) {
        if (text == null) {
            return null;
        }
        try {
            return new Row(1, Json.object().put(option, text)).time(option);
        } catch (FieldException e) {
            throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
        }
    }
}
