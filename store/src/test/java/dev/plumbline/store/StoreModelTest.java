package dev.plumbline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.ScoreCells;
import dev.plumbline.monitor.ConflictException;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.evidence.EvidenceStore.CohortDay;
import dev.plumbline.monitor.evidence.EvidenceStore.DelayCount;
import dev.plumbline.monitor.intake.NewOutcome;
import dev.plumbline.monitor.intake.NewPrediction;
import dev.plumbline.monitor.intake.PurgeRows;
import dev.plumbline.monitor.intake.RowAnswer;
import dev.plumbline.monitor.intake.RowAnswer.Result;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.ModelSettings;
import dev.plumbline.monitor.model.Models;
import dev.plumbline.monitor.model.PromotionPolicy;
import dev.plumbline.monitor.model.ScoreScale;
import dev.plumbline.monitor.model.SettingsPatch;
import dev.plumbline.monitor.pairs.SummaryStore.VersionSummary;
import dev.plumbline.monitor.pairs.Window;
import dev.plumbline.store.ReferenceModel.Row;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Random sequences of intake, corrections, deletes and purges: the stores do what plain maps and lists do, and their sums are
 * those of a fresh load of what is left and what was purged.
 */
class StoreModelTest {
    private static final String SHOP = "shop";
    private static final String OTHER = "a\"b";
    private static final ModelSettings UNIT = SettingsPatch.apply(
            ModelSettings.defaults(ScoreScale.UNIT), Json.read(Json.text(Map.of("segments", List.of(SHOP, OTHER)))));
    private static final Instant START = Instant.parse("2026-03-01T09:30:00.123456789Z");
    private static final double[] SCORES = {0, 1, 0.1, 0.3, 0.5, 0.7, 0.72, 0.999_999_99};
    private static final int STEPS = 120;
    private static final int WINDOWS = 25;

    @TempDir
    Path directory;

    private final ReferenceModel reference = new ReferenceModel();
    private final List<NewPrediction> sentPredictions = new ArrayList<>();
    private final List<NewOutcome> sentOutcomes = new ArrayList<>();
    /** What a day had when its change number was seen. */
    private final Map<String, String> cohorts = new HashMap<>();

    private Random random;
    private Instant now = START;
    private List<String> declared = UNIT.segments();
    private Database database;
    private Stores stores;

    @ParameterizedTest
    @MethodSource("seeds")
    void randomSequence_ofIntakeCorrectionsDeletesAndPurges_equalsPlainModelAndFreshLoad(long seed) {
        System.out.println("StoreModelTest seed " + seed);
        random = new Random(seed);
        try (Database opened = Database.open(directory)) {
            database = opened;
            stores = Stores.over(database);
            for (int step = 0; step < STEPS; step++) {
                now = now.plus(Duration.ofNanos((long) (random.nextDouble() * 20 * 3_600 * 1e9)));
                step();
                if (step % 10 == 0) {
                    assertSameCohorts();
                }
            }
            declare(true, true);
            Model model = stores.models().find("m").orElseThrow();
            assertSameRows(model);
            assertSameCurrentVersion(model);
            assertSameCohorts();
            for (int i = 0; i < WINDOWS; i++) {
                assertSameSummaries(model, window());
            }
            Verify.Result verified = Verify.run(database);
            assertThat(verified.difference()).isEmpty();
            assertThat(verified.pairs())
                    .isEqualTo(reference.keptPairs(row -> true).size());
            assertSameSumsAsFreshLoad(sums(database));
        }
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 20);
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("moreSeeds")
    void moreSequences_ofIntakeCorrectionsDeletesAndPurges_equalPlainModelAndFreshLoad(long seed) {
        randomSequence_ofIntakeCorrectionsDeletesAndPurges_equalsPlainModelAndFreshLoad(seed);
    }

    static LongStream moreSeeds() {
        return LongStream.rangeClosed(21, 100);
    }

    private void step() {
        int what = random.nextInt(25);
        if (what == 20) {
            purge();
        } else if (what == 21 || what == 22) {
            declare(random.nextInt(3) > 0, random.nextInt(3) > 0);
        } else if (what < 9) {
            predictions();
        } else if (what < 17) {
            outcomes();
        } else {
            delete();
        }
    }

    private void predictions() {
        List<NewPrediction> rows = new ArrayList<>();
        for (int i = random.nextInt(12); i >= 0; i--) {
            boolean again = !sentPredictions.isEmpty() && random.nextInt(5) == 0;
            NewPrediction row = again ? changed(pick(sentPredictions)) : prediction(id());
            rows.add(row);
            sentPredictions.add(row);
        }
        List<Result> expected =
                rows.stream().map(row -> reference.predict(row, now)).toList();
        assertThat(stores.intake().recordPredictions("m", UNIT, rows, now))
                .extracting(RowAnswer::result)
                .isEqualTo(expected);
    }

    private NewPrediction prediction(String id) {
        return new NewPrediction(
                id,
                score(),
                random.nextInt(3) == 0 ? score() : null,
                random.nextInt(4) == 0 ? random.nextInt(3) : null,
                random.nextInt(4) == 0 ? null : "v" + random.nextInt(3),
                random.nextInt(3) == 0 ? null : time(),
                random.nextInt(4) == 0 ? "g" + random.nextInt(3) : null,
                random.nextInt(3) == 0 ? (Double) (random.nextInt(8) / 4.0) : null,
                random.nextInt(3) == 0 ? Map.of(SHOP, "s" + random.nextInt(2), OTHER, "{\"shop\":\"s1\"}") : null,
                null);
    }

    /** The same, or with a field less or another value. */
    private NewPrediction changed(NewPrediction p) {
        return switch (random.nextInt(6)) {
            case 0 -> new NewPrediction(p.id(), p.score(), null, null, null, null, null, null, null, null);
            case 1 ->
                new NewPrediction(
                        p.id(),
                        p.score(),
                        p.probability() == null ? (Double) p.score() : p.probability(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null);
            case 2 ->
                new NewPrediction(
                        p.id(),
                        score(),
                        p.probability(),
                        p.calibratorVersion(),
                        p.version(),
                        p.predictedAt(),
                        p.group(),
                        p.weight(),
                        p.segments(),
                        null);
            case 3 ->
                new NewPrediction(
                        p.id(),
                        p.score(),
                        score(),
                        p.calibratorVersion(),
                        "v" + random.nextInt(3),
                        p.predictedAt(),
                        p.group(),
                        p.weight(),
                        p.segments(),
                        null);
            default -> p;
        };
    }

    private void outcomes() {
        List<NewOutcome> rows = new ArrayList<>();
        for (int i = random.nextInt(12); i >= 0; i--) {
            boolean again = !sentOutcomes.isEmpty() && random.nextInt(4) == 0;
            NewOutcome row = again ? pick(sentOutcomes) : outcome();
            rows.add(row);
            sentOutcomes.add(row);
        }
        List<Result> expected =
                rows.stream().map(row -> reference.observe(row, now)).toList();
        assertThat(stores.intake().recordOutcomes("m", UNIT, rows, now))
                .extracting(RowAnswer::result)
                .isEqualTo(expected);
    }

    private NewOutcome outcome() {
        boolean classOnly = random.nextInt(10) == 0;
        Double actual = random.nextInt(4) == 0 ? random.nextInt(11) / 10.0 : (double) random.nextInt(2);
        return new NewOutcome(
                id(),
                classOnly ? null : actual,
                classOnly || random.nextInt(6) == 0 ? "c" + random.nextInt(3) : null,
                random.nextInt(3) == 0 ? null : time());
    }

    private void purge() {
        Instant before = START.plus(Duration.ofDays(random.nextInt(15))).truncatedTo(ChronoUnit.DAYS);
        Optional<Model> model = stores.models().find("m");
        if (model.isPresent() && before.isBefore(now.minus(Duration.ofDays(1)))) {
            new PurgeRows(
                            stores.purges(),
                            new Models(stores.models(), Clock.fixed(now, ZoneOffset.UTC), "d", PromotionPolicy.GATED),
                            Clock.fixed(now, ZoneOffset.UTC))
                    .run("m", Duration.between(before, now));
            reference.purge(before, declared);
        }
    }

    /** Takes segments off the model and puts them back: what is kept is summed again, what was purged counts again. */
    private void declare(boolean shop, boolean other) {
        declared = Stream.of(shop ? SHOP : null, other ? OTHER : null)
                .filter(Objects::nonNull)
                .toList();
        String settings = Json.text(Map.of("segments", declared));
        stores.models().declare("m", UNIT, old -> SettingsPatch.apply(old, Json.read(settings)), now);
        assertThat(Verify.run(database).difference()).as("with %s", settings).isEmpty();
    }

    private void delete() {
        String id = id();
        if (reference.purged.containsKey(id)) {
            Model purgedFrom = stores.models().find("m").orElseThrow();
            assertThatThrownBy(() -> stores.intake().deletePrediction(purgedFrom, id, now))
                    .isInstanceOf(ConflictException.class)
                    .hasMessageContaining(id)
                    .hasMessageContaining("was purged at 2026-");
            return;
        }
        if (random.nextBoolean()) {
            Optional<Model> model = stores.models().find("m");
            assertThat(model.isPresent() && stores.intake().deletePrediction(model.get(), id, now))
                    .isEqualTo(reference.deletePrediction(id));
        } else {
            Optional<Model> model = stores.models().find("m");
            assertThat(model.isPresent() && stores.intake().deleteOutcome(model.get(), id, now))
                    .isEqualTo(reference.deleteOutcome(id));
        }
    }

    private String id() {
        return "id-" + random.nextInt(250);
    }

    private double score() {
        return random.nextInt(4) == 0 ? SCORES[random.nextInt(SCORES.length)] : random.nextDouble();
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Within some weeks of the start, often on a few round times, so that windows meet rows. */
    private Instant time() {
        if (random.nextInt(3) == 0) {
            return Instant.parse("2026-03-01T00:00:00Z").plus(Duration.ofHours(12L * random.nextInt(80)));
        }
        return START.plusNanos((long) (random.nextDouble() * 40 * 86_400e9));
    }

    private Window window() {
        Instant a = time();
        Instant b = random.nextInt(4) == 0 ? a.plus(Duration.ofHours(random.nextInt(20))) : time();
        Instant from = a.isBefore(b) ? a : b;
        return new Window(random.nextInt(6) == 0 ? null : from, a.isBefore(b) ? b : a, random.nextBoolean());
    }

    private static boolean in(Window window, Instant time) {
        return (window.from() == null || !time.isBefore(ReferenceModel.micros(window.from())))
                && time.isBefore(ReferenceModel.micros(window.end()));
    }

    /** The same where the sums are asked: days whose rows are purged count whole. */
    private boolean inDays(Window window, Instant time) {
        Instant day = time.truncatedTo(ChronoUnit.DAYS);
        Instant from = window.from() == null ? Instant.MIN : ReferenceModel.micros(window.from());
        Instant end = ReferenceModel.micros(window.end());
        if (!from.isBefore(end)) {
            return false;
        }
        boolean after = from.isBefore(reference.purgedBefore)
                ? !day.plus(1, ChronoUnit.DAYS).minusNanos(1).isBefore(from)
                : !time.isBefore(from);
        return after && (end.isBefore(reference.purgedBefore) ? day.isBefore(end) : time.isBefore(end));
    }

    private void assertSameRows(Model model) {
        for (int i = 0; i < 250; i++) {
            Row row = reference.rows.get("id-" + i);
            JsonNode found = stores.intake().find(model, "id-" + i).orElse(null);
            assertThat(found == null).isEqualTo(row == null);
            if (row != null) {
                assertThat(found.get("score").doubleValue()).isEqualTo(row.score);
                assertThat(found.get("version").stringValue()).isEqualTo(row.version);
                assertThat(found.get("recordedAt").stringValue()).isEqualTo(row.recordedAt.toString());
                assertSameOutcome(found, row);
            }
        }
        assertThat(stores.intake().waiting(model, Long.MAX_VALUE, 500).items())
                .extracting(each -> each.get("predictionId").stringValue())
                .containsExactlyInAnyOrderElementsOf(reference.waiting.keySet());
        long paired = reference.rows.values().stream()
                .filter(row -> row.outcome != null)
                .count();
        assertThat(stores.intake().countOutcomes(model)).isEqualTo(paired + reference.waiting.size());
    }

    private static void assertSameOutcome(JsonNode found, Row row) {
        assertThat(found.get("outcome").isNull()).isEqualTo(row.outcome == null);
        if (row.outcome == null) {
            assertThat(found.get("history")).isEmpty();
            return;
        }
        List<Double> contents = new ArrayList<>(row.outcome.earlier);
        contents.add(row.outcome.actual);
        List<Double> history = new ArrayList<>();
        found.get("history")
                .forEach(each -> history.add(
                        each.get("actual").isNull() ? null : each.get("actual").doubleValue()));
        assertThat(history).isEqualTo(contents);
        assertThat(found.get("outcome").get("corrections").intValue()).isEqualTo(row.outcome.earlier.size());
        assertThat(found.get("outcome").get("observedAt").stringValue()).isEqualTo(row.outcome.observedAt.toString());
        assertThat(found.get("outcome").get("recordedAt").stringValue()).isEqualTo(row.outcome.recordedAt.toString());
    }

    private void assertSameCurrentVersion(Model model) {
        Optional<Instant> newest =
                reference.rows.values().stream().map(row -> row.predictedAt).max(Instant::compareTo);
        Map<String, Long> counts = reference.rows.values().stream()
                .filter(row -> !row.predictedAt.isBefore(newest.orElseThrow().minus(Duration.ofDays(7))))
                .collect(Collectors.groupingBy(row -> row.version, LinkedHashMap::new, Collectors.counting()));
        String expected = null;
        for (String version : reference.versions) { // in order of first sight: the older wins a tie
            if (counts.containsKey(version) && (expected == null || counts.get(version) > counts.get(expected))) {
                expected = version;
            }
        }
        assertThat(stores.models().currentVersion(model)).isEqualTo(expected);
    }

    private void assertSameSummaries(Model model, Window window) {
        Map<String, VersionSummary> observed = new LinkedHashMap<>();
        stores.summaries().observed(model, window).forEach(each -> observed.put(each.version(), each));
        List<String> seen = reference.versions.stream()
                .filter(version -> !reference
                        .pairs(of(version).and(row -> inDays(window, row.outcome.observedAt)))
                        .isEmpty())
                .toList();
        assertThat(observed.keySet()).as("versions in %s", window).containsExactlyElementsOf(seen);
        for (String version : seen) {
            assertSame(
                    observed.get(version),
                    reference.pairs(of(version).and(row -> inDays(window, row.outcome.observedAt))));
        }
        VersionSummary segment = stores.summaries().segment(model, window, null, "shop", "s1");
        assertSame(
                segment,
                reference.keptPairs(row -> in(window, row.outcome.observedAt)
                        && row.segments != null
                        && Objects.equals(row.segments.get("shop"), "s1")));
    }

    private static Predicate<Row> of(String version) {
        return row -> row.version.equals(version);
    }

    private void assertSameCohorts() {
        Optional<Model> model = stores.models().find("m");
        if (model.isPresent()) {
            reference.versions.forEach(version -> assertSameCohorts(model.get(), version));
        }
    }

    /** By day of prediction: sums, delays and the number that says whether what was made of a day still holds. */
    private void assertSameCohorts(Model model, String version) {
        stores.evidence().read(model, version, snapshot -> {
            Map<Long, CalibrationSummary> scores = snapshot.scores(Long.MIN_VALUE / 2, Long.MAX_VALUE / 2);
            for (CohortDay day : snapshot.days()) {
                List<Row> pairs = reference.pairs(of(version).and(row -> day(row.predictedAt) == day.day()));
                assertThat(day.paired()).isEqualTo(pairs.size());
                CalibrationSummary score = scores.getOrDefault(day.day(), CalibrationSummary.empty());
                assertSame(score, ReferenceModel.scores(pairs));
                assertSame(snapshot.issued(day.day(), day.day() + 1), ReferenceModel.issued(pairs));
                assertThat(day.positives())
                        .isEqualTo(pairs.stream()
                                .filter(row -> row.outcome.actual > 0.5)
                                .count());
                String change = version + " " + day.day() + " " + day.changes();
                String content = day.predictions()
                        + pairs.stream()
                                .map(StoreModelTest::content)
                                .sorted()
                                .toList()
                                .toString();
                assertThat(cohorts.merge(change, content, (old, now) -> old))
                        .as("what change %s of a day stands for", change)
                        .isEqualTo(content);
            }
            assertSameDelays(snapshot.delays());
            return null;
        });
    }

    private void assertSameDelays(List<DelayCount> delays) {
        Map<String, Long> found = new TreeMap<>();
        delays.forEach(each -> found.put(each.day() + " " + each.positive() + " " + each.delay(), each.count()));
        assertThat(found)
                .isEqualTo(reference.pairs(row -> true).stream()
                        .collect(Collectors.groupingBy(StoreModelTest::delay, TreeMap::new, Collectors.counting())));
    }

    private static String content(Row row) {
        return row.id + " " + row.score + " " + row.probability + " " + row.weight + " " + row.group + " "
                + row.outcome.actual + " " + row.outcome.observedAt;
    }

    private static long day(Instant time) {
        return Times.day(Times.micros(time));
    }

    private static String delay(Row row) {
        long late = Times.micros(row.outcome.observedAt) - Times.micros(row.predictedAt);
        return day(row.predictedAt) + " " + (row.outcome.actual > 0.5) + " " + Times.firstDayFrom(Math.max(0, late));
    }

    private static void assertSame(VersionSummary found, List<Row> pairs) {
        assertSame(found.issued(), ReferenceModel.issued(pairs));
        assertSame(found.score(), ReferenceModel.scores(pairs));
        assertThat(found.differing())
                .isEqualTo(
                        pairs.stream().filter(row -> row.issued() != row.score).count());
    }

    private static void assertSame(CalibrationSummary found, CalibrationSummary expected) {
        assertThat(found.count()).isEqualTo(expected.count());
        for (int cell = 0; cell < ScoreCells.COUNT; cell++) {
            assertThat(found.cell(cell)).as("cell %s", cell).isEqualTo(expected.cell(cell));
        }
    }

    private static Map<String, double[]> sums(Database database) {
        Map<String, double[]> sums = new TreeMap<>();
        database.read(session -> {
            session.each(
                    "select s.*, v.name from pair_sums s join versions v on v.model = s.model and v.id = s.version"
                            + " where basis in ('observed', 'predicted')",
                    row -> {
                        double[] values = new double[10];
                        for (int i = 0; i < values.length; i++) {
                            values[i] = row.getDouble(8 + i);
                        }
                        String key = String.join(
                                " | ",
                                row.getString("basis"),
                                row.getString("segment"),
                                row.getString("day"),
                                row.getString("name"),
                                row.getString("part"),
                                row.getString("cell"));
                        sums.put(key, values);
                    });
            return null;
        });
        return sums;
    }

    private void assertSameSumsAsFreshLoad(Map<String, double[]> kept) {
        try (Database fresh = Database.open(directory.resolve("fresh"))) {
            Stores.over(fresh).models().declare("m", UNIT, settings -> settings, now);
            List<NewPrediction> predictions = new ArrayList<>();
            List<NewOutcome> outcomes = new ArrayList<>();
            reference.pairs(row -> true).forEach(row -> {
                predictions.add(new NewPrediction(
                        row.id,
                        row.score,
                        row.probability,
                        null,
                        row.version,
                        row.predictedAt,
                        null,
                        row.weight,
                        row.segments,
                        null));
                outcomes.add(new NewOutcome(row.id, row.outcome.actual, null, row.outcome.observedAt));
            });
            Stores.over(fresh).intake().recordPredictions("m", UNIT, predictions, now);
            Stores.over(fresh).intake().recordOutcomes("m", UNIT, outcomes, now);
            Map<String, double[]> loaded = sums(fresh);
            assertThat(kept.keySet()).isEqualTo(loaded.keySet());
            assertThat(kept.keySet()).anyMatch(key -> key.startsWith("predicted | shop:s1"));
            loaded.forEach((key, sums) -> {
                assertThat(kept.get(key)).as(key).isEqualTo(sums);
            });
        }
    }
}
