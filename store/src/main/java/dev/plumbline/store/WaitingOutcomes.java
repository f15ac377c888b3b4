package dev.plumbline.store;

import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.Page;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Outcomes whose prediction is still on its way. */
final class WaitingOutcomes {
    private static final String ANY = "select exists (select 1 from waiting_outcomes where model = ?)";
    private static final String COUNT = "select count(*) from waiting_outcomes where model = ?";
    private static final String FIND = """
            select actual, true_class, observed_at, recorded_at, recorded_era, corrections from waiting_outcomes
            where model = ? and prediction_id = ?
            """;
    private static final String INSERT = """
            insert into waiting_outcomes (model, prediction_id, actual, true_class, observed_at, recorded_at, recorded_era)
            values (?, ?, ?, ?, ?, ?, ?)
            on conflict (model, prediction_id) do nothing
            """;
    private static final String UPDATE = """
            update waiting_outcomes
            set actual = ?, true_class = ?, observed_at = ?, recorded_at = ?, recorded_era = ?, corrections = ?
            where model = ? and prediction_id = ?
            """;
    private static final String DELETE = "delete from waiting_outcomes where model = ? and prediction_id = ?";
    private static final String PAGE = """
            select id, prediction_id, actual, true_class, observed_at, recorded_at from waiting_outcomes
            where model = ? and id < ? order by id desc limit ?
            """;

    private WaitingOutcomes() {}

    static boolean any(Session session, long model) throws SQLException {
        return session.number(ANY, model) == 1;
    }

    static long count(Session session, long model) throws SQLException {
        return session.number(COUNT, model);
    }

    static Optional<StoredOutcome> find(Session session, long model, String predictionId) throws SQLException {
        return session.first(FIND, row -> StoredOutcome.map(row, "recorded_at", "recorded_era"), model, predictionId);
    }

    /** False if one waits for that prediction already. */
    static boolean insert(Session session, long model, String predictionId, StoredOutcome outcome) throws SQLException {
        return session.update(
                        INSERT,
                        model,
                        predictionId,
                        outcome.actual(),
                        outcome.trueClass(),
                        outcome.observedAt(),
                        outcome.recorded().at(),
                        outcome.recorded().era())
                == 1;
    }

    static void replace(Session session, long model, String predictionId, StoredOutcome outcome) throws SQLException {
        session.update(
                UPDATE,
                outcome.actual(),
                outcome.trueClass(),
                outcome.observedAt(),
                outcome.recorded().at(),
                outcome.recorded().era(),
                outcome.corrections(),
                model,
                predictionId);
    }

    static boolean delete(Session session, long model, String predictionId) throws SQLException {
        return session.update(DELETE, model, predictionId) == 1;
    }

    /** The outcome that waits for a prediction; it waits no longer. */
    static Optional<StoredOutcome> take(Session session, long model, String predictionId) throws SQLException {
        Optional<StoredOutcome> found = find(session, model, predictionId);
        if (found.isPresent()) {
            delete(session, model, predictionId);
        }
        return found;
    }

    static Page<JsonNode> page(Session session, long model, long before, int limit) throws SQLException {
        List<StoredRecord> rows = session.list(
                PAGE,
                row -> new StoredRecord(
                        row.getLong("id"),
                        Json.object()
                                .put("predictionId", row.getString("prediction_id"))
                                .put("actual", Columns.number(row, "actual"))
                                .put("class", row.getString("true_class"))
                                .put(
                                        "observedAt",
                                        Times.instant(row, "observed_at").toString())
                                .put(
                                        "recordedAt",
                                        Times.instant(row, "recorded_at").toString())),
                model,
                before,
                limit + 1);
        Page<StoredRecord> page = Page.of(rows, limit, StoredRecord::id);
        return new Page<>(page.items().stream().map(StoredRecord::json).toList(), page.next());
    }
}
