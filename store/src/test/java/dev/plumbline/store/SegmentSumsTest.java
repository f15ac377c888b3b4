package dev.plumbline.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.intake.NewOutcome;
import dev.plumbline.monitor.intake.NewPrediction;
import dev.plumbline.monitor.intake.PurgeStore.Place;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.SettingsPatch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segment keys that are taken off a model and put back, with rows purged before, after and between. */
class SegmentSumsTest {
    private static final Instant OLD = Instant.parse("2026-01-05T09:00:00Z");
    private static final Instant PURGED_BEFORE = Instant.parse("2026-02-01T00:00:00Z");
    private static final Instant LATE = Instant.parse("2026-03-05T09:00:00Z");

    @TempDir
    Path directory;

    private Database database;
    private Stores stores;

    @BeforeEach
    void open() {
        database = Database.open(directory);
        stores = Stores.over(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void key_takenOffAfterAPurgeAndPutBack_hasTheSumsOfPurgedPairsAgain() {
        declare("shop", "shop2");
        pair("old", OLD, Map.of("shop", "a", "shop2", "b"));
        pair("late", LATE, Map.of("shop", "a"));
        Map<String, Long> before = counts();
        assertThat(before).containsEntry("shop:a", 2L).containsEntry("shop2:b", 1L);
        purge(declare("shop", "shop2"));

        declare("shop2");
        assertThat(counts()).containsOnlyKeys("", "shop2:b");
        pair("later", LATE, Map.of("shop", "a", "shop2", "b"));
        declare("shop2", "shop");

        assertThat(counts())
                .containsEntry("shop:a", 3L)
                .containsEntry("shop2:b", 2L)
                .hasSize(3);
    }

    @Test
    void pairsPurgedWhileAKeyIsNotDeclared_areNotInItsSums() {
        declare("shop");
        pair("old", OLD, Map.of("shop", "a"));
        pair("late", LATE, Map.of("shop", "a"));
        purge(declare());
        declare("shop");
        assertThat(counts()).containsEntry("shop:a", 1L).containsEntry("", 2L);
    }

    /** A purge takes many steps, and the model may be declared anew between two of them. */
    @Test
    void key_declaredDuringAPurge_hasTheSumsOfWhatIsPurgedAfterwards() {
        Model undeclared = declare();
        pair("old", OLD, Map.of("shop", "a"));
        declare("shop");
        purge(undeclared);
        assertThat(counts()).containsEntry("shop:a", 1L);
    }

    @Test
    void deletePrediction_withAModelFromBeforeADeclaration_leavesNoSegmentBehind() {
        Model undeclared = declare();
        pair("old", OLD, Map.of("shop", "a"));
        declare("shop");
        assertThat(stores.intake().deletePrediction(undeclared, "old", Samples.NOW))
                .isTrue();
        assertThat(counts()).isEmpty();
    }

    /** The first hundred values have sums of their own, and stay the first hundred while purged pairs are counted so. */
    @Test
    void values_ofAKeyWithPurgedPairs_keepTheirPlaces() {
        declare("shop");
        for (int i = 0; i < 100; i++) {
            pair("old" + i, OLD, Map.of("shop", "v" + i));
        }
        purge(declare("shop"));
        declare();
        pair("late", LATE, Map.of("shop", "new"));
        declare("shop");
        pair("later", LATE, Map.of("shop", "v99"));
        assertThat(counts())
                .containsEntry("shop", 1L)
                .containsEntry("shop:v99", 2L)
                .doesNotContainKey("shop:new");
    }

    /** Where nothing is purged the places are given anew. */
    @Test
    void values_ofAKeyWithoutPurgedPairs_areForgotten() {
        declare("shop");
        for (int i = 0; i < 100; i++) {
            pair("p" + i, LATE, Map.of("shop", "v" + i));
            assertThat(stores.intake().deletePrediction(declare("shop"), "p" + i, Samples.NOW))
                    .isTrue();
        }
        declare();
        declare("shop");
        pair("late", LATE, Map.of("shop", "new"));
        assertThat(counts()).containsEntry("shop:new", 1L);
    }

    private Model declare(String... segments) {
        var wanted = Json.read(Json.text(Map.of("segments", List.of(segments))));
        Model model = stores.models()
                .declare("m", Samples.UNIT, old -> SettingsPatch.apply(old, wanted), Samples.NOW)
                .model();
        assertVerified();
        return model;
    }

    private void pair(String id, Instant at, Map<String, String> segments) {
        stores.intake()
                .recordPredictions(
                        "m",
                        Samples.UNIT,
                        List.of(new NewPrediction(id, 0.3, null, null, null, at, null, null, segments, null)),
                        Samples.NOW);
        stores.intake()
                .recordOutcomes(
                        "m",
                        Samples.UNIT,
                        List.of(new NewOutcome(id, 1.0, null, at.plus(Duration.ofHours(1)))),
                        Samples.NOW);
    }

    private void purge(Model model) {
        stores.purges().begin(model, PURGED_BEFORE, Samples.NOW);
        for (Place place = Place.START; place != null; ) {
            place = stores.purges()
                    .step(model, PURGED_BEFORE, place, Samples.NOW)
                    .next();
        }
        assertVerified();
    }

    private void assertVerified() {
        assertThat(Verify.run(database).difference()).isEmpty();
    }

    /** Pairs per segment, by prediction. */
    private Map<String, Long> counts() {
        assertVerified();
        Map<String, Long> counts = new TreeMap<>();
        database.read(session -> {
            session.each(
                    "select segment, sum(n) from pair_sums where basis = 'predicted' group by segment",
                    row -> counts.put(row.getString(1), row.getLong(2)));
            return null;
        });
        return counts;
    }
}
