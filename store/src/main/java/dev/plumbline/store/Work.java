package dev.plumbline.store;

import java.sql.SQLException;

/** What runs inside one transaction. */
@FunctionalInterface
interface Work<T> {
    T run(Session session) throws SQLException;
}
