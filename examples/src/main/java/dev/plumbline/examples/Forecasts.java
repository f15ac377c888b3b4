package dev.plumbline.examples;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.files.ColumnChoice;
import dev.plumbline.files.DataSet;
import dev.plumbline.files.ScoredRows;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Samples for the examples: of a file, or made up. */
public final class Forecasts {
    private Forecasts() {}

    /**
     * The scores and outcomes of a file. Columns and scale are guessed from their names and values, rows without either are left
     * out; each guess is said on standard error. Weights and groups are not looked at.
     *
     * @param file CSV, TSV, NDJSON, JSON or Parquet, plain or gz
     * @return all pairs
     */
    public static CalibrationSample read(String file) {
        ColumnChoice plainNames = new ColumnChoice(Map.of(), List.of(), List.of());
        ScoredRows rows = ScoredRows.read(
                DataSet.of(List.of(file)),
                new ScoredRows.Request(plainNames, true, null),
                System.err::println,
                bytes -> {});
        return CalibrationSample.of(rows.scores(), rows.outcomes());
    }

    /**
     * Made-up forecasts p, uniform in [0.02, 0.98], whose right value is {@code sigmoid(slope * logit p + shift)}.
     *
     * @param pairs how many
     * @param slope 1: as extreme as is right; below 1: the forecasts are too extreme
     * @param shift 0: right on average; below 0: the forecasts are too high
     * @param seed of the random numbers
     * @return the forecasts, to four digits, and what happened
     */
    public static CalibrationSample madeUp(int pairs, double slope, double shift, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] p = new double[pairs];
        double[] y = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            p[i] = Math.rint(1e4 * (0.02 + 0.96 * random.nextDouble())) / 1e4;
            y[i] = random.nextDouble() < right(p[i], slope, shift) ? 1 : 0;
        }
        return CalibrationSample.of(p, y);
    }

    /** The value that would be right where a forecast says {@code p}. */
    static double right(double p, double slope, double shift) {
        double logit = StrictMath.log(p / (1 - p)); // the same digits on every machine
        return 1 / (1 + StrictMath.exp(-(slope * logit + shift)));
    }
}
