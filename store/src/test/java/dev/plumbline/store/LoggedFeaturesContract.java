package dev.plumbline.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.learning.dataset.LoggedFeatures.Account;
import dev.plumbline.learning.dataset.LoggedFeatures.Pair;
import dev.plumbline.monitor.intake.NewOutcome;
import dev.plumbline.monitor.intake.NewPrediction;
import dev.plumbline.monitor.model.Model;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every database gives of logged features. */
abstract class LoggedFeaturesContract extends StoreContract {
    private static final Instant NOW = Samples.NOW;

    private Model model;

    @BeforeEach
    void declare() {
        model = Samples.declared(stores, "m");
    }

    private static NewPrediction predicted(String id, String version, Instant at, String features) {
        return new NewPrediction(id, 0.5, null, null, version, at, null, null, null, features);
    }

    private void predict(Instant arrival, NewPrediction... rows) {
        stores.intake().recordPredictions("m", Samples.UNIT, List.of(rows), arrival);
    }

    private void observe(Instant arrival, NewOutcome... rows) {
        stores.intake().recordOutcomes("m", Samples.UNIT, List.of(rows), arrival);
    }

    @Test
    void pairs_pointInTime_leavesOutWhatMayHaveBeenLoggedWithHindsight() {
        predict(
                NOW,
                predicted("good", "1", NOW, "{\"age\":30}"),
                predicted("class", "2", NOW, "{\"age\":31,\"country\":\"se\"}"),
                predicted("open", "1", NOW, "{\"age\":32}"),
                predicted("none", "1", NOW, null),
                predicted("after", "1", NOW, "{\"age\":33}"));
        observe(
                NOW.plusSeconds(60),
                new NewOutcome("good", 0.25, null, NOW.plusSeconds(30)),
                new NewOutcome("class", null, "4", NOW.plusSeconds(40)),
                new NewOutcome("none", 1.0, null, NOW.plusSeconds(30)),
                new NewOutcome("after", 1.0, null, NOW.minusSeconds(1)),
                new NewOutcome("late", 1.0, null, NOW.plusSeconds(30)));
        // its outcome was known here before it came, though it says that it was made earlier
        predict(NOW.plusSeconds(120), predicted("late", "1", NOW, "{\"age\":34}"));
        List<Pair> pairs = new ArrayList<>();
        Account account = stores.loggedFeatures().pairs(model, 100, pairs::add);

        assertThat(account).isEqualTo(new Account(5, 1, 2, 0));
        assertThat(pairs).extracting(Pair::predictionId).containsExactly("class", "good");
        assertThat(pairs.get(0).features()).hasToString("{\"age\":31,\"country\":\"se\"}");
        assertThat(pairs.get(0).trueClass()).isEqualTo("4");
        assertThat(pairs.get(0).actual()).isNull();
        assertThat(pairs.get(1).actual()).isEqualTo(0.25);
        assertThat(pairs.get(1).predictedAt()).isEqualTo(NOW);
    }

    /** A row as imports have them: both halves of one moment. */
    @Test
    void pairs_bothHalvesOfOneMoment_count() {
        predict(NOW, predicted("p", "1", NOW, "{\"age\":30}"));
        observe(NOW, new NewOutcome("p", 1.0, null, NOW));

        assertThat(stores.loggedFeatures().pairs(model, 100, pair -> {})).isEqualTo(new Account(1, 0, 0, 0));
    }

    /** In order, but after the fact: it is handed over and counted. */
    @Test
    void pairs_ofAHistoryThatCameLater_areHandedOverAndCounted() {
        predict(NOW, predicted("p", "1", NOW.minus(Duration.ofDays(3)), "{\"age\":30}"));
        observe(NOW.plusSeconds(1), new NewOutcome("p", 1.0, null, NOW.minus(Duration.ofDays(1))));
        List<Pair> pairs = new ArrayList<>();

        assertThat(stores.loggedFeatures().pairs(model, 100, pairs::add)).isEqualTo(new Account(1, 0, 0, 1));
        assertThat(pairs).extracting(Pair::predictionId).containsExactly("p");
    }

    @Test
    void pairs_moreThanAskedFor_areTheNewestOutcomes() {
        for (int i = 0; i < 10; i++) {
            predict(NOW, predicted("p" + i, "1", NOW, "{\"age\":" + i + "}"));
            observe(NOW, new NewOutcome("p" + i, 1.0, null, NOW.plusSeconds(i * 7 % 10)));
        }
        List<String> ids = new ArrayList<>();
        stores.loggedFeatures().pairs(model, 3, pair -> ids.add(pair.predictionId()));

        assertThat(ids).containsExactly("p7", "p4", "p1");
    }

    @Test
    void sample_ofAllVersionsInTheWindow_evenlyDrawnWhenThereAreMany() {
        NewPrediction[] rows = IntStream.range(0, 8_000)
                .mapToObj(i -> predicted(
                        "p" + i,
                        "v" + i % 3,
                        NOW.minus(Duration.ofMinutes(i)),
                        i % 4 == 0 ? null : "{\"i\":" + i + "}"))
                .toArray(NewPrediction[]::new);
        for (int from = 0; from < rows.length; from += 500) {
            // another model takes turns in recording
            predict(NOW, java.util.Arrays.copyOfRange(rows, from, from + 500));
            stores.intake().recordPredictions("other", Samples.UNIT, Samples.predictions("o" + from, 500), NOW);
        }
        List<Integer> all = new ArrayList<>();
        List<Integer> some = new ArrayList<>();
        Instant from = NOW.minus(Duration.ofMinutes(3_999));
        long count = stores.loggedFeatures()
                .sample(
                        model,
                        from,
                        NOW.plusNanos(1_000),
                        10_000,
                        features -> all.add(features.get("i").intValue()));
        stores.loggedFeatures()
                .sample(
                        model,
                        from,
                        NOW.plusNanos(1_000),
                        400,
                        features -> some.add(features.get("i").intValue()));

        assertThat(count).isEqualTo(4_000);
        assertThat(all).hasSize(3_000).allMatch(i -> i < 4_000 && i % 4 != 0);
        // a tenth of 3,000 rows with features, give or take five deviations of a draw
        assertThat(some).hasSizeBetween(220, 380);
        assertThat(some.stream().filter(i -> i < 2_000).count()).isBetween(90L, 210L);
    }
}
