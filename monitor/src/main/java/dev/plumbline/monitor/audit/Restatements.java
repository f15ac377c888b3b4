package dev.plumbline.monitor.audit;

import dev.plumbline.monitor.audit.AuditRequest.Period;
import dev.plumbline.monitor.evidence.EvidenceLedger;
import dev.plumbline.monitor.evidence.EvidenceLedger.Extent;
import dev.plumbline.monitor.evidence.Standing;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.Models;
import dev.plumbline.monitor.versions.CalibratorStore;
import dev.plumbline.monitor.versions.InForce;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Tells when rows that came or were corrected since change the verdict of the newest audit. */
final class Restatements {
    private static final Logger LOG = LoggerFactory.getLogger(Restatements.class);

    private final Models models;
    private final CalibratorStore calibrators;
    private final EvidenceLedger ledger;
    private final AuditStore audits;

    Restatements(Models models, CalibratorStore calibrators, EvidenceLedger ledger, AuditStore audits) {
        this.models = models;
        this.calibrators = calibrators;
        this.ledger = ledger;
        this.audits = audits;
    }

    /**
     * The audit that states the newest one anew, over its window and the days that it knew; empty where its verdict holds. Of an audit on
     * an earlier clock that is of no use any more.
     */
    Optional<AuditRequest> due(Model model, Instant now) {
        List<JsonNode> newest = audits.list(model, Long.MAX_VALUE, 1).items();
        if (newest.isEmpty()) {
            return Optional.empty();
        }
        JsonNode record = newest.get(0);
        JsonNode first = record.required("restates");
        long audit = first.isNull() ? record.required("auditId").longValue() : first.longValue();
        JsonNode version = record.required("version");
        String current = version.isNull() ? models.currentVersion(model) : version.stringValue();
        InForce serving = calibrators.inForce(model, current);
        String clockStart =
                serving.clockStart() == null ? null : serving.clockStart().toString();
        boolean sameClock = Objects.equals(record.at("/evidence/since").asString(null), clockStart);
        if (!sameClock || !ledger.hasChanged(model, serving, audit)) {
            return Optional.empty();
        }
        Standing standing = ledger.standing(model, serving, now, new Extent.KnownTo(audit));
        String verdict = VerdictRule.judge(standing.findings()).verdict().wire();
        String published = record.required("verdict").stringValue();
        if (verdict.equals(published)) {
            return Optional.empty();
        }
        LOG.warn(
                "[calibration-audit] model {} version {}: the verdict of audit {} is {} by now, it was {}",
                model.name(),
                current,
                audit,
                verdict,
                published);
        Instant from = time(record.at("/window/from"));
        Period period = new Period(from == null, from, time(record.at("/window/to")));
        return Optional.of(
                new AuditRequest(model.name(), period, version.isNull() ? null : current, false, false, audit));
    }

    private static Instant time(JsonNode text) {
        return text.isNull() ? null : Instant.parse(text.stringValue());
    }
}
