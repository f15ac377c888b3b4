package dev.plumbline.server;

import static dev.plumbline.server.DayByDay.DAY;
import static dev.plumbline.server.DayByDay.detector;
import static dev.plumbline.server.DayByDay.mature;
import static dev.plumbline.server.DayByDay.says;
import static dev.plumbline.server.DayByDay.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.server.Streams.Pair;
import java.nio.file.Path;
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

    private static String words(JsonNode record) {
        return record.required("explanation").toString();
    }

    @Test
    void declaredDelay_leavesOutWhatIsYounger_andSaysSo() {
        days.declare("declared", "{\"maturityDelay\": \"P30D\", \"promotion\": \"manual\"}");
        List<Pair> pairs = days.history(500, 45, A_DAY);
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
        Streams.send(server, "young", days.history(600, 10, A_DAY));
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
                        .contains("10 days after the day of prediction, as learned", "positives within 1 day,");
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
}
