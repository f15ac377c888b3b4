package dev.plumbline.files.parquet;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.duckdb.DuckDBDriver;

/** Opens the engine that reads and writes Parquet. Nothing outside this package touches it: its library is large. */
final class DuckDb {
    private DuckDb() {}

    /** @param file a file for what does not fit into memory, or null */
    static Connection open(Path file) throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("memory_limit", "256MB");
        settings.setProperty("threads", "1"); // rows keep their order
        // nothing is fetched from the network, and nothing loaded that a file asks for
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
        return new DuckDBDriver().connect("jdbc:duckdb:" + (file == null ? "" : file), settings);
    }

    static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    static String name(String column) {
        return "\"" + column.replace("\"", "\"\"") + "\"";
    }
}
