package dev.plumbline.calibration;

/** The parts of both scores of chunk sums that CORP splits off; its arrays are used again for every set of sums. */
final class IsotonicGain {

    private final Chunks chunks;
    private final double[] lnP;
    private final double[] lnQ;
    private final double[] sumW;
    private final double[] sumY;

    IsotonicGain(Chunks chunks) {
        this.chunks = chunks;
        this.sumW = new double[chunks.size()];
        this.sumY = new double[chunks.size()];
        this.lnP = new double[chunks.size()];
        this.lnQ = new double[chunks.size()];
        for (int c = 0; c < lnP.length; c++) {
            double p = Logistic.clip(chunks.x[c]);
            lnP[c] = Math.log(p);
            lnQ[c] = Logistic.log1p(-p);
        }
    }

    /**
     * Miscalibration and discrimination of the Brier score, then those of the log loss; none below 0.
     *
     * <p>With g = T/W in a block, {@code S(p) - S(g) = sum w x^2 - 2 x t + T g}. Drawn sums may leave [0, w]: a block is then taken to be
     * at its bound.
     */
    double[] of(double[] weight, double[] target) {
        int top = -1;
        double total = 0;
        double happened = 0;
        double squared = 0;
        double loss = 0;
        for (int i = 0; i < target.length; i++) {
            double w = weight[i];
            double t = target[i];
            double x = chunks.x[i];
            total += w;
            happened += t;
            squared += x * (w * x - 2 * t);
            loss -= t * lnP[i] + (w - t) * lnQ[i];
            while (top >= 0 && sumY[top] * w >= t * sumW[top]) {
                w += sumW[top];
                t += sumY[top--];
            }
            sumW[++top] = w;
            sumY[top] = t;
        }
        double fitted = 0;
        double fittedLoss = 0;
        for (int b = 0; b <= top; b++) {
            fitted += sumY[b] * sumY[b] / sumW[b];
            fittedLoss += entropy(sumW[b], sumY[b]);
        }
        return new double[] {
            Math.max(0, (squared + fitted) / total),
            Math.max(0, (fitted - happened * happened / total) / total),
            Math.max(0, (loss - fittedLoss) / total),
            Math.max(0, (entropy(total, happened) - fittedLoss) / total)
        };
    }

    /** The log loss of so many events at their own mean. */
    private static double entropy(double weight, double events) {
        double rate = Math.min(Math.max(events / weight, 0), 1);
        return weight * Scores.logLoss(rate, rate);
    }
}
