package dev.plumbline.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;

/**
 * A connection beside the writer's, for changes that may be lost with the power. SQLite lets whoever tries first have the next
 * turn at writing, which is always the writer while there is work; here the two queue for it, so neither waits for long.
 */
final class BesideWriter extends HikariDataSource {
    private final Semaphore turns;

    BesideWriter(SqliteFile file, Semaphore turns) {
        super(config(file));
        this.turns = turns;
    }

    private static HikariConfig config(SqliteFile file) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("plumbline-schedule");
        config.setDataSource(file.beside());
        config.setConnectionInitSql("pragma wal_autocheckpoint = 0"); // the writer does that
        config.setMaximumPoolSize(1);
        config.setInitializationFailTimeout(-1);
        return config;
    }

    /** Its close gives the turn back: to be held for a statement, not longer. */
    @Override
    public Connection getConnection() throws SQLException {
        turns.acquireUninterruptibly();
        try {
            Connection connection = super.getConnection();
            return (Connection) Proxy.newProxyInstance(
                    Connection.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> {
                        try {
                            return method.invoke(connection, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        } finally {
                            if (method.getName().equals("close")) {
                                turns.release();
                            }
                        }
                    });
        } catch (SQLException | RuntimeException e) {
            turns.release();
            throw e;
        }
    }
}
