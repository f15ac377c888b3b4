package dev.plumbline.calibration.calibrator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Class probabilities and what a map made of them when it was fitted, as {@link GoldenPair} for one probability.
 *
 * @param p the input
 * @param probabilities the output, of the same length
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out, compared by content
public record GoldenRow(double[] p, double[] probabilities) {

    /** Checks and copies: values in [0, 1], as many out as in, at least 2. */
    public GoldenRow {
        if (p.length < 2 || p.length != probabilities.length) {
            throw new IllegalArgumentException("p and probabilities must have one value per class, at least 2, got "
                    + p.length + " and " + probabilities.length);
        }
        p = p.clone();
        probabilities = probabilities.clone();
        for (int k = 0; k < p.length; k++) {
            Parameters.unit("p", p[k], k);
            Parameters.unit("probabilities", probabilities[k], k);
        }
    }

    /**
     * Rows all over the simplex: all classes alike, then each class nearly certain, likely, and impossible.
     *
     * @param map the calibrator
     * @param classes their number, at least 2
     * @return 1 + 3 classes rows
     */
    public static List<GoldenRow> of(ClassCalibrator map, int classes) {
        List<GoldenRow> rows = new ArrayList<>();
        rows.add(of(map, classes, 0, 1.0 / classes));
        for (int k = 0; k < classes; k++) {
            for (double share : new double[] {0.999, 0.6, 0}) {
                rows.add(of(map, classes, k, share));
            }
        }
        return rows;
    }

    private static GoldenRow of(ClassCalibrator map, int classes, int one, double share) {
        double[] p = new double[classes];
        Arrays.fill(p, (1 - share) / (classes - 1));
        p[one] = share;
        double[] out = new double[classes];
        map.apply(p, out);
        return new GoldenRow(p, out);
    }

    /** Compares the row with a map. */
    void check(ClassCalibrator map, int index) {
        double[] now = new double[p.length];
        map.apply(p, now);
        for (int k = 0; k < now.length; k++) {
            if (!(Math.abs(now[k] - probabilities[k]) <= GoldenPair.TOLERANCE)) {
                throw new IllegalArgumentException("golden[" + index + "] is not reproduced: p " + Arrays.toString(p)
                        + " should give " + Arrays.toString(probabilities) + ", its parameters give "
                        + Arrays.toString(now));
            }
        }
    }

    /** {@return a copy} */
    @Override
    public double[] p() {
        return p.clone();
    }

    /** {@return a copy} */
    @Override
    public double[] probabilities() {
        return probabilities.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GoldenRow that
                && Arrays.equals(p, that.p)
                && Arrays.equals(probabilities, that.probabilities);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(p) + Arrays.hashCode(probabilities);
    }

    @Override
    public String toString() {
        return "GoldenRow[p=" + Arrays.toString(p) + ", probabilities=" + Arrays.toString(probabilities) + "]";
    }
}
