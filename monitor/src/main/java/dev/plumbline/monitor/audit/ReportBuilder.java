package dev.plumbline.monitor.audit;

import dev.plumbline.calibration.CalibrationReport;
import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.PlumblineVersion;
import dev.plumbline.monitor.audit.AuditStore.Days;
import dev.plumbline.monitor.audit.VerdictRule.Judgement;
import dev.plumbline.monitor.evidence.EvidenceLedger;
import dev.plumbline.monitor.evidence.EvidenceLedger.Extent;
import dev.plumbline.monitor.evidence.Standing;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.Models;
import dev.plumbline.monitor.pairs.SummaryStore;
import dev.plumbline.monitor.pairs.SummaryStore.VersionSummary;
import dev.plumbline.monitor.pairs.Window;
import dev.plumbline.monitor.versions.CalibratorStore;
import dev.plumbline.monitor.versions.InForce;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts a report together, under the one set of names that every entry point uses. */
final class ReportBuilder {
    private final Models models;
    private final SummaryStore summaries;
    private final CalibratorStore calibrators;
    private final EvidenceLedger ledger;

    ReportBuilder(Models models, SummaryStore summaries, CalibratorStore calibrators, EvidenceLedger ledger) {
        this.models = models;
        this.summaries = summaries;
        this.calibrators = calibrators;
        this.ledger = ledger;
    }

    /**
     * A report and what it rests on.
     *
     * @param current the version that verdict, refit and gate are about
     * @param serving what serves that version
     * @param currentPairs that version's pairs in the window
     * @param driftedSegments of that version, by name
     * @param standing of that version
     * @param days of every version in the report, to be kept by whoever acts on it
     */
    record Built(
            ObjectNode json,
            CalibrationReport report,
            String current,
            InForce serving,
            VersionSummary currentPairs,
            Verdict verdict,
            List<String> driftedSegments,
            Standing standing,
            List<Days> days) {}

    /**
     * Puts it together.
     *
     * @param version only this version's outcomes; null for all
     * @param extent which days of evidence
     */
    Built build(Model model, Window window, String version, Instant now, Extent extent) {
        List<VersionSummary> versions = summaries.observed(model, window).stream()
                .filter(each -> version == null || each.version().equals(version))
                .toList();
        CalibrationSummary issued = sum(versions, VersionSummary::issued);
        CalibrationSummary score = sum(versions, VersionSummary::score);
        // the statistics need no database: a second core works them out while this one looks at the evidence
        CompletableFuture<CalibrationReport> statistics =
                CompletableFuture.supplyAsync(() -> CalibrationReport.of(issued));
        String current = version != null ? version : models.currentVersion(model);
        InForce serving = calibrators.inForce(model, current);
        Standing standing = ledger.standing(model, serving, now, extent);
        Judgement judgement = VerdictRule.judge(standing.findings());
        List<Days> days = new ArrayList<>();
        days.add(new Days(current, serving.clockStart(), standing.keep()));
        ArrayNode perVersion = Json.mapper().createArrayNode();
        VersionSummary currentPairs =
                new VersionSummary(current, CalibrationSummary.empty(), CalibrationSummary.empty(), 0);
        for (VersionSummary each : versions) {
            Judgement verdict = judgement;
            if (each.version().equals(current)) {
                currentPairs = each;
            } else {
                InForce other = calibrators.inForce(model, each.version());
                Standing stands = ledger.standing(model, other, now, extent);
                verdict = VerdictRule.judge(stands.findings());
                days.add(new Days(each.version(), other.clockStart(), stands.keep()));
            }
            perVersion
                    .addObject()
                    .put("version", each.version())
                    .put("samples", each.issued().count())
                    .put("ece", each.issued().ece())
                    .put("verdict", verdict.verdict().wire());
        }
        CalibrationReport report = finished(statistics);
        ObjectNode json = ReportJson.statistics(model.name(), version, window.toJson(), report);
        SegmentVerdicts segments = SegmentVerdicts.of(standing.segments());
        ReportJson.addVerdict(json, report, segments.join(judgement), notes(model, window, standing, segments));
        json.put("matureSamples", standing.findings().detector().pairs());
        json.put("immatureSamples", standing.immature());
        json.set("maturity", standing.maturity().toJson());
        json.set("raw", ReportJson.raw(score));
        json.set("versions", perVersion);
        json.set("segments", segments.toJson(summaries.segments(model, current, window)));
        json.put("generatedAt", now.toString());
        json.set("provenance", provenance(model, issued, "sums"));
        return new Built(
                json, report, current, serving, currentPairs, judgement.verdict(), segments.drifted(), standing, days);
    }

    /** What went wrong there is told as if it had gone wrong here. */
    static <T> T finished(CompletableFuture<T> part) {
        try {
            return part.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                cause.addSuppressed(e);
                throw cause;
            }
            throw e;
        }
    }

    private static CalibrationSummary sum(
            List<VersionSummary> versions, Function<VersionSummary, CalibrationSummary> part) {
        return versions.stream().map(part).reduce(CalibrationSummary.empty(), CalibrationSummary::plus);
    }

    /** A report about the pairs that carry a label, from rows: statistics, without a verdict of its own. */
    ObjectNode segment(Model model, Window window, String version, String key, String value, Instant now) {
        VersionSummary pairs = summaries.segment(model, window, version, key, value);
        ObjectNode json =
                ReportJson.statistics(model.name(), version, window.toJson(), CalibrationReport.of(pairs.issued()));
        json.set("segment", Json.object().put("key", key).put("value", value));
        json.set("raw", ReportJson.raw(pairs.score()));
        purgeNote(model, window, "their pairs are not in the report of a segment")
                .ifPresent(note -> json.set("explanation", Json.tree(new Explanation(note, null, List.of()))));
        json.put("generatedAt", now.toString());
        json.set("provenance", provenance(model, pairs.issued(), "rows"));
        return json;
    }

    /** What a reader should know about the pairs beside their numbers. */
    private List<String> notes(Model model, Window window, Standing standing, SegmentVerdicts segments) {
        List<String> notes = new ArrayList<>();
        if (standing.maturity().delay().isPresent()) { // else the verdict says so
            notes.add(standing.maturity().words());
        }
        purgeNote(model, window, "days before that are counted whole, from their sums")
                .ifPresent(notes::add);
        segments.crowded()
                .forEach(key -> notes.add("of segment key " + key
                        + " the first hundred values seen are looked at one by one, all later ones together"));
        return notes;
    }

    private Optional<String> purgeNote(Model model, Window window, String consequence) {
        return summaries
                .purgedBefore(model)
                .filter(before -> window.from() == null || window.from().isBefore(before))
                .map(before -> "rows from before " + before + " are purged: " + consequence);
    }

    private ObjectNode provenance(Model model, CalibrationSummary pairs, String basis) {
        ObjectNode provenance = Json.object();
        provenance.put("basis", basis);
        provenance.put("libraryVersion", PlumblineVersion.TEXT);
        provenance.put("policy", models.policy(model).wire());
        provenance.put(
                "maturityDelay",
                model.settings().toJson().required("maturityDelay").stringValue());
        provenance.set("rows", ReportJson.rows(pairs.count(), pairs.count(), 0, 0));
        return provenance;
    }
}
