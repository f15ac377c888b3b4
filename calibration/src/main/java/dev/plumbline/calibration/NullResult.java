package dev.plumbline.calibration;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/** What a statistic is on average, and how often it reaches the observed one, when every probability is right. */
record NullResult(double expected, double pValue) {

    private static final double TIE = 1e-12;

    /** From so many draws of the null; {@code (1 + #(T >= t))/(1 + draws)} is a valid p-value for any number of them. */
    static NullResult of(ChunkNull chunks, int draws, double observed, ToDoubleFunction<double[]> statistic) {
        return of(chunks, draws, new double[] {observed}, target -> new double[] {statistic.applyAsDouble(target)})[0];
    }

    /** Of several statistics, from the same draws. */
    static NullResult[] of(ChunkNull chunks, int draws, double[] observed, UnaryOperator<double[]> statistics) {
        SplittableRandom random = new SplittableRandom(chunks.seed());
        double[] target = new double[chunks.size()];
        double[] sum = new double[observed.length];
        int[] reached = new int[observed.length];
        for (int draw = 0; draw < draws; draw++) {
            chunks.draw(random, target);
            double[] t = statistics.apply(target);
            for (int k = 0; k < t.length; k++) {
                sum[k] += t[k];
                reached[k] += t[k] >= observed[k] - TIE ? 1 : 0;
            }
        }
        NullResult[] results = new NullResult[observed.length];
        Arrays.setAll(results, k -> new NullResult(sum[k] / draws, (1.0 + reached[k]) / (1 + draws)));
        return results;
    }
}
