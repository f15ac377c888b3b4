package dev.plumbline.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Simulated coverage of the intervals of errors without bins. Bounds lie 4.5 standard deviations of the simulation beyond what is promised:
 * one comparison fails by chance once in 290,000 runs. Seeds are fixed and printed.
 */
class ChunkIntervalsStatisticalTest {

    private static final double PROMISED = 0.92;
    private static final double PROMISED_OF_FEW = 0.89; // at n = 200

    private static final List<String> NAMES = List.of(
            "kolmogorovSmirnov",
            "smoothEce",
            "miscalibration",
            "discrimination",
            "logLossMiscalibration",
            "logLossDiscrimination",
            "ici",
            "e50",
            "e90",
            "emax");

    private static List<Interval> intervals(CalibrationSample sample) {
        ChunkIntervals intervals = ChunkIntervals.of(sample);
        double bandwidth = SmoothCalibrationError.of(sample).bandwidth();
        List<Interval> all = new ArrayList<>();
        all.add(intervals.kolmogorovSmirnov(bandwidth));
        all.add(intervals.smoothEce(bandwidth));
        all.addAll(List.of(intervals.corp()));
        all.addAll(List.of(intervals.integrated()));
        return all;
    }

    /** Figures that are linear in the outcome: outcomes that are the true probabilities have the true ones. */
    private static Map<String, Double> truth(DoubleUnaryOperator q) {
        int n = 20_000;
        double[] p = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            p[i] = 0.02 + 0.96 * (i + 0.5) / n;
            y[i] = q.applyAsDouble(p[i]);
        }
        CalibrationSample sample = CalibrationSample.of(p, y);
        Map<String, Double> truth = new LinkedHashMap<>();
        truth.put("kolmogorovSmirnov", KolmogorovSmirnov.of(sample).statistic());
        truth.put("smoothEce", SmoothCalibrationError.of(sample).value());
        truth.put("miscalibration", CorpDecomposition.brier(sample).miscalibration());
        truth.put("discrimination", CorpDecomposition.brier(sample).discrimination());
        truth.put("logLossMiscalibration", CorpDecomposition.logLoss(sample).miscalibration());
        truth.put("logLossDiscrimination", CorpDecomposition.logLoss(sample).discrimination());
        IntegratedCalibration integrated = IntegratedCalibration.of(sample);
        truth.put("ici", integrated.ici());
        truth.put("e50", integrated.e50());
        truth.put("e90", integrated.e90());
        truth.put("emax", integrated.emax());
        return truth;
    }

    private static void coverage(String name, DoubleUnaryOperator q, int n, int rounds, long seed) {
        Map<String, Double> truth = truth(q);
        SplittableRandom random = new SplittableRandom(seed);
        int[] held = new int[NAMES.size()];
        double[] width = new double[NAMES.size()];
        for (int round = 0; round < rounds; round++) {
            double[] p = new double[n];
            double[] y = new double[n];
            for (int i = 0; i < n; i++) {
                p[i] = 0.02 + 0.96 * random.nextDouble();
                y[i] = random.nextDouble() < q.applyAsDouble(p[i]) ? 1 : 0;
            }
            List<Interval> intervals = intervals(CalibrationSample.of(p, y));
            for (int k = 0; k < held.length; k++) {
                held[k] += intervals.get(k).contains(truth.get(NAMES.get(k))) ? 1 : 0;
                width[k] += (intervals.get(k).hi() - intervals.get(k).lo()) / rounds;
            }
        }
        for (int k = 0; k < held.length; k++) {
            System.out.printf(
                    "%s, n = %d, %d rounds, seed %d, %s %.5f, mean width %.5f: held %.3f%n",
                    name, n, rounds, seed, NAMES.get(k), truth.get(NAMES.get(k)), width[k], held[k] / (double) rounds);
        }
        double promised = n < 2000 ? PROMISED_OF_FEW : PROMISED;
        double least = promised - 4.5 * Math.sqrt(promised * (1 - promised) / rounds);
        for (int k = 0; k < held.length; k++) {
            assertThat(held[k] / (double) rounds).as(NAMES.get(k)).isGreaterThan(least);
        }
    }

    private static DoubleUnaryOperator line(double slope, double shift) {
        return p -> Logistic.sigmoid(slope * Logistic.logit(p) + shift);
    }

    @Test
    void intervals_coverTheTruth() {
        coverage("calibrated", line(1, 0), 300, 60, 201);
        coverage("too extreme", line(0.6, 0), 2000, 60, 202);
    }

    @Test
    @Tag("full")
    void intervals_coverTheTruth_long() {
        for (int n : new int[] {200, 2000, 20_000}) {
            int rounds = n == 20_000 ? 100 : 200;
            coverage("calibrated", line(1, 0), n, rounds, 211);
            coverage("too extreme", line(0.6, 0), n, rounds, 212);
            coverage("a little too high", line(1, -0.15), n, rounds, 213);
            coverage("too low", line(0.9, 0.7), n, rounds, 214);
            coverage("wave", p -> p + 0.1 * Math.sin(6 * Math.PI * p), n, rounds, 215);
        }
    }
}
