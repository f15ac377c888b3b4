package dev.plumbline.monitor.audit;

import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.audit.VerdictRule.Judgement;
import dev.plumbline.monitor.evidence.EvidenceLedger;
import dev.plumbline.monitor.evidence.EvidenceLedger.Extent;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.Models;
import dev.plumbline.monitor.versions.CalibratorStore;
import dev.plumbline.monitor.versions.InForce;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** A person has looked at a drift and lets it rest: the clock of the evidence on the current version starts anew. */
public final class AcknowledgeDrift {
    private static final Logger LOG = LoggerFactory.getLogger(AcknowledgeDrift.class);

    private final Models models;
    private final CalibratorStore calibrators;
    private final EvidenceLedger ledger;
    private final Clock clock;

    public AcknowledgeDrift(Models models, CalibratorStore calibrators, EvidenceLedger ledger, Clock clock) {
        this.models = models;
        this.calibrators = calibrators;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Records it, with what the evidence said until then. */
    public ObjectNode acknowledge(String modelName, String reason) {
        Model model = models.require(modelName);
        Instant now = clock.instant();
        InForce serving = calibrators.inForce(model, models.currentVersion(model));
        Judgement judgement = VerdictRule.judge(
                ledger.standing(model, serving, now, new Extent.Whole()).findings());
        ObjectNode evidence =
                judgement.evidence().put("verdict", judgement.verdict().wire());
        calibrators.acknowledge(model, serving.modelVersion(), reason, evidence, now);
        LOG.info(
                "[calibration-audit] model {} version {}: {} acknowledged: {}",
                model.name(),
                serving.modelVersion(),
                judgement.verdict().wire(),
                reason);
        return Json.object()
                .put("model", model.name())
                .put("modelVersion", serving.modelVersion())
                .put("verdict", judgement.verdict().wire())
                .put("at", now.toString())
                .put("reason", reason);
    }
}
