package dev.plumbline.store;

import java.sql.SQLException;
import java.util.List;

/** What corrected and deleted outcomes said before. */
final class OutcomeHistory {
    private static final String INSERT = """
            insert into outcome_history (model, prediction_id, actual, true_class, observed_at, recorded_at, recorded_era,
                replaced_at, replaced_era, paired_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String FIND = """
            select actual, true_class, observed_at, recorded_at, recorded_era, 0 as corrections, replaced_at
            from outcome_history where model = ? and prediction_id = ? and withdrawn = 0 order by id
            """;
    private static final String WITHDRAW =
            "update outcome_history set withdrawn = 1 where model = ? and prediction_id = ?";
    private static final String DELETE = "delete from outcome_history where model = ? and prediction_id = ?";

    /** @param replacedAt when the next content was recorded */
    record Earlier(StoredOutcome content, long replacedAt) {}

    private OutcomeHistory() {}

    /** @param pairedAt of the pair that the content made, or null */
    static void add(Session session, long model, String predictionId, StoredOutcome replaced, Long pairedAt, Stamp now)
            throws SQLException {
        session.update(
                INSERT,
                model,
                predictionId,
                replaced.actual(),
                replaced.trueClass(),
                replaced.observedAt(),
                replaced.recorded().at(),
                replaced.recorded().era(),
                now.at(),
                now.era(),
                pairedAt);
    }

    /** Of what is not withdrawn, oldest first. */
    static List<Earlier> find(Session session, long model, String predictionId) throws SQLException {
        return session.list(
                FIND,
                row -> new Earlier(StoredOutcome.map(row, "recorded_at", "recorded_era"), row.getLong("replaced_at")),
                model,
                predictionId);
    }

    /** Keeps what is there for replays alone. */
    static void withdraw(Session session, long model, String predictionId) throws SQLException {
        session.update(WITHDRAW, model, predictionId);
    }

    static void delete(Session session, long model, String predictionId) throws SQLException {
        session.update(DELETE, model, predictionId);
    }
}
