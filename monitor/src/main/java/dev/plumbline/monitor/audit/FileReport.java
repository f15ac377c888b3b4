package dev.plumbline.monitor.audit;

import dev.plumbline.calibration.CalibrationReport;
import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.RunningFigures;
import dev.plumbline.calibration.evidence.FileEvidence;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.PlumblineVersion;
import dev.plumbline.monitor.audit.VerdictRule.Judgement;
import dev.plumbline.monitor.evidence.Findings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The report on pairs that somebody has at hand, under the names of every other report. It needs no store. */
public final class FileReport {
    /**
     * Where the pairs come from.
     *
     * @param files names, for the report's provenance
     * @param from the time of the first prediction, or null
     * @param to the time of the last one, or null
     * @param read rows in the files
     * @param missing rows without a value in a column that is used
     * @param rejected rows with a value that cannot be
     * @param notes what was guessed, in words
     */
    public record Origin(
            List<String> files, Instant from, Instant to, long read, long missing, long rejected, List<String> notes) {}

    /** Pairs of one value of a column; {@code times} as for all pairs. */
    public record Part(CalibrationSample sample, long[] times) {}

    private FileReport() {}

    /**
     * Reports on pairs.
     *
     * @param sample at least one pair
     * @param times when each was predicted, in microseconds since 1970; null where that is not known
     * @param segments the pairs of each value of each column that splits them
     * @param now the time of the report
     */
    public static ObjectNode of(
            CalibrationSample sample,
            long[] times,
            Origin origin,
            Map<String, Map<String, Part>> segments,
            Instant now) {
        // the evidence needs nothing of the statistics: a second core looks at it while this one sorts
        CompletableFuture<FileEvidence> evidence =
                CompletableFuture.supplyAsync(() -> Findings.evidence(sample, times));
        CalibrationReport report = CalibrationReport.of(sample);
        CalibrationSummary summary = CalibrationSummary.of(sample);
        Judgement judgement = VerdictRule.judge(Findings.of(ReportBuilder.finished(evidence), sample, times));
        ObjectNode window = Json.object().put("from", text(origin.from)).put("to", text(origin.to));
        ObjectNode json = ReportJson.statistics(null, null, window, report);
        ReportJson.addVerdict(json, report, judgement, List.of());
        json.put("matureSamples", sample.size());
        json.set("raw", ReportJson.raw(summary));
        json.putArray("versions");
        ArrayNode parts = json.putArray("segments");
        segments.forEach((key, values) -> values.forEach((value, pairs) -> {
            ObjectNode part = parts.addObject().put("key", key).put("value", value);
            ReportJson.addFigures(part, CalibrationReport.of(pairs.sample()));
            part.put(
                    "verdict",
                    VerdictRule.judge(Findings.of(pairs.sample(), pairs.times()))
                            .verdict()
                            .wire());
        }));
        addProvenance(json, origin, sample.size(), now);
        return json;
    }

    /**
     * Some figures of pairs that are not at hand any more, without a verdict.
     *
     * @param figures of at least one pair with weight
     * @param used pairs
     * @param now the time of the report
     */
    public static ObjectNode of(RunningFigures figures, Origin origin, long used, Instant now) {
        ObjectNode json = Json.object();
        json.setAll(Json.tree(figures.values()));
        addProvenance(json, origin, used, now);
        return json;
    }

    private static void addProvenance(ObjectNode json, Origin origin, long used, Instant now) {
        json.put("generatedAt", now.toString());
        ObjectNode provenance = json.putObject("provenance");
        provenance.put("basis", "rows");
        provenance.put("libraryVersion", PlumblineVersion.TEXT);
        ArrayNode files = provenance.putArray("files");
        origin.files.forEach(files::add);
        ArrayNode notes = provenance.putArray("notes");
        origin.notes.forEach(notes::add);
        provenance.set("rows", ReportJson.rows(origin.read, used, origin.missing, origin.rejected));
    }

    private static String text(Instant time) {
        return time == null ? null : time.toString();
    }
}
