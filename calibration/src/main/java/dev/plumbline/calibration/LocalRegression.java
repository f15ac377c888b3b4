package dev.plumbline.calibration;

/**
 * Locally weighted straight lines without robustness steps: at a position x the weighted least squares line through the nearest
 * two thirds of the weight, tricube weights {@code (1 - (d/h)^3)^3}, h the distance of the farthest of them, read at x (Cleveland
 * 1979, doi:10.1080/01621459.1979.10481038). Fitted at positions at least 1 % of the range apart, linear between them.
 */
final class LocalRegression {

    private static final double SPAN = 2.0 / 3;
    private static final double STEP = 0.01; // of the range
    private static final double FLAT = 0.001; // of the range: positions closer together than this tell no slope

    private final double[] x;
    private final double[] y;
    private final double[] weight;
    private final double total;
    private final double range;

    private LocalRegression(Chunks chunks) {
        this.x = chunks.x;
        this.weight = chunks.weight;
        this.y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = chunks.target[i] / weight[i];
        }
        this.total = chunks.totalWeight();
        this.range = x[x.length - 1] - x[0];
    }

    /** The fitted value at every chunk. */
    static double[] fit(Chunks chunks) {
        LocalRegression regression = new LocalRegression(chunks);
        double[] fitted = new double[chunks.size()];
        int n = fitted.length;
        int last = -1;
        int i = 0;
        while (i < n) {
            fitted[i] = regression.at(i);
            for (int j = last + 1; last >= 0 && j < i; j++) {
                double share = (chunks.x[j] - chunks.x[last]) / (chunks.x[i] - chunks.x[last]);
                fitted[j] = share * fitted[i] + (1 - share) * fitted[last];
            }
            last = i;
            int next = i + 1;
            while (next + 1 < n && chunks.x[next + 1] <= chunks.x[i] + STEP * regression.range) {
                next++;
            }
            i = next;
        }
        return fitted;
    }

    private double at(int i) {
        double h = radius(i);
        double sum = 0;
        double mean = 0;
        int from = i;
        while (from > 0 && x[i] - x[from - 1] <= 0.999 * h) {
            from--;
        }
        int to = i;
        while (to + 1 < x.length && x[to + 1] - x[i] <= 0.999 * h) {
            to++;
        }
        double[] local = new double[to - from + 1];
        for (int j = from; j <= to; j++) {
            double d = Math.abs(x[j] - x[i]);
            double r = d / h;
            double cube = 1 - r * r * r;
            double w = weight[j] * (d <= 0.001 * h ? 1 : cube * cube * cube);
            local[j - from] = w;
            sum += w;
            mean += w * x[j];
        }
        mean /= sum;
        double spread = 0;
        double covariance = 0;
        double value = 0;
        for (int j = from; j <= to; j++) {
            double w = local[j - from] / sum;
            spread += w * (x[j] - mean) * (x[j] - mean);
            covariance += w * (x[j] - mean) * y[j];
            value += w * y[j];
        }
        if (Math.sqrt(spread) > FLAT * range) {
            value += covariance / spread * (x[i] - mean);
        }
        return value;
    }

    /** The distance from x_i of the nearest two thirds of the weight; 0 when that much lies at x_i itself. */
    private double radius(int i) {
        double wanted = Math.max(Math.floor(SPAN * total + 1e-7), Math.min(2, total));
        double got = weight[i];
        int left = i;
        int right = i;
        double h = 0;
        while (got < wanted * (1 - 1e-12) && (left > 0 || right + 1 < x.length)) {
            double below = left > 0 ? x[i] - x[left - 1] : Double.POSITIVE_INFINITY;
            double above = right + 1 < x.length ? x[right + 1] - x[i] : Double.POSITIVE_INFINITY;
            if (below <= above) {
                got += weight[--left];
                h = below;
            } else {
                got += weight[++right];
                h = above;
            }
        }
        return h;
    }
}
