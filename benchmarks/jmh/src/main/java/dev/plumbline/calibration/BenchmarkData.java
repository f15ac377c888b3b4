package dev.plumbline.calibration;

import java.util.SplittableRandom;

/** The pairs that everything is measured on: logits normal, a slope of 0.95. */
final class BenchmarkData {

    private BenchmarkData() {}

    static CalibrationSample sample(int n) {
        SplittableRandom random = new SplittableRandom(7);
        double[] p = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            double z = 1.5 * random.nextGaussian() - 0.5;
            p[i] = Logistic.sigmoid(z);
            y[i] = random.nextDouble() < Logistic.sigmoid(0.05 + 0.95 * z) ? 1 : 0;
        }
        return CalibrationSample.of(p, y);
    }

    static CalibrationSample fresh(CalibrationSample sample) {
        return CalibrationSample.of(sample.probabilityColumn(), sample.outcomeColumn());
    }
}
