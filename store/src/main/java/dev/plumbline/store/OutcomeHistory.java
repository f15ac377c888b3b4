package dev.plumbline.store;

import java.sql.SQLException;
import java.util.List;

/** What corrected outcomes said before. */
final class OutcomeHistory {
    private static final String INSERT = """
            insert into outcome_history (model, prediction_id, actual, true_class, observed_at, recorded_at, replaced_at)
            values (?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String FIND = """
            select actual, true_class, observed_at, recorded_at, 0 as corrections, replaced_at from outcome_history
            where model = ? and prediction_id = ? order by id
            """;
    private static final String DELETE = "delete from outcome_history where model = ? and prediction_id = ?";

    /** @param replacedAt when the next content was recorded */
    record Earlier(StoredOutcome content, long replacedAt) {}

    private OutcomeHistory() {}

    static void add(Session session, long model, String predictionId, StoredOutcome replaced, long now)
            throws SQLException {
        session.update(
                INSERT,
                model,
                predictionId,
                replaced.actual(),
                replaced.trueClass(),
                replaced.observedAt(),
                replaced.recordedAt(),
                now);
    }

    /** Oldest first. */
    static List<Earlier> find(Session session, long model, String predictionId) throws SQLException {
        return session.list(
                FIND,
                row -> new Earlier(StoredOutcome.map(row, "recorded_at"), row.getLong("replaced_at")),
                model,
                predictionId);
    }

    static void delete(Session session, long model, String predictionId) throws SQLException {
        session.update(DELETE, model, predictionId);
    }
}
