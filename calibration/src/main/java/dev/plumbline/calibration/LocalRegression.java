package dev.plumbline.calibration;

import java.util.Arrays;

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
    private final double[] weight;
    private final double total;
    private final double range;
    private final int[] anchors; // where lines are fitted, the first and the last chunk among them
    private final int[] from; // of the chunks that the line at each of them sees
    private final double[][] share; // of the outcome of each of those in the line's value

    private LocalRegression(Chunks chunks) {
        this.x = chunks.x;
        this.weight = chunks.weight;
        this.total = chunks.totalWeight();
        this.range = x[x.length - 1] - x[0];
        this.anchors = anchors();
        this.from = new int[anchors.length];
        this.share = new double[anchors.length][];
        for (int a = 0; a < anchors.length; a++) {
            line(a);
        }
    }

    /** The lines for the positions and weights of chunks, whatever their outcomes. */
    static LocalRegression of(Chunks chunks) {
        return new LocalRegression(chunks);
    }

    private int[] anchors() {
        int[] found = new int[x.length];
        int size = 0;
        for (int i = 0; i < x.length; ) {
            found[size++] = i;
            int next = i + 1;
            while (next + 1 < x.length && x[next + 1] <= x[i] + STEP * range) {
                next++;
            }
            i = next;
        }
        return Arrays.copyOf(found, size);
    }

    /**
     * The fitted value at every chunk.
     *
     * @param mean outcome of each chunk
     */
    double[] fit(double[] mean) {
        double[] fitted = new double[x.length];
        for (int a = 0; a < anchors.length; a++) {
            int i = anchors[a];
            double[] shares = share[a];
            int first = from[a];
            double value = 0; // locals: the first compiler tier would load each again at every step
            for (int j = 0; j < shares.length; j++) {
                value += shares[j] * mean[first + j];
            }
            fitted[i] = value;
            for (int j = a == 0 ? i : anchors[a - 1] + 1; j < i; j++) {
                int last = anchors[a - 1];
                double part = (x[j] - x[last]) / (x[i] - x[last]);
                fitted[j] = part * fitted[i] + (1 - part) * fitted[last];
            }
        }
        return fitted;
    }

    private void line(int anchor) {
        int i = anchors[anchor];
        double h = radius(i);
        double sum = 0;
        double mean = 0;
        int first = i;
        while (first > 0 && x[i] - x[first - 1] <= 0.999 * h) {
            first--;
        }
        int last = i;
        while (last + 1 < x.length && x[last + 1] - x[i] <= 0.999 * h) {
            last++;
        }
        double[] local = new double[last - first + 1];
        for (int j = first; j <= last; j++) {
            double d = Math.abs(x[j] - x[i]);
            double r = d / h;
            double cube = 1 - r * r * r;
            double w = weight[j] * (d <= 0.001 * h ? 1 : cube * cube * cube);
            local[j - first] = w;
            sum += w;
            mean += w * x[j];
        }
        mean /= sum;
        double spread = 0;
        for (int j = first; j <= last; j++) {
            spread += local[j - first] / sum * (x[j] - mean) * (x[j] - mean);
        }
        double tilt = Math.sqrt(spread) > FLAT * range ? (x[i] - mean) / spread : 0;
        for (int j = first; j <= last; j++) {
            local[j - first] *= (1 + tilt * (x[j] - mean)) / sum;
        }
        from[anchor] = first;
        share[anchor] = local;
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
