package dev.plumbline.store;

import dev.plumbline.learning.dataset.LoggedFeatures;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.model.Model;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** Features as they were recorded with predictions. */
final class JdbcLoggedFeatures implements LoggedFeatures {
    // By the index of prediction times, whose order is about that of the rows: a model that logs no features is read
    // through.
    private static final String ANY = """
            select exists (select 1 from predictions indexed by predictions_by_prediction_time
                where model = ? and features is not null)
            """;
    // The newest outcomes are bounded before their features are looked at, so that a long history without any costs no
    // more.
    private static final String PAIRS = """
            select caller_id, features, true_class, actual, predicted_at, group_name,
                predicted_at > observed_at or recorded_at > outcome_recorded_at as known_before,
                recorded_at > observed_at as backfilled
            from predictions where id in (
                select id from predictions where model = ? and observed_at is not null
                order by observed_at desc, id desc limit ?)
            order by observed_at desc, id desc
            """;
    private static final String COUNT = """
            select count(*) from versions v cross join predictions p
                on p.model = v.model and p.version = v.id and p.predicted_at >= ? and p.predicted_at < ?
            where v.model = ?
            """;
    // The multiplication scatters ids: models that take turns in recording must not hide behind a step.
    private static final String SAMPLE = """
            select p.features from versions v cross join predictions p
                on p.model = v.model and p.version = v.id and p.predicted_at >= ? and p.predicted_at < ?
            where v.model = ? and p.id % 2147483648 * 1640531527 % 2147483648 < ? and p.features is not null
            """;
    private static final long ALL = 1L << 31;

    private final Database database;

    JdbcLoggedFeatures(Database database) {
        this.database = database;
    }

    @Override
    public boolean any(Model model) {
        return database.read(session -> session.number(ANY, model.id()) == 1);
    }

    @Override
    public Account pairs(Model model, int most, Consumer<Pair> consumer) {
        return database.read(session -> {
            long[] counts = new long[4];
            session.each(
                    PAIRS,
                    row -> {
                        counts[0]++;
                        if (row.getString("features") == null) {
                            counts[1]++;
                        } else if (row.getBoolean("known_before")) {
                            counts[2]++;
                        } else {
                            counts[3] += row.getBoolean("backfilled") ? 1 : 0;
                            consumer.accept(pair(row));
                        }
                    },
                    model.id(),
                    most);
            return new Account(counts[0], counts[1], counts[2], counts[3]);
        });
    }

    private static Pair pair(ResultSet row) throws SQLException {
        return new Pair(
                row.getString("caller_id"),
                (ObjectNode) Columns.json(row, "features"),
                row.getString("true_class"),
                Columns.number(row, "actual"),
                Times.instant(row.getLong("predicted_at")),
                row.getString("group_name"));
    }

    @Override
    public long sample(Model model, Instant from, Instant to, int about, Consumer<ObjectNode> consumer) {
        return database.read(session -> {
            long count = session.number(COUNT, from, to, model.id());
            long below = count <= about ? ALL : ALL / count * about;
            session.each(
                    SAMPLE,
                    row -> consumer.accept((ObjectNode) Json.read(row.getString(1))),
                    from,
                    to,
                    model.id(),
                    below);
            return count;
        });
    }
}
