package dev.plumbline.calibration;

import java.util.Arrays;

/** The 95 % intervals of the errors that have no bins, each by a {@link ChunkBootstrap} about the curve that belongs to the error. */
final class ChunkIntervals {

    private static final double NARROWEST =
            0.01; // smoothing of the curve: below that a chunk is its own neighbour only

    private final ChunkBootstrap bootstrap; // null: fewer than two units
    private final Chunks chunks;

    private ChunkIntervals(ChunkBootstrap bootstrap) {
        this.bootstrap = bootstrap;
        this.chunks = bootstrap == null ? null : bootstrap.chunks;
    }

    static ChunkIntervals of(CalibrationSample sample) {
        return new ChunkIntervals(sample.rows().units() < 2 ? null : ChunkBootstrap.of(sample));
    }

    static ChunkIntervals of(CalibrationSummary summary) {
        return new ChunkIntervals(summary.count() < 2 ? null : ChunkBootstrap.of(summary));
    }

    /** @param bandwidth of the smooth error: how wide the fault that is seen is drawn */
    Interval kolmogorovSmirnov(double bandwidth) {
        if (bootstrap == null) {
            return new Interval(0, 1);
        }
        return bootstrap
                .intervals(chunks.x, smoothed(bandwidth), (weight, target) ->
                        new double[] {KolmogorovSmirnov.statistic(chunks.x, weight, target) / sum(weight)})[0]
                .within(0, 1);
    }

    /** @param bandwidth of the smooth error */
    Interval smoothEce(double bandwidth) {
        if (bootstrap == null) {
            return new Interval(0, 1);
        }
        SmoothNull smooth = new SmoothNull(chunks, chunks.target);
        return bootstrap
                .intervals(
                        chunks.x, smoothed(bandwidth), (weight, target) -> new double[] {smooth.exact(weight, target)})[
                0]
                .within(0, 1);
    }

    /** Of miscalibration and discrimination of the Brier score, then of the log loss. */
    Interval[] corp() {
        if (bootstrap == null) {
            Interval any = new Interval(0, Double.POSITIVE_INFINITY);
            return new Interval[] {new Interval(0, 1), new Interval(0, 1), any, any};
        }
        IsotonicGain gain = new IsotonicGain(chunks);
        double[] curve = ChunkBootstrap.isotonic(chunks);
        double[] rate = new double[chunks.size()];
        Arrays.fill(rate, sum(chunks.target) / sum(chunks.weight));
        // roots: they grow evenly with the distance, as the bootstrap supposes
        Interval[] lost = bootstrap.intervals(chunks.x, curve, (weight, target) -> roots(gain.of(weight, target), 0));
        Interval[] gained = bootstrap.intervals(rate, curve, (weight, target) -> roots(gain.of(weight, target), 1));
        return new Interval[] {squared(lost[0]), squared(gained[0]), squared(lost[1]), squared(gained[1])};
    }

    /** Of ici, e50, e90 and emax. */
    Interval[] integrated() {
        if (bootstrap == null) {
            Interval[] any = new Interval[4];
            Arrays.fill(any, new Interval(0, 1));
            return any;
        }
        LocalRegression lines = LocalRegression.of(chunks);
        double[] mean = new double[chunks.size()];
        Arrays.setAll(mean, c -> chunks.target[c] / chunks.weight[c]);
        return bootstrap.intervals(
                chunks.x,
                lines.fit(mean),
                (weight, target) ->
                        IntegratedCalibration.figures(lines, chunks.x, weight, target, sum(weight), chunks.size()));
    }

    private static double[] roots(double[] parts, int from) {
        return new double[] {Math.sqrt(parts[from]), Math.sqrt(parts[from + 2])};
    }

    private static Interval squared(Interval root) {
        return new Interval(root.lo() * root.lo(), root.hi() * root.hi());
    }

    /** Outcomes smoothed as the smooth error smooths them: p plus the mean residual of the neighbours. */
    private double[] smoothed(double bandwidth) {
        double s = Math.max(bandwidth, NARROWEST);
        double[] curve = new double[chunks.size()];
        for (int c = 0; c < curve.length; c++) {
            double off = 0;
            double all = 0;
            for (int d = 0; d < curve.length; d++) {
                double z = (chunks.x[d] - chunks.x[c]) / s;
                double kernel = Math.exp(-z * z / 2);
                off += kernel * (chunks.target[d] - chunks.weight[d] * chunks.x[d]);
                all += kernel * chunks.weight[d];
            }
            curve[c] = chunks.x[c] + off / all;
        }
        return curve;
    }

    private static double sum(double[] of) {
        double sum = 0;
        for (double each : of) {
            sum += each;
        }
        return sum;
    }
}
