package dev.plumbline.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * A prediction with its outcome, as the sums see it.
 *
 * @param version the number of the model's version
 * @param probability what was issued; null when it was the score
 * @param segments the segments of the sums that it is in, beside all
 */
record Pair(
        int version,
        double score,
        Double probability,
        double weight,
        long predictedAt,
        long observedAt,
        double actual,
        List<String> segments) {
    /** From the columns version, score, probability, weight, predicted_at, observed_at and actual. */
    static Pair of(ResultSet row, List<String> segments) throws SQLException {
        return new Pair(
                row.getInt("version"),
                row.getDouble("score"),
                Columns.number(row, "probability"),
                row.getDouble("weight"),
                row.getLong("predicted_at"),
                row.getLong("observed_at"),
                row.getDouble("actual"),
                segments);
    }

    /** Whether something else than the score was issued. */
    static boolean differs(double score, Double probability) {
        return probability != null && probability != score;
    }
}
