package dev.plumbline.monitor.audit;

import dev.plumbline.monitor.NotFoundException;
import dev.plumbline.monitor.audit.AuditHistory.Known;
import dev.plumbline.monitor.evidence.EvidenceLedger;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.Models;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Computes a stored audit again from what was known then, by the code that makes audits. Nothing is recorded. */
public final class ReplayAudit {
    private static final Logger LOG = LoggerFactory.getLogger(ReplayAudit.class);

    private final Models models;
    private final AuditHistory history;

    public ReplayAudit(Models models, AuditHistory history) {
        this.models = models;
        this.history = history;
    }

    /**
     * Replays an audit. One at a time: what was known is laid out once more on disk meanwhile.
     *
     * @param modelName null for the default model
     * @return the record's bytes as they come out now: those that are stored, unless the version of the library is another or
     *     more rows than add exactly share a day and a cell; a difference is logged as a warning
     * @throws NotFoundException if there is no such audit of the model
     * @throws dev.plumbline.monitor.ConflictException if rows that it rests on are deleted or purged
     */
    public synchronized byte[] run(String modelName, long auditId) {
        Model model = models.require(modelName);
        try (Known known =
                history.asKnown(model, auditId).orElseThrow(() -> NotFoundException.audit(auditId, model.name()))) {
            Clock clock = Clock.fixed(known.auditedAt(), ZoneOffset.UTC);
            byte[] again = new CalibrationAudit(
                            new Models(known.models(), clock, model.name(), known.policy()),
                            known.summaries(),
                            known.calibrators(),
                            new EvidenceLedger(known.evidence(), known.calibrators()),
                            known.audits(),
                            known.runs(),
                            clock,
                            name -> {})
                    .replay(known.request(), known.run());
            if (!Arrays.equals(again, known.record())) {
                LOG.warn(
                        "[replay] audit {} of model {} comes out other than it is stored: {} and {} bytes, the first"
                                + " difference at byte {}",
                        auditId,
                        model.name(),
                        again.length,
                        known.record().length,
                        Arrays.mismatch(again, known.record()));
            }
            return again;
        }
    }
}
