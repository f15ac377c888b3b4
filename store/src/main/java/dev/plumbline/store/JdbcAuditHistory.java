package dev.plumbline.store;

import dev.plumbline.monitor.audit.AuditHistory;
import dev.plumbline.monitor.model.Model;
import java.util.Optional;

/** What was known to audits, each time laid out in a database of its own. */
final class JdbcAuditHistory implements AuditHistory {
    private final Database database;

    JdbcAuditHistory(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Known> asKnown(Model model, long auditId) {
        return database.read(session -> StoredAudit.find(session, model.id(), auditId))
                .map(audit -> AsKnown.open(database.file(), model, audit));
    }
}
