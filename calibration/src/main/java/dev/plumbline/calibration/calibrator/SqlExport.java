package dev.plumbline.calibration.calibrator;

import dev.plumbline.calibration.Logistic;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * A calibrator as an SQL expression over a column, for SQLite (with its math functions) and PostgreSQL: {@code exp}, {@code ln},
 * {@code case}. It is null for a score that is null or outside [0, 1] (Platt's curve takes every number). No intermediate
 * leaves the range of a double, which PostgreSQL would refuse.
 */
public final class SqlExport {

    private static final double LARGEST_EXPONENT = 700;

    private SqlExport() {}

    /**
     * The expression.
     *
     * @param map the calibrator
     * @param column the score: a column or any expression, taken over as it is
     * @return of type double precision
     */
    public static String expression(Calibrator map, String column) {
        String s = "cast(" + column + " as double precision)";
        if (map instanceof PlattCalibrator platt) {
            return bounded(number(-platt.b()) + " - " + number(platt.a()) + " * " + s, Double.POSITIVE_INFINITY);
        }
        return "case when " + s + " >= 0.0 and " + s + " <= 1.0 then " + inside(map, s) + " end";
    }

    /**
     * A query whose one number is how many golden rows the expression does not reproduce: 0.
     *
     * @param map the calibrator
     * @return a complete select
     */
    public static String check(Calibrator map) {
        String rows = GoldenPair.of(map).stream()
                .map(pair -> "(" + pair.score() + ", " + pair.probability() + ")")
                .collect(Collectors.joining(",\n  "));
        // materialized: SQLite would write the expression out once for each row
        return "with golden (score, probability) as materialized (values\n  " + rows
                + "\n)\nselect count(*) from golden\nwhere not coalesce(abs((" + expression(map, "score")
                + ") - probability) <= " + GoldenPair.TOLERANCE + ", 1 = 0)";
    }

    /**
     * The expression with its golden rows as comments: what is written to a file.
     *
     * @param map the calibrator
     * @param column the score
     * @return lines that end with the expression
     */
    public static String text(Calibrator map, String column) {
        List<GoldenPair> golden = GoldenPair.of(map);
        return "-- " + map.method() + " calibration of " + column.replaceAll("\\s+", " ")
                + "; golden rows (score, probability):\n"
                + golden.stream()
                        .map(pair -> "-- " + pair.score() + ", " + pair.probability() + "\n")
                        .collect(Collectors.joining())
                + expression(map, column) + "\n";
    }

    private static String inside(Calibrator map, String s) {
        String c = "case when " + s + " < " + Logistic.CLIP + " then " + Logistic.CLIP + " when " + s + " > "
                + (1 - Logistic.CLIP) + " then " + (1 - Logistic.CLIP) + " else " + s + " end";
        String z = "ln((" + c + ") / (1.0 - (" + c + ")))";
        double l = Features.LARGEST;
        if (map instanceof OffsetCalibrator offset) {
            return bounded(z + " + " + number(offset.intercept()), l + Math.abs(offset.intercept()));
        }
        if (map instanceof TemperatureCalibrator temperature) {
            return temperature.exists()
                    ? bounded(z + " / " + temperature.temperature(), l / temperature.temperature())
                    : "0.5";
        }
        if (map instanceof LogitPlattCalibrator logit) {
            return bounded(
                    number(logit.slope()) + " * " + z + " + " + number(logit.intercept()),
                    Math.abs(logit.slope()) * l + Math.abs(logit.intercept()));
        }
        if (map instanceof BetaCalibrator beta) {
            return bounded(
                    beta.a() + " * ln(" + c + ") - " + beta.b() + " * ln(1.0 - (" + c + ")) + " + number(beta.c()),
                    (beta.a() + beta.b()) * l + Math.abs(beta.c()));
        }
        if (map instanceof QuadraticCalibrator quadratic) {
            return bounded(
                    number(quadratic.t()) + " + (" + quadratic.s() + " + " + number(quadratic.r()) + " * " + z + ") * "
                            + z,
                    2 * quadratic.s() * l + Math.abs(quadratic.t()));
        }
        if (map instanceof IsotonicCalibrator isotonic) {
            double[] x = isotonic.x();
            double[] y = isotonic.y();
            return steps(
                    s,
                    x,
                    -1,
                    x.length,
                    k -> k < 0 || k == x.length - 1 || y[k] == y[k + 1]
                            ? String.valueOf(y[Math.max(k, 0)])
                            : y[k] + " + (" + s + " - " + x[k] + ") / " + (x[k + 1] - x[k]) + " * "
                                    + (y[k + 1] - y[k]));
        }
        if (map instanceof VennAbersCalibrator venn) {
            double[] x = venn.x();
            double[] p0 = venn.p0();
            double[] p1 = venn.p1();
            return steps(s, x, -1, x.length, k -> {
                double after = p1[2 * k + 2] / (1 - p0[2 * k + 2] + p1[2 * k + 2]);
                return k < 0
                        ? String.valueOf(after)
                        : "case when " + s + " = " + x[k] + " then "
                                + p1[2 * k + 1] / (1 - p0[2 * k + 1] + p1[2 * k + 1]) + " else " + after + " end";
            });
        }
        return s; // identity
    }

    /** The pieces from {@code low} on and below {@code high}, found by halves: as deep as their number's logarithm. */
    private static String steps(String s, double[] x, int low, int high, IntFunction<String> piece) {
        if (high - low == 1) {
            return piece.apply(low);
        }
        int middle = (low + high) >>> 1;
        return "case when " + s + " < " + x[middle] + " then " + steps(s, x, low, middle, piece) + " else "
                + steps(s, x, middle, high, piece) + " end";
    }

    /** The logistic curve of an exponent whose size is at most {@code bound}. */
    private static String bounded(String e, double bound) {
        String curve = "1.0 / (1.0 + exp(-(" + e + ")))";
        if (bound <= LARGEST_EXPONENT) {
            return curve;
        }
        return "case when " + e + " > " + LARGEST_EXPONENT + " then 1.0 when " + e + " < " + -LARGEST_EXPONENT
                + " then 0.0 else " + curve + " end";
    }

    private static String number(double value) {
        return value < 0 ? "(" + value + ")" : String.valueOf(value + 0.0);
    }
}
