package dev.plumbline.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A connection with the few verbs that the stores need. Statements are kept and used again while the session lives; values
 * are always bound. Not thread-safe.
 */
final class Session implements AutoCloseable {
    private static final int KEPT_STATEMENTS = 100;

    /** Makes a value of the row that the result stands on. */
    @FunctionalInterface
    interface Row<T> {
        T map(ResultSet row) throws SQLException;
    }

    /** Looks at the row that the result stands on. */
    @FunctionalInterface
    interface RowVisitor {
        void visit(ResultSet row) throws SQLException;
    }

    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new LinkedHashMap<>(16, 0.75f, true);

    Session(Connection connection) {
        this.connection = connection;
    }

    /** Runs a statement without a result and tells how many rows it changed. */
    int update(String sql, Object... values) throws SQLException {
        try {
            return bound(sql, values).executeUpdate();
        } catch (SQLException e) {
            throw forgotten(sql, e);
        }
    }

    /** Runs a statement once with each row of values and tells how many rows each run changed; far quicker than one by one. */
    int[] updateEach(String sql, List<Object[]> rows) throws SQLException {
        if (rows.isEmpty()) {
            return new int[0];
        }
        try {
            PreparedStatement statement = prepared(sql);
            for (Object[] values : rows) {
                bind(statement, values);
                statement.addBatch();
            }
            return statement.executeBatch();
        } catch (SQLException e) {
            throw forgotten(sql, e);
        }
    }

    /** Runs a statement that is used once, with or without a result. */
    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Visits every row, one at a time. The visitor must not run the same SQL. */
    void each(String sql, RowVisitor visitor, Object... values) throws SQLException {
        try (ResultSet rows = bound(sql, values).executeQuery()) {
            while (rows.next()) {
                visitor.visit(rows);
            }
        } catch (SQLException e) {
            throw forgotten(sql, e);
        }
    }

    <T> List<T> list(String sql, Row<T> mapper, Object... values) throws SQLException {
        List<T> list = new ArrayList<>();
        each(sql, row -> list.add(mapper.map(row)), values);
        return list;
    }

    /** The first row. All rows are stepped through: only then is a statement that changes and returns complete. */
    <T> Optional<T> first(String sql, Row<T> mapper, Object... values) throws SQLException {
        List<T> list = list(sql, mapper, values);
        return list.isEmpty() ? Optional.empty() : Optional.of(list.get(0));
    }

    /** The number in the first column of the first row; 0 when there is none or it is null. */
    long number(String sql, Object... values) throws SQLException {
        return first(sql, row -> row.getLong(1), values).orElse(0L);
    }

    private PreparedStatement bound(String sql, Object... values) throws SQLException {
        PreparedStatement statement = prepared(sql);
        bind(statement, values);
        return statement;
    }

    private PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            forgetEldest();
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            bind(statement, i + 1, values[i]);
        }
    }

    private static void bind(PreparedStatement statement, int at, Object value) throws SQLException {
        if (value instanceof Instant time) {
            statement.setLong(at, Times.micros(time));
        } else if (value instanceof byte[] bytes) {
            statement.setBytes(at, bytes);
        } else {
            statement.setObject(at, value);
        }
    }

    private void forgetEldest() throws SQLException {
        if (statements.size() == KEPT_STATEMENTS) {
            String eldest = statements.keySet().iterator().next();
            statements.remove(eldest).close();
        }
    }

    /** The driver ends a statement that has failed, so it must not be used again. */
    private SQLException forgotten(String sql, SQLException cause) {
        PreparedStatement failed = statements.remove(sql);
        if (failed != null) {
            try {
                failed.close();
            } catch (SQLException e) {
                cause.addSuppressed(e);
            }
        }
        return cause;
    }

    /** Closes the connection; an open transaction is rolled back by that. */
    @Override
    public void close() throws SQLException {
        statements.clear();
        connection.close();
    }
}
