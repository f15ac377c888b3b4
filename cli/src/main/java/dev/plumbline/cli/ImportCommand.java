package dev.plumbline.cli;

import dev.plumbline.files.ColumnChoice;
import dev.plumbline.files.DataSet;
import dev.plumbline.files.Role;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.store.Database;
import dev.plumbline.store.DatabaseInUseException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline import}: a history of predictions and outcomes into a running server, or into the file when none runs. */
@Command(
        name = "import",
        description =
                "Records predictions and their outcomes from files, into the running server or, when none runs, into"
                        + " the database file. The same file again changes nothing.",
        sortOptions = false)
final class ImportCommand implements Callable<Integer> {
    private static final int SHOWN = 10;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "CSV, TSV, NDJSON, JSON or Parquet, each plain or gz; patterns; - for standard input.")
    private List<String> files;

    @Option(names = "--model", paramLabel = "NAME", required = true, description = "The model that the rows are of.")
    private String model;

    @Option(names = "--id", paramLabel = "COL", description = "Ids (default: id; without ids FILE#LINE).")
    private String id;

    @Mixin
    private ColumnOptions columns;

    @Option(
            names = "--observed",
            paramLabel = "COL",
            description = "When the outcome was observed (default: observedAt, else the time of prediction).")
    private String observed;

    @Option(
            names = "--probability",
            paramLabel = "COL",
            description = "What was issued, 0 to 1, where it was not the score (default: probability).")
    private String probability;

    @Option(
            names = "--version",
            paramLabel = "TEXT",
            description = "The model's version, for rows that name none in a column version.")
    private String version;

    @Option(names = "--segments", paramLabel = "COLS", split = ",", description = "Columns that are segments.")
    private List<String> segments = List.of();

    @Option(names = "--features", paramLabel = "COLS", split = ",", description = "Columns that are features.")
    private List<String> features = List.of();

    @Mixin
    private DataFolder data;

    @Option(names = "--url", paramLabel = "URL", description = "A server elsewhere, such as http://10.0.0.5:8080.")
    private String url;

    @Option(names = "--strict", description = "Refuse files with bad values instead of leaving out their rows.")
    private boolean strict;

    @Option(names = "--json", description = "Print the answer as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        DataFolder.silenceLogs();
        PrintWriter err = spec.commandLine().getErr();
        ImportRun.Plan plan = new ImportRun.Plan(
                Model.checkedName(model), DataSet.of(files), choice(), version, columns.scale(), strict);
        ImportRun.Total total;
        try (RecordTarget target = target(data.path())) {
            total = new ImportRun(plan, target, text -> err.println("plumbline import: " + text)).run();
        }
        print(total, err);
        boolean unusable = total.rejected() == total.rows() || (strict && total.rejected() > 0);
        return (unusable ? ExitCode.USAGE : ExitCode.FINE).code();
    }

    private RecordTarget target(Path folder) {
        if (url != null) { // the keys of a folder that nobody named are not for a server elsewhere
            return new ServerTarget(new ServerClient(url, data.named(), System.getenv()), model);
        }
        try {
            return new FileTarget(Database.open(folder), model);
        } catch (DatabaseInUseException e) {
            String address = e.address()
                    .orElseThrow(() -> new CommandFailure(
                            ExitCode.INTERNAL_ERROR,
                            e.getMessage() + " (it answers no HTTP: another import, or a server that is starting)",
                            e));
            return new ServerTarget(new ServerClient(address, folder, System.getenv()), model);
        }
    }

    private ColumnChoice choice() {
        Map<Role, String> further = new EnumMap<>(Role.class);
        ColumnOptions.put(further, Role.ID, id);
        ColumnOptions.put(further, Role.OBSERVED, observed);
        ColumnOptions.put(further, Role.PROBABILITY, probability);
        return columns.choice(further, segments, features);
    }

    private void print(ImportRun.Total total, PrintWriter err) {
        total.warnings().forEach(warning -> err.println("plumbline import: " + warning));
        total.errors().stream()
                .limit(SHOWN)
                .forEach(issue -> err.println("plumbline import: rejected: " + issue.file()
                        + " line " + issue.line() + ": "
                        + (issue.field() == null ? "" : issue.field() + ": ")
                        + (issue.value() == null ? "" : "got " + issue.value() + "; ") + issue.allowed()));
        if (total.rejected() > SHOWN) {
            err.println("plumbline import: and " + (total.rejected() - SHOWN) + " more rejected rows"
                    + (json ? "" : "; --json names the first 100 of each file"));
        }
        err.flush();
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                json
                        ? Json.text(total)
                        : total.rows() + " rows for model " + total.model() + ": " + total.taken() + " taken, "
                                + total.repeated() + " repeated, " + total.corrected() + " corrected, "
                                + total.waiting()
                                + " waiting, " + total.rejected() + " rejected");
        out.flush();
    }
}
