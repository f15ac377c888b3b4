package dev.plumbline.store;

import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.Page;
import dev.plumbline.monitor.alert.Alert;
import dev.plumbline.monitor.alert.AlertStore;
import dev.plumbline.monitor.model.Model;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Alerts as CloudEvents 1.0. */
final class JdbcAlertStore implements AlertStore {
    private static final String APPEND = """
            insert into alerts (model, type, fingerprint, episode, status, at, data) values (?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String NEWEST =
            "select status, episode from alerts where model = ? and fingerprint = ? order by id desc limit 1";
    private static final String PAGE = """
            select a.id, a.type, m.name, a.at, a.data from alerts a join models m on m.id = a.model
            where a.id < ? order by a.id desc limit ?
            """;

    /** The newest alert with a fingerprint. */
    private record Newest(String status, String episode) {}

    private final Database database;

    JdbcAlertStore(Database database) {
        this.database = database;
    }

    @Override
    public void append(Model model, List<Alert> alerts, Instant now) {
        database.write(session -> {
            append(session, model.id(), alerts, now);
            return null;
        });
    }

    /** Adds what is news: what is firing already does not fire again in the same episode, what is not firing cannot be resolved. */
    static void append(Session session, long model, List<Alert> alerts, Instant now) throws SQLException {
        for (Alert alert : alerts) {
            Optional<Newest> firing = session.first(
                            NEWEST, row -> new Newest(row.getString(1), row.getString(2)), model, alert.fingerprint())
                    .filter(newest -> newest.status().equals("firing"));
            boolean news = alert.firing()
                    ? firing.filter(newest -> newest.episode().equals(alert.episode()))
                            .isEmpty()
                    : firing.isPresent();
            if (news) {
                ObjectNode data = alert.data().deepCopy();
                session.update(
                        APPEND,
                        model,
                        alert.type().wire(),
                        alert.fingerprint(),
                        alert.episode(),
                        alert.status(),
                        now,
                        Json.text(data.put("status", alert.status()).put("fingerprint", alert.fingerprint())));
            }
        }
    }

    @Override
    public Page<JsonNode> list(long before, int limit) {
        return database.read(session -> {
            List<StoredRecord> rows = session.list(PAGE, JdbcAlertStore::event, before, limit + 1);
            Page<StoredRecord> page = Page.of(rows, limit, StoredRecord::id);
            return new Page<>(page.items().stream().map(StoredRecord::json).toList(), page.next());
        });
    }

    private static StoredRecord event(ResultSet row) throws SQLException {
        long id = row.getLong(1);
        return new StoredRecord(
                id,
                Json.object()
                        .put("specversion", "1.0")
                        .put("id", Long.toString(id))
                        .put("source", "plumbline")
                        .put("type", row.getString(2))
                        .put("subject", row.getString(3))
                        .put("time", Times.instant(row, "at").toString())
                        .set("data", Json.read(row.getString(5))));
    }
}
