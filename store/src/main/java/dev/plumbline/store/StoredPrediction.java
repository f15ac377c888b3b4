package dev.plumbline.store;

import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.intake.NewPrediction;
import dev.plumbline.monitor.intake.RowAnswer;
import dev.plumbline.monitor.model.ScoreScale;
import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A row of predictions.
 *
 * @param versionName the version's name
 * @param outcome null while it is open
 * @param pairedAt null while it is no pair
 */
record StoredPrediction(
        long id,
        String callerId,
        int version,
        String versionName,
        double score,
        Double probability,
        Integer calibratorVersion,
        long predictedAt,
        long recordedAt,
        String group,
        double weight,
        String segments,
        String features,
        StoredOutcome outcome,
        Long pairedAt) {
    private static final String FIND = """
            select p.id, caller_id, version, v.name as version_name, score, probability, calibrator_version, predicted_at,
                recorded_at, group_name, weight, segments, features, actual, true_class, observed_at, outcome_recorded_at,
                outcome_era, paired_at, corrections
            from predictions p join versions v on v.model = p.model and v.id = p.version
            where p.model = ? and caller_id = ?
            """;

    static Optional<StoredPrediction> find(Session session, long model, String callerId) throws SQLException {
        return session.first(FIND, StoredPrediction::map, model, callerId);
    }

    private static StoredPrediction map(ResultSet row) throws SQLException {
        boolean open = Columns.longInteger(row, "outcome_recorded_at") == null;
        return new StoredPrediction(
                row.getLong("id"),
                row.getString("caller_id"),
                row.getInt("version"),
                row.getString("version_name"),
                row.getDouble("score"),
                Columns.number(row, "probability"),
                Columns.integer(row, "calibrator_version"),
                row.getLong("predicted_at"),
                row.getLong("recorded_at"),
                row.getString("group_name"),
                row.getDouble("weight"),
                row.getString("segments"),
                row.getString("features"),
                open ? null : StoredOutcome.map(row, "outcome_recorded_at", "outcome_era"),
                Columns.longInteger(row, "paired_at"));
    }

    /** Labels as they are stored: a JSON object with sorted keys. */
    static String segmentsText(Map<String, String> segments) {
        return segments == null || segments.isEmpty() ? null : Json.text(new TreeMap<>(segments));
    }

    /** The pair it makes with an outcome; empty when only the outcome's class is known. */
    Optional<Pair> pairWith(StoredOutcome other, List<String> inSegments) {
        return other == null || other.actual() == null
                ? Optional.empty()
                : Optional.of(new Pair(
                        version,
                        score,
                        probability,
                        weight,
                        predictedAt,
                        other.observedAt(),
                        other.actual(),
                        inSegments));
    }

    /**
     * Compares a row of the same id, in the fields that it was sent with: REPEATED, or a CONFLICT in the first that differs.
     * The two that a service adds on its way come last, so that a conflict names what the caller changed.
     */
    RowAnswer compare(NewPrediction sent, ScoreScale scale) {
        if (sent.score() != score) {
            return RowAnswer.conflict("score", onScale(score, scale), onScale(sent.score(), scale));
        }
        if (differs(sent.version(), versionName)) {
            return RowAnswer.conflict("version", versionName, sent.version());
        }
        if (sent.predictedAt() != null && Times.micros(sent.predictedAt()) != predictedAt) {
            return RowAnswer.conflict("predictedAt", Times.instant(predictedAt), sent.predictedAt());
        }
        if (differs(sent.group(), group)) {
            return RowAnswer.conflict("group", group, sent.group());
        }
        if (differs(sent.weight(), weight)) {
            return RowAnswer.conflict("weight", weight, sent.weight());
        }
        if (sent.segments() != null && !Objects.equals(segmentsText(sent.segments()), segments)) {
            return RowAnswer.conflict("segments", segments, segmentsText(sent.segments()));
        }
        if (differs(sent.features(), features)) {
            return RowAnswer.conflict("features", features, sent.features());
        }
        if (differs(sent.calibratorVersion(), calibratorVersion)) {
            return RowAnswer.conflict("calibratorVersion", calibratorVersion, sent.calibratorVersion());
        }
        double issued = probability == null ? score : probability;
        if (differs(sent.probability(), issued)) {
            return RowAnswer.conflict("probability", issued, sent.probability());
        }
        return RowAnswer.REPEATED;
    }

    private static boolean differs(Object sent, Object stored) {
        return sent != null && !sent.equals(stored);
    }

    /** As a caller knows it; 15 digits undo what the way to the unit scale and back does to the last ones. */
    private static Object onScale(double score, ScoreScale scale) {
        return scale == ScoreScale.UNIT
                ? (Object) score
                : new BigDecimal(scale.fromUnit(score))
                        .round(new MathContext(15))
                        .doubleValue();
    }
}
