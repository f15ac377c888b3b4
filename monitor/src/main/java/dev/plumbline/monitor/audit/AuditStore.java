package dev.plumbline.monitor.audit;

import dev.plumbline.monitor.Page;
import dev.plumbline.monitor.jobs.RunHandle;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.PromotionPolicy;
import dev.plumbline.monitor.refit.RefitCalibrator.Refit;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
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
     * @param refit the fresh fit, or null
     * @param promote whether the fit comes into force
     * @param serving the calibrator version that the decision was made against
     * @param reason why it is promoted
     * @param grounds the numbers that decided, for the promotion's row; may be null
     * @param request what was asked
     * @param policy what decided about promotion
     * @param look up to where the audit saw
     */
    record Draft(
            Model model,
            String modelVersion,
            Instant auditedAt,
            Refit refit,
            boolean promote,
            int serving,
            String reason,
            JsonNode grounds,
            AuditRequest request,
            PromotionPolicy policy,
            Look look) {}

    /** Writes the record once its numbers are known. */
    @FunctionalInterface
    interface Renderer {
        /** @param candidate the version of the fit, or null without one */
        byte[] render(long auditId, Integer candidate);
    }

    /**
     * Commits an audit in one transaction: the fit as a new calibrator version (a fit whose parameters equal those of the
     * model version's newest one is that one), the promotion, the record, the run's completion. All or nothing.
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
