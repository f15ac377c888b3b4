package dev.plumbline.monitor.refit;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.LogLossGain;
import dev.plumbline.calibration.calibrator.OutOfFold;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.PlumblineVersion;
import dev.plumbline.monitor.refit.SelectCalibrator.Candidate;
import dev.plumbline.monitor.refit.SelectCalibrator.Selection;
import dev.plumbline.monitor.versions.CalibratorJson;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Fits on pairs at hand as JSON, under the names of every other fit. */
public final class FitJson {
    /**
     * Where the pairs come from.
     *
     * @param from the time of the first prediction, or null
     * @param to the time of the last one, or null
     */
    public record Origin(List<String> files, Instant from, Instant to) {}

    private FitJson() {}

    /** {@code {method, parameters, totalSamples, logLossBefore, ..}}. */
    public static ObjectNode fit(CalibrationSample sample, Candidate candidate, Origin origin) {
        ObjectNode json = Json.object();
        json.put("method", candidate.method().toString());
        json.set("parameters", CalibratorJson.parameters(candidate.fitted()));
        json.put("warning", candidate.sign());
        json.put("totalSamples", sample.size());
        double[] before = sample.probabilities();
        double[] after = new double[before.length];
        candidate.fitted().apply(before, after);
        addScores(json, sample, before, "Before");
        addScores(json, sample, after, "After");
        json.set("outOfFold", outOfFold(candidate.outOfFold()));
        ObjectNode provenance = json.putObject("provenance");
        ArrayNode files = provenance.putArray("files");
        origin.files.forEach(files::add);
        provenance
                .putObject("window")
                .put("from", origin.from == null ? null : origin.from.toString())
                .put("to", origin.to == null ? null : origin.to.toString());
        provenance.put("basis", "rows");
        provenance.put("libraryVersion", PlumblineVersion.TEXT);
        return json;
    }

    /** {@code {candidates[], promotion}}. */
    public static ObjectNode comparison(Selection selection) {
        ObjectNode json = Json.object();
        ArrayNode candidates = json.putArray("candidates");
        for (Candidate each : selection.candidates()) {
            ObjectNode candidate = candidates.addObject();
            candidate.put("method", each.method().toString());
            candidate.set("parameters", CalibratorJson.parameters(each.fitted()));
            candidate.put("warning", each.sign());
            candidate.set("outOfFold", outOfFold(each.outOfFold()));
        }
        json.set("promotion", promotion(selection));
        return json;
    }

    /** From version 0, the scores as they are. */
    public static ObjectNode promotion(Selection selection) {
        return selection.decision().toJson(0, null);
    }

    private static void addScores(ObjectNode json, CalibrationSample sample, double[] q, String when) {
        json.put("logLoss" + when, LogLossGain.logLoss(sample, q));
        json.put("brier" + when, OutOfFold.brier(sample, q));
    }

    private static ObjectNode outOfFold(OutOfFold result) {
        ObjectNode json = Json.object();
        json.put("logLoss", result.logLoss());
        json.put("brier", result.brier());
        json.put("logLossGain", result.gain().mean());
        ArrayNode interval = json.putArray("interval");
        for (double end : new double[] {result.gain().low(), result.gain().high()}) {
            interval.add(Double.isInfinite(end) ? null : (Double) end);
        }
        return json;
    }
}
