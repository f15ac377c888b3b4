package dev.plumbline.server;

import static dev.plumbline.server.DayByDay.DAY;
import static dev.plumbline.server.DayByDay.mature;
import static dev.plumbline.server.DayByDay.says;
import static dev.plumbline.server.DayByDay.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.calibration.Logistic;
import dev.plumbline.calibration.evidence.Detector;
import dev.plumbline.calibration.evidence.EvidenceBlock;
import dev.plumbline.calibration.evidence.EvidenceGrid;
import dev.plumbline.calibration.evidence.Member;
import dev.plumbline.monitor.Json;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Groups, weights, days that share a shock, and segments, through the interface; streams are drawn from fixed seeds. */
class ServingRulesOfEvidenceTest {
    private static final String SETTINGS = "\"maturityDelay\": \"P0D\", \"promotion\": \"manual\"";

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

    /** Rows to send, with their outcomes. */
    private static final class Rows {
        private final StringBuilder predictions = new StringBuilder();
        private final StringBuilder outcomes = new StringBuilder();
        private int count;

        /** @param more fields of the prediction beside id, score and time */
        void add(double score, double actual, Instant at, ObjectNode more) {
            String id = "r" + count++;
            predictions
                    .append(more.put("id", id).put("score", score).put("predictedAt", at.toString()))
                    .append('\n');
            outcomes.append(Json.object()
                            .put("predictionId", id)
                            .put("actual", actual)
                            .put("observedAt", at.plusSeconds(60).toString()))
                    .append('\n');
        }

        JsonNode audited(String model, String settings) {
            days.declare(model, "{" + SETTINGS + settings + "}");
            HttpKit.counts(server.predictions(model, predictions.toString()), count, 0, 0, 0, 0);
            HttpKit.counts(server.outcomes(model, outcomes.toString()), count, 0, 0, 0, 0);
            return days.look(model);
        }
    }

    private static Instant ago(int daysAgo, long seconds) {
        return days.midnight().minus(DAY.multipliedBy(daysAgo)).plusSeconds(seconds);
    }

    @Test
    void group_isOneFactor_andItsLaterDaysDoNotCount() {
        Random random = new Random(31);
        Rows grouped = new Rows();
        Rows single = new Rows();
        Detector expected = new Detector(EvidenceGrid.wide(), Detector.MATERIAL_LOSS);
        for (int day = 20; day >= 2; day--) {
            EvidenceBlock.Builder block = new EvidenceBlock.Builder(EvidenceGrid.wide(), 1, 1);
            for (int event = 0; event < 10; event++) {
                double p = 0.05 + 0.9 * random.nextDouble();
                double y = random.nextDouble() < p ? 1 : 0;
                List<Member> members = new ArrayList<>();
                for (int i = 0; i < 6; i++) {
                    double each = Math.min(1, Math.max(0, p + 0.05 * random.nextGaussian()));
                    // the last of them comes on the next day
                    Instant at = i == 5 ? ago(day - 1, event) : ago(day, 60L * i + event);
                    grouped.add(each, y, at, Json.object().put("group", "game " + day + "-" + event));
                    single.add(each, y, at, Json.object());
                    if (i < 5) {
                        members.add(new Member(60L * i + event, each, y, 1, true));
                    }
                }
                block.addGroup(members);
            }
            expected.enter(block.build());
        }
        JsonNode record = grouped.audited("grouped", "");
        // the last day holds nothing but members of groups that had begun before
        assertThat(mature(record)).isEqualTo(19 * 50);
        assertThat(record.at("/evidence/logEValue").doubleValue())
                .isCloseTo(expected.logE(), org.assertj.core.api.Assertions.within(1e-9));
        assertThat(verdict(record)).isEqualTo("Calibrated");
        JsonNode plain = single.audited("single", "");
        assertThat(mature(plain)).isEqualTo(19 * 60);
        assertThat(Math.abs(plain.at("/evidence/logEValue").doubleValue() - expected.logE()))
                .isGreaterThan(0.1);
    }

    @Test
    void weights_countUpToMaxWeight() {
        Random random = new Random(32);
        Rows rows = new Rows();
        Detector expected = new Detector(EvidenceGrid.wide(), Detector.MATERIAL_LOSS);
        for (int day = 10; day >= 1; day--) {
            EvidenceBlock.Builder block = new EvidenceBlock.Builder(EvidenceGrid.wide(), 4, 1);
            for (int i = 0; i < 40; i++) {
                double p = random.nextDouble();
                double y = random.nextDouble() < Math.sqrt(p) ? 1 : 0;
                double weight = 8 * random.nextDouble();
                rows.add(p, y, ago(day, i), Json.object().put("weight", weight));
                block.add(p, y, weight);
            }
            expected.enter(block.build());
        }
        says(rows.audited("weights", ", \"maxWeight\": 4"), expected);
    }

    /**
     * Each day a shock of one logit, up or down, that nobody could know, on 100 outcomes.
     *
     * @param fault logits beyond what is right on average
     */
    private static Rows shocked(double fault) {
        Random random = new Random(33);
        Rows rows = new Rows();
        for (int day = 60; day >= 1; day--) {
            double shock = random.nextBoolean() ? 1 : -1;
            for (int i = 0; i < 100; i++) {
                double z = Logistic.logit(0.1 + 0.8 * random.nextDouble());
                double p = (Logistic.sigmoid(z + 1) + Logistic.sigmoid(z - 1)) / 2;
                double y = random.nextDouble() < Logistic.sigmoid(z + shock + fault) ? 1 : 0;
                rows.add(p, y, ago(day, i), Json.object());
            }
        }
        return rows;
    }

    @Test
    void sharedShocks_areWarnedOf_andDoNotAlarmWhereDeclared() {
        Rows rows = shocked(0);
        JsonNode undeclared = rows.audited("shocks", "");
        assertThat(undeclared.required("explanation").toString()).contains("days vary ", "declare dependence: day");
        assertThat(undeclared.at("/evidence/dayTest").isNull()).isTrue();
        JsonNode declared = rows.audited("shocks2", ", \"dependence\": \"day\"");
        assertThat(declared.at("/evidence/dayTest").doubleValue()).isBetween(0.0, 20.0);
        assertThat(declared.at("/evidence/detector")).isEqualTo(undeclared.at("/evidence/detector"));
        assertThat(declared.required("explanation").toString())
                .contains("counting each day as one outcome, as declared")
                .doesNotContain("declare dependence: day");
        assertThat(verdict(undeclared)).as("a product over pairs is wrong here").isEqualTo("Drifted");
        assertThat(verdict(declared)).isEqualTo("Calibrated");
        JsonNode wrong = shocked(2).audited("shocks3", ", \"dependence\": \"day\"");
        assertThat(wrong.at("/evidence/dayTest").doubleValue()).isGreaterThanOrEqualTo(20);
        assertThat(verdict(wrong)).isEqualTo("Drifted");
    }

    @Test
    void oneWrongSegment_isNamed() {
        Random random = new Random(34);
        Rows rows = new Rows();
        for (int day = 20; day >= 1; day--) {
            for (int i = 0; i < 200; i++) {
                double p = 0.05 + 0.9 * random.nextDouble();
                String shop = i % 20 == 0 ? "broken" : i % 2 == 0 ? "north" : "south";
                double truth = shop.equals("broken") ? Logistic.sigmoid(Logistic.logit(p) + 1.5) : p;
                ObjectNode more = Json.object();
                more.putObject("segments").put("shop", shop).put("undeclared", shop);
                rows.add(p, random.nextDouble() < truth ? 1 : 0, ago(day, i), more);
            }
        }
        JsonNode record = rows.audited("segments", ", \"segments\": [\"shop\"]");
        assertThat(verdict(record)).isEqualTo("Calibrated");
        assertThat(record.at("/diagnosis/kind").stringValue()).isEqualTo("segment");
        assertThat(record.at("/diagnosis/segment").stringValue()).isEqualTo("shop:broken");
        assertThat(record.at("/diagnosis/remedy").stringValue()).startsWith("look at this segment");
        assertThat(record.required("explanation").toString())
                .contains("segment shop:broken has drifted (offset)", "corrected for 3 segments");
        assertThat(record.required("segments").size()).isEqualTo(3);
        for (JsonNode segment : record.required("segments")) {
            String shop = segment.required("value").stringValue();
            boolean broken = shop.equals("broken");
            assertThat(segment.required("key").stringValue()).isEqualTo("shop");
            assertThat(segment.required("verdict").stringValue()).isEqualTo(broken ? "Drifted" : "Calibrated");
            assertThat(segment.required("totalSamples").intValue())
                    .isEqualTo(Map.of("broken", 200, "north", 1_800, "south", 2_000)
                            .get(shop));
            assertThat(segment.at("/evidence/detector").doubleValue() >= 20).isEqualTo(broken);
        }
        Rows none = new Rows();
        for (int i = 0; i < 200; i++) {
            ObjectNode more = Json.object();
            more.putObject("segments").put("shop", "s" + i % 4);
            double p = random.nextDouble();
            none.add(p, random.nextDouble() < p ? 1 : 0, ago(1 + i % 5, i), more);
        }
        assertThat(none.audited("segments2", ", \"segments\": [\"shop\"]")
                        .required("diagnosis")
                        .isNull())
                .isTrue();
    }
}
