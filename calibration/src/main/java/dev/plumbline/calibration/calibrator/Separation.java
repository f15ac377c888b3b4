package dev.plumbline.calibration.calibrator;

/** Whether a fit has no finite optimum, because what it may bend into separates positive from negative weight. */
final class Separation {

    private static final int CHUNK = 1024;

    /** Less than this share of a row's weight is the rounding of a subtraction, no class of its own. */
    private static final double RESIDUE = 1e-15;

    private final RowSource rows;
    private final Features features;
    private double lowPositive = Double.POSITIVE_INFINITY;
    private double highPositive = Double.NEGATIVE_INFINITY;
    private double lowNegative = Double.POSITIVE_INFINITY;
    private double highNegative = Double.NEGATIVE_INFINITY;
    private boolean negativeInside;
    private boolean positiveInside;

    private Separation(RowSource rows, Features features) {
        this.rows = rows;
        this.features = features;
    }

    /**
     * Looks at every row.
     *
     * @param first whether the first feature varies
     * @param second whether the second one does, apart from the first
     */
    static boolean of(RowSource rows, Features features, boolean first, boolean second) {
        Separation classes = new Separation(rows, features);
        classes.each(classes::stretch);
        boolean both = classes.lowPositive < Double.POSITIVE_INFINITY && classes.lowNegative < Double.POSITIVE_INFINITY;
        if (features == Features.LOGIT_ONLY) {
            // through a half: positives on its right and negatives on its left, or the other way round
            boolean right = classes.lowPositive >= 0.5 && classes.highNegative <= 0.5;
            boolean left = classes.highPositive <= 0.5 && classes.lowNegative >= 0.5;
            return first && (right || left);
        }
        if (!both) {
            return true;
        }
        if (!first || features == Features.OFFSET) {
            return false;
        }
        if (second) {
            // ln p, ln(1-p), 1 and z, z^2, 1 can be 0 at any two places and of one sign between them
            classes.each(classes::lookInside);
            return !classes.negativeInside || !classes.positiveInside;
        }
        return !(classes.highNegative > classes.lowPositive && classes.highPositive > classes.lowNegative);
    }

    private interface Row {
        void see(double position, boolean positive, boolean negative);
    }

    private void each(Row row) {
        double[] p = new double[CHUNK];
        double[] w = new double[CHUNK];
        double[] wt = new double[CHUNK];
        for (int from = 0; from < rows.size(); from += CHUNK) {
            int count = Math.min(CHUNK, rows.size() - from);
            rows.load(from, count, p, w, wt);
            for (int i = 0; i < count; i++) {
                row.see(features.position(p[i]), wt[i] > RESIDUE * w[i], w[i] - wt[i] > RESIDUE * w[i]);
            }
        }
    }

    private void stretch(double position, boolean positive, boolean negative) {
        if (positive) {
            lowPositive = Math.min(lowPositive, position);
            highPositive = Math.max(highPositive, position);
        }
        if (negative) {
            lowNegative = Math.min(lowNegative, position);
            highNegative = Math.max(highNegative, position);
        }
    }

    private void lookInside(double position, boolean positive, boolean negative) {
        negativeInside |= negative && position > lowPositive && position < highPositive;
        positiveInside |= positive && position > lowNegative && position < highNegative;
    }
}
