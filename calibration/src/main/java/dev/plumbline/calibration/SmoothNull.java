package dev.plumbline.calibration;

/** The smooth calibration error of chunk sums, to three digits, with its working memory. */
final class SmoothNull {

    private static final int GRID = 1024;
    private static final double ACCURACY = 1e-5;
    private static final int POINTS = 8; // of the curve per bandwidth

    private final Chunks chunks;
    private final double total;
    private final CosineTransform transform = new CosineTransform(GRID);

    SmoothNull(Chunks chunks) {
        this.chunks = chunks;
        this.total = chunks.totalWeight();
    }

    double error(double[] target) {
        ResidualGrid grid = new ResidualGrid(GRID, target.length);
        for (int c = 0; c < target.length; c++) {
            grid.add(chunks.x[c], (target[c] - chunks.weight[c] * chunks.x[c]) / total);
        }
        SmoothCurve curve = new SmoothCurve(grid.coefficients(transform), POINTS);
        return curve.meanSize(curve.fixedPoint(ACCURACY, 0.03));
    }
}
