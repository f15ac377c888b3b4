package dev.plumbline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.calibration.calibrator.Identity;
import dev.plumbline.calibration.calibrator.PlattCalibrator;
import dev.plumbline.monitor.ConflictException;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.NotFoundException;
import dev.plumbline.monitor.jobs.Completion;
import dev.plumbline.monitor.jobs.JobRequest;
import dev.plumbline.monitor.jobs.JobRun;
import dev.plumbline.monitor.jobs.RunHandle;
import dev.plumbline.monitor.jobs.RunStore.Start;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.ModelSettings;
import dev.plumbline.monitor.model.ScoreScale;
import dev.plumbline.monitor.model.SettingsPatch;
import dev.plumbline.monitor.versions.CalibratorVersion;
import dev.plumbline.monitor.versions.Promotion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every database does with models, calibrators, promotions, audits, runs and keys. */
abstract class DecisionStoresContract extends StoreContract {
    private static final Instant NOW = Samples.NOW;
    private Model model;

    @BeforeEach
    void declare() {
        model = Samples.declared(stores, "m");
    }

    private int serving() {
        return stores.calibrators().inForce(model, "1").version();
    }

    private Promotion move(int to, int expected, String kind) {
        return stores.calibrators().move(model, "1", to, expected, kind, "admin", "why", NOW);
    }

    @Test
    void declaration_isKeptAndChanged() {
        var declared = stores.models().declare("x", Samples.UNIT, settings -> settings, NOW);
        assertThat(declared.created()).isTrue();
        var changed = stores.models()
                .declare(
                        "x",
                        Samples.UNIT,
                        settings -> SettingsPatch.apply(
                                settings, Json.read("{\"maturityDelay\":\"P30D\",\"segments\":[\"shop\"]}")),
                        NOW.plusSeconds(9));
        assertThat(changed.created()).isFalse();
        assertThat(stores.models().find("x")).contains(changed.model());
        assertThat(changed.model().createdAt()).isEqualTo(NOW);
        assertThat(stores.models().all()).extracting(Model::name).containsExactly("m", "x");
    }

    @Test
    void scaleOfAModelWithRows_cannotChange() {
        stores.intake().recordPredictions("m", Samples.UNIT, Samples.predictions("p", 1), NOW);
        ModelSettings percent = ModelSettings.defaults(ScoreScale.PERCENT);
        assertThatThrownBy(() -> stores.models().declare("m", Samples.UNIT, settings -> percent, NOW))
                .isInstanceOf(ConflictException.class)
                .hasMessage("scoreScale of model m cannot change from unit to percent: it has predictions or outcomes"
                        + " already; declare a new model instead");
        assertThat(stores.models().find("m").orElseThrow().settings()).isEqualTo(Samples.UNIT);
    }

    @Test
    void nothingPromoted_identityServes() {
        var inForce = stores.calibrators().inForce(model, "1");
        assertThat(inForce.version()).isZero();
        assertThat(inForce.calibrator()).isEqualTo(new Identity());
        assertThat(inForce.since()).isNull();
        assertThat(stores.calibrators().previous(model, "1")).isEmpty();
    }

    @Test
    void audit_commitsFitPromotionRecordAndRunTogether() {
        RunHandle run = Samples.started(stores, "key");
        byte[] bytes = stores.audits()
                .commit(
                        Samples.promoting(model, Samples.refit(-3, 1), 0),
                        run,
                        (id, candidate, moved) ->
                                Json.bytes(Json.object().put("auditId", id).put("candidate", candidate)));
        assertThat(bytes).asString().isEqualTo("{\"auditId\":1,\"candidate\":1}");
        assertThat(stores.audits().find(model, 1))
                .hasValueSatisfying(stored -> assertThat(stored).isEqualTo(bytes));
        assertThat(stores.runs().answer(Samples.audit("key")))
                .hasValueSatisfying(stored -> assertThat(stored).isEqualTo(bytes));
        assertThat(stores.runs().find(run.id())).map(JobRun::status).contains("completed");
        var inForce = stores.calibrators().inForce(model, "1");
        assertThat(inForce.calibrator()).isEqualTo(new PlattCalibrator(-3, 1));
        assertThat(inForce.since()).isEqualTo(NOW);
        assertThat(stores.calibrators().promotions(model, Long.MAX_VALUE, 10).items())
                .containsExactly(new Promotion(
                        1,
                        "1",
                        0,
                        1,
                        "promoted",
                        "gate",
                        NOW,
                        "better",
                        Json.object().put("x", 1)));
        assertThat(stores.calibrators().inForce(model, "2").version())
                .as("another version's scores")
                .isZero();
    }

    @Test
    void refitWithTheSameParameters_isTheSameVersion() {
        Samples.audited(stores, model, Samples.refit(-3, 1), 0);
        assertThat(Samples.audited(stores, model, Samples.refit(-3, 1), 1))
                .asString()
                .contains("\"candidate\":1");
        assertThat(Samples.audited(stores, model, Samples.refit(-3, 2), 1))
                .asString()
                .contains("\"candidate\":2");
        assertThat(stores.calibrators().list(model, Long.MAX_VALUE, 10).items())
                .extracting(CalibratorVersion::version)
                .containsExactly(2, 1);
        assertThat(stores.audits().list(model, 3, 1).items())
                .extracting(each -> each.get("auditId").intValue())
                .containsExactly(2);
    }

    @Test
    void audit_againstWhatServesNoLonger_changesNothing() {
        Samples.audited(stores, model, Samples.refit(-3, 1), 0);
        assertThatThrownBy(() -> Samples.audited(stores, model, Samples.refit(-4, 1), 0))
                .isInstanceOf(ConflictException.class)
                .hasMessage("Calibrator version 1 serves model m version 1, expected was 0");
        assertThat(stores.calibrators().find(model, 2)).isEmpty();
        assertThat(stores.audits().find(model, 2)).isEmpty();
    }

    @Test
    void audit_ofAnAttemptThatWasOvertaken_changesNothing() {
        RunHandle first = Samples.started(stores, "key");
        stores.runs().failInterrupted(NOW);
        RunHandle second = Samples.started(stores, "key");
        assertThat(second).isEqualTo(new RunHandle(first.id(), 2));
        var draft = Samples.promoting(model, Samples.refit(-3, 1), 0);
        assertThatThrownBy(() -> stores.audits().commit(draft, first, (id, candidate, moved) -> new byte[] {'1'}))
                .isInstanceOf(ConflictException.class)
                .hasMessage("Attempt 1 at run " + first.id()
                        + " may not commit its result: the run has ended, or a later" + " attempt has taken over");
        assertThat(serving()).isZero();
        assertThat(stores.calibrators().find(model, 1)).isEmpty();
        assertThat(stores.audits().find(model, 1)).isEmpty();
        stores.audits().commit(draft, second, (id, candidate, moved) -> new byte[] {'1'});
        assertThat(serving()).isEqualTo(1);
    }

    @Test
    void renderer_thatFails_leavesNothing() {
        RunHandle run = Samples.started(stores, null);
        assertThatThrownBy(() -> stores.audits()
                        .commit(Samples.promoting(model, Samples.refit(-3, 1), 0), run, (id, candidate, moved) -> {
                            throw new IllegalStateException("cannot render");
                        }))
                .hasMessage("cannot render");
        assertThat(serving()).isZero();
        assertThat(stores.calibrators().find(model, 1)).isEmpty();
        assertThat(stores.runs().find(run.id())).map(JobRun::status).contains("running");
    }

    @Test
    void move_ofAStaleOrUnknownVersion_isRefused() {
        Samples.audited(stores, model, Samples.refit(-3, 1), 0);
        assertThatThrownBy(() -> move(0, 7, "promoted"))
                .isInstanceOf(ConflictException.class)
                .hasMessage("Calibrator version 1 serves model m version 1, expected was 7");
        assertThatThrownBy(() -> move(5, 1, "promoted"))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("Unknown calibrator version: 5 of model m version 1");
        assertThatThrownBy(() -> stores.calibrators().move(model, "2", 1, 0, "promoted", "admin", "why", NOW))
                .as("fitted on another version's scores")
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void calibratorWhoseStoredParametersWereChanged_neverServes() {
        Samples.audited(stores, model, Samples.refit(-3, 1), 0);
        move(0, 1, "promoted");
        database.write(session -> session.update("update calibrators set parameters = '{\"a\":-3.1,\"b\":1.0}'"));
        assertThatThrownBy(() -> move(1, 0, "promoted")).hasMessageContaining("does not reproduce its check value");
        assertThat(serving()).isZero();
    }

    @Test
    void rollback_goesBackPromotionByPromotion() {
        Samples.audited(stores, model, Samples.refit(-1, 0), 0);
        Samples.audited(stores, model, Samples.refit(-2, 0), 1);
        Samples.audited(stores, model, Samples.refit(-3, 0), 2);
        for (int expected : List.of(3, 2, 1)) {
            assertThat(stores.calibrators().previous(model, "1")).contains(expected - 1);
            move(expected - 1, expected, "rolledBack");
            assertThat(stores.calibrators().inForce(model, "1").rolledBackAt()).isEqualTo(NOW);
        }
        assertThat(serving()).isZero();
        assertThat(stores.calibrators().previous(model, "1")).isEmpty();
        move(3, 0, "promoted");
        assertThat(stores.calibrators().previous(model, "1")).contains(0);
    }

    @Test
    void keyOfACompletedRun_hasItsAnswer() {
        JobRequest request = Samples.audit("key");
        assertThat(stores.runs().answer(request)).isEmpty();
        RunHandle run = Samples.started(stores, "key");
        stores.runs().join(Samples.audit("other"), run);
        stores.runs().complete(new Completion(run, new byte[] {'a'}, NOW));
        assertThat(stores.runs().answer(request)).isPresent();
        assertThat(stores.runs().answer(Samples.audit("other"))).isPresent();
        assertThat(stores.runs().answer(Samples.audit(null))).isEmpty();
        Start again = stores.runs().start(request, "node", NOW);
        assertThat(again.answer())
                .hasValueSatisfying(answer -> assertThat(answer).asString().isEqualTo("a"));
        assertThat(stores.runs().list(null, null, Long.MAX_VALUE, 10).items()).hasSize(1);
    }

    @Test
    void keyOfAFailedRun_startsItAgain() {
        RunHandle run = Samples.started(stores, "key");
        stores.runs().fail(run, "no luck", NOW);
        assertThat(stores.runs().find(run.id())).map(JobRun::error).contains("no luck");
        assertThat(Samples.started(stores, "key")).isEqualTo(new RunHandle(run.id(), 2));
        stores.runs().fail(run, "the first attempt speaks too late", NOW);
        JobRun found = stores.runs().find(run.id()).orElseThrow();
        assertThat(found.status()).isEqualTo("running");
        assertThat(found.attempts()).isEqualTo(2);
        assertThat(found.error()).isNull();
    }

    @Test
    void runs_areListedByJobAndModel() {
        Samples.started(stores, null);
        stores.runs().start(new JobRequest(JobRequest.RETRAIN, "m", "", null), "node", NOW);
        stores.runs().start(new JobRequest(JobRequest.AUDIT, "n", "", null), "node", NOW);
        assertThat(stores.runs().list(null, null, Long.MAX_VALUE, 2).next()).isEqualTo(2);
        assertThat(stores.runs().list("audit", null, Long.MAX_VALUE, 9).items())
                .extracting(JobRun::id)
                .containsExactly(3L, 1L);
        assertThat(stores.runs().list("audit", "n", Long.MAX_VALUE, 9).items())
                .extracting(JobRun::id)
                .containsExactly(3L);
        assertThat(stores.runs().failInterrupted(NOW)).isEqualTo(3);
        assertThat(stores.runs().list(null, null, Long.MAX_VALUE, 9).items())
                .extracting(JobRun::error)
                .containsOnly("the process ended before the run did");
    }

    @Test
    void keys_areReplacedByScope() {
        assertThat(stores.keys().hash("admin")).isEqualTo(Optional.empty());
        stores.keys().put("admin", new byte[] {1}, NOW);
        stores.keys().put("admin", new byte[] {2}, NOW);
        assertThat(stores.keys().hash("admin"))
                .hasValueSatisfying(hash -> assertThat(hash).containsExactly(2));
    }
}
