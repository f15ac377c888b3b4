package dev.plumbline.cli;

import dev.plumbline.cli.terminal.Ink;
import dev.plumbline.cli.terminal.Numbers;
import dev.plumbline.cli.terminal.Page;
import dev.plumbline.cli.terminal.Table;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Fits and comparisons as a person reads them on a terminal. */
final class FitPage {
    private static final int LONG = 8;

    private final Page page;

    FitPage(Page page) {
        this.page = page;
    }

    /** @param selected whether the method was picked, and not named */
    void fit(JsonNode fit, boolean selected) {
        String method = fit.required("method").stringValue();
        JsonNode promotion = fit.get("promotion");
        page.heading(
                !selected
                        ? method
                        : "Promoted".equals(promotion.required("decision").stringValue())
                                ? method + " is shown to help"
                                : "no method is shown to help: the scores stay as they are");
        if (selected) {
            page.text(promotion.required("reason").stringValue() + ".");
        }
        page.blank();
        page.item("method", method + parameters(fit.required("parameters")), Ink.BOLD);
        if (!fit.required("warning").isNull()) {
            page.item("warning", fit.required("warning").stringValue(), Ink.BAD);
        }
        JsonNode outOfFold = fit.required("outOfFold");
        page.block(new Table("measure", "before", "after", "out of fold")
                .row(
                        "log loss",
                        Numbers.fixed(fit.required("logLossBefore"), 5),
                        Numbers.fixed(fit.required("logLossAfter"), 5),
                        Numbers.fixed(outOfFold.required("logLoss"), 5))
                .row(
                        "Brier score",
                        Numbers.fixed(fit.required("brierBefore"), 5),
                        Numbers.fixed(fit.required("brierAfter"), 5),
                        Numbers.fixed(outOfFold.required("brier"), 5))
                .lines(page.blockWidth()));
        page.blank();
        page.text("On pairs that its fit has not seen it saves " + gain(outOfFold) + " nats an outcome.");
    }

    void comparison(JsonNode comparison) {
        JsonNode promotion = comparison.required("promotion");
        boolean promoted = "Promoted".equals(promotion.required("decision").stringValue());
        page.heading(
                promoted
                        ? promotion.required("method").stringValue() + " is shown to help"
                        : "no method is shown to help: the scores stay as they are");
        page.text(promotion.required("reason").stringValue() + ".");
        Table table = new Table("method", "log loss", "Brier", "saves", "95 % interval");
        for (JsonNode each : comparison.required("candidates")) {
            JsonNode result = each.required("outOfFold");
            JsonNode interval = result.required("interval");
            table.row(
                    each.required("method").stringValue(),
                    Numbers.fixed(result.required("logLoss"), 5),
                    Numbers.fixed(result.required("brier"), 5),
                    signed(result.required("logLossGain")),
                    "[" + signed(interval.get(0)) + ", " + signed(interval.get(1)) + "]");
        }
        page.block(table.lines(page.blockWidth()));
        page.blank();
        page.text("All on pairs that the fit had not seen; savings in nats an outcome against the scores as they are.");
        for (JsonNode each : comparison.required("candidates")) {
            if (!each.required("warning").isNull()) {
                page.text(each.required("method").stringValue() + ": "
                        + each.required("warning").stringValue() + ".");
            }
        }
    }

    private static String parameters(JsonNode parameters) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, JsonNode> each : parameters.properties()) {
            JsonNode value = each.getValue();
            text.append(text.isEmpty() ? ": " : ", ").append(each.getKey()).append(" = ");
            if (value.isArray()) {
                text.append(value.size() > LONG ? value.size() + " values" : value.toString());
            } else {
                text.append(value.isNull() ? "none" : String.format(Locale.ROOT, "%.6g", value.doubleValue()));
            }
        }
        return text.toString();
    }

    private static String gain(JsonNode outOfFold) {
        JsonNode interval = outOfFold.required("interval");
        return signed(outOfFold.required("logLossGain")) + " (95 % interval " + signed(interval.get(0)) + " to "
                + signed(interval.get(1)) + ")";
    }

    private static String signed(JsonNode number) {
        return number.isNumber() ? String.format(Locale.ROOT, "%+.5f", number.doubleValue()) : "-";
    }
}
