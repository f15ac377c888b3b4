package dev.plumbline.calibration.evidence;

import dev.plumbline.calibration.Checks;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which of many findings to keep so that on average at most a share alpha of those kept is false, however they depend on each other.
 *
 * <p>With the e-values in falling order, the findings 1 to k are kept for the largest k with {@code e_(k) >= m/(k alpha)}, m their number.
 *
 * <p>Reference: Wang and Ramdas 2022, doi:10.1111/rssb.12489, section 3.
 *
 * <p>Example: e-values 100, 50, 1, 30 at 0.05: the third largest, 30, reaches 4/(3 * 0.05) = 26.7 and the fourth, 1, not 20: three are kept.
 */
public final class EBenjaminiHochberg {

    private EBenjaminiHochberg() {}

    /**
     * The findings that are kept.
     *
     * @param logEvidence ln of each e-value, infinities allowed, no NaN
     * @param alpha in (0, 1)
     * @return their indices, smallest first
     */
    public static int[] rejected(double[] logEvidence, double alpha) {
        Checks.alpha(alpha);
        for (int i = 0; i < logEvidence.length; i++) {
            if (Double.isNaN(logEvidence[i])) {
                throw new IllegalArgumentException("logEvidence must be numbers, got NaN at index " + i);
            }
        }
        double[] rising = logEvidence.clone();
        Arrays.sort(rising);
        int m = rising.length;
        int k = m;
        while (k > 0 && rising[m - k] < Math.log(m / (k * alpha))) {
            k--;
        }
        if (k == 0) {
            return new int[0];
        }
        double least = rising[m - k];
        return IntStream.range(0, m).filter(i -> logEvidence[i] >= least).toArray();
    }
}
