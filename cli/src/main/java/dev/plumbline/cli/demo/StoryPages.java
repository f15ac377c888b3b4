package dev.plumbline.cli.demo;

import dev.plumbline.cli.terminal.Ink;
import dev.plumbline.cli.terminal.Numbers;
import dev.plumbline.cli.terminal.Page;
import dev.plumbline.cli.terminal.ReliabilityChart;
import dev.plumbline.cli.terminal.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Prints the answers. Every number comes from one; they are rounded, and compared for a word such as "fell". */
final class StoryPages {
    private static final int CHART_GAP = 3;
    private static final int TABLE_GAP = 8;

    private final Page page;
    private final DemoPlan plan;

    StoryPages(Page page, DemoPlan plan) {
        this.page = page;
        this.plan = plan;
    }

    void opening() {
        page.heading("Plumbline keeps predicted probabilities honest");
        page.text("A made-up forecaster makes " + plan.casesPerDay()
                + " predictions a day and asks Plumbline to calibrate"
                + " each of them; what really happened is reported one to seven days later. For " + plan.honestDays()
                + " days it is honest. Then it becomes too sure of itself, and too high. (Seed " + plan.seed() + ".)");
    }

    void honest(JsonNode audit) {
        page.heading("Day " + plan.honestDays() + ": an audit while all is well");
        audit(audit);
    }

    void drifted(JsonNode previous, JsonNode audit) {
        page.heading("Day " + plan.driftedDays() + ": an audit after the forecaster has drifted");
        audit(audit);
        charts(
                "Issued, days 1 to " + plan.honestDays(),
                bins(previous),
                "Issued, days " + (plan.honestDays() + 1) + " to " + plan.driftedDays(),
                bins(audit));
    }

    void served(double[] asked, DemoStory.Served served, JsonNode candidate, JsonNode inForce) {
        page.heading("What is served from now on");
        if (candidate != null) {
            JsonNode parameters = candidate.required("parameters");
            page.item(
                    "Refit",
                    "version " + Numbers.whole(candidate.get("calibratorVersion")) + ", "
                            + candidate.required("method").asString() + " with " + words(parameters)
                            + "; log loss on the pairs it was fitted on "
                            + Numbers.fixed(candidate.get("logLossBefore"), 4)
                            + " before, " + Numbers.fixed(candidate.get("logLossAfter"), 4) + " after");
        }
        page.item(
                "In force",
                "version " + Numbers.whole(inForce.get("calibratorVersion")) + " ("
                        + inForce.required("method").asString() + "), from the next request on");
        Table table = new Table(scores("The model says", asked));
        table.row(probabilities("Served before", served.before()));
        table.row(probabilities("Served now", served.after()));
        page.block(table.lines(page.blockWidth()));
    }

    private static String words(JsonNode parameters) {
        return parameters.properties().stream()
                .map(each -> each.getKey() + " = " + Numbers.fixed(each.getValue(), 4))
                .collect(Collectors.joining(", "));
    }

    private static String[] scores(String label, double[] asked) {
        Stream<String> scores = Arrays.stream(asked).mapToObj(each -> String.format(Locale.ROOT, "%.0f %%", each));
        return Stream.concat(Stream.of(label), scores).toArray(String[]::new);
    }

    private static List<String> probabilities(String label, JsonNode served) {
        List<String> cells = new ArrayList<>(List.of(label));
        served.required("probabilities").forEach(each -> cells.add(Numbers.percent(each)));
        return cells;
    }

    void training(JsonNode training) {
        page.heading("The model is trained anew");
        page.text("GET /api/cron/retrain-ml: " + training.required("status").asString()
                + ". Five classes, rows that the" + " training has not seen:");
        page.item(
                "Accuracy",
                Numbers.percent(training.get("testAccuracy")) + " (" + Numbers.percent(training.get("trainAccuracy"))
                        + " of the training rows)");
        page.item(
                "Log loss",
                Numbers.fixed(training.get("logLoss"), 4) + " nats; base rates alone "
                        + Numbers.fixed(training.get("baseRateLogLoss"), 4));
        page.item("Decision", decision(training));
        JsonNode leakage = training.required("leakage");
        page.item(
                "Leakage",
                (leakage.required("suspected").booleanValue() ? "SUSPECTED. " : "")
                        + leakage.required("explanation").asString(),
                leakage.required("suspected").booleanValue() ? Ink.BAD : Ink.PLAIN);
        page.block(ReliabilityChart.beside(confusion(training), features(leakage), TABLE_GAP, page.blockWidth()));
    }

    private static List<String> confusion(JsonNode training) {
        JsonNode classes = training.required("classes");
        List<String> heads = new ArrayList<>(List.of("true \\ predicted"));
        classes.forEach(each -> heads.add(each.asString()));
        Table table = new Table(heads.toArray(String[]::new));
        JsonNode matrix = training.required("confusionMatrix");
        for (int i = 0; i < matrix.size(); i++) {
            List<String> cells = new ArrayList<>(List.of(classes.get(i).asString()));
            matrix.get(i).forEach(count -> cells.add(Numbers.whole(count)));
            table.row(cells);
        }
        return table.lines();
    }

    private static List<String> features(JsonNode leakage) {
        Table table = new Table("Feature alone", "AUC", "log loss");
        for (JsonNode feature : leakage.required("features")) {
            table.row(
                    feature.required("name").asString(),
                    Numbers.fixed(feature.get("auc"), 3),
                    Numbers.fixed(feature.get("logLossAlone"), 4));
        }
        return table.lines();
    }

    void corrected(JsonNode audit) {
        page.heading("Day " + plan.correctedDays() + ": an audit of 90 days with the correction");
        audit(audit);
        charts("What the model said", audit.at("/raw/bins"), "What was issued", bins(audit));
    }

    void rolledBack(JsonNode audit, JsonNode moves) {
        page.heading("Day " + plan.lastDay() + ": the forecaster itself was mended on day " + plan.correctedDays());
        audit(audit);
        page.blank();
        Table table = new Table("In force since", "from", "to", "kind", "by");
        for (JsonNode move : moves) {
            table.row(
                    move.required("at").asString(),
                    Numbers.whole(move.get("from")),
                    Numbers.whole(move.get("to")),
                    move.required("kind").asString(),
                    move.required("by").asString());
        }
        page.block(table.lines(page.blockWidth()));
    }

    void closing(List<JsonNode> audits) {
        page.heading("In short");
        Table table = new Table("Audit", "pairs", "ECE said", "issued", "log loss said", "issued", "verdict", "refit");
        for (JsonNode audit : audits) {
            table.row(
                    audit.required("auditedAt").asString().substring(0, 10),
                    Numbers.whole(audit.get("totalSamples")),
                    Numbers.fixed(audit.at("/raw/ece"), 4),
                    Numbers.fixed(audit.get("ece"), 4),
                    Numbers.fixed(audit.at("/raw/logLoss"), 4),
                    Numbers.fixed(audit.get("logLoss"), 4),
                    audit.required("verdict").asString(),
                    audit.at("/promotion/decision").asString());
        }
        page.block(table.lines(page.blockWidth()));
        page.blank();
        JsonNode drifted = audits.get(1).required("ece");
        JsonNode last = audits.get(2);
        boolean fell = last.required("ece").doubleValue() < drifted.doubleValue();
        page.text(
                "The calibration error (ECE) of what is issued " + (fell ? "fell" : "did not fall: it went") + " from "
                        + Numbers.fixed(drifted, 3) + " to " + Numbers.fixed(last.get("ece"), 3)
                        + "; that of what the forecaster says is "
                        + Numbers.fixed(last.at("/raw/ece"), 3) + ".");
    }

    private void audit(JsonNode audit) {
        page.text("GET /api/cron/calibration-audit: " + audit.required("status").asString() + ", "
                + Numbers.whole(audit.get("totalSamples")) + " pairs of the last 90 days.");
        JsonNode explanation = audit.required("explanation");
        String verdict = audit.required("verdict").asString();
        page.item(
                "Verdict",
                verdict + ": " + explanation.required("text").asString(),
                verdict.equals("Calibrated") ? Ink.GOOD : Ink.BAD);
        explanation
                .path("parts")
                .forEach(part -> page.bullet(part.required("text").asString()));
        boolean alert = audit.required("driftDetected").booleanValue();
        page.item(
                "ECE",
                Numbers.fixed(audit.get("ece"), 4) + ", "
                        + audit.required("band").asString() + "; by chance alone "
                        + Numbers.fixed(audit.get("expectedEce"), 4) + ", p-value "
                        + Numbers.pValue(audit.get("ecePValue"))
                        + (alert ? ". DRIFT ALERT: above " + Numbers.fixed(audit.get("driftThreshold"), 2) : ""),
                alert ? Ink.BAD : Ink.PLAIN);
        page.item("Log loss", Numbers.fixed(audit.get("logLoss"), 4) + " nats");
        page.item("Decision", decision(audit));
    }

    private static String decision(JsonNode answer) {
        JsonNode promotion = answer.required("promotion");
        return promotion.required("decision").asString() + ": "
                + promotion.required("reason").asString();
    }

    private static JsonNode bins(JsonNode audit) {
        return audit.required("bins");
    }

    private void charts(String left, JsonNode leftBins, String right, JsonNode rightBins) {
        List<String> lines = new ArrayList<>(ReliabilityChart.beside(
                ReliabilityChart.lines(left, leftBins),
                ReliabilityChart.lines(right, rightBins),
                CHART_GAP,
                page.blockWidth()));
        lines.add("");
        lines.add(ReliabilityChart.LEGEND);
        page.block(page.colour() ? lines.stream().map(ReliabilityChart::painted).toList() : lines);
    }
}
