package dev.plumbline.cli;

import dev.plumbline.cli.terminal.Ink;
import dev.plumbline.cli.terminal.Numbers;
import dev.plumbline.cli.terminal.Page;
import dev.plumbline.cli.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** A training as a person reads it on a terminal. */
final class TrainPage {
    private static final int MOST_CLASSES = 12;
    private static final int MOST_FEATURES = 15;

    private final Page page;

    TrainPage(Page page) {
        this.page = page;
    }

    void training(JsonNode answer) {
        JsonNode leakage = answer.required("leakage");
        JsonNode promotion = answer.required("promotion");
        boolean suspected = leakage.required("suspected").booleanValue();
        boolean better = "Promoted".equals(promotion.required("decision").stringValue());
        page.heading(suspected ? "A leak is suspected" : heading(better, promotion.required("interval")));
        page.text(leakage.required("explanation").stringValue());
        page.blank();
        numbers(answer);
        provenance(answer.required("provenance"), answer.required("provenance").required("preparation"));
        matrix(answer.required("confusionMatrix"), answer.required("classes"));
        features(leakage.required("features"), suspected);
        page.blank();
        page.text((better ? "It would come into force: " : "It would not come into force: ")
                + promotion.required("reason").stringValue() + ".");
    }

    /** A gain that may be chance is called one. */
    private static String heading(boolean better, JsonNode gain) {
        boolean shown = gain.isArray() && gain.get(0).doubleValue() > 0;
        return !better
                ? "No better than the base rates"
                : shown ? "Better than the base rates" : "Not shown to be better than the base rates";
    }

    private void numbers(JsonNode answer) {
        JsonNode matrix = answer.required("confusionMatrix");
        long rows = 0;
        long largest = 0;
        for (JsonNode row : matrix) {
            long ofClass = sum(row);
            rows += ofClass;
            largest = Math.max(largest, ofClass);
        }
        page.item(
                "accuracy",
                String.format(
                        Locale.ROOT,
                        "%.1f %%%s of the test rows, %.1f %% of the training rows; always saying the most frequent class is"
                                + " right in %.1f %%",
                        100 * answer.required("testAccuracy").doubleValue(),
                        interval(answer.path("testAccuracyInterval"), "%.1f", 100),
                        100 * answer.required("trainAccuracy").doubleValue(),
                        100.0 * largest / rows),
                Ink.BOLD);
        double logLoss = answer.required("logLoss").doubleValue();
        double ofBaseRates = answer.required("baseRateLogLoss").doubleValue();
        page.item(
                "log loss",
                String.format(
                        Locale.ROOT,
                        "%.4f nats on the test rows%s; the base rates alone have %.4f, so it saves %.4f%s",
                        logLoss,
                        interval(answer.path("logLossInterval"), "%.4f", 1),
                        ofBaseRates,
                        ofBaseRates - logLoss,
                        interval(answer.required("promotion").required("interval"), "%.4f", 1)));
    }

    private static String interval(JsonNode interval, String format, double unit) {
        return interval.isArray()
                ? String.format(
                        Locale.ROOT,
                        " (95 %% interval " + format + " to " + format + ")",
                        unit * interval.get(0).doubleValue(),
                        unit * interval.get(1).doubleValue())
                : "";
    }

    private void provenance(JsonNode provenance, JsonNode preparation) {
        page.item("model", provenance.required("trainer").stringValue());
        JsonNode split = preparation.required("split");
        String parted = split.isNull()
                ? "as the file parts them"
                : switch (split.required("by").stringValue()) {
                    case "time" -> "the newest rows are tested on";
                    case "group" -> "whole groups are tested on, seed " + split.required("seed");
                    default -> "drawn from each class, seed " + split.required("seed");
                };
        page.item(
                "rows",
                Numbers.whole(provenance.required("trainRows")) + " to learn from, "
                        + Numbers.whole(provenance.required("testRows")) + " to test on, " + parted);
        long unlabelled = preparation.required("rowsWithoutLabel").longValue();
        if (unlabelled > 0) {
            page.item("left out", String.format(Locale.ROOT, "%,d rows without a label", unlabelled));
        }
        names("not there", preparation.required("unavailable"), "left out, as they are not available at prediction");
        names(
                "allowed",
                preparation.required("unavailableAllowed"),
                "learnt from although they are not available at prediction");
        names("unused", provenance.required("constantFeatures"), "the same, or missing, in all training rows");
    }

    private void names(String label, JsonNode names, String what) {
        if (!names.isEmpty()) {
            page.item(label, String.join(", ", texts(names).toList()) + ": " + what);
        }
    }

    private void matrix(JsonNode matrix, JsonNode classes) {
        List<String> lines = classes.size() > MOST_CLASSES ? List.of() : matrixLines(matrix, classes);
        if (lines.isEmpty()) {
            page.blank();
            page.text(classes.size() + " classes: the confusion matrix is in --json.");
        } else {
            page.block(lines);
        }
    }

    /** With the longest heads that the page has room for; none where it has room for none. */
    private List<String> matrixLines(JsonNode matrix, JsonNode classes) {
        int width = page.blockWidth();
        return Stream.of(matrix("true class", "said ", matrix, classes), matrix("true \\ said", "", matrix, classes))
                .map(table -> table.lines(width))
                .filter(lines -> lines.stream().allMatch(line -> line.length() <= width))
                .findFirst()
                .orElse(List.of());
    }

    private static Table matrix(String corner, String said, JsonNode matrix, JsonNode classes) {
        List<String> heads = new ArrayList<>(List.of(corner));
        classes.forEach(each -> heads.add(said + each));
        heads.add("right");
        Table table = new Table(heads.toArray(String[]::new));
        for (int k = 0; k < classes.size(); k++) {
            JsonNode row = matrix.get(k);
            long rows = sum(row);
            List<String> cells = new ArrayList<>(List.of(classes.get(k).toString()));
            row.forEach(count -> cells.add(Numbers.whole(count)));
            cells.add(
                    rows == 0
                            ? Numbers.NONE
                            : String.format(
                                    Locale.ROOT, "%.1f %%", 100.0 * row.get(k).longValue() / rows));
            table.row(cells);
        }
        return table;
    }

    private void features(JsonNode features, boolean suspected) {
        Table table = new Table("feature", "AUC alone", "log loss alone", "model without it");
        features.valueStream()
                .limit(MOST_FEATURES)
                .forEach(feature -> table.row(
                        feature.required("name").stringValue(),
                        Numbers.fixed(feature.required("auc"), 3),
                        Numbers.fixed(feature.required("logLossAlone"), 4),
                        Numbers.fixed(feature.required("logLossWithout"), 4)));
        page.block(table.lines(page.blockWidth()));
        int more = features.size() - MOST_FEATURES;
        if (more > 0) {
            page.text("  and " + more + " more, in --json");
        }
        if (suspected) {
            page.blank();
            page.text(
                    "Declare what is not there when a prediction is needed (\"availableAtPrediction\": false in a schema), and"
                            + " train again.");
        }
    }

    private static long sum(JsonNode row) {
        return StreamSupport.stream(row.spliterator(), false)
                .mapToLong(JsonNode::longValue)
                .sum();
    }

    private static Stream<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::stringValue);
    }
}
