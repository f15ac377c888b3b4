package dev.plumbline.learning.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.learning.SampleData;
import dev.plumbline.learning.dataset.LabelledRows;
import dev.plumbline.learning.dataset.LoadedTrainingData;
import dev.plumbline.learning.dataset.Preparation;
import dev.plumbline.learning.dataset.TrainingData;
import dev.plumbline.learning.dataset.TrainingDataException;
import dev.plumbline.learning.model.FeatureException;
import dev.plumbline.learning.skew.SkewCheck;
import dev.plumbline.learning.trainer.TrainingWatch;
import dev.plumbline.monitor.ConflictException;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.NotFoundException;
import dev.plumbline.monitor.jobs.Completion;
import dev.plumbline.monitor.jobs.RunHandle;
import dev.plumbline.monitor.model.Models;
import dev.plumbline.monitor.model.PromotionPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Seeds: 41 a good data set, 42 noise, 43 a larger good one, 44 one of few rows; the truth of 41, 43 and 44 is the same. */
class RetrainModelTest {

    private static final Instant NOW = Instant.parse("2026-02-16T04:00:00Z");
    private static final RunHandle RUN = new RunHandle(7, 1);

    private static final TrainingData GOOD = SampleData.drawn(41, 600, 300, 3, 3, 1);
    private static final TrainingData NOISE = SampleData.drawn(42, 100, 300, 3, 3, 0);
    private static final TrainingWatch.Progress SILENT = (trainer, step) -> {};
    private static final SkewCheck SKEW = new SkewCheck(new FakeStores.NothingLogged());
    private static final TrainingData FEW = SampleData.drawn(44, 40, 300, 3, 3, 1);
    private static final TrainingData MORE = SampleData.drawn(43, 6_000, 300, 3, 3, 1);

    private final FakeStores.TrainedModels store = new FakeStores.TrainedModels();
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final List<String> changed = new ArrayList<>();
    private final List<Completion> completions = new ArrayList<>();
    private TrainingSource source = of(GOOD);
    private ToLongFunction<dev.plumbline.monitor.model.Model> outcomes = model -> 42;

    private Models models(PromotionPolicy policy) {
        return new Models(new FakeStores.Declarations(), clock, "default", policy);
    }

    private static TrainingSource of(TrainingData data) {
        return model -> new LoadedTrainingData(
                new TrainingData(
                        data.schema(), data.train(), data.test(), new OutcomeClasses(model.settings()).numbers()),
                "drawn",
                "ab".repeat(32),
                new Preparation(
                        null,
                        List.of(),
                        List.of(),
                        data.train().size() + data.test().size(),
                        0,
                        List.of()));
    }

    private JsonNode run(PromotionPolicy policy) {
        return run(models(policy));
    }

    private JsonNode run(Models models) {
        return Json.read(retrain(models, changed::add).run(null, RUN, SILENT));
    }

    private RetrainModel retrain(Models models, Consumer<String> onChange) {
        return new RetrainModel(
                models, source, outcomes, TrainingSettings.DEFAULT, SKEW, store, completions::add, clock, onChange);
    }

    @Test
    void run_contractData_answersUnderTheWireNames() {
        source = TrainingSource.file(SampleData.contractFile(), Optional.empty());
        JsonNode answer = run(PromotionPolicy.GATED);

        assertThat(answer.get("status").stringValue()).isEqualTo("completed");
        assertThat(answer.get("testAccuracy").doubleValue()).isGreaterThanOrEqualTo(0.99);
        assertThat(answer.get("trainAccuracy").doubleValue()).isGreaterThanOrEqualTo(0.99);
        assertThat(answer.get("confusionMatrix")).hasSize(5);
        assertThat(answer.get("classes").toString()).isEqualTo("[1,2,3,4,5]");
        assertThat(answer.get("outcomeCount").longValue()).isEqualTo(42);
        assertThat(answer.get("outcomesRecommended").intValue()).isEqualTo(100);
        assertThat(answer.get("trainedAt").stringValue()).isEqualTo("2026-02-16T04:00:00Z");
        assertThat(answer.get("modelVersion").stringValue()).isEqualTo("1");
        assertThat(answer.get("logLoss").doubleValue()).isLessThan(0.02);
        assertThat(answer.get("leakage").get("suspected").booleanValue()).isTrue();
        assertThat(answer.get("leakage").get("features").get(0).propertyNames())
                .contains("name", "auc", "logLossAlone");
        assertThat(answer.get("promotion").propertyNames())
                .containsExactly("decision", "method", "from", "to", "reason", "logLossGain", "evidence", "interval");
        assertThat(answer.get("provenance").get("source").stringValue()).isEqualTo("training-data.json");
        assertThat(answer.get("provenance").get("sha256").stringValue()).hasSize(64);
        assertThat(changed).containsExactly("default");
        assertThat(store.records).hasSize(1);
    }

    @Test
    void run_modelThatLogsNoFeatures_isSkipped_andServesOn() {
        run(PromotionPolicy.GATED);
        source = TrainingSource.logged(new FakeStores.NothingLogged(), Optional.empty());
        JsonNode answer = run(PromotionPolicy.GATED);
        assertThat(answer.toString())
                .isEqualTo(
                        "{\"status\":\"skipped\",\"reason\":\"No prediction of model default was recorded with features\","
                                + "\"outcomeCount\":42,\"outcomesRecommended\":100,\"model\":\"default\"}");
        assertThat(completions).hasSize(1);
        assertThat(completions.get(0).run()).isEqualTo(RUN);
        assertThat(Json.read(completions.get(0).answer())).isEqualTo(answer);
        assertThat(store.serving).isEqualTo("1");
        assertThat(store.records).hasSize(1);
    }

    @Test
    void run_firstModelBetterThanBaseRates_serves() {
        JsonNode promotion = run(PromotionPolicy.GATED).get("promotion");
        assertThat(promotion.get("decision").stringValue()).isEqualTo("Promoted");
        assertThat(promotion.get("from").isNull()).isTrue();
        assertThat(promotion.get("to").stringValue()).isEqualTo("1");
        assertThat(promotion.get("reason").stringValue())
                .matches(
                        "log loss 0\\.\\d+ on 300 test rows, 0\\.\\d+ a row better than the base rates; the evidence for better is"
                                + " 10\\^\\d+ to 1, 20 to 1 and an interval above 0 are needed; no model serves yet");
        assertThat(promotion.get("evidence").doubleValue()).isGreaterThan(20);
        assertThat(promotion.get("interval").get(0).doubleValue()).isPositive();
        assertThat(store.serving).isEqualTo("1");
    }

    @Test
    void run_firstModelWorseThanBaseRates_isKeptButStored() {
        source = of(NOISE);
        JsonNode promotion = run(PromotionPolicy.GATED).get("promotion");
        assertThat(promotion.get("decision").stringValue()).isEqualTo("Kept");
        assertThat(promotion.get("reason").stringValue()).contains(" a row worse than the base rates; the evidence");
        assertThat(promotion.get("evidence").doubleValue()).isLessThan(20);
        assertThat(promotion.get("logLossGain").doubleValue()).isNegative();
        assertThat(store.serving).isNull();
        assertThat(store.versions).hasSize(1);
    }

    @Test
    void run_betterThanServing_replacesIt() {
        source = of(FEW);
        run(PromotionPolicy.GATED);
        source = of(MORE);
        JsonNode promotion = run(PromotionPolicy.GATED).get("promotion");
        assertThat(promotion.get("decision").stringValue()).isEqualTo("Promoted");
        assertThat(promotion.get("from").stringValue()).isEqualTo("1");
        assertThat(promotion.get("to").stringValue()).isEqualTo("2");
        assertThat(promotion.get("reason").stringValue())
                .contains(" a row better than the serving version 1 on the same rows");
        assertThat(promotion.get("evidence").doubleValue()).isGreaterThanOrEqualTo(20);
        assertThat(promotion.get("interval").get(0).doubleValue()).isPositive();
    }

    @Test
    void run_worseThanServing_isKept() {
        run(PromotionPolicy.GATED);
        // learnt from noise, judged by rows with a signal
        source = of(new TrainingData(GOOD.schema(), NOISE.train(), GOOD.test(), List.of()));
        JsonNode answer = run(PromotionPolicy.GATED);
        assertThat(answer.get("promotion").get("decision").stringValue()).isEqualTo("Kept");
        assertThat(answer.get("promotion").get("logLossGain").doubleValue()).isNegative();
        assertThat(answer.get("promotion").get("evidence").doubleValue()).isLessThan(1);
        assertThat(answer.get("modelVersion").stringValue()).isEqualTo("2");
        assertThat(store.serving).isEqualTo("1");
    }

    @ParameterizedTest
    @EnumSource(PromotionPolicy.class)
    void run_sameDataAgain_changesNothing(PromotionPolicy policy) {
        run(PromotionPolicy.GATED);
        JsonNode again = run(policy);
        assertThat(again.get("modelVersion").stringValue()).isEqualTo("1");
        assertThat(again.get("promotion").get("decision").stringValue()).isEqualTo("Kept");
        assertThat(again.get("promotion").get("reason").stringValue())
                .contains("the very model that serves, version 1");
        assertThat(store.versions).hasSize(1);
    }

    @Test
    void run_fewerFeatures_isKeptForAPerson() {
        run(PromotionPolicy.GATED);
        source = of(SampleData.drawn(43, 600, 300, GOOD.featureNames().size() - 1, 3, 1));
        JsonNode promotion = run(PromotionPolicy.GATED).get("promotion");
        assertThat(promotion.get("decision").stringValue()).isEqualTo("Kept");
        assertThat(promotion.get("reason").stringValue())
                .contains("better than the base rates;", "; the serving version 1 cannot be compared: it needs x");
        assertThat(store.serving).isEqualTo("1");
    }

    /**
     * The features that determine the label do not exist when a prediction is needed. The other eight say little, but on 1,472 rows
     * that little is sure: the gate asks for evidence, not for size.
     */
    @Test
    void run_contractDataWithoutWhatIsUnavailable_isLittleBetterThanTheBaseRates_andSurely(@TempDir Path folder)
            throws IOException {
        List<String> unavailable = List.of(
                "shareRate",
                "commentRate",
                "likeRate",
                "saveRate",
                "shareToLikeRatio",
                "commentToLikeRatio",
                "viewsPerFollower");
        Path schema = folder.resolve("schema.json");
        Files.writeString(
                schema,
                unavailable.stream()
                        .map(name -> "{\"name\":\"" + name + "\",\"type\":\"number\",\"availableAtPrediction\":false}")
                        .collect(Collectors.joining(",", "{\"features\":[", "]}")));
        source = TrainingSource.file(SampleData.contractFile(), Optional.of(schema));
        JsonNode answer = run(PromotionPolicy.GATED);

        assertThat(answer.get("provenance").get("featureNames").size()).isEqualTo(8);
        assertThat(answer.get("testAccuracy").doubleValue()).isBetween(0.25, 0.35);
        assertThat(answer.get("leakage").get("suspected").booleanValue()).isFalse();
        JsonNode promotion = answer.get("promotion");
        assertThat(promotion.get("logLossGain").doubleValue()).isBetween(0.02, 0.07);
        assertThat(promotion.get("interval").get(0).doubleValue()).isPositive();
        assertThat(promotion.get("evidence").doubleValue()).isGreaterThan(20);
        assertThat(promotion.get("decision").stringValue()).isEqualTo("Promoted");
    }

    @Test
    void run_versionThatWasRolledBack_isLeftToPeople() {
        run(PromotionPolicy.GATED);
        store.rolledBack.add(new String(store.versions.get(0).modelJson(), StandardCharsets.UTF_8));
        store.serving = null;
        JsonNode again = run(PromotionPolicy.GATED).get("promotion");
        assertThat(again.get("decision").stringValue()).isEqualTo("Kept");
        assertThat(again.get("reason").stringValue()).startsWith("training gave a version that was rolled back");
        assertThat(again.get("evidence").doubleValue()).isGreaterThan(20);
        assertThat(run(PromotionPolicy.ALWAYS).get("promotion").get("decision").stringValue())
                .isEqualTo("Promoted");
    }

    @Test
    void run_sameDataInAnotherStore_givesTheSameBytes() {
        run(PromotionPolicy.GATED);
        RetrainModelTest other = new RetrainModelTest();
        other.run(PromotionPolicy.GATED);
        assertThat(store.versions.get(0).modelJson())
                .isEqualTo(other.store.versions.get(0).modelJson());
    }

    @Test
    void run_policyAlways_servesWhateverItIs() {
        source = of(NOISE);
        assertThat(run(PromotionPolicy.ALWAYS).get("promotion").get("decision").stringValue())
                .isEqualTo("Promoted");
    }

    @Test
    void run_policyManual_leavesItToAPerson() {
        JsonNode first = run(PromotionPolicy.MANUAL).get("promotion");
        assertThat(first.get("decision").stringValue()).isEqualTo("Kept");
        assertThat(first.get("reason").stringValue()).startsWith("policy manual: a person promotes; log loss");
        assertThat(store.serving).isNull();
    }

    @Test
    void run_servingModelDamaged_isReplacedByOneThatIsBetterThanTheBaseRates() {
        run(PromotionPolicy.GATED);
        store.damaged = true;
        source = of(MORE);
        JsonNode promotion = run(PromotionPolicy.GATED).get("promotion");
        assertThat(promotion.get("decision").stringValue()).isEqualTo("Promoted");
        assertThat(promotion.get("from").stringValue()).isEqualTo("1");
        assertThat(promotion.get("reason").stringValue())
                .contains("than the base rates;")
                .endsWith("; what serves cannot be read: a golden row");
    }

    @Test
    void run_everyFeatureConstantOrMissing_failsNamingThem() {
        double[][] rows = new double[20][];
        int[] labels = new int[20];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[] {3.3, Double.NaN};
            labels[i] = i % 2;
        }
        source = of(SampleData.data(rows, labels, rows, labels));
        assertThatThrownBy(() -> run(PromotionPolicy.GATED))
                .isInstanceOf(TrainingDataException.class)
                .hasMessage(
                        "every feature has one value in all training rows, or none: x0 is 3.3, x1 is missing: there is"
                                + " nothing to learn from");
        assertThat(store.versions).isEmpty();
    }

    @Test
    void run_missingFile_failsWithItsMessageAndStoresNothing(@TempDir Path folder) {
        run(PromotionPolicy.GATED);
        source = TrainingSource.file(folder.resolve("gone.json"), Optional.empty());
        assertThatThrownBy(() -> run(PromotionPolicy.GATED))
                .isInstanceOf(TrainingDataException.class)
                .hasMessageStartingWith("training data file not found: ");
        assertThat(store.records).hasSize(1);
        assertThat(store.serving).isEqualTo("1");
    }

    @Test
    void run_outcomesCannotBeCounted_trainsAllTheSame() {
        outcomes = model -> {
            throw new IllegalStateException("no such table");
        };
        JsonNode answer = run(PromotionPolicy.GATED);
        assertThat(answer.get("outcomeCount").isNull()).isTrue();
        assertThat(answer.get("status").stringValue()).isEqualTo("completed");
    }

    @Test
    void run_anotherNodePromotedMeanwhile_isDecidedAnew() {
        store.interference = () -> {
            source = of(MORE);
            run(PromotionPolicy.GATED);
        };
        JsonNode answer = run(PromotionPolicy.ALWAYS);
        assertThat(answer.get("promotion").get("from").stringValue()).isEqualTo("1");
        assertThat(answer.get("promotion").get("to").stringValue()).isEqualTo("2");
    }

    @Test
    void run_alwaysOvertaken_givesUp() {
        source = of(GOOD);
        store.interference = new Runnable() {
            @Override
            public void run() {
                store.serving = store.serving == null ? "1" : null;
                store.interference = this;
            }
        };
        RetrainModelTest other = new RetrainModelTest();
        other.run(PromotionPolicy.GATED);
        store.versions.addAll(other.store.versions);
        assertThatThrownBy(() -> run(PromotionPolicy.GATED)).isInstanceOf(ConflictException.class);
        assertThat(store.records).isEmpty();
    }

    @Test
    void run_declaredClasses_widenTheMatrix() {
        Models models = models(PromotionPolicy.GATED);
        models.declare("default", Json.read("{\"classes\":[\"0\",\"1\",\"2\",\"3\"]}"));
        JsonNode answer = run(models);
        assertThat(answer.get("classes").toString()).isEqualTo("[0,1,2,3]");
        assertThat(answer.get("confusionMatrix")).hasSize(4);
        assertThat(answer.get("confusionMatrix").get(3).toString()).isEqualTo("[0,0,0,0]");
    }

    @Test
    void run_unknownModel_isNotFound() {
        RetrainModel retrain = retrain(models(PromotionPolicy.GATED), changed::add);
        assertThatThrownBy(() -> retrain.run("nobody", RUN, SILENT))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("Unknown model: nobody");
    }

    @Test
    void predict_noneTrained_isEmptyUntilTheFirstPromotion() {
        Models models = models(PromotionPolicy.GATED);
        PredictClass predict = new PredictClass(models, store);
        assertThat(predict.serving("default")).isEmpty();

        retrain(models, predict::invalidate).run(null, RUN, SILENT);
        Map<String, Object> features = Map.of("x0", 2, "x1", 0, "x2", 0.5, "more", "ignored");
        ServingModel.ClassPrediction prediction = predict(predict, features);
        assertThat(prediction.modelVersion()).isEqualTo("1");
        assertThat(prediction.probabilities().keySet()).containsExactly("0", "1", "2");
        assertThat(prediction.probabilities().values().stream()
                        .mapToDouble(p -> p)
                        .sum())
                .isBetween(1 - 1e-12, 1 + 1e-12);
        // three tiers of equal width: 16.7, 50, 83.3; x0 = 2 speaks for the highest class
        assertThat(prediction.score()).isBetween(70.0, 100 * 5 / 6.0);

        int reads = store.reads;
        assertThat(predict(predict, features)).isEqualTo(prediction);
        assertThat(predict.serving(null)).isEqualTo(predict.serving("default"));
        assertThat(store.reads).as("the model is loaded once").isEqualTo(reads);
    }

    @Test
    void predict_badFeatures_namesThem() {
        Models models = models(PromotionPolicy.GATED);
        run(models);
        PredictClass predict = new PredictClass(models, store);
        assertThatThrownBy(() -> predict(predict, Map.of("x0", 1, "x2", "high")))
                .isInstanceOf(FeatureException.class)
                .hasMessage("feature x1 is missing; feature x2 must be a finite number, got \"high\"");
        assertThatThrownBy(() -> predict.serving("nobody")).isInstanceOf(NotFoundException.class);
    }

    private static ServingModel.ClassPrediction predict(PredictClass predict, Map<String, Object> features) {
        ServingModel serving = predict.serving("default").orElseThrow();
        return serving.predict(serving.features().inOrder(features));
    }

    @Test
    void predict_declaredMidpoints_makeTheScore() {
        Models models = models(PromotionPolicy.GATED);
        run(models);
        models.declare("default", Json.read("{\"tierMidpoints\":[7,7,7]}"));
        ServingModel.ClassPrediction prediction =
                predict(new PredictClass(models, store), Map.of("x0", 2, "x1", 0, "x2", 0.5));
        assertThat(prediction.score()).isBetween(7 - 1e-12, 7 + 1e-12);
    }

    @Test
    void load_damagedModel_messageNamesTheVersion() {
        run(PromotionPolicy.GATED);
        byte[] damaged = new String(store.versions.get(0).modelJson(), java.nio.charset.StandardCharsets.UTF_8)
                .replaceFirst("\"mean\":", "\"mean\":1")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThatThrownBy(() -> StoredModel.load("3", damaged, NOW))
                .hasMessageStartingWith("trained model version 3: the model ");
    }

    @Test
    void rowsOfOneTestRow_haveAGainWithoutAnInterval() {
        TrainingData one = new TrainingData(
                GOOD.schema(), GOOD.train(), LabelledRows.of(new double[][] {{3, 0, 0}}, new int[] {2}), List.of());
        source = of(one);
        JsonNode promotion = run(PromotionPolicy.GATED).get("promotion");
        assertThat(promotion.get("interval").isNull()).isTrue();
        assertThat(promotion.get("logLossGain").isNumber()).isTrue();
    }
}
