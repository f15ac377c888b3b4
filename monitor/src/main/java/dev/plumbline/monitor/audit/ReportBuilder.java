package dev.plumbline.monitor.audit;

import dev.plumbline.calibration.CalibrationReport;
import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.PlumblineVersion;
import dev.plumbline.monitor.audit.VerdictRule.Judgement;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.Models;
import dev.plumbline.monitor.pairs.SummaryStore;
import dev.plumbline.monitor.pairs.SummaryStore.Cohorts;
import dev.plumbline.monitor.pairs.SummaryStore.VersionSummary;
import dev.plumbline.monitor.pairs.Window;
import dev.plumbline.monitor.versions.CalibratorStore;
import dev.plumbline.monitor.versions.InForce;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts a report together, under the one set of names that every entry point uses. */
final class ReportBuilder {
    private static final Duration COHORTS = Duration.ofDays(365);

    private final Models models;
    private final SummaryStore summaries;
    private final CalibratorStore calibrators;

    ReportBuilder(Models models, SummaryStore summaries, CalibratorStore calibrators) {
        this.models = models;
        this.summaries = summaries;
        this.calibrators = calibrators;
    }

    /**
     * A report and what it rests on.
     *
     * @param current the version that verdict, refit and gate are about
     * @param serving what serves that version
     * @param currentPairs that version's pairs in the window
     */
    record Built(
            ObjectNode json, CalibrationReport report, String current, InForce serving, VersionSummary currentPairs) {}

    /** @param version only this version's outcomes; null for all */
    Built build(Model model, Window window, String version, Instant now) {
        List<VersionSummary> versions = summaries.observed(model, window).stream()
                .filter(each -> version == null || each.version().equals(version))
                .toList();
        String current = version != null ? version : models.currentVersion(model);
        InForce currentServing = calibrators.inForce(model, current);
        CalibrationSummary issued = CalibrationSummary.empty();
        CalibrationSummary score = CalibrationSummary.empty();
        ArrayNode perVersion = Json.mapper().createArrayNode();
        Judgement judgement = null;
        VersionSummary currentPairs =
                new VersionSummary(current, CalibrationSummary.empty(), CalibrationSummary.empty(), 0);
        long mature = 0;
        Instant since = null;
        for (VersionSummary each : versions) {
            issued = issued.plus(each.issued());
            score = score.plus(each.score());
            boolean isCurrent = each.version().equals(current);
            InForce serving = isCurrent ? currentServing : calibrators.inForce(model, each.version());
            CalibrationSummary cohorts = mature(model, each.version(), serving.since(), window);
            Judgement verdict = VerdictRule.judge(cohorts, serving.since());
            if (isCurrent) {
                judgement = verdict;
                currentPairs = each;
                mature = cohorts.count();
                since = serving.since();
            }
            perVersion
                    .addObject()
                    .put("version", each.version())
                    .put("samples", each.issued().count())
                    .put("ece", each.issued().ece())
                    .put("verdict", verdict.verdict().wire());
        }
        if (judgement == null) {
            judgement = VerdictRule.judge(CalibrationSummary.empty(), null);
        }
        CalibrationReport report = CalibrationReport.of(issued);
        ObjectNode json = ReportJson.statistics(model.name(), version, window.toJson(), report);
        ReportJson.addVerdict(json, report, judgement, since, notes(model, window));
        json.put("matureSamples", mature);
        json.set("raw", ReportJson.raw(score));
        json.set("versions", perVersion);
        json.putArray("segments");
        json.put("generatedAt", now.toString());
        json.set("provenance", provenance(model, issued, "sums"));
        return new Built(json, report, current, currentServing, currentPairs);
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

    /**
     * A version's mature pairs on its clock: predicted since it started, at most a year before the end or as far back as the
     * window, and at least the maturity delay before the end. With {@code auto} every pair counts as mature.
     */
    private CalibrationSummary mature(Model model, String version, Instant clockStart, Window window) {
        return summaries
                .cohorts(new Cohorts(
                        model, version, matureWindow(model, clockStart, window, Optional.of(COHORTS)), null))
                .issued();
    }

    /**
     * The window of prediction times whose pairs are mature.
     *
     * @param clockStart null when the clock never started anew
     * @param reach how far before the end it goes at least, in whole UTC days, also when the window is shorter; empty: to the
     *     beginning
     */
    static Window matureWindow(Model model, Instant clockStart, Window window, Optional<Duration> reach) {
        Duration delay = model.settings().maturityDelay().orElse(Duration.ZERO);
        Instant end = window.to().minus(delay);
        Instant from = null;
        if (reach.isPresent() && window.from() != null) {
            Instant reached = window.to().minus(reach.get());
            Instant earlier = reached.isBefore(window.from()) ? reached : window.from();
            from = earlier.truncatedTo(ChronoUnit.DAYS); // whole days are in the sums
        }
        if (clockStart != null && (from == null || clockStart.isAfter(from))) {
            from = clockStart;
        }
        if (from != null && from.isAfter(end)) {
            from = end;
        }
        return new Window(from, end, window.untilNow() && delay.isZero());
    }

    /** What a reader should know about the pairs beside their numbers. */
    private List<String> notes(Model model, Window window) {
        List<String> notes = new ArrayList<>();
        if (model.settings().maturityDelay().isEmpty()) {
            notes.add("maturityDelay auto: no delay is learned in this version, every pair counts as mature");
        }
        purgeNote(model, window, "days before that are counted whole, from their sums")
                .ifPresent(notes::add);
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
