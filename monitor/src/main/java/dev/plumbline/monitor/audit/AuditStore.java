package dev.plumbline.monitor.audit;

import dev.plumbline.calibration.calibrator.Calibrator;
import dev.plumbline.monitor.Page;
import dev.plumbline.monitor.alert.Alert;
import dev.plumbline.monitor.evidence.EvidenceStore.EnteredDay;
import dev.plumbline.monitor.jobs.RunHandle;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.PromotionPolicy;
import dev.plumbline.monitor.refit.RefitCalibrator.Refit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import tools.jackson.databind.JsonNode;

/** Where audits are kept, to the byte, and where what an audit decided is committed. */
public interface AuditStore {
    /**
     * Up to where an audit saw; the store alone makes and reads it.
     *
     * @param era the era of recording that the look ended
     * @param newestPrediction the highest row of predictions
     * @param newestPromotion the highest row of promotions
     * @param newestPurge the last purge
     */
    record Look(long era, long newestPrediction, long newestPromotion, long newestPurge) {}

    /**
     * Runs the work on one moment's data: whatever stores of the same database are asked on this thread, they answer as of
     * that moment. What is recorded after it can be told from what it saw, also when the clock stands still.
     */
    <T> T look(Function<Look, T> work);

    /**
     * What an audit wants to commit.
     *
     * @param model with its settings at the look
     * @param modelVersion the version it acted on
     * @param platt the fresh Platt fit, or null
     * @param move what comes into force instead of what serves, or null
     * @param serving the calibrator version that the decision was made against
     * @param days of each version, those that entered the evidence or changed in it
     * @param alerts what people are to be told, where it is news
     * @param request what was asked
     * @param policy what decided about promotion
     * @param look up to where the audit saw
     */
    record Draft(
            Model model,
            String modelVersion,
            Instant auditedAt,
            Refit<?> platt,
            Move move,
            int serving,
            List<Days> days,
            List<Alert> alerts,
            AuditRequest request,
            PromotionPolicy policy,
            Look look) {
        public Draft {
            days = List.copyOf(days);
            alerts = List.copyOf(alerts);
        }
    }

    /** Days of a version on its clock; {@code clock} is null for the first one. */
    record Days(String version, Instant clock, List<EnteredDay> entered) {
        public Days {
            entered = List.copyOf(entered);
        }
    }

    /**
     * A change of what serves.
     *
     * @param kind {@code promoted} or {@code rolledBack}
     * @param by {@code gate} or {@code race}
     * @param calibrator what serves from now on
     * @param fit what is kept as a version and comes into force; null for going back
     * @param to the version that comes back; not looked at with a fit
     * @param reason in words
     * @param grounds makes the numbers that decided, of the version that comes into force
     */
    record Move(
            String kind,
            String by,
            Calibrator calibrator,
            Refit<?> fit,
            int to,
            String reason,
            IntFunction<JsonNode> grounds) {}

    /** Writes the record once its numbers are known. */
    @FunctionalInterface
    interface Renderer {
        /**
         * @param platt the version of the Platt fit, or null without one
         * @param moved the version that serves from now on, or null when what serves goes on
         */
        byte[] render(long auditId, Integer platt, Integer moved);
    }

    /**
     * Commits an audit in one transaction: fits as new calibrator versions (a fit whose parameters equal those of the model
     * version's newest one of their method is that one), the change of what serves, the record, days of evidence, alerts, the run's completion. All or
     * nothing.
     *
     * @return the record's bytes
     * @throws dev.plumbline.monitor.ConflictException if another calibrator serves by now
     */
    byte[] commit(Draft draft, RunHandle run, Renderer renderer);

    /** The stored bytes. */
    Optional<byte[]> find(Model model, long auditId);

    /** Records, newest first, those with an id below {@code before}. */
    Page<JsonNode> list(Model model, long before, int limit);
}
