package dev.plumbline.cli;

import dev.plumbline.files.ColumnChoice;
import dev.plumbline.files.DataException;
import dev.plumbline.files.DataFile;
import dev.plumbline.files.DataSet;
import dev.plumbline.files.FileScale;
import dev.plumbline.files.Row;
import dev.plumbline.files.RowError;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.intake.IntakeAnswer;
import dev.plumbline.monitor.intake.RowIssue;
import dev.plumbline.monitor.model.ModelSettings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * One import: files are read twice, first to see that they are whole and on which scale they are, so that nothing of a file
 * that is refused is kept; then row by row into the target. Standard input can be read only once, so there rows before the
 * fault are kept.
 */
final class ImportRun {
    /** What to import, and how. */
    record Plan(String model, DataSet data, ColumnChoice columns, String version, FileScale scale, boolean strict) {}

    /** A rejected row; the component names are the wire names. */
    record FileIssue(String file, long line, String field, String value, String allowed) {}

    /** The answer of one file after the other, added up; the component names are the wire names. */
    record Total(
            String model,
            long rows,
            long taken,
            long repeated,
            long corrected,
            long waiting,
            long rejected,
            List<FileIssue> errors,
            List<String> warnings) {}

    private final Plan plan;
    private final RecordTarget target;
    private final Consumer<String> say;
    private final Set<String> said = new LinkedHashSet<>();
    private double largestScore = Double.NEGATIVE_INFINITY;
    private double largestOutcome = Double.NEGATIVE_INFINITY;

    /** @param say told once what a person should know */
    ImportRun(Plan plan, RecordTarget target, Consumer<String> say) {
        this.plan = plan;
        this.target = target;
        this.say = say;
    }

    Total run() {
        try (LongWork progress = LongWork.of("checking", plan.data.size(), "MB", 1_000_000)) {
            for (DataFile file : plan.data.files()) {
                if (file.path() != null) {
                    scan(file, progress);
                }
            }
        }
        declareScale();
        List<FileIssue> errors = new ArrayList<>();
        Set<String> warnings = new LinkedHashSet<>();
        long[] counts = new long[5];
        try (LongWork progress = LongWork.of("importing", plan.data.size(), "MB", 1_000_000)) {
            for (DataFile file : plan.data.files()) {
                IntakeAnswer answer = take(file, progress, errors);
                counts[0] += answer.taken();
                counts[1] += answer.repeated();
                counts[2] += answer.corrected();
                counts[3] += answer.waiting();
                counts[4] += answer.rejected();
                warnings.addAll(answer.warnings());
            }
        }
        long rows = counts[0] + counts[1] + counts[2] + counts[3] + counts[4];
        return new Total(
                plan.model, rows, counts[0], counts[1], counts[2], counts[3], counts[4], errors, List.copyOf(warnings));
    }

    private RecordReader reader(DataFile file, RecordReader.Sink sink) {
        boolean unique = plan.data.files().stream()
                        .filter(other -> other.plainName().equals(file.plainName()))
                        .count()
                == 1;
        return new RecordReader(file, plan.columns, plan.version, unique, this::sayOnce, sink);
    }

    private void sayOnce(String text) {
        if (said.add(text)) {
            say.accept(text);
        }
    }

    private void scan(DataFile file, LongWork progress) {
        reader(file, new RecordReader.Sink() {
                    @Override
                    public void row(Row row) {
                        if (row.has("score")) {
                            largestScore = Math.max(largestScore, row.number("score"));
                        }
                        if (row.has("actual")) {
                            largestOutcome = Math.max(largestOutcome, row.number("actual"));
                        }
                    }

                    @Override
                    public void error(RowError error) {
                        refuseIfStrict(file, error);
                    }
                })
                .read(progress::step);
    }

    private void refuseIfStrict(DataFile file, RowError error) {
        if (plan.strict) {
            throw new DataException(file.name(), error + " (--strict: nothing more is imported)");
        }
    }

    /** A model that is declared keeps its scale; a new one gets the one that was named, else the one its values show. */
    private void declareScale() {
        if (!target.mayDeclare()) {
            if (plan.scale != null) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "--scale declares the model, which needs the admin key: set PLUMBLINE_ADMIN_KEY");
            }
            sayOnce(
                    "without the admin key the scale of a new model is the server's default; PLUMBLINE_ADMIN_KEY changes that");
            return;
        }
        Optional<ModelSettings> known = target.settings();
        boolean scanned = largestScore > Double.NEGATIVE_INFINITY;
        ObjectNode patch = Json.object();
        if (plan.scale != null) {
            String wanted = plan.scale.name().toLowerCase(Locale.ROOT);
            if (known.isEmpty() || !known.get().scoreScale().wire().equals(wanted)) {
                patch.put("scoreScale", wanted);
            }
        } else if (known.isEmpty() && scanned) {
            patch.put("scoreScale", judged("scores", largestScore));
        }
        if (known.isEmpty() && scanned && largestOutcome > Double.NEGATIVE_INFINITY) {
            patch.put("outcomeScale", judged("outcomes", largestOutcome));
        }
        if (!patch.isEmpty()) {
            target.declare(patch);
        }
    }

    private String judged(String what, double largest) {
        FileScale scale = FileScale.judged(largest);
        sayOnce("model " + plan.model + " is new: its " + what + " are taken as " + scale.inWords()
                + ", the largest is " + largest);
        return scale.name().toLowerCase(Locale.ROOT);
    }

    private IntakeAnswer take(DataFile file, LongWork progress, List<FileIssue> errors) {
        RecordTarget.Stream stream = target.open();
        RecordReader reader = reader(file, new RecordReader.Sink() {
            @Override
            public void row(Row row) {
                stream.accept(row);
            }

            @Override
            public void error(RowError error) {
                refuseIfStrict(file, error);
                stream.reject(new RowIssue(error.line(), error.field(), error.value(), error.allowed()));
            }
        });
        try {
            reader.read(progress::step);
        } catch (DataException e) { // standard input, or a file that changed since it was checked
            throw new CommandFailure(
                    ExitCode.USAGE, e.getMessage() + "; what came before is kept: " + inWords(stream.finish()), e);
        }
        IntakeAnswer answer = stream.finish();
        for (RowIssue issue : answer.errors()) {
            errors.add(new FileIssue(
                    file.name(), issue.line(), reader.columnOf(issue.field()), issue.value(), issue.allowed()));
        }
        return answer;
    }

    private static String inWords(IntakeAnswer kept) {
        return kept.taken() + " taken, " + kept.repeated() + " repeated, " + kept.corrected() + " corrected, "
                + kept.waiting() + " waiting";
    }
}
