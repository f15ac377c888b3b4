package dev.plumbline.calibration;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Metrics, in ms. Each call gets a sample that nothing was computed of before: sorting is part of what needs it. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class MetricsBenchmark {

    private static final int MILLION = 1_000_000;

    /** Pairs of a map that is a little too confident. */
    @State(Scope.Thread)
    public static class Million {
        CalibrationSample original;
        double[] probabilities;
        CalibrationSummary summary;
        CalibrationSample sample;

        /** Draws the pairs. */
        @Setup(Level.Trial)
        public void draw() {
            original = BenchmarkData.sample(MILLION);
            probabilities = original.probabilities();
            summary = CalibrationSummary.of(BenchmarkData.fresh(original));
        }

        /** A copy without anything that was remembered. */
        @Setup(Level.Invocation)
        public void forget() {
            sample = BenchmarkData.fresh(original);
        }
    }

    /** Ten times as many. */
    @State(Scope.Thread)
    public static class TenMillion {
        CalibrationSample original;
        CalibrationSample sample;

        /** Draws the pairs. */
        @Setup(Level.Trial)
        public void draw() {
            original = BenchmarkData.sample(10 * MILLION);
        }

        /** A copy without anything that was remembered. */
        @Setup(Level.Invocation)
        public void forget() {
            sample = BenchmarkData.fresh(original);
        }
    }

    /** A tenth. */
    @State(Scope.Thread)
    public static class HundredThousand {
        CalibrationSample sample;

        /** Draws the pairs. */
        @Setup(Level.Trial)
        public void draw() {
            sample = BenchmarkData.sample(MILLION / 10);
            sample.rows();
        }
    }

    /** Expected calibration error, ten bins of equal width. */
    @Benchmark
    public Object ece(Million data) {
        return CalibrationError.equalWidth(data.sample, 10).ece();
    }

    /** The same of ten million. */
    @Benchmark
    public Object eceOfTenMillion(TenMillion data) {
        return CalibrationError.equalWidth(data.sample, 10).ece();
    }

    /** The ECE less what chance adds. */
    @Benchmark
    public Object debiasedEce(Million data) {
        return CalibrationError.equalWidth(data.sample, 10).debiased();
    }

    /** Ten bins of equal mass. */
    @Benchmark
    public Object eceEqualMass(Million data) {
        return CalibrationError.equalMass(data.sample, 10).ece();
    }

    /** Log loss, without its error. */
    @Benchmark
    public Object logLoss(Million data) {
        return LogLossGain.logLoss(data.sample, data.probabilities);
    }

    /** Log loss with expectation, p-value and interval. */
    @Benchmark
    public Object logLossWithInterval(Million data) {
        return Scores.logLoss(data.sample);
    }

    /** Area under the curve with its interval. */
    @Benchmark
    public Object auc(Million data) {
        return AreaUnderCurve.of(data.sample);
    }

    /** Smooth calibration error, without its null. */
    @Benchmark
    public Object smoothEce(Million data) {
        return SmoothCalibrationError.of(data.sample);
    }

    /** The interval of the ECE from 1,000 resamples of the bins' sums. */
    @Benchmark
    public Object bootstrapOfEce(Million data) {
        return BinBootstrap.ofMean(data.summary);
    }

    /** 100 curves under the null at n = 1e5, as bands are made of. */
    @Benchmark
    public Object corpBand(HundredThousand data) {
        return ReliabilityDiagram.band(data.sample, 100);
    }

    /** The full report, null distributions and all. */
    @Benchmark
    public Object report(Million data) {
        return CalibrationReport.of(data.sample);
    }
}
