package dev.plumbline.monitor.audit;

import dev.plumbline.calibration.CalibrationReport;
import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.audit.VerdictRule.Judgement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** The parts of a report's JSON that reports on a model and on a file share. */
final class ReportJson {
    private ReportJson() {}

    static ObjectNode statistics(String model, String version, ObjectNode window, CalibrationReport report) {
        ObjectNode json = Json.object();
        json.put("model", model);
        json.put("version", version);
        json.set("window", window);
        addFigures(json, report);
        return json;
    }

    /** Every figure under its name; the reasons for what is null belong into the explanation. */
    static void addFigures(ObjectNode json, CalibrationReport report) {
        json.setAll(Json.tree(report));
        json.remove("reasons");
    }

    /** @param notes what a reader should know about the pairs beside their numbers */
    static void addVerdict(ObjectNode json, CalibrationReport report, Judgement judgement, List<String> notes) {
        json.put("verdict", judgement.verdict().wire());
        json.set("diagnosis", Json.mapper().valueToTree(judgement.diagnosis()));
        List<Explanation> parts = new ArrayList<>(judgement.explanation().parts());
        notes.forEach(note -> parts.add(Explanation.of(note, null)));
        Map<String, List<String>> nulls = new LinkedHashMap<>(); // names by their reason
        report.reasons()
                .forEach((name, reason) ->
                        nulls.computeIfAbsent(reason, r -> new ArrayList<>()).add(name));
        nulls.forEach((reason, names) -> parts.add(Explanation.of(
                String.join(", ", names) + (names.size() == 1 ? " is null: " : " are null: ") + reason, null)));
        json.set(
                "explanation",
                Json.tree(new Explanation(
                        judgement.explanation().text(), judgement.explanation().value(), parts)));
        json.set("evidence", judgement.evidence());
    }

    static ObjectNode raw(CalibrationSummary score) {
        ObjectNode raw = Json.object();
        raw.put("ece", score.isEmpty() ? 0 : score.ece());
        raw.set("bins", Json.mapper().valueToTree(score.bins()));
        raw.put(
                "logLoss",
                score.isEmpty() || score.logLoss().isEmpty()
                        ? null
                        : (Double) score.logLoss().getAsDouble());
        return raw;
    }

    static ObjectNode rows(long read, long used, long missing, long rejected) {
        return Json.object()
                .put("read", read)
                .put("used", used)
                .put("missing", missing)
                .put("rejected", rejected);
    }
}
