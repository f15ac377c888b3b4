package dev.plumbline.calibration;

import dev.plumbline.calibration.calibrator.BetaCalibrator;
import dev.plumbline.calibration.calibrator.CalibrationMethod;
import dev.plumbline.calibration.calibrator.Calibrator;
import dev.plumbline.calibration.calibrator.IsotonicCalibrator;
import dev.plumbline.calibration.calibrator.TemperatureCalibrator;
import dev.plumbline.calibration.calibrator.VennAbersCalibrator;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Fits, in ms, of samples that nothing was computed of before; and one score through a map, in ns. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class FitsBenchmark {

    /** A million pairs. */
    @State(Scope.Thread)
    public static class Million {
        CalibrationSample original;
        CalibrationSample sample;

        /** Draws the pairs. */
        @Setup(Level.Trial)
        public void draw() {
            original = BenchmarkData.sample(1_000_000);
        }

        /** A copy without anything that was remembered. */
        @Setup(Level.Invocation)
        public void forget() {
            sample = BenchmarkData.fresh(original);
        }
    }

    /** A hundred thousand. */
    @State(Scope.Thread)
    public static class HundredThousand {
        CalibrationSample original;
        CalibrationSample sample;

        /** Draws the pairs. */
        @Setup(Level.Trial)
        public void draw() {
            original = BenchmarkData.sample(100_000);
        }

        /** A copy without anything that was remembered. */
        @Setup(Level.Invocation)
        public void forget() {
            sample = BenchmarkData.fresh(original);
        }
    }

    /** Fitted maps and scores to send through them. */
    @State(Scope.Thread)
    public static class Maps {
        Calibrator platt;
        Calibrator isotonic;
        double[] scores;
        int next;

        /** Fits. */
        @Setup(Level.Trial)
        public void fit() {
            CalibrationSample sample = BenchmarkData.sample(1_000_000);
            platt = CalibrationMethod.PLATT.fit(sample);
            isotonic = IsotonicCalibrator.fit(sample);
            scores = java.util.Arrays.copyOf(sample.probabilities(), 1 << 16);
        }

        double score() {
            next = (next + 1) & 0xFFFF;
            return scores[next];
        }
    }

    /** Exact maximum likelihood of Platt's two coefficients. */
    @Benchmark
    public Object platt(Million data) {
        return CalibrationMethod.PLATT.fit(data.sample);
    }

    /** Isotonic regression, sorting included. */
    @Benchmark
    public Object isotonic(Million data) {
        return IsotonicCalibrator.fit(data.sample);
    }

    /** Beta calibration. */
    @Benchmark
    public Object beta(Million data) {
        return BetaCalibrator.fit(data.sample);
    }

    /** Temperature scaling. */
    @Benchmark
    public Object temperature(Million data) {
        return TemperatureCalibrator.fit(data.sample);
    }

    /** Venn-Abers at n = 1e5. */
    @Benchmark
    public Object vennAbers(HundredThousand data) {
        return VennAbersCalibrator.fit(data.sample);
    }

    /** One score. */
    @Benchmark
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    public double applyPlatt(Maps maps) {
        return maps.platt.apply(maps.score());
    }

    /** One score. */
    @Benchmark
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    public double applyIsotonic(Maps maps) {
        return maps.isotonic.apply(maps.score());
    }
}
