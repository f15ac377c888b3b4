package dev.plumbline.benchmarks;

import dev.plumbline.store.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Fills a data folder with rows of history, past the intake: only so are ten million of them there within a minute. */
final class History {
    private History() {}

    /**
     * Predictions of model {@code bench}, version 1, over the year before {@link Bench#NOW}; none has its outcome.
     *
     * @param random whether ids are random UUIDs, else they grow with time
     */
    static void predictions(Path directory, long rows, boolean random) throws SQLException {
        Database.open(directory).close(); // makes the tables
        String id = random
                ? "printf('%s-%s-4%s-%s-%s', lower(hex(randomblob(4))), lower(hex(randomblob(2))),"
                        + " substr(lower(hex(randomblob(2))), 2), lower(hex(randomblob(2))), lower(hex(randomblob(6))))"
                : "printf('prediction-%012d', i)";
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("plumbline.db"));
                Statement sql = connection.createStatement()) {
            sql.execute("pragma synchronous = off");
            sql.execute("pragma cache_size = -2000000");
            sql.execute("begin immediate");
            sql.execute("insert into models (id, name, settings, created_at) select 1000, 'bench', settings, created_at"
                    + " from (select '" + Bench.SETTINGS + "' as settings, 0 as created_at)");
            sql.execute("insert into versions (model, id, name) values (1000, 1, '1')");
            List<String> indexes = Bench.indexes(sql);
            for (String index : indexes) {
                sql.execute("drop index " + index.split(" on ")[0].replaceAll("(?i)create (unique )?index ", ""));
            }
            sql.execute("insert into predictions (model, caller_id, version, score, predicted_at, recorded_at, weight)"
                    + " with recursive n(i) as (select 1 union all select i + 1 from n where i < " + rows + ")"
                    + " select 1000, " + id + ", 1, (abs(random()) % 1000000) / 1e6, " + Bench.micros(Bench.NOW)
                    + " - 365 * 86400000000 + i * (365 * 86400000000 / " + rows + "), " + Bench.micros(Bench.NOW)
                    + ", 1 from n");
            sql.execute("insert into prediction_counts (model, day, version, n)"
                    + " select 1000, predicted_at / 86400000000, 1, count(*) from predictions where model = 1000"
                    + " group by predicted_at / 86400000000");
            for (String index : indexes) {
                sql.execute(index);
            }
            sql.execute("commit");
        }
    }
}
