package dev.plumbline.calibration;

import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/** What a statistic is on average, and how often it reaches the observed one, when every probability is right. */
record NullResult(double expected, double pValue) {

    private static final double TIE = 1e-12;

    /** From so many draws of the null; {@code (1 + #(T >= t))/(1 + draws)} is a valid p-value for any number of them. */
    static NullResult of(ChunkNull chunks, int draws, double observed, ToDoubleFunction<double[]> statistic) {
        SplittableRandom random = new SplittableRandom(chunks.seed());
        double[] target = new double[chunks.size()];
        double sum = 0;
        int reached = 0;
        for (int draw = 0; draw < draws; draw++) {
            chunks.draw(random, target);
            double t = statistic.applyAsDouble(target);
            sum += t;
            reached += t >= observed - TIE ? 1 : 0;
        }
        return new NullResult(sum / draws, (1.0 + reached) / (1 + draws));
    }
}
