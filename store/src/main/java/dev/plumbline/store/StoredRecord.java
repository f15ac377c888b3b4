package dev.plumbline.store;

import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.Page;
import dev.plumbline.monitor.model.Model;
import java.sql.SQLException;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A record that is kept to the byte: an audit's, a training run's. */
record StoredRecord(long id, JsonNode json) {
    /**
     * One page, newest first.
     *
     * @param sql selects id and record of a model, below an id, at most so many
     */
    static Page<JsonNode> page(Session session, String sql, Model model, long before, int limit) throws SQLException {
        List<StoredRecord> rows = session.list(
                sql,
                row -> new StoredRecord(row.getLong("id"), Json.read(row.getBytes("record"))),
                model.id(),
                before,
                limit + 1);
        Page<StoredRecord> page = Page.of(rows, limit, StoredRecord::id);
        return new Page<>(page.items().stream().map(StoredRecord::json).toList(), page.next());
    }
}
