package dev.plumbline.monitor.audit;

import dev.plumbline.monitor.evidence.EvidenceStore;
import dev.plumbline.monitor.jobs.RunHandle;
import dev.plumbline.monitor.jobs.RunStore;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.ModelStore;
import dev.plumbline.monitor.model.PromotionPolicy;
import dev.plumbline.monitor.pairs.SummaryStore;
import dev.plumbline.monitor.versions.CalibratorStore;
import java.time.Instant;
import java.util.Optional;

/** Tells what was known to audits that are stored. */
public interface AuditHistory {
    /**
     * What an audit knew: rows, corrections, deletes, promotions and settings as they were when it looked. Empty when there is
     * no such audit of the model.
     *
     * @throws dev.plumbline.monitor.ConflictException if a prediction that it knew is deleted by now
     */
    Optional<Known> asKnown(Model model, long auditId);

    /** Stores that hold what was known, and what was asked; gone when closed. */
    interface Known extends AutoCloseable {
        AuditRequest request();

        /** What decided about promotion. */
        PromotionPolicy policy();

        Instant auditedAt();

        /** A run that waits for its result. */
        RunHandle run();

        /** The stored bytes. */
        byte[] record();

        /** The model alone, as it was declared then. */
        ModelStore models();

        /**
         * The pairs that were known.
         *
         * @throws dev.plumbline.monitor.ConflictException from any of its methods that needs rows that are purged by now
         */
        SummaryStore summaries();

        /** Days with the bands and fits that were fixed when they entered, their sums to be made again. */
        EvidenceStore evidence();

        CalibratorStore calibrators();

        AuditStore audits();

        RunStore runs();

        @Override
        void close();
    }
}
