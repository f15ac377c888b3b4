package dev.plumbline.cli;

import dev.plumbline.calibration.RunningFigures;
import dev.plumbline.cli.terminal.Ink;
import dev.plumbline.cli.terminal.Numbers;
import dev.plumbline.cli.terminal.Page;
import dev.plumbline.cli.terminal.ReliabilityChart;
import dev.plumbline.cli.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** A report as a person reads it on a terminal: what to believe first, the numbers behind it below. */
final class AuditPage {
    private final Page page;

    AuditPage(Page page) {
        this.page = page;
    }

    void print(JsonNode report) {
        String verdict = report.required("verdict").stringValue();
        page.heading(
                verdict + ": " + report.required("explanation").required("text").stringValue());
        page.text(basis(report));
        page.blank();
        headline(report, verdict);
        chart(report);
        page.block(rest(report));
        segments(report);
        page.blank();
        page.text("Why:");
        report.required("explanation")
                .required("parts")
                .forEach(part -> page.bullet(part.required("text").stringValue()));
    }

    /** Figures that were asked for by name, a line each; bins as a table. */
    void printFigures(JsonNode report) {
        List<String> lines = new ArrayList<>();
        for (String name : RunningFigures.NAMES) {
            JsonNode value = report.get(name);
            if (value != null && !value.isArray()) {
                lines.add(name + " " + (value.isNull() ? Numbers.NONE : value.asString()));
            }
        }
        page.block(lines);
        if (report.has("bins")) {
            Table bins = new Table("bin", "avgPredicted", "avgActual", "gap", "count");
            for (JsonNode bin : report.required("bins")) {
                bins.row(
                        Numbers.fixed(bin.required("binStart"), 1) + " - " + Numbers.fixed(bin.required("binEnd"), 1),
                        Numbers.fixed(bin.required("avgPredicted"), 5),
                        Numbers.fixed(bin.required("avgActual"), 5),
                        Numbers.fixed(bin.required("gap"), 5),
                        Numbers.whole(bin.required("count")));
            }
            page.block(bins.lines(page.blockWidth()));
        }
    }

    private static String basis(JsonNode report) {
        JsonNode rows = report.required("provenance").required("rows");
        StringBuilder text = new StringBuilder(Numbers.whole(rows.required("used")) + " pairs");
        long left =
                rows.required("missing").longValue() + rows.required("rejected").longValue();
        if (left > 0) {
            text.append(" of ")
                    .append(Numbers.whole(rows.required("read")))
                    .append(" rows (")
                    .append(Numbers.whole(rows.required("missing")))
                    .append(" missing, ")
                    .append(Numbers.whole(rows.required("rejected")))
                    .append(" rejected)");
        }
        JsonNode window = report.required("window");
        if (!window.required("from").isNull()) {
            text.append(", predicted from ")
                    .append(window.required("from").stringValue())
                    .append(" to ")
                    .append(window.required("to").stringValue());
        }
        return text.append('.').toString();
    }

    private void headline(JsonNode report, String verdict) {
        page.item(
                "verdict",
                verdict,
                "Drifted".equals(verdict) ? Ink.BAD : "Calibrated".equals(verdict) ? Ink.GOOD : Ink.BOLD);
        double bias = report.required("bias").doubleValue();
        JsonNode around = interval(report, "bias");
        page.item(
                "bias",
                signed(bias)
                        + between(around)
                        + (holds(around, 0)
                                ? ": 0 is right, and may be so"
                                : ": on average the probabilities are "
                                        + String.format(Locale.ROOT, "%.1f", 100 * Math.abs(bias)) + " points too "
                                        + (bias >= 0 ? "high" : "low")));
        JsonNode cox = report.required("cox");
        if (!cox.isNull()) {
            double slope = cox.required("slope").doubleValue();
            JsonNode aroundSlope = interval(report, "coxSlope");
            page.item(
                    "slope",
                    Numbers.fixed(cox.required("slope"), 3)
                            + between(aroundSlope)
                            + (holds(aroundSlope, 1)
                                    ? ": 1 is right, and may be so"
                                    : " (1 is right): the probabilities are "
                                            + (slope < 1 ? "too extreme" : "not extreme enough")));
        }
        page.item(
                "ECE",
                Numbers.fixed(report.required("ece"), 4) + between(report.get("eceInterval"))
                        + "; right probabilities would show " + Numbers.fixed(report.required("expectedEce"), 4)
                        + " by chance (p-value " + Numbers.pValue(report.required("ecePValue")) + ")");
        JsonNode gain = report.get("recalibrationGain");
        if (gain != null && !gain.isNull()) {
            page.item(
                    "saving",
                    Numbers.fixed(gain.required("nats"), 5) + between(gain.get("interval"))
                            + " nats an outcome, if they were recalibrated");
        }
    }

    /** Whether the sample leaves the right value open: then nothing is said to be wrong. */
    private static boolean holds(JsonNode interval, double right) {
        return interval != null
                && !interval.isNull()
                && interval.get(0).isNumber()
                && interval.get(1).isNumber()
                && interval.get(0).doubleValue() <= right
                && right <= interval.get(1).doubleValue();
    }

    private void chart(JsonNode report) {
        List<String> lines =
                new ArrayList<>(ReliabilityChart.lines("said and came true, by probability", report.required("bins")));
        lines.add("");
        lines.add(ReliabilityChart.LEGEND);
        page.block(page.colour() ? lines.stream().map(ReliabilityChart::painted).toList() : lines);
    }

    /** Names as in the JSON, so that what is read here is found there. */
    private List<String> rest(JsonNode report) {
        Table table = new Table("measure", "value", "95 % interval", "if calibrated", "p-value");
        JsonNode estimates = report.required("estimates");
        for (String name : List.of("brier", "logLoss", "auc")) {
            row(table, name, report.get(name), estimates.get(name), null);
        }
        for (String name : List.of("eceEqualMass", "eceDebiased", "smoothEce", "mce")) {
            row(table, name, report.get(name), estimates.get(name), null);
        }
        JsonNode cox = report.required("cox");
        row(table, "cox.slope", cox.get("slope"), estimates.get("coxSlope"), null);
        row(table, "cox.intercept", cox.get("intercept"), estimates.get("coxIntercept"), null);
        row(
                table,
                "calibrationInTheLarge",
                report.get("calibrationInTheLarge"),
                estimates.get("calibrationInTheLarge"),
                null);
        JsonNode smirnov = report.required("kolmogorovSmirnov");
        row(table, "kolmogorovSmirnov", smirnov.get("statistic"), estimates.get("kolmogorovSmirnov"), null);
        for (String name : List.of("likelihoodRatio", "hosmerLemeshow")) {
            JsonNode test = report.required(name);
            row(table, name, test.get("statistic"), null, test.get("pValue"));
        }
        row(
                table,
                "spiegelhalter.z",
                report.required("spiegelhalter").get("z"),
                null,
                report.required("spiegelhalter").get("pValue"));
        for (String score : List.of("brier", "logLoss")) {
            JsonNode parts = report.required("corp").isNull()
                    ? null
                    : report.required("corp").get(score);
            for (String part : List.of("miscalibration", "discrimination", "uncertainty")) {
                String estimate = score.equals("brier")
                        ? part
                        : "logLoss" + part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1);
                row(
                        table,
                        "corp." + score + "." + part,
                        parts == null ? null : parts.get(part),
                        estimates.get(estimate),
                        null);
            }
        }
        for (String name : List.of("ici", "e50", "e90", "emax")) {
            row(table, "integrated." + name, report.required("integrated").get(name), estimates.get(name), null);
        }
        row(table, "minimumDetectable", report.get("minimumDetectable"), null, null);
        return table.lines(page.blockWidth());
    }

    /** @param estimate what belongs to the value, or null */
    private static void row(Table table, String name, JsonNode value, JsonNode estimate, JsonNode pValue) {
        if (value != null && value.isNumber()) {
            table.row(
                    name,
                    Numbers.fixed(value, 5),
                    estimate == null ? "" : between(estimate.get("interval")).strip(),
                    estimate == null ? "" : shown(estimate.get("expectedIfCalibrated")),
                    pValue == null ? estimate == null ? "" : p(estimate.get("pValue")) : p(pValue));
        }
    }

    private static String shown(JsonNode number) {
        return number == null || number.isNull() ? "" : Numbers.fixed(number, 5);
    }

    private static String p(JsonNode number) {
        // short, so that the table fits into 80 columns
        return number == null || number.isNull() ? "" : Numbers.pValue(number).replace("below ", "<");
    }

    private void segments(JsonNode report) {
        JsonNode segments = report.required("segments");
        if (segments.isEmpty()) {
            return;
        }
        Table table = new Table("segment", "pairs", "bias", "ECE", "by chance", "verdict");
        for (JsonNode each : segments) {
            String value = each.required("value").stringValue();
            table.row(
                    each.required("key").stringValue() + " = " + (value.isEmpty() ? "(none)" : value),
                    Numbers.whole(each.required("totalSamples")),
                    signed(each.required("bias").doubleValue()),
                    Numbers.fixed(each.required("ece"), 4),
                    Numbers.fixed(each.required("expectedEce"), 4),
                    each.required("verdict").stringValue());
        }
        page.block(table.lines(page.blockWidth()));
    }

    private static String signed(double value) {
        return String.format(Locale.ROOT, "%+.4f", value);
    }

    private static JsonNode interval(JsonNode report, String name) {
        JsonNode estimate = report.required("estimates").get(name);
        return estimate == null ? null : estimate.get("interval");
    }

    private static String between(JsonNode interval) {
        return interval == null || interval.isNull()
                ? ""
                : " [" + Numbers.fixed(interval.get(0), 4) + ", " + Numbers.fixed(interval.get(1), 4) + "]";
    }
}
