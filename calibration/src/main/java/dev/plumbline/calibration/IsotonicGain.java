package dev.plumbline.calibration;

/** What the isotonic fit of chunk sums saves in Brier score; its arrays are used again for every set of sums. */
final class IsotonicGain {

    private final Chunks chunks;
    private final double total;
    private final double[] sumW;
    private final double[] sumY;

    IsotonicGain(Chunks chunks) {
        this.chunks = chunks;
        this.total = chunks.totalWeight();
        this.sumW = new double[chunks.size()];
        this.sumY = new double[chunks.size()];
    }

    /** {@code sum over blocks of w (mean p - mean y)^2 in parts}: with g = T/W in a block, S(p) - S(g) = sum w x^2 - 2 x t + T g. */
    double of(double[] target) {
        int top = -1;
        double issued = 0;
        for (int i = 0; i < target.length; i++) {
            double w = chunks.weight[i];
            double t = target[i];
            issued += chunks.x[i] * (w * chunks.x[i] - 2 * t);
            while (top >= 0 && sumY[top] * w >= t * sumW[top]) {
                w += sumW[top];
                t += sumY[top--];
            }
            sumW[++top] = w;
            sumY[top] = t;
        }
        double fitted = 0;
        for (int b = 0; b <= top; b++) {
            fitted += sumY[b] * sumY[b] / sumW[b];
        }
        return Math.max(0, (issued + fitted) / total);
    }
}
