package dev.plumbline.server;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A second program on the server's database file: it makes statements fail, or keeps the server from writing. */
final class ContractDatabase implements AutoCloseable {
    private final Connection connection;

    private ContractDatabase(Connection connection) {
        this.connection = connection;
    }

    static ContractDatabase of(Path data) {
        try {
            return new ContractDatabase(DriverManager.getConnection("jdbc:sqlite:" + data.resolve("plumbline.db")));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes a table away while the action runs. */
    static void without(Path data, String table, Runnable action) {
        try (ContractDatabase database = of(data)) {
            database.execute("alter table " + table + " rename to " + table + "_away");
            try {
                action.run();
            } finally {
                database.execute("alter table " + table + "_away rename to " + table);
            }
        }
    }

    /** From here on nobody else writes, until {@link #letWrite()}; writers wait for some seconds before they give up. */
    void keepFromWriting() {
        execute("begin immediate");
    }

    void letWrite() {
        execute("rollback");
    }

    void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
