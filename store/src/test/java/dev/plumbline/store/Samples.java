package dev.plumbline.store;

import dev.plumbline.calibration.calibrator.PlattCalibrator;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.alert.Alert;
import dev.plumbline.monitor.audit.AuditRequest;
import dev.plumbline.monitor.audit.AuditStore.Days;
import dev.plumbline.monitor.audit.AuditStore.Draft;
import dev.plumbline.monitor.audit.AuditStore.Look;
import dev.plumbline.monitor.audit.AuditStore.Move;
import dev.plumbline.monitor.evidence.EvidenceStore.EnteredDay;
import dev.plumbline.monitor.evidence.EvidenceStore.Snapshot;
import dev.plumbline.monitor.intake.NewOutcome;
import dev.plumbline.monitor.intake.NewPrediction;
import dev.plumbline.monitor.intake.PurgeRows;
import dev.plumbline.monitor.jobs.JobRequest;
import dev.plumbline.monitor.jobs.RunHandle;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.ModelSettings;
import dev.plumbline.monitor.model.Models;
import dev.plumbline.monitor.model.PromotionPolicy;
import dev.plumbline.monitor.model.ScoreScale;
import dev.plumbline.monitor.refit.RefitCalibrator.Refit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What tests record. */
final class Samples {
    static final ModelSettings UNIT = ModelSettings.defaults(ScoreScale.UNIT);
    static final Instant NOW = Instant.parse("2026-04-01T12:00:00Z");

    static final Instant OLD_UNTIL = Instant.parse("2026-03-01T00:00:00Z");
    static final int OLD_VERSIONS = 3;

    private Samples() {}

    /** A prediction with nothing but id and score. */
    static NewPrediction prediction(String id, double score) {
        return new NewPrediction(id, score, null, null, null, null, null, null, null, null);
    }

    static NewOutcome outcome(String id, double actual) {
        return new NewOutcome(id, actual, null, null);
    }

    static List<NewPrediction> predictions(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> prediction(prefix + i, (i % 97) / 97.0))
                .toList();
    }

    static List<NewOutcome> outcomes(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> outcome(prefix + i, i % 3 == 0 ? 1 : 0))
                .toList();
    }

    /** Pairs from before {@link #OLD_UNTIL}, of three versions, in the segments of two shops; each outcome a day later. */
    static List<NewPrediction> oldPredictions(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new NewPrediction(
                        prefix + i,
                        (i % 97) / 97.0,
                        null,
                        null,
                        "old" + i % OLD_VERSIONS,
                        old(i),
                        null,
                        null,
                        Map.of("shop", "s" + i % 2),
                        null))
                .toList();
    }

    static List<NewOutcome> oldOutcomes(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        i -> new NewOutcome(prefix + i, i % 3 == 0 ? 1.0 : 0.0, null, old(i).plus(Duration.ofDays(1))))
                .toList();
    }

    private static Instant old(int i) {
        return OLD_UNTIL.minus(Duration.ofDays(3 + i % 40));
    }

    /** Takes the rows of old pairs away. */
    static void purgeOld(Stores stores, String model) {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        Models models = new Models(stores.models(), clock, model, PromotionPolicy.GATED);
        new PurgeRows(stores.purges(), models, clock).run(model, Duration.between(OLD_UNTIL, NOW));
    }

    static Model declared(Stores stores, String name) {
        return stores.models().declare(name, UNIT, settings -> settings, NOW).model();
    }

    static JobRequest audit(String key) {
        return new JobRequest(JobRequest.AUDIT, "m", "", key);
    }

    static RunHandle started(Stores stores, String key) {
        return stores.runs().start(audit(key), "node", NOW).handle();
    }

    static Refit<PlattCalibrator> refit(double a, double b) {
        return new Refit<>(new PlattCalibrator(a, b), Json.object().put("method", "platt"));
    }

    /** An audit of version 1 that promotes its fit over what {@code serving} says. */
    static Draft promoting(Model model, Refit<?> refit, int serving) {
        return promoting(model, refit, serving, List.of(), List.of());
    }

    /** The same, by which a day enters the evidence and an alert fires, both known by their number. */
    static Draft entering(Model model, Refit<?> refit, int serving, int number) {
        EnteredDay day = new EnteredDay(number, 0, 1, 1, new byte[] {(byte) number});
        Alert alert = new Alert(Alert.Type.DRIFTED, "alert " + number, "", true, Json.object());
        return promoting(model, refit, serving, List.of(new Days("1", null, List.of(day))), List.of(alert));
    }

    private static Draft promoting(Model model, Refit<?> refit, int serving, List<Days> days, List<Alert> alerts) {
        Move move = better(refit);
        return new Draft(
                model,
                "1",
                NOW,
                refit,
                move,
                serving,
                days,
                alerts,
                AuditRequest.monthly("m"),
                PromotionPolicy.GATED,
                new Look(1, 0, 0, 0));
    }

    /** The days that have entered the evidence on the first clock of version 1, by number. */
    static List<Long> enteredDays(Stores stores, Model model) {
        return stores.evidence().read(model, "1", (Snapshot snapshot) -> snapshot.entered(null)).stream()
                .map(EnteredDay::day)
                .toList();
    }

    static int alerts(Stores stores) {
        return stores.alerts().list(Long.MAX_VALUE, 100_000).items().size();
    }

    static Move better(Refit<?> refit) {
        return new Move(
                "promoted",
                "gate",
                refit.calibrator(),
                refit,
                0,
                "better",
                to -> Json.object().put("x", 1));
    }

    /** Audits version 1, and puts the fit in force. */
    static byte[] audited(Stores stores, Model model, Refit<?> refit, int serving) {
        return stores.audits()
                .commit(
                        promoting(model, refit, serving),
                        started(stores, null),
                        (id, candidate, moved) ->
                                Json.bytes(Json.object().put("auditId", id).put("candidate", candidate)));
    }
}
