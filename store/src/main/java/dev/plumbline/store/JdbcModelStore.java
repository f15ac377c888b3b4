package dev.plumbline.store;

import dev.plumbline.monitor.ConflictException;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.intake.NewPrediction;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.ModelSettings;
import dev.plumbline.monitor.model.ModelStore;
import dev.plumbline.monitor.model.ScoreScale;
import dev.plumbline.monitor.model.SettingsPatch;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Declarations, and which version of a model is the current one. */
final class JdbcModelStore implements ModelStore {
    private static final String FIND = "select id, name, settings, created_at from models where name = ?";
    private static final String ALL = "select id, name, settings, created_at from models order by name";
    private static final String INSERT = "insert into models (name, settings, created_at) values (?, ?, ?)";
    private static final String UPDATE = "update models set settings = ? where id = ?";
    private static final String HAS_ROWS = """
            select exists (select 1 from prediction_counts where model = ? and n > 0)
                or exists (select 1 from waiting_outcomes where model = ?)
            """;
    private static final String NEWEST_PREDICTION = """
            select max((select max(p.predicted_at) from predictions p where p.model = v.model and p.version = v.id))
            from versions v where v.model = ?
            """;
    private static final String WHOLE_DAYS = """
            select version, sum(n) from prediction_counts where model = ? and day >= ? and n > 0 group by version
            """;
    private static final String PART_OF_A_DAY = """
            select version, count(*) from predictions
            where model = ? and version in (select id from versions where model = ?)
                and predicted_at >= ? and predicted_at < ?
            group by version
            """;
    private static final String VERSION_NAME = "select name from versions where model = ? and id = ?";
    private static final long CURRENT_DAYS = 7;

    private final Database database;

    JdbcModelStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Model> find(String name) {
        return database.read(session -> find(session, name));
    }

    static Optional<Model> find(Session session, String name) throws SQLException {
        return session.first(FIND, JdbcModelStore::model, name);
    }

    /** The model as it is declared in this transaction: the caller may have read it before another declaration. */
    static Model now(Session session, Model model) throws SQLException {
        return find(session, model.name()).orElseThrow();
    }

    /** Declares a model that does not exist. */
    static Model insert(Session session, String name, ModelSettings settings, Instant now) throws SQLException {
        session.update(INSERT, name, settings.toJson().toString(), now);
        return find(session, name).orElseThrow();
    }

    private static Model model(ResultSet row) throws SQLException {
        ModelSettings settings =
                SettingsPatch.apply(ModelSettings.defaults(ScoreScale.UNIT), Json.read(row.getString("settings")));
        return new Model(row.getLong("id"), row.getString("name"), settings, Times.instant(row, "created_at"));
    }

    @Override
    public List<Model> all() {
        return database.read(session -> session.list(ALL, JdbcModelStore::model));
    }

    @Override
    public Declared declare(String name, ModelSettings initial, UnaryOperator<ModelSettings> change, Instant now) {
        return database.write(session -> {
            Optional<Model> known = find(session, name);
            if (known.isEmpty()) {
                return new Declared(insert(session, name, change.apply(initial), now), true);
            }
            Model old = known.get();
            ModelSettings settings = change.apply(old.settings());
            refuseOtherScale(session, old, settings);
            session.update(UPDATE, settings.toJson().toString(), old.id());
            Model changed = new Model(old.id(), name, settings, old.createdAt());
            SegmentSums.follow(session, old, changed);
            return new Declared(changed, false);
        });
    }

    /** Stored numbers are on the unit scale, but what callers will send again, and what they read, is not. */
    private static void refuseOtherScale(Session session, Model model, ModelSettings changed) throws SQLException {
        ModelSettings old = model.settings();
        boolean sameScore = old.scoreScale() == changed.scoreScale();
        if (sameScore && old.outcomeScale() == changed.outcomeScale()) {
            return;
        }
        if (session.number(HAS_ROWS, model.id(), model.id()) == 1) {
            throw new ConflictException((sameScore ? "outcomeScale" : "scoreScale") + " of model " + model.name()
                    + " cannot change from "
                    + (sameScore ? old.outcomeScale() : old.scoreScale()).wire() + " to "
                    + (sameScore ? changed.outcomeScale() : changed.scoreScale()).wire()
                    + ": it has predictions or outcomes already; declare a new model instead");
        }
    }

    @Override
    public String currentVersion(Model model) {
        return model.settings().currentVersion().orElseGet(() -> database.read(session -> busiest(session, model)));
    }

    /** The version with most predictions in the days up to the newest prediction; of equal ones the first seen. */
    private static String busiest(Session session, Model model) throws SQLException {
        long id = model.id();
        Optional<Long> newest = session.first(
                NEWEST_PREDICTION,
                row -> {
                    long micros = row.getLong(1);
                    return row.wasNull() ? Long.MIN_VALUE : micros;
                },
                id);
        if (newest.isEmpty() || newest.get() == Long.MIN_VALUE) {
            return NewPrediction.DEFAULT_VERSION;
        }
        long from = newest.get() - CURRENT_DAYS * Times.DAY;
        long firstDay = Times.firstDayFrom(from);
        Map<Integer, Long> predictions = new HashMap<>();
        Session.RowVisitor count = row -> predictions.merge(row.getInt(1), row.getLong(2), Long::sum);
        session.each(WHOLE_DAYS, count, id, Times.day(from));
        if (predictions.size() > 1) { // else there is nothing to choose, and no need to count rows
            predictions.clear();
            session.each(WHOLE_DAYS, count, id, firstDay);
            session.each(PART_OF_A_DAY, count, id, id, from, firstDay * Times.DAY);
        }
        int busiest = predictions.entrySet().stream()
                .max(Map.Entry.<Integer, Long>comparingByValue()
                        .thenComparing(Map.Entry.<Integer, Long>comparingByKey().reversed()))
                .orElseThrow()
                .getKey();
        return session.first(VERSION_NAME, row -> row.getString(1), id, busiest).orElseThrow();
    }
}
