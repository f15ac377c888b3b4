package dev.plumbline.cli;

import dev.plumbline.cli.terminal.Page;
import dev.plumbline.files.DataSet;
import dev.plumbline.learning.dataset.DatasetReader;
import dev.plumbline.learning.dataset.DatasetSchema;
import dev.plumbline.learning.dataset.DatasetSchemaReader;
import dev.plumbline.learning.dataset.LoadedTrainingData;
import dev.plumbline.learning.dataset.TrainingDataException;
import dev.plumbline.learning.retrain.TrainFile;
import dev.plumbline.learning.retrain.TrainingSettings;
import dev.plumbline.learning.trainer.TrainingTimeoutException;
import dev.plumbline.monitor.Json;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code plumbline train}: a model of classes from a file, judged on rows that it has not seen. */
@Command(
        name = "train",
        description =
                "Trains a model that predicts classes, judges it on rows that it has not seen, and says whether its"
                        + " features give the label away.",
        footer = {
            "",
            "Every column but those of labels, times and groups is a feature and a number; what else it is, and whether it",
            "is there when a prediction is needed, a schema says (docs/guide.md).",
            "",
            "Exit codes: 0 trained, 5 no better than the base rates, 4 the same on under 50 rows, 2 bad input."
        },
        sortOptions = false)
final class TrainCommand implements Callable<Integer> {
    private static final String VERB = "plumbline train";
    private static final int FEW = 50;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "CSV, TSV, NDJSON, JSON or Parquet, each plain or gz; patterns; - for standard input; or the"
                    + " document {featureNames, trainSet, testSet}.")
    private List<String> files;

    @Option(names = "--label", paramLabel = "COL", description = "True classes, whole numbers (default: label).")
    private String label;

    @Option(names = "--schema", paramLabel = "FILE", description = "What the columns are.")
    private Path schema;

    @Option(names = "--time", paramLabel = "COL", description = "When each row was; the newest are tested on.")
    private String time;

    @Option(
            names = "--group",
            paramLabel = "COL",
            description =
                    "What several rows are about; kept together by --split group, the default where there are no times.")
    private String group;

    @Option(
            names = "--split",
            paramLabel = "stratified|time|group",
            description = "What is tested on (default: by time or group where their column is named, else stratified).")
    private String split;

    @Option(
            names = "--seed",
            paramLabel = "N",
            converter = SeedConverter.class,
            description = "Seed of what is drawn (default: 0).")
    private Long seed;

    @Option(names = "--save", paramLabel = "FILE", description = "Write the model, for predict.")
    private Path save;

    @Option(names = "--json", description = "Print the training as JSON, and nothing else, to standard output.")
    private boolean json;

    @Override
    public Integer call() {
        DataFolder.silenceLogs();
        try {
            return DatasetFiles.reread(files, this::train);
        } catch (TrainingDataException | TrainingTimeoutException e) {
            throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
        }
    }

    private int train(DataSet data) {
        DatasetSchema declared = (schema == null ? DatasetSchema.NONE : DatasetSchemaReader.read(schema))
                .with(label, time, group, split == null ? null : DatasetSchemaReader.by("--split", split), seed);
        long start = System.nanoTime();
        LoadedTrainingData loaded;
        try (LongWork progress = LongWork.of("reading", data.size(), "MB", 1_000_000)) {
            loaded = DatasetReader.read(data, declared, List.of(), progress::step);
        }
        TrainFile.Result result;
        try (LongWork progress = LongWork.of("training", 0, "", 1)) {
            result = TrainFile.run(
                    loaded,
                    TrainingSettings.DEFAULT,
                    progress::tell,
                    start,
                    Clock.systemUTC().instant());
        }
        if (save != null) {
            WholeFile.write(save, new String(result.model(), StandardCharsets.UTF_8) + "\n");
        }
        print(Json.tree(result.answer()));
        if (result.promoted()) {
            return ExitCode.FINE.code();
        }
        long rows = loaded.data().train().size() + (long) loaded.data().test().size();
        return (rows < FEW ? ExitCode.NOT_ENOUGH_DATA : ExitCode.GATE_REFUSED).code();
    }

    private void print(ObjectNode answer) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (answer.required("leakage").required("suspected").booleanValue() && json) {
            err.println(VERB + ": warning: "
                    + answer.required("leakage").required("explanation").stringValue());
            err.flush();
        }
        if (json) {
            out.println(Json.text(answer));
        } else {
            new TrainPage(new Page(out, Terminal.showsColour(), Terminal.columns())).training(answer);
        }
        out.flush();
    }
}
