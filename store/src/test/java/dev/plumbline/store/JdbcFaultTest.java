package dev.plumbline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.calibration.ReliabilityBin;
import dev.plumbline.calibration.calibrator.PlattCalibrator;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.UnavailableException;
import dev.plumbline.monitor.intake.NewOutcome;
import dev.plumbline.monitor.intake.NewPrediction;
import dev.plumbline.monitor.intake.RowAnswer;
import dev.plumbline.monitor.jobs.JobRun;
import dev.plumbline.monitor.jobs.RunHandle;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.SettingsPatch;
import dev.plumbline.monitor.pairs.SummaryStore.VersionSummary;
import dev.plumbline.monitor.pairs.Window;
import dev.plumbline.monitor.versions.InForce;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every JDBC call of a write fails once, before or after its work: there is no half result, and the next call repairs. */
class JdbcFaultTest {
    private static final int TOO_MANY = 5_000;

    @TempDir
    Path directory;

    private final FailingConnection fault = new FailingConnection();
    private Database database;
    private Stores stores;
    private Model model;

    @BeforeEach
    void open() {
        database = Database.open(directory, fault::wrap);
        stores = Stores.over(database);
        model = Samples.declared(stores, "m");
    }

    @AfterEach
    void close() {
        fault.failAt(0, false);
        database.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void intake_failingAtEveryCall_isWholeOrNothingAndRepeatable(boolean after) {
        boolean reached = true;
        for (int call = 1; reached; call++) {
            String prefix = after + "-" + call + "-";
            List<NewPrediction> predictions = Samples.predictions(prefix, 5);
            List<NewOutcome> outcomes = Samples.outcomes(prefix, 6); // the last one waits
            fault.failAt(call, after);
            boolean acknowledged = succeeds(() -> {
                stores.intake().recordPredictions("m", Samples.UNIT, predictions, Samples.NOW);
                stores.intake().recordOutcomes("m", Samples.UNIT, outcomes, Samples.NOW);
            });
            reached = fault.failed();
            fault.failAt(0, after);
            assertWholeOrNothing(prefix, acknowledged);
            stores.intake().recordPredictions("m", Samples.UNIT, predictions, Samples.NOW);
            stores.intake().recordOutcomes("m", Samples.UNIT, outcomes, Samples.NOW);
            assertWholeOrNothing(prefix, true);
            assertThat(call).isLessThan(TOO_MANY);
        }
    }

    private void assertWholeOrNothing(String prefix, boolean acknowledged) {
        long found = 0;
        long closed = 0;
        for (int i = 0; i < 5; i++) {
            var stored = stores.intake().find(model, prefix + i);
            found += stored.isPresent() ? 1 : 0;
            closed += stored.isPresent() && !stored.get().get("outcome").isNull() ? 1 : 0;
        }
        if (acknowledged) {
            assertThat(closed).isEqualTo(5);
        }
        assertThat(found).isIn(0L, 5L);
        assertThat(closed).isIn(0L, 5L);
        assertThat(Verify.run(database).difference()).isEmpty();
    }

    /** A version of the model is a step of a purge: what it adds to the sums of purged pairs and what it takes away are one. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void purge_failingAtEveryFourthCall_leavesEachVersionWholeOrPurged_andTheNextRepairs(boolean after) {
        purgeFailingAtEvery(4, after);
    }

    @Tag("full")
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void purge_failingAtEveryCall_leavesEachVersionWholeOrPurged_andTheNextRepairs(boolean after) {
        purgeFailingAtEvery(1, after);
    }

    private void purgeFailingAtEvery(int calls, boolean after) {
        stores.models()
                .declare(
                        "m",
                        Samples.UNIT,
                        old -> SettingsPatch.apply(old, Json.read("{\"segments\": [\"shop\"]}")),
                        Samples.NOW);
        int each = 2 * Samples.OLD_VERSIONS;
        boolean reached = true;
        for (int call = 1; reached; call += calls) {
            String prefix = after + "-" + call + "-";
            stores.intake().recordPredictions("m", Samples.UNIT, Samples.oldPredictions(prefix, each), Samples.NOW);
            stores.intake().recordOutcomes("m", Samples.UNIT, Samples.oldOutcomes(prefix, each + 1), Samples.NOW);
            Map<String, List<ReliabilityBin>> pairs = bins();
            fault.failAt(call, after);
            boolean acknowledged = succeeds(() -> Samples.purgeOld(stores, "m"));
            reached = fault.failed();
            fault.failAt(0, after);
            assertPurged(prefix, each, acknowledged);
            assertThat(bins()).isEqualTo(pairs);
            Samples.purgeOld(stores, "m");
            assertPurged(prefix, each, true);
            assertThat(bins()).isEqualTo(pairs);
            assertThat(call).isLessThan(TOO_MANY);
        }
    }

    private void assertPurged(String prefix, int each, boolean all) {
        List<NewOutcome> late = new ArrayList<>();
        for (int version = 0; version < Samples.OLD_VERSIONS; version++) {
            boolean kept = stores.intake().find(model, prefix + version).isPresent();
            assertThat(kept && all).isFalse();
            for (int i = version; i < each; i += Samples.OLD_VERSIONS) {
                assertThat(stores.intake().find(model, prefix + i).isPresent()).isEqualTo(kept);
                if (!kept) {
                    late.add(new NewOutcome(prefix + i, 0.5, null, null));
                }
            }
        }
        assertThat(stores.intake().recordOutcomes("m", Samples.UNIT, late, Samples.NOW))
                .extracting(RowAnswer::result)
                .hasSameSizeAs(late)
                .allMatch(RowAnswer.Result.PURGED::equals);
        if (all) {
            assertThat(stores.intake().waiting(model, Long.MAX_VALUE, 500).items())
                    .isEmpty();
        }
        assertThat(Verify.run(database).difference()).isEmpty();
    }

    /** All pairs, purged or not, by the version of the model. */
    private Map<String, List<ReliabilityBin>> bins() {
        return stores.summaries().observed(model, Window.allUntil(Samples.NOW)).stream()
                .collect(Collectors.toMap(
                        VersionSummary::version, version -> version.issued().bins()));
    }

    /** Health looks without writing while all is well, and by writing until it works again. */
    @Test
    void check_afterAWriteThatFailed_failsUntilOneWorks() {
        database.check();
        fault.failAt(1, false);
        database.check();
        assertThat(fault.failed()).as("nothing was written").isFalse();
        assertThatThrownBy(() ->
                        stores.intake().recordPredictions("m", Samples.UNIT, Samples.predictions("p", 1), Samples.NOW))
                .isInstanceOf(UnavailableException.class);
        fault.failAt(1, false);
        assertThatThrownBy(database::check).isInstanceOf(UnavailableException.class);
        database.check();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void audit_failingAtEveryCall_isWholeOrNothingAndRepeatable(boolean after) {
        stores.intake().recordPredictions("m", Samples.UNIT, Samples.predictions("p", 3), Samples.NOW);
        int audits = 0;
        boolean reached = true;
        for (int call = 1; reached; call++) {
            RunHandle run = Samples.started(stores, null);
            InForce before = stores.calibrators().inForce(model, "1");
            var draft = Samples.entering(model, Samples.refit(-call, after ? 1 : 0), before.version(), call);
            fault.failAt(call, after);
            boolean acknowledged =
                    succeeds(() -> stores.audits().commit(draft, run, (id, candidate, moved) -> new byte[] {'1'}));
            reached = fault.failed();
            fault.failAt(0, after);
            boolean completed = status(run).equals("completed");
            if (!completed) {
                assertThat(acknowledged).isFalse();
                assertThat(audits()).isEqualTo(audits);
                assertThat(Samples.enteredDays(stores, model)).hasSize(audits);
                assertThat(Samples.alerts(stores)).isEqualTo(audits);
                assertThat(stores.calibrators().inForce(model, "1")).isEqualTo(before);
                stores.audits().commit(draft, run, (id, candidate, moved) -> new byte[] {'1'});
            }
            assertThat(audits()).isEqualTo(++audits);
            assertThat(Samples.enteredDays(stores, model)).hasSize(audits).endsWith((long) call);
            assertThat(Samples.alerts(stores)).isEqualTo(audits);
            assertThat(stores.calibrators().inForce(model, "1").calibrator())
                    .isEqualTo(new PlattCalibrator(-call, after ? 1 : 0));
            assertThat(stores.calibrators()
                            .promotions(model, Long.MAX_VALUE, 500)
                            .items())
                    .hasSize(audits);
            assertThat(call).isLessThan(TOO_MANY);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void move_failingAtEveryCall_isWholeOrNothing(boolean after) {
        Samples.audited(stores, model, Samples.refit(-2, 0), 0);
        boolean reached = true;
        for (int call = 1; reached; call++) {
            int serving = stores.calibrators().inForce(model, "1").version();
            int to = 1 - serving;
            int rows = stores.calibrators()
                    .promotions(model, Long.MAX_VALUE, 500)
                    .items()
                    .size();
            fault.failAt(call, after);
            boolean acknowledged = succeeds(
                    () -> stores.calibrators().move(model, "1", to, serving, "promoted", "admin", "why", Samples.NOW));
            reached = fault.failed();
            fault.failAt(0, after);
            boolean moved = stores.calibrators().inForce(model, "1").version() == to;
            assertThat(moved || !acknowledged).isTrue();
            assertThat(stores.calibrators()
                            .promotions(model, Long.MAX_VALUE, 500)
                            .items())
                    .hasSize(moved ? rows + 1 : rows);
            assertThat(call).isLessThan(TOO_MANY);
        }
    }

    private int audits() {
        return stores.audits().list(model, Long.MAX_VALUE, 500).items().size();
    }

    private String status(RunHandle run) {
        return stores.runs().find(run.id()).map(JobRun::status).orElseThrow();
    }

    /** False when the database was said to be away; anything else is a failure. */
    private static boolean succeeds(Runnable write) {
        try {
            write.run();
            return true;
        } catch (UnavailableException e) {
            assertThat(e).hasMessageContaining("injected fault");
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 40})
    void reading_whileTheWriterFails_goesOn(int call) {
        stores.intake().recordPredictions("m", Samples.UNIT, Samples.predictions("p", 3), Samples.NOW);
        fault.failAt(call, false);
        succeeds(() -> stores.intake().recordOutcomes("m", Samples.UNIT, Samples.outcomes("p", 3), Samples.NOW));
        assertThat(stores.summaries()
                        .observed(model, Window.allUntil(Samples.NOW))
                        .size())
                .isLessThan(2);
    }
}
