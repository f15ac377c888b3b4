package dev.plumbline.store;

import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.intake.RecordHistory;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.ModelSettings;
import dev.plumbline.monitor.model.ScoreScale;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/** Reads the history of a model from the rows. */
public final class PredictionExport implements RecordHistory {
    private static final String SEGMENTS = """
            select distinct each.key from predictions p, json_each(p.segments) each
            where p.model = ? and p.segments is not null and p.predicted_at >= ? and p.predicted_at < ?
            """;
    private static final String FEATURES = """
            select distinct each.key, case when typeof(each.value) = 'real' then 'real' else each.type end
            from predictions p, json_each(p.features) each
            where p.model = ? and p.features is not null and p.predicted_at >= ? and p.predicted_at < ?
            """;
    private static final String COUNT = """
            select count(*) from predictions where model = ? and predicted_at >= ? and predicted_at < ?
            """;
    // "+model" keeps the planner in the order of arrival: an index would mean to sort all rows.
    private static final String ROWS = """
            select caller_id, v.name as version_name, score, probability, calibrator_version, predicted_at, group_name, weight,
                segments, features, actual, true_class, observed_at
            from predictions p join versions v on v.model = p.model and v.id = p.version
            where +p.model = ? and p.predicted_at >= ? and p.predicted_at < ? order by p.id
            """;

    private final Database database;

    public PredictionExport(Database database) {
        this.database = database;
    }

    @Override
    public long export(Model model, Instant from, Instant to, Sink sink) {
        long first = from == null ? Long.MIN_VALUE : Times.micros(from);
        long end = to == null ? Long.MAX_VALUE : Times.micros(to);
        return database.read(session -> {
            Object[] window = {model.id(), first, end};
            List<String> segments = session.list(SEGMENTS, row -> row.getString(1), window);
            Map<String, Set<String>> features = new TreeMap<>();
            session.each(
                    FEATURES,
                    row -> features.computeIfAbsent(row.getString(1), name -> new TreeSet<>())
                            .add(row.getString(2)),
                    window);
            sink.begin(session.number(COUNT, window), new TreeSet<>(segments), new LinkedHashMap<>(features));
            session.each(ROWS, row -> sink.row(document(row, model.settings())), window);
            return WaitingOutcomes.count(session, model.id());
        });
    }

    private static ObjectNode document(ResultSet row, ModelSettings settings) throws SQLException {
        ObjectNode json = Json.object()
                .put("id", row.getString("caller_id"))
                .put("score", onScale(row.getDouble("score"), settings.scoreScale()));
        Double probability = Columns.number(row, "probability");
        if (probability != null) {
            json.put("probability", probability);
        }
        Integer calibratorVersion = Columns.integer(row, "calibrator_version");
        if (calibratorVersion != null) {
            json.put("calibratorVersion", calibratorVersion);
        }
        json.put("version", row.getString("version_name"));
        json.put("predictedAt", Times.instant(row.getLong("predicted_at")).toString());
        if (row.getString("group_name") != null) {
            json.put("group", row.getString("group_name"));
        }
        json.put("weight", row.getDouble("weight"));
        for (String nested : List.of("segments", "features")) {
            if (row.getString(nested) != null) {
                json.set(nested, Columns.json(row, nested));
            }
        }
        Double actual = Columns.number(row, "actual");
        if (actual != null) {
            json.put("actual", onScale(actual, settings.outcomeScale()));
        }
        if (row.getString("true_class") != null) {
            json.put("class", row.getString("true_class"));
        }
        Instant observedAt = Times.instant(row, "observed_at");
        if (observedAt != null) {
            json.put("observedAt", observedAt.toString());
        }
        return json;
    }

    /**
     * The number on the scale that reads back as exactly this one. Times 100 and by 100 is not always the same number again, so
     * the shortest decimal is tried first and then its neighbours.
     */
    static double onScale(double unit, ScoreScale scale) {
        if (scale == ScoreScale.UNIT) {
            return unit;
        }
        double near = BigDecimal.valueOf(unit).movePointRight(2).doubleValue();
        for (double tried : new double[] {near, Math.nextDown(near), Math.nextUp(near)}) {
            if (tried >= 0 && tried <= scale.max() && scale.toUnit("score", tried) == unit) {
                return tried;
            }
        }
        return near;
    }
}
