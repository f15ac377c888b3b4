package dev.plumbline.store;

import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.audit.AuditRequest;
import dev.plumbline.monitor.audit.AuditStore.Look;
import dev.plumbline.monitor.model.PromotionPolicy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * A row of audits: the record, and what it takes to compute it again.
 *
 * @param settings the model's, as they are stored
 * @param modelVersion the version it acted on
 * @param look up to where it saw
 * @param newestCalibrator the highest calibrator version before its own fit
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are handed through, never compared
record StoredAudit(
        long id,
        long model,
        long run,
        Instant auditedAt,
        AuditRequest request,
        String settings,
        PromotionPolicy policy,
        String modelVersion,
        Look look,
        long newestCalibrator,
        byte[] record) {
    private static final String FIND = """
            select id, model, run, audited_at, request, settings, policy, model_version, era, newest_prediction,
                newest_promotion, newest_purge, newest_calibrator, record
            from audits where model = ? and id = ?
            """;

    static Optional<StoredAudit> find(Session session, long model, long id) throws SQLException {
        return session.first(FIND, StoredAudit::map, model, id);
    }

    private static StoredAudit map(ResultSet row) throws SQLException {
        return new StoredAudit(
                row.getLong("id"),
                row.getLong("model"),
                row.getLong("run"),
                Times.instant(row, "audited_at"),
                AuditRequest.read(Json.read(row.getString("request"))),
                row.getString("settings"),
                PromotionPolicy.parse("policy", row.getString("policy")),
                row.getString("model_version"),
                new Look(
                        row.getLong("era"),
                        row.getLong("newest_prediction"),
                        row.getLong("newest_promotion"),
                        row.getLong("newest_purge")),
                row.getLong("newest_calibrator"),
                row.getBytes("record"));
    }
}
