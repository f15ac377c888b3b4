package dev.plumbline.calibration;

/**
 * The smooth calibration error of chunk sums, to three digits, with its working memory. Two looks at the curve are enough: the mean
 * size of smoothed noise falls like one over the root of the bandwidth, so that Newton's step with that slope, then a secant, end next
 * to the fixed point. Observed and drawn sums are treated alike, so that their ranks mean what they should.
 */
final class SmoothNull {

    private static final int GRID = 512;
    private static final int POINTS = 2; // of the curve per bandwidth
    private static final double NEGLIGIBLE = 16; // exp(-16) = 1e-7
    private static final double ACCURACY = 1e-6;
    private static final double SLOPE =
            1.5; // of bandwidth less mean size, where both are equal and the residuals noise

    private final Chunks chunks;
    private final double total;
    private final CosineTransform.Pool transforms = new CosineTransform.Pool();
    private final ResidualGrid grid;
    private final double[] coefficients = new double[GRID + 1];
    private final SmoothCurve curve = new SmoothCurve(coefficients, POINTS, NEGLIGIBLE, transforms);
    private final double start;

    /** @param typical sums as right probabilities give them: where the search for the bandwidth starts */
    SmoothNull(Chunks chunks, double[] typical) {
        this.chunks = chunks;
        this.total = chunks.totalWeight();
        this.grid = new ResidualGrid(GRID, chunks.size());
        spread(typical);
        this.start = curve.fixedPoint(ACCURACY, 0.03);
    }

    double error(double[] target) {
        spread(target);
        double off = curve.meanSize(start) - start;
        double next = Math.min(Math.max(start + off / SLOPE, SmoothCurve.LEAST), 1);
        if (next == start) {
            return start;
        }
        double offNext = curve.meanSize(next) - next;
        double slope = (offNext - off) / (next - start);
        // it falls with slope -1 or steeper
        return Math.min(Math.max(next - offNext / Math.min(slope, -1), SmoothCurve.LEAST), 1);
    }

    /** To four digits, wherever it lies; for other weights of the chunks too. */
    double exact(double[] weight, double[] target) {
        double all = 0;
        for (double each : weight) {
            all += each;
        }
        spread(weight, target, all);
        return curve.fixedPoint(1e-5, start);
    }

    private void spread(double[] target) {
        spread(chunks.weight, target, total);
    }

    private void spread(double[] weight, double[] target, double all) {
        grid.clear();
        for (int c = 0; c < target.length; c++) {
            grid.add(chunks.x[c], (target[c] - weight[c] * chunks.x[c]) / all);
        }
        grid.coefficients(transforms.of(GRID), coefficients);
    }
}
