package dev.plumbline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.monitor.intake.NewOutcome;
import dev.plumbline.monitor.intake.NewPrediction;
import dev.plumbline.monitor.intake.RowAnswer;
import dev.plumbline.monitor.intake.RowAnswer.Result;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.ModelSettings;
import dev.plumbline.monitor.model.ScoreScale;
import dev.plumbline.monitor.pairs.SummaryStore.VersionSummary;
import dev.plumbline.monitor.pairs.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What every database's intake does. */
abstract class IntakeStoreContract extends StoreContract {
    private static final Instant NOW = Samples.NOW;
    private static final NewPrediction FULL = new NewPrediction(
            "p", 0.29, 0.4, 3, "v2", NOW.minusSeconds(60), "event", 2.0, Map.of("shop", "s1"), "{\"age\":30}");

    private Model model() {
        return stores.models().find("m").orElseThrow();
    }

    private List<Result> predict(NewPrediction... rows) {
        return stores.intake().recordPredictions("m", Samples.UNIT, List.of(rows), NOW).stream()
                .map(RowAnswer::result)
                .toList();
    }

    private List<Result> observe(Instant now, NewOutcome... rows) {
        return stores.intake().recordOutcomes("m", Samples.UNIT, List.of(rows), now).stream()
                .map(RowAnswer::result)
                .toList();
    }

    @Test
    void noRows_declareNoModel() {
        assertThat(predict()).isEmpty();
        assertThat(stores.models().find("m")).isEmpty();
    }

    @Test
    void firstWaitingOutcome_declaresTheModel() {
        assertThat(observe(NOW, Samples.outcome("p", 1))).containsExactly(Result.WAITING);
        assertThat(model().settings()).isEqualTo(Samples.UNIT);
        assertThat(stores.intake().countOutcomes(model())).isEqualTo(1);
    }

    @Test
    void sameId_inOneCall_isJudgedOneAfterTheOther() {
        assertThat(predict(Samples.prediction("p", 0.5), Samples.prediction("p", 0.5), Samples.prediction("p", 0.6)))
                .containsExactly(Result.TAKEN, Result.REPEATED, Result.CONFLICT);
        assertThat(observe(
                        NOW,
                        Samples.outcome("p", 1),
                        Samples.outcome("p", 1),
                        Samples.outcome("p", 0),
                        Samples.outcome("q", 0),
                        Samples.outcome("q", 1)))
                .containsExactly(Result.TAKEN, Result.REPEATED, Result.CORRECTED, Result.WAITING, Result.CORRECTED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "score             | 0.29                 | 0.3",
                "version           | v2                   | v3",
                "predictedAt       | 2026-04-01T11:59:00Z | 2026-04-01T11:58:59Z",
                "group             | event                | other",
                "weight            | 2.0                  | 1.0",
                "segments          | {\"shop\":\"s1\"}    | {\"shop\":\"s2\"}",
                "features          | {\"age\":30}         | {\"age\":31}",
                "calibratorVersion | 3                    | 4",
                "probability       | 0.4                  | 0.29"
            })
    void knownId_withOtherContent_isAConflictInThatField(String field, String stored, String given) {
        predict(FULL);
        NewPrediction other = new NewPrediction(
                "p",
                field.equals("score") ? 0.3 : 0.29,
                // what comes later in the order differs as well, and is not named
                field.equals("probability") ? (Double) 0.29 : (Double) (field.equals("calibratorVersion") ? 0.9 : 0.4),
                field.equals("calibratorVersion") ? 4 : 3,
                field.equals("version") ? "v3" : "v2",
                NOW.minusSeconds(field.equals("predictedAt") ? 61 : 60),
                field.equals("group") ? "other" : "event",
                field.equals("weight") ? 1.0 : 2.0,
                Map.of("shop", field.equals("segments") ? "s2" : "s1"),
                field.equals("features") ? "{\"age\":31}" : "{\"age\":30}");
        List<RowAnswer> answers =
                stores.intake().recordPredictions("m", Samples.UNIT, List.of(other), NOW.plusSeconds(5));
        assertThat(answers).containsExactly(new RowAnswer(Result.CONFLICT, field, stored, given));
        assertThat(predict(FULL)).as("nothing changed").containsExactly(Result.REPEATED);
    }

    @Test
    void fieldsThatAreNotSent_areNotCompared() {
        predict(FULL);
        assertThat(predict(Samples.prediction("p", 0.29))).containsExactly(Result.REPEATED);
    }

    @Test
    void probabilityThatEqualsTheScore_isWhatWasIssuedWithoutOne() {
        predict(Samples.prediction("p", 0.5));
        NewPrediction sameSaid = new NewPrediction("p", 0.5, 0.5, null, null, null, null, null, null, null);
        assertThat(predict(sameSaid)).containsExactly(Result.REPEATED);
    }

    @Test
    void conflictOfAPercentModel_speaksPercent() {
        ModelSettings percent = ModelSettings.defaults(ScoreScale.PERCENT);
        stores.intake().recordPredictions("x", percent, List.of(Samples.prediction("p", 0.29)), NOW);
        assertThat(stores.intake().recordPredictions("x", percent, List.of(Samples.prediction("p", 0.3)), NOW))
                .containsExactly(new RowAnswer(Result.CONFLICT, "score", "29.0", "30.0"));
    }

    @Test
    void outcomeBeforeItsPrediction_isPairedWhenItComes() {
        observe(NOW, new NewOutcome("p", 1.0, null, NOW.minusSeconds(30)));
        assertThat(pairs()).isZero();
        predict(Samples.prediction("p", 0.5));
        assertThat(pairs()).isEqualTo(1);
        assertThat(stores.intake().waiting(model(), Long.MAX_VALUE, 10).items()).isEmpty();
        assertThat(stores.intake().countOutcomes(model())).isEqualTo(1);
    }

    private long pairs() {
        return stores.summaries().observed(model(), Window.allUntil(NOW.plus(Duration.ofDays(9)))).stream()
                .mapToLong(each -> each.issued().count())
                .sum();
    }

    @Test
    void outcomeWithItsClassOnly_isNoPairUntilItsValueComes() {
        predict(Samples.prediction("p", 0.5));
        assertThat(observe(NOW, new NewOutcome("p", null, "high", null))).containsExactly(Result.TAKEN);
        assertThat(pairs()).isZero();
        assertThat(observe(NOW, Samples.outcome("p", 1))).containsExactly(Result.CORRECTED);
        assertThat(pairs()).isEqualTo(1);
        JsonNode outcome = stores.intake().find(model(), "p").orElseThrow().get("outcome");
        assertThat(outcome.get("class").stringValue()).isEqualTo("high");
    }

    @Test
    void twiceCorrectedOutcome_showsThreeContents() {
        predict(Samples.prediction("p", 0.5));
        observe(NOW, Samples.outcome("p", 1));
        observe(NOW.plusSeconds(1), Samples.outcome("p", 0));
        observe(NOW.plusSeconds(2), Samples.outcome("p", 0.5));
        JsonNode found = stores.intake().find(model(), "p").orElseThrow();
        assertThat(found.get("outcome").toString())
                .isEqualTo("{\"actual\":0.5,\"class\":null,\"observedAt\":\"2026-04-01T12:00:00Z\","
                        + "\"recordedAt\":\"2026-04-01T12:00:02Z\",\"corrections\":2}");
        assertThat(found.get("history").toString())
                .isEqualTo("[{\"actual\":1.0,\"class\":null,\"observedAt\":\"2026-04-01T12:00:00Z\","
                        + "\"recordedAt\":\"2026-04-01T12:00:00Z\",\"replacedAt\":\"2026-04-01T12:00:01Z\"},"
                        + "{\"actual\":0.0,\"class\":null,\"observedAt\":\"2026-04-01T12:00:00Z\","
                        + "\"recordedAt\":\"2026-04-01T12:00:01Z\",\"replacedAt\":\"2026-04-01T12:00:02Z\"},"
                        + "{\"actual\":0.5,\"class\":null,\"observedAt\":\"2026-04-01T12:00:00Z\","
                        + "\"recordedAt\":\"2026-04-01T12:00:02Z\",\"replacedAt\":null}]");
    }

    @Test
    void find_givesWhatWasSent() {
        predict(FULL);
        assertThat(stores.intake().find(model(), "p").orElseThrow().toString())
                .isEqualTo(
                        "{\"id\":\"p\",\"score\":0.29,\"probability\":0.4,\"calibratorVersion\":3,\"version\":\"v2\","
                                + "\"predictedAt\":\"2026-04-01T11:59:00Z\",\"recordedAt\":\"2026-04-01T12:00:00Z\","
                                + "\"group\":\"event\",\"weight\":2.0,\"segments\":{\"shop\":\"s1\"},\"features\":{\"age\":30},"
                                + "\"outcome\":null,\"history\":[]}");
        assertThat(stores.intake().find(model(), "unknown")).isEmpty();
    }

    @Test
    void issuedProbability_isJudgedApartFromTheScore() {
        predict(FULL, Samples.prediction("q", 0.5));
        observe(NOW, Samples.outcome("p", 1), Samples.outcome("q", 0));
        List<VersionSummary> versions = stores.summaries().observed(model(), Window.allUntil(NOW));
        assertThat(versions).extracting(VersionSummary::version).containsExactly("v2", "1");
        // sums at rest are of values of 40 bits
        assertThat(versions.get(0).issued().meanProbability()).isCloseTo(0.4, within(1e-12));
        assertThat(versions.get(0).score().meanProbability()).isCloseTo(0.29, within(1e-12));
        assertThat(versions).extracting(VersionSummary::differing).containsExactly(1L, 0L);
    }

    @Test
    void deletedPrediction_takesOutcomeAndHistoryAlong() {
        predict(Samples.prediction("p", 0.5));
        observe(NOW, Samples.outcome("p", 1), Samples.outcome("p", 0));
        assertThat(stores.intake().deletePrediction(model(), "p", NOW)).isTrue();
        assertThat(stores.intake().deletePrediction(model(), "p", NOW)).isFalse();
        assertThat(pairs()).isZero();
        predict(Samples.prediction("p", 0.7)); // the id is free again
        assertThat(stores.intake().find(model(), "p").orElseThrow().get("history"))
                .isEmpty();
    }

    @Test
    void deletedOutcome_leavesThePredictionOpen() {
        predict(Samples.prediction("p", 0.5));
        observe(NOW, Samples.outcome("p", 1), Samples.outcome("w", 1));
        assertThat(stores.intake().deleteOutcome(model(), "p", NOW)).isTrue();
        assertThat(stores.intake().deleteOutcome(model(), "p", NOW)).isFalse();
        assertThat(stores.intake().deleteOutcome(model(), "w", NOW))
                .as("a waiting one")
                .isTrue();
        assertThat(stores.intake().countOutcomes(model())).isZero();
        assertThat(observe(NOW, Samples.outcome("p", 0))).containsExactly(Result.TAKEN);
    }

    @Test
    void checkScores_looksAtTheFirstRowsOfThisModel() {
        stores.intake().recordPredictions("other", Samples.UNIT, List.of(Samples.prediction("z", 0.99)), NOW);
        predict(Samples.prediction("a", 0.1), Samples.prediction("b", 0.2), Samples.prediction("c", 0.9));
        assertThat(stores.intake().checkScores(model(), 2).largestScore()).isEqualTo(0.2);
        assertThat(stores.intake().checkScores(model(), 2).predictions()).isEqualTo(2);
        assertThat(stores.intake().checkScores(model(), 100).largestScore()).isEqualTo(0.9);
        assertThat(stores.intake().checkScores(model(), 100).predictions()).isEqualTo(3);
    }

    @Test
    void waiting_isPagedNewestFirst() {
        observe(NOW, Samples.outcome("a", 1), Samples.outcome("b", 1), Samples.outcome("c", 1));
        var page = stores.intake().waiting(model(), Long.MAX_VALUE, 2);
        assertThat(page.items())
                .extracting(each -> each.get("predictionId").stringValue())
                .containsExactly("c", "b");
        assertThat(stores.intake().waiting(model(), page.next(), 2).items())
                .extracting(each -> each.get("predictionId").stringValue())
                .containsExactly("a");
    }
}
