package dev.plumbline.calibration;

/** The smooth calibration error of chunk sums, to three digits, with its working memory. */
final class SmoothNull {

    private static final int GRID = 1024;
    private static final double ACCURACY = 3e-5;
    private static final int POINTS = 4; // of the curve per bandwidth

    private final Chunks chunks;
    private final double total;
    private final CosineTransform.Pool transforms = new CosineTransform.Pool();

    private double last = 0.03;

    SmoothNull(Chunks chunks) {
        this.chunks = chunks;
        this.total = chunks.totalWeight();
    }

    double error(double[] target) {
        ResidualGrid grid = new ResidualGrid(GRID, target.length);
        for (int c = 0; c < target.length; c++) {
            grid.add(chunks.x[c], (target[c] - chunks.weight[c] * chunks.x[c]) / total);
        }
        SmoothCurve curve = new SmoothCurve(grid.coefficients(transforms.of(GRID)), POINTS, transforms);
        last = curve.fixedPoint(ACCURACY, last); // the errors of two draws are close: a start that saves half the steps
        return last;
    }
}
