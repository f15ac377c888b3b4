package dev.plumbline.server;

import static dev.plumbline.server.DayByDay.DAY;
import static dev.plumbline.server.DayByDay.detector;
import static dev.plumbline.server.DayByDay.mature;
import static dev.plumbline.server.DayByDay.says;
import static dev.plumbline.server.DayByDay.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.server.Streams.Pair;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Which outcomes count as evidence, when, and what late, corrected and missing ones do to it. */
class ServingMaturityTest {
    private static final int A_DAY = 20;
    private static final int NEGATIVES_AFTER = 10; // days

    private static DayByDay days;
    private static TestServer server;

    @BeforeAll
    static void start(@TempDir Path data) {
        days = DayByDay.start(data);
        server = days.server();
    }

    @AfterAll
    static void stop() {
        days.close();
    }

    private static Pair with(Pair pair, double actual, Instant observedAt) {
        return new Pair(
                pair.id(), pair.score(), pair.probability(), pair.version(), pair.predictedAt(), actual, observedAt);
    }

    private static String words(JsonNode record) {
        return record.required("explanation").toString();
    }

    /** So many days of pairs up to the present midnight, drawn as they come. */
    private static List<Pair> history(long seed, int length, int perDay) {
        Instant from = days.midnight().minus(DAY.multipliedBy(length));
        List<Pair> pairs = new ArrayList<>();
        for (int day = 0; day < length; day++) {
            Instant start = from.plus(DAY.multipliedBy(day));
            pairs.addAll(
                    Streams.drawn(seed + day, day + "-", "1", perDay, start, start.plus(Duration.ofHours(22)), p -> p));
        }
        return pairs;
    }

    @Test
    void declaredDelay_leavesOutWhatIsYounger_andSaysSo() {
        days.declare("declared", "{\"maturityDelay\": \"P30D\", \"promotion\": \"manual\"}");
        List<Pair> pairs = history(500, 45, A_DAY);
        Streams.send(server, "declared", pairs);
        JsonNode record = days.look("declared");
        assertThat(mature(record)).isEqualTo(15 * A_DAY);
        assertThat(record.required("immatureSamples").longValue()).isEqualTo(30 * A_DAY);
        assertThat(record.required("totalSamples").longValue()).isEqualTo(45 * A_DAY);
        assertThat(record.at("/maturity/delayDays").longValue()).isEqualTo(30);
        assertThat(record.at("/maturity/learned").booleanValue()).isFalse();
        assertThat(words(record)).contains("complete 30 days after the day of prediction, as declared");
        says(record, detector(pairs.subList(0, 15 * A_DAY)));

        days.turn(1);
        assertThat(mature(days.look("declared"))).isEqualTo(16 * A_DAY);
        days.declare("declared", "{\"maturityDelay\": \"P60D\"}");
        JsonNode longer = days.look("declared");
        assertThat(mature(longer)).as("what has entered stays").isEqualTo(16 * A_DAY);
        says(longer, detector(pairs.subList(0, 16 * A_DAY)));
    }

    @Test
    void nothingMature_isNotEnoughData_withCounts() {
        days.declare("young", "{\"maturityDelay\": \"P30D\"}");
        Streams.send(server, "young", history(600, 10, A_DAY));
        JsonNode record = days.refit("young");
        assertThat(verdict(record)).isEqualTo("NotEnoughData");
        assertThat(mature(record)).isZero();
        assertThat(record.required("immatureSamples").longValue()).isEqualTo(10 * A_DAY);
        assertThat(words(record)).contains("0 mature pairs on this clock, 50 are needed");
        assertThat(record.at("/evidence/eValue").isNull()).isTrue();
    }

    /** Scores of one half, half of which come true, known within the day; what does not is known after ten days. */
    private static List<Pair> halves() {
        return IntStream.range(0, A_DAY)
                .mapToObj(i -> new Pair(
                        days.midnight().getEpochSecond() + "-" + i,
                        i < A_DAY / 2 ? 0.5 : 0.49,
                        null,
                        "1",
                        days.midnight().plusSeconds(60L * i),
                        i % 2,
                        days.midnight().plusSeconds(60L * i).plus(DAY.multipliedBy(i % 2 == 1 ? 1 : NEGATIVES_AFTER))))
                .toList();
    }

    @Test
    void learnedDelay_waitsForBothClasses_andWhatHasEnteredStays() {
        days.declare("learned", "{\"promotion\": \"manual\"}");
        List<List<Pair>> all = new ArrayList<>();
        Pair late = null;
        Pair later = null;
        JsonNode record = null;
        for (int age = 1; age <= 40; age++) {
            List<Pair> today = new ArrayList<>(halves());
            all.add(today);
            if (age == 4) {
                late = after("late", 14);
                later = after("later", 25);
                Streams.sendPredictions(server, "learned", List.of(late, later));
            }
            Streams.sendPredictions(server, "learned", today);
            days.turn(1);
            Streams.sendOutcomes(server, "learned", ofClass(today, 1));
            if (age > NEGATIVES_AFTER) {
                Streams.sendOutcomes(server, "learned", ofClass(all.get(age - NEGATIVES_AFTER - 1), 0));
            }
            if (age < 23 && age % 7 != 0) {
                continue;
            }
            record = days.look("learned");
            if (age <= 24) {
                assertThat(verdict(record)).as("age %d", age).isEqualTo("NotEnoughData");
                assertThat(mature(record)).isZero();
                assertThat(record.at("/maturity/delayDays").isNull()).isTrue();
                long closed = A_DAY / 2L * Math.max(0, age - 2 * NEGATIVES_AFTER);
                assertThat(words(record)).contains(" negatives are known, 50 of each are needed");
                assertThat(age < 21 || words(record).contains(closed + " positives and " + closed + " negatives"))
                        .as(words(record))
                        .isTrue();
            } else {
                assertThat(verdict(record)).as("age %d", age).isEqualTo("Calibrated");
                assertThat(record.at("/maturity/delayDays").longValue()).isEqualTo(NEGATIVES_AFTER);
                assertThat(mature(record)).isEqualTo((long) A_DAY * (age - NEGATIVES_AFTER));
                assertThat(words(record))
                        .contains("10 days after the day of prediction, as learned", "positives within 1 days");
            }
        }
        long before = mature(record);
        Streams.sendOutcomes(server, "learned", List.of(late));
        JsonNode after = days.look("learned");
        assertThat(after.at("/maturity/delayDays").longValue()).isEqualTo(14);
        assertThat(mature(after))
                .as("days that entered stay, with the late pair")
                .isEqualTo(before + 1);
        days.turn(4);
        assertThat(mature(days.look("learned"))).isEqualTo(before + 1);
        days.turn(1);
        Streams.sendOutcomes(server, "learned", ofClass(all.get(40 - NEGATIVES_AFTER), 0));
        assertThat(mature(days.look("learned"))).isEqualTo(before + 1 + A_DAY);

        Streams.sendOutcomes(server, "learned", List.of(later));
        JsonNode unlearned = days.look("learned");
        assertThat(unlearned.at("/maturity/delayDays").isNull()).isTrue();
        assertThat(verdict(unlearned)).as("what has entered still tells").isEqualTo("Calibrated");
        assertThat(mature(unlearned)).isEqualTo(before + 2 + A_DAY);
        assertThat(words(unlearned)).contains("when outcomes are complete is not known yet");
    }

    /** A prediction made now, without its outcome for so many days. */
    private static Pair after(String id, int known) {
        return new Pair(id, 0.5, null, "1", days.midnight(), 0, days.midnight().plus(DAY.multipliedBy(known)));
    }

    private static List<Pair> ofClass(List<Pair> pairs, double actual) {
        return pairs.stream().filter(pair -> pair.actual() == actual).toList();
    }

    /** Only days after one with a missing outcome have a dead band, so that both ways have the same bands. */
    @Test
    void changesOfEnteredDays_countAsIfTheyHadAlwaysBeenThere() {
        String settings = "{\"maturityDelay\": \"P0D\", \"promotion\": \"manual\"}";
        days.declare("changed", settings);
        days.declare("fresh", settings);
        List<Pair> known = new ArrayList<>();
        for (int day = 0; day < 6; day++) {
            List<Pair> today = days.drawn(40, p -> p);
            if (day == 5) {
                days.turn(1);
                Streams.sendPredictions(server, "changed", today);
                Streams.sendOutcomes(server, "changed", today.subList(0, 38));
            } else {
                days.pass("changed", today);
            }
            known.addAll(today);
            days.look("changed");
        }
        JsonNode before = days.look("changed");
        assertThat(mature(before)).isEqualTo(238);

        Pair corrected =
                with(known.get(45), 1 - known.get(45).actual(), known.get(45).observedAt());
        HttpKit.counts(server.outcomes("changed", corrected.outcome()), 0, 0, 1, 0, 0);
        assertThat(server.delete("/models/changed/predictions/" + known.get(90).id())
                        .status())
                .isEqualTo(204);
        Pair lost = known.get(238);
        Pair late = known.get(239);
        Streams.sendOutcomes(server, "changed", List.of(late));
        assertThat(server.delete("/models/changed/outcomes/" + known.get(220).id())
                        .status())
                .isEqualTo(204);
        JsonNode after = days.look("changed");

        List<Pair> last = new ArrayList<>(known);
        last.set(45, corrected);
        for (Pair open : List.of(lost, known.get(220))) {
            last.set(last.indexOf(open), with(open, Double.NaN, open.observedAt()));
        }
        last.remove(known.get(90));
        Streams.sendPredictions(server, "fresh", last);
        Streams.sendOutcomes(
                server,
                "fresh",
                last.stream().filter(pair -> !Double.isNaN(pair.actual())).toList());
        JsonNode fresh = days.look("fresh");
        says(after, detector(last));
        assertThat(mature(after)).isEqualTo(237);
        for (String name : List.of("evidence", "verdict", "diagnosis", "matureSamples", "explanation")) {
            assertThat(after.required(name)).as(name).isEqualTo(fresh.required(name));
        }
        assertThat(after.required("evidence")).isNotEqualTo(before.required("evidence"));
    }

    @Test
    void missingOutcomes_widenTheBand_assumedOrImplied() {
        String settings = "{\"maturityDelay\": \"P0D\", \"promotion\": \"manual\"}";
        for (int every : new int[] {8, 80}) {
            String model = "missing" + every;
            days.declare(model, settings);
            List<Pair> pairs = history(700, 8, 100);
            Streams.sendPredictions(server, model, pairs);
            List<Pair> known = new ArrayList<>();
            List<Pair> sent = new ArrayList<>();
            for (int i = 0; i < pairs.size(); i++) {
                boolean open = i % every == 0;
                known.add(open ? with(pairs.get(i), Double.NaN, null) : pairs.get(i));
                if (!open) {
                    sent.add(pairs.get(i));
                }
            }
            Streams.sendOutcomes(server, model, sent);
            JsonNode record = days.look(model);
            says(record, detector(known));
            assertThat(mature(record)).isEqualTo(sent.size());
            assertThat(words(record))
                    .contains((pairs.size() - sent.size()) + " predictions of matured days have no outcome")
                    .contains(every == 8 ? "at most 1.10 times" : "as their number implies")
                    .contains(every == 8 ? "assumed: missingRatio" : "most 1.0");
        }
    }
}
