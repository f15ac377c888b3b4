package dev.plumbline.monitor.audit;

import dev.plumbline.monitor.Page;
import dev.plumbline.monitor.jobs.RunHandle;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.refit.RefitCalibrator.Refit;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Where audits are kept, to the byte, and where what an audit decided is committed. */
public interface AuditStore {
    /**
     * What an audit wants to commit.
     *
     * @param modelVersion the version it acted on
     * @param refit the fresh fit, or null
     * @param promote whether the fit comes into force
     * @param serving the calibrator version that the decision was made against
     * @param reason why it is promoted
     * @param grounds the numbers that decided, for the promotion's row; may be null
     */
    record Draft(
            Model model,
            String modelVersion,
            Instant auditedAt,
            Refit refit,
            boolean promote,
            int serving,
            String reason,
            JsonNode grounds) {}

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
