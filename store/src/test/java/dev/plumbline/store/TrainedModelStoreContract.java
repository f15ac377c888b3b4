package dev.plumbline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.learning.dataset.FeatureSchema;
import dev.plumbline.learning.dataset.LabelledRows;
import dev.plumbline.learning.dataset.Preparation;
import dev.plumbline.learning.model.Column;
import dev.plumbline.learning.model.Encoding;
import dev.plumbline.learning.model.Evaluation;
import dev.plumbline.learning.model.ModelFormatException;
import dev.plumbline.learning.model.ModelHead;
import dev.plumbline.learning.model.ModelJson;
import dev.plumbline.learning.model.MultinomialModel;
import dev.plumbline.learning.model.TrainedModel;
import dev.plumbline.learning.retrain.Provenance;
import dev.plumbline.learning.retrain.StoredModel;
import dev.plumbline.learning.retrain.TrainedPromotion;
import dev.plumbline.learning.retrain.TrainedVersion;
import dev.plumbline.learning.retrain.TrainedVersion.State;
import dev.plumbline.learning.retrain.TrainingRun;
import dev.plumbline.monitor.ConflictException;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.NotFoundException;
import dev.plumbline.monitor.gate.GateDecision.Grounds;
import dev.plumbline.monitor.gate.GateDecision.Kept;
import dev.plumbline.monitor.gate.GateDecision.Promoted;
import dev.plumbline.monitor.jobs.JobRequest;
import dev.plumbline.monitor.jobs.JobRun;
import dev.plumbline.monitor.jobs.RunHandle;
import dev.plumbline.monitor.model.Model;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every database does with trained models. */
abstract class TrainedModelStoreContract extends StoreContract {
    private Model model;

    @BeforeEach
    void declare() {
        model = Samples.declared(stores, "m");
    }

    private RunHandle started() {
        return stores.runs()
                .start(new JobRequest(JobRequest.RETRAIN, "m", "", null), "node", Samples.NOW)
                .handle();
    }

    private static final Preparation PREPARATION = new Preparation(null, List.of(), List.of(), 4, 0, List.of());

    private TrainingRun run(double weight, boolean serve, String expected) {
        double[][] features = {{0}, {1}};
        ModelHead head = new ModelHead(
                FeatureSchema.numbers(List.of("age")),
                new int[] {1, 2},
                new int[] {1, 1},
                new boolean[] {false},
                features,
                Optional.empty());
        TrainedModel trained = new MultinomialModel(
                head,
                new Encoding(1, List.of(new Column.Standardised(0, 0.5, 1))),
                new double[][] {{-weight}, {weight}},
                new double[] {0, 0});
        Evaluation evaluation = Evaluation.of(trained, LabelledRows.of(features, new int[] {1, 2}));
        Provenance provenance = new Provenance(
                "file", "00", PREPARATION, 2, 2, List.of("age"), List.of(), "trainer", Map.of("l2", 1e-6), "0.1.0", 5);
        return new TrainingRun(
                model,
                Samples.NOW,
                ModelJson.write(trained, "0.1.0"),
                ("reference of weight " + weight).getBytes(StandardCharsets.UTF_8),
                provenance,
                evaluation,
                evaluation,
                serve
                        ? new Promoted(new Grounds("trainer", 0.25, List.of(0.1, 0.4), 34.0, "because"))
                        : new Kept(Grounds.because("trainer", "because")),
                expected);
    }

    @Test
    void reference_isThatOfTheVersion() {
        commit(run(1, true, null));
        commit(run(2, false, "1"));

        assertThat(new String(stores.trainedModels().reference(model, "1").orElseThrow(), StandardCharsets.UTF_8))
                .isEqualTo("reference of weight 1.0");
        assertThat(new String(stores.trainedModels().reference(model, "2").orElseThrow(), StandardCharsets.UTF_8))
                .isEqualTo("reference of weight 2.0");
        assertThatThrownBy(() -> stores.trainedModels().reference(model, "3"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("version 3 of model " + model.name() + " is not stored");
    }

    private String commit(TrainingRun run) {
        return Json.read(stores.trainedModels()
                        .commit(
                                run,
                                started(),
                                version -> Json.bytes(Json.object().put("modelVersion", version))))
                .get("modelVersion")
                .stringValue();
    }

    @Test
    void trainedModel_servesOnlyWhenItIsPutInForce() {
        assertThat(stores.trainedModels().serving(model)).isEmpty();
        assertThat(commit(run(1, false, null))).isEqualTo("1");
        assertThat(stores.trainedModels().serving(model)).isEmpty();
        assertThat(commit(run(2, true, null))).isEqualTo("2");
        assertThat(stores.trainedModels().serving(model))
                .map(StoredModel::version)
                .contains("2");
        assertThat(stores.trainedModels().serving(model))
                .map(StoredModel::trainedAt)
                .contains(Samples.NOW);
        assertThat(commit(run(3, false, "2"))).isEqualTo("3");
        assertThat(stores.trainedModels().serving(model))
                .map(StoredModel::version)
                .contains("2");
    }

    @Test
    void sameBytes_areTheSameVersion() {
        commit(run(1, true, null));
        assertThat(commit(run(1, true, "1"))).isEqualTo("1");
        assertThat(commit(run(2, true, "1"))).isEqualTo("2");
        assertThat(stores.trainedModels().list(model, Long.MAX_VALUE, 2).items())
                .extracting(each -> each.get("modelVersion").stringValue())
                .containsExactly("2", "1");
        assertThat(stores.trainedModels().list(model, 2, 9).items()).hasSize(1);
    }

    @Test
    void otherServingVersion_isAConflictAndNothingIsKept() {
        commit(run(1, true, null));
        assertThatThrownBy(() -> commit(run(2, false, null)))
                .isInstanceOf(ConflictException.class)
                .hasMessage("Trained model version 1 serves model m, expected was none");
        assertThat(commit(run(3, false, "1")))
                .as("the refused one took no number")
                .isEqualTo("2");
    }

    @Test
    void attemptThatWasOvertaken_isAConflictAndNothingIsKept() {
        RunHandle run = started();
        assertThatThrownBy(() -> stores.trainedModels()
                        .commit(run(1, true, null), new RunHandle(run.id(), 2), version -> new byte[] {'1'}))
                .isInstanceOf(ConflictException.class);
        assertThat(stores.trainedModels().serving(model)).isEmpty();
        assertThat(stores.runs().find(run.id())).map(JobRun::status).contains("running");
    }

    @Test
    void storedModelThatWasChanged_neverServes() {
        commit(run(1, true, null));
        database.write(session -> session.update(
                "update trained_models set portable_form = ?",
                new Object[] {"{}".getBytes(java.nio.charset.StandardCharsets.UTF_8)}));
        assertThatThrownBy(() -> stores.trainedModels().serving(model)).isInstanceOf(ModelFormatException.class);
    }

    private TrainedPromotion move(int to, int expected, String kind) {
        return stores.trainedModels().move(model, to, expected, kind, "looked at it", Samples.NOW);
    }

    private String serving() {
        return stores.trainedModels().serving(model).map(StoredModel::version).orElse(null);
    }

    @Test
    void versions_haveStateProvenanceAndTheirRun() {
        commit(run(1, true, null));
        commit(run(2, true, "1"));
        commit(run(3, false, "2"));

        List<TrainedVersion> versions =
                stores.trainedModels().versions(model, Long.MAX_VALUE, 9).items();
        assertThat(versions).extracting(TrainedVersion::modelVersion).containsExactly("3", "2", "1");
        assertThat(versions)
                .extracting(TrainedVersion::state)
                .containsExactly(State.CANDIDATE, State.SERVING, State.RETIRED);
        assertThat(versions.get(1).provenance().get("trainRows").asInt()).isEqualTo(2);
        assertThat(versions.get(1).training().get("modelVersion").asString()).isEqualTo("2");
        assertThat(versions.get(1).trainedAt()).isEqualTo(Samples.NOW);
        assertThat(stores.trainedModels().versions(model, 3, 1).items())
                .extracting(TrainedVersion::modelVersion)
                .containsExactly("2");
        assertThat(stores.trainedModels().versions(model, 3, 1).next()).isEqualTo(2);
    }

    @Test
    void moves_areAppended_withWhoAndWhyAndTheGatesNumbers() {
        commit(run(1, true, null));
        commit(run(2, false, "1"));
        move(2, 1, "promoted");

        List<TrainedPromotion> promotions =
                stores.trainedModels().promotions(model, Long.MAX_VALUE, 9).items();
        assertThat(promotions).extracting(TrainedPromotion::to).containsExactly("2", "1");
        assertThat(promotions).extracting(TrainedPromotion::from).containsExactly("1", null);
        assertThat(promotions).extracting(TrainedPromotion::by).containsExactly("admin", "gate");
        assertThat(promotions).extracting(TrainedPromotion::reason).containsExactly("looked at it", "because");
        assertThat(promotions.get(0).evidence()).isNull();
        assertThat(promotions.get(1).evidence().toString())
                .isEqualTo("{\"logLossGain\":0.25,\"evidence\":34.0,\"interval\":[0.1,0.4]}");
        assertThat(serving()).isEqualTo("2");
    }

    @Test
    void rollback_goesDownThePile_andIsRemembered() {
        assertThat(stores.trainedModels().previous(model)).isEmpty();
        commit(run(1, true, null));
        assertThat(stores.trainedModels().previous(model))
                .as("nothing served before")
                .isEmpty();
        commit(run(2, true, "1"));
        commit(run(3, true, "2"));
        byte[] third = stores.trainedModels().portable(model, 3).orElseThrow();
        assertThat(stores.trainedModels().previous(model)).contains(2);
        assertThat(stores.trainedModels().rolledBack(model, third)).isFalse();

        move(2, 3, "rolledBack");
        assertThat(stores.trainedModels().previous(model)).contains(1);
        assertThat(stores.trainedModels().rolledBack(model, third)).isTrue();
        assertThat(stores.trainedModels().rolledBack(model, new byte[] {1})).isFalse();

        move(3, 2, "promoted");
        move(1, 3, "promoted");
        assertThat(stores.trainedModels().rolledBack(model, third))
                .as("it left as others do")
                .isFalse();
    }

    @Test
    void move_staleOrUnknown_changesNothing() {
        commit(run(1, true, null));
        commit(run(2, false, "1"));
        assertThatThrownBy(() -> move(2, 0, "promoted"))
                .isInstanceOf(ConflictException.class)
                .hasMessage("Trained model version 1 serves model m, expected was none");
        assertThatThrownBy(() -> move(7, 1, "promoted"))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("Unknown trained model version: 7 of model m");
        database.write(session -> session.update(
                "update trained_models set portable_form = ? where version = 2",
                new Object[] {"{}".getBytes(StandardCharsets.UTF_8)}));
        assertThatThrownBy(() -> move(2, 1, "promoted")).isInstanceOf(ModelFormatException.class);
        assertThat(stores.trainedModels().promotions(model, Long.MAX_VALUE, 9).items())
                .hasSize(1);
    }

    @Test
    void add_isACandidateWithoutRowsOrRun_andOnceOnly() {
        commit(run(1, true, null));
        byte[] other = run(5, false, null).modelJson();
        TrainedVersion added =
                stores.trainedModels().add(model, other, Json.object().put("source", "import"), Samples.NOW);
        assertThat(added.modelVersion()).isEqualTo("2");
        assertThat(added.state()).isEqualTo(State.CANDIDATE);
        assertThat(added.training()).isNull();
        assertThat(stores.trainedModels().reference(model, "2")).isEmpty();
        assertThat(stores.trainedModels().portable(model, 2)).contains(other);
        assertThat(stores.trainedModels().portable(model, 3)).isEmpty();
        assertThat(stores.trainedModels()
                        .add(model, other, Json.object(), Samples.NOW)
                        .modelVersion())
                .isEqualTo("2");
        move(2, 1, "promoted");
        assertThat(serving()).isEqualTo("2");
    }
}
