package dev.plumbline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.ScoreCells;
import dev.plumbline.calibration.calibrator.PlattCalibrator;
import dev.plumbline.monitor.ConflictException;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.audit.AuditHistory.Known;
import dev.plumbline.monitor.audit.AuditRequest;
import dev.plumbline.monitor.audit.AuditStore.Draft;
import dev.plumbline.monitor.audit.AuditStore.Look;
import dev.plumbline.monitor.evidence.CohortRows;
import dev.plumbline.monitor.evidence.EvidenceStore;
import dev.plumbline.monitor.evidence.EvidenceStore.CohortDay;
import dev.plumbline.monitor.evidence.EvidenceStore.Snapshot;
import dev.plumbline.monitor.intake.NewOutcome;
import dev.plumbline.monitor.intake.NewPrediction;
import dev.plumbline.monitor.intake.PurgeRows;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.ModelSettings;
import dev.plumbline.monitor.model.ModelStore;
import dev.plumbline.monitor.model.Models;
import dev.plumbline.monitor.model.PromotionPolicy;
import dev.plumbline.monitor.model.ScoreScale;
import dev.plumbline.monitor.model.SettingsPatch;
import dev.plumbline.monitor.pairs.SummaryStore;
import dev.plumbline.monitor.pairs.SummaryStore.VersionSummary;
import dev.plumbline.monitor.pairs.Window;
import dev.plumbline.monitor.refit.RefitCalibrator.Refit;
import dev.plumbline.monitor.versions.CalibratorStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an audit saw, told from what came after it: to the last bit, also under a clock that stands still. */
class AsKnownTest {
    private static final ModelSettings UNIT =
            SettingsPatch.apply(ModelSettings.defaults(ScoreScale.UNIT), Json.read("{\"segments\": [\"shop\"]}"));
    private static final Instant START = Instant.parse("2026-03-01T09:30:00Z");
    private static final List<String> VERSIONS = List.of("1", "2");

    @TempDir
    Path directory;

    private Database database;
    private Stores stores;
    private Instant now = START;
    private Random random = new Random(1);

    @BeforeEach
    void open() {
        database = Database.open(directory);
        stores = Stores.over(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** What was seen, in words that tell every bit. */
    private static String seen(
            ModelStore models,
            SummaryStore summaries,
            CalibratorStore calibrators,
            EvidenceStore evidence,
            Instant rolledBack,
            Instant at) {
        Model model = models.find("m").orElseThrow();
        StringBuilder text = new StringBuilder();
        text.append(model.settings().toJson()).append(models.currentVersion(model));
        for (Window window : List.of(
                Window.allUntil(at), Window.lastDays(20, at), Window.between(at.minus(Duration.ofHours(70)), at))) {
            for (VersionSummary each : summaries.observed(model, window)) {
                append(text, each);
            }
            for (String version : VERSIONS) {
                summaries
                        .segments(model, version, window)
                        .forEach((segment, sums) -> append(text.append(segment), sums));
            }
        }
        for (String version : VERSIONS) {
            text.append(rolledBack == null ? 0 : summaries.pairedSince(model, version, rolledBack, 1_000));
            evidence.read(model, version, snapshot -> append(text, snapshot));
        }
        append(text, summaries.segment(model, Window.allUntil(at), null, "shop", "s1"));
        for (String version : VERSIONS) {
            text.append(calibrators.inForce(model, version));
        }
        return text.toString();
    }

    private static String text(List<VersionSummary> summaries) {
        StringBuilder text = new StringBuilder();
        summaries.forEach(each -> append(text, each));
        return text.toString();
    }

    private static void append(StringBuilder text, VersionSummary summary) {
        text.append('\n').append(summary.version()).append(summary.differing());
        append(text, summary.issued());
        append(text, summary.score());
    }

    private static void append(StringBuilder text, CalibrationSummary sums) {
        for (int cell = 0; cell < ScoreCells.COUNT; cell++) {
            if (sums.cell(cell).n() > 0) {
                text.append(' ').append(cell).append(sums.cell(cell));
            }
        }
    }

    /** All but the number of the last change, which tells live rows from rows that were laid out. */
    private static StringBuilder append(StringBuilder text, Snapshot snapshot) {
        text.append(snapshot.delays());
        for (CohortDay day : snapshot.days()) {
            text.append('\n')
                    .append(day.day())
                    .append(' ')
                    .append(day.predictions())
                    .append(' ')
                    .append(day.paired());
            text.append(' ').append(day.positives());
            append(text, snapshot.issued(day.day(), day.day() + 1));
            CohortRows rows = snapshot.rows(day.day(), null, List.of("shop"));
            for (int i = 0; i < rows.size(); i++) {
                text.append(' ').append(rows.predictedAt()[i]).append(' ').append(rows.score()[i]);
                text.append(' ').append(rows.issued()[i]).append(' ').append(rows.outcome()[i]);
                text.append(' ').append(rows.segments()[i]);
            }
        }
        snapshot.scores(Long.MIN_VALUE / 2, Long.MAX_VALUE / 2).values().forEach(sums -> append(text, sums));
        return text;
    }

    private String seen(Instant rolledBack) {
        return seen(stores.models(), stores.summaries(), stores.calibrators(), stores.evidence(), rolledBack, now);
    }

    /** An audit whose record is what it saw. */
    private long audit(Instant rolledBack) {
        long[] auditId = {0};
        stores.audits().look(look -> {
            Model model = stores.models().find("m").orElseThrow();
            byte[] record = seen(rolledBack).getBytes(StandardCharsets.UTF_8);
            String version = stores.models().currentVersion(model);
            boolean promote = random.nextInt(3) == 0;
            Refit<PlattCalibrator> refit = Samples.refit(-random.nextInt(9), 1);
            Draft draft = new Draft(
                    model,
                    version,
                    now,
                    promote ? refit : null,
                    promote ? Samples.better(refit) : null,
                    stores.calibrators().inForce(model, version).version(),
                    List.of(),
                    List.of(),
                    AuditRequest.look("m"),
                    PromotionPolicy.GATED,
                    look);
            stores.audits().commit(draft, Samples.started(stores, null), (id, candidate, moved) -> {
                auditId[0] = id;
                return record;
            });
            return null;
        });
        return auditId[0];
    }

    private void assertSameAgain(long auditId, Instant rolledBack) {
        Model model = stores.models().find("m").orElseThrow();
        try (Known known = stores.auditHistory().asKnown(model, auditId).orElseThrow()) {
            Verify.Result verified = Verify.run(((AsKnown) known).database());
            assertThat(verified.difference()).isEmpty();
            String again = seen(
                    known.models(),
                    known.summaries(),
                    known.calibrators(),
                    known.evidence(),
                    rolledBack,
                    known.auditedAt());
            assertThat(again).isEqualTo(new String(known.record(), StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void randomSequence_everyAuditIsTheSameAgain(long seed) {
        System.out.println("AsKnownTest seed " + seed);
        random = new Random(seed);
        Instant rolledBack = START.plus(Duration.ofDays(2));
        predictions();
        List<Long> audits = new ArrayList<>();
        for (int step = 0; step < 45; step++) {
            if (random.nextInt(3) == 0) { // else the clock stands still
                now = now.plus(Duration.ofHours(random.nextInt(30)));
            }
            switch (random.nextInt(8)) {
                case 0, 1 -> predictions();
                case 2, 3, 4 -> outcomes();
                case 5 -> stores.intake().deleteOutcome(model(), id(), now);
                case 6 -> declare();
                default -> audits.add(audit(rolledBack));
            }
        }
        outcomes();
        assertThat(audits).isNotEmpty();
        assertThat(seen(rolledBack)).isNotEqualTo(seenBy(audits.get(audits.size() - 1)));
        for (int i = 0; i < audits.size(); i += 3) {
            assertSameAgain(audits.get(i), rolledBack);
        }
    }

    private String seenBy(long auditId) {
        return new String(stores.audits().find(model(), auditId).orElseThrow(), StandardCharsets.UTF_8);
    }

    private Model model() {
        return stores.models().find("m").orElseThrow();
    }

    private String id() {
        return "id-" + random.nextInt(120);
    }

    private void predictions() {
        List<NewPrediction> rows = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            double score = random.nextDouble();
            rows.add(new NewPrediction(
                    id(),
                    score,
                    random.nextBoolean() ? null : (Double) Math.sqrt(score),
                    null,
                    VERSIONS.get(random.nextInt(2)),
                    time(),
                    null,
                    random.nextInt(3) == 0 ? random.nextDouble() : 1,
                    random.nextBoolean() ? null : Map.of("shop", "s" + random.nextInt(3)),
                    null));
        }
        stores.intake().recordPredictions("m", UNIT, rows, now);
    }

    private void outcomes() {
        List<NewOutcome> rows = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            boolean classOnly = random.nextInt(10) == 0;
            rows.add(new NewOutcome(
                    id(), classOnly ? null : (Double) random.nextDouble(), classOnly ? "c" : null, time()));
        }
        stores.intake().recordOutcomes("m", UNIT, rows, now);
    }

    private Instant time() {
        return START.minus(Duration.ofMinutes(random.nextInt(40 * 1_440)));
    }

    private void declare() {
        String segments = random.nextBoolean() ? "[]" : "[\"shop\"]";
        String settings = "{\"segments\": " + segments + ", \"materialLoss\": " + random.nextDouble() + "}";
        stores.models().declare("m", UNIT, old -> SettingsPatch.apply(old, Json.read(settings)), now);
    }

    @Test
    void predictionDeletedSince_isRefusedAndSaysWhen() {
        predictions();
        outcomes();
        long before = audit(null);
        List<String> ids = database.read(session ->
                session.list("select caller_id from predictions order by id desc limit 1", row -> row.getString(1)));
        now = now.plus(Duration.ofDays(1));
        assertThat(stores.intake().deletePrediction(model(), ids.get(0), now)).isTrue();
        long after = audit(null);
        predictions(); // the number of the deleted row is taken again
        assertThatThrownBy(() -> assertSameAgain(before, null))
                .isInstanceOf(ConflictException.class)
                .hasMessage("Audit 1 of model m cannot be computed again: a prediction that it knew was deleted at"
                        + " 2026-03-02T09:30:00Z");
        assertSameAgain(after, null);
    }

    @Test
    void purgedSince_wholeDaysComeFromTheirSums_whatNeedsRowsIsRefused() {
        predictions();
        outcomes();
        long beforeAnyPurge = audit(null);
        purge(35);
        long betweenPurges = audit(null);
        purge(30);
        String purged = "Audit 1 of model m cannot be computed again: rows that it rests on, from before"
                + " 2026-01-30T00:00:00Z, were purged at 2026-03-01T09:30:00Z";
        for (long audit : new long[] {beforeAnyPurge, betweenPurges}) {
            try (Known known = stores.auditHistory().asKnown(model(), audit).orElseThrow()) {
                Window whole = Window.allUntil(now);
                assertThat(text(known.summaries().observed(model(), whole)))
                        .isEqualTo(text(stores.summaries().observed(model(), whole)));
                Window newer = Window.between(START.minus(Duration.ofDays(29)), now);
                assertThat(text(known.summaries().observed(model(), newer)))
                        .isEqualTo(text(stores.summaries().observed(model(), newer)));
                Instant early = START.minus(Duration.ofDays(50));
                assertThatThrownBy(() -> known.summaries().pairedSince(model(), "1", early, 9))
                        .isInstanceOf(ConflictException.class);
            }
        }
        try (Known known =
                stores.auditHistory().asKnown(model(), beforeAnyPurge).orElseThrow()) {
            Window cut = Window.between(START.minus(Duration.ofDays(36)), now);
            assertThatThrownBy(() -> known.summaries().observed(model(), cut)).hasMessage(purged);
        }
    }

    @Test
    void changedBetweenLookAndPurge_isRefused() {
        predictions();
        outcomes();
        long audit = audit(null);
        outcomes();
        purge(30);
        try (Known known = stores.auditHistory().asKnown(model(), audit).orElseThrow()) {
            Window whole = Window.allUntil(now);
            assertThatThrownBy(() -> known.summaries().observed(model(), whole))
                    .isInstanceOf(ConflictException.class)
                    .hasMessageContaining("were purged at");
        }
    }

    /** What is gone was observed before the purge's limit, but the audit knew it on a day after that. */
    @Test
    void correctedToAnEarlierDayAndPurged_isRefusedAsFarAsItReached() {
        Instant old = START.minus(Duration.ofDays(100));
        Instant observed = START.minus(Duration.ofDays(10));
        List<NewPrediction> predictions = new ArrayList<>();
        List<NewOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            predictions.add(new NewPrediction("id-" + i, 0.4, null, null, null, old, null, null, null, null));
            outcomes.add(new NewOutcome("id-" + i, 1.0, null, observed));
        }
        stores.intake().recordPredictions("m", UNIT, predictions, now);
        stores.intake().recordOutcomes("m", UNIT, outcomes, now);
        long audit = audit(null);
        NewOutcome earlier = new NewOutcome("id-0", 1.0, null, START.minus(Duration.ofDays(95)));
        stores.intake().recordOutcomes("m", UNIT, List.of(earlier), now);
        purge(90);
        try (Known known = stores.auditHistory().asKnown(model(), audit).orElseThrow()) {
            Window window = Window.between(START.minus(Duration.ofDays(90)), now);
            assertThatThrownBy(() -> known.summaries().observed(model(), window))
                    .isInstanceOf(ConflictException.class)
                    .hasMessageContaining("were purged at");
            Window later = Window.between(START.minus(Duration.ofDays(9)), now);
            assertThat(known.summaries().observed(model(), later)).isEmpty();
        }
    }

    private void purge(int days) {
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        assertThat(new PurgeRows(stores.purges(), new Models(stores.models(), clock, "d", PromotionPolicy.GATED), clock)
                        .run("m", Duration.ofDays(days))
                        .predictions())
                .isPositive();
    }

    @Test
    void look_isOneMoment_whileOthersWrite_alsoAfterAnotherStart() throws InterruptedException {
        predictions();
        AtomicBoolean done = new AtomicBoolean();
        Thread intake = new Thread(() -> {
            Random own = new Random(5);
            while (!done.get()) {
                stores.intake()
                        .recordOutcomes(
                                "m",
                                UNIT,
                                List.of(new NewOutcome("id-" + own.nextInt(120), own.nextDouble(), null, START)),
                                START);
            }
        });
        intake.start();
        List<Long> audits = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            audits.add(audit(null));
        }
        done.set(true);
        intake.join();
        assertSameAgain(audits.get(5), null);
        assertSameAgain(audits.get(11), null);
        Look unfinished = stores.audits().look(look -> look); // an audit that was not to be
        outcomes();
        database.close();
        open();
        long afterStart = audit(null);
        outcomes();
        assertSameAgain(afterStart, null);
        assertThat(stores.audits().look(look -> look).era()).isGreaterThan(unfinished.era() + 1);
    }
}
