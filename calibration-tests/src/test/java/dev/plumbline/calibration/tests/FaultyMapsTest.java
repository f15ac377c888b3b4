package dev.plumbline.calibration.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The kit finds each fault that libraries in use have, by name, and lets the same map without the fault pass. */
class FaultyMapsTest {

    /** Pool adjacent violators with its faults as switches. */
    private record Isotonic(
            boolean pool, boolean extrapolate, boolean nothingBeyond, boolean useWeights, boolean inPlace)
            implements Fit {

        static final Isotonic SOUND = new Isotonic(true, false, false, true, false);

        @Override
        public DoubleUnaryOperator fit(double[] score, double[] outcome, double[] weight) {
            Integer[] order = IntStream.range(0, score.length)
                    .filter(i -> weight[i] > 0 || !useWeights)
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> score[i]))
                    .toArray(Integer[]::new);
            List<double[]> points = new ArrayList<>(); // x, weight, weighted outcome
            for (int i : order) {
                double w = useWeights ? weight[i] : 1;
                double[] last = points.isEmpty() ? null : points.get(points.size() - 1);
                if (pool && last != null && last[0] == score[i]) {
                    last[1] += w;
                    last[2] += w * outcome[i];
                } else {
                    points.add(new double[] {score[i], w, w * outcome[i]});
                }
            }
            List<double[]> blocks = new ArrayList<>(); // first x, last x, weight, weighted outcome
            for (double[] point : points) {
                double[] block = {point[0], point[0], point[1], point[2]};
                while (!blocks.isEmpty() && mean(blocks.get(blocks.size() - 1)) >= mean(block)) {
                    double[] before = blocks.remove(blocks.size() - 1);
                    block = new double[] {before[0], block[1], before[2] + block[2], before[3] + block[3]};
                }
                blocks.add(block);
            }
            if (inPlace) {
                Arrays.sort(score);
            }
            return p -> at(blocks, p);
        }

        private double at(List<double[]> blocks, double p) {
            double[] first = blocks.get(0);
            double[] last = blocks.get(blocks.size() - 1);
            if (p < first[0] || p > last[1]) {
                if (nothingBeyond) {
                    return Double.NaN;
                }
                if (extrapolate && blocks.size() > 1 && last[1] > first[0]) {
                    return mean(first) + (p - first[0]) / (last[1] - first[0]) * (mean(last) - mean(first));
                }
                return p < first[0] ? mean(first) : mean(last);
            }
            double[] before = first;
            for (double[] block : blocks) {
                if (p < block[0]) {
                    return mean(before) + (p - before[1]) / (block[0] - before[1]) * (mean(block) - mean(before));
                }
                if (p <= block[1]) {
                    return mean(block);
                }
                before = block;
            }
            return mean(last);
        }

        private static double mean(double[] block) {
            return block[3] / block[2];
        }
    }

    /** Platt's curve by gradient steps, with its faults as switches. */
    private record Platt(double direction, boolean safe) implements Fit {

        static final Platt SOUND = new Platt(1, true);

        @Override
        public DoubleUnaryOperator fit(double[] score, double[] outcome, double[] weight) {
            double spread = Arrays.stream(score).map(Math::abs).max().orElseThrow();
            double scale = spread > 0 ? 1 / spread : 1;
            double total = Arrays.stream(weight).sum();
            double a = 0;
            double b = 0;
            for (int step = 0; step < 500; step++) {
                double slope = 0;
                double shift = 0;
                for (int i = 0; i < score.length; i++) {
                    double error = weight[i] * (outcome[i] - curve(a * score[i] * scale + b)) / total;
                    slope += error * score[i] * scale;
                    shift += error;
                }
                a += direction * 4 * slope;
                b += direction * 4 * shift;
            }
            double finalA = a;
            double finalB = b;
            return p -> curve(finalA * (p * scale) + finalB);
        }

        private double curve(double e) {
            // e^z/(1+e^z) is infinity over infinity for a large z
            return safe ? 1 / (1 + Math.exp(-e)) : Math.exp(e) / (1 + Math.exp(e));
        }
    }

    /** Mean outcome per bin of ten, with its faults as switches; an empty bin gives its middle. */
    private record Binned(boolean openAtOne, boolean naive, boolean roundOutcomes) implements Fit {

        static final Binned SOUND = new Binned(false, false, false);

        @Override
        public DoubleUnaryOperator fit(double[] score, double[] outcome, double[] weight) {
            double[] w = new double[11];
            double[] y = new double[11];
            for (int i = 0; i < score.length; i++) {
                w[bin(score[i])] += weight[i];
                y[bin(score[i])] += weight[i] * (roundOutcomes ? Math.rint(outcome[i]) : outcome[i]);
            }
            return p -> w[bin(p)] > 0 || naive ? y[bin(p)] / w[bin(p)] : (bin(p) + 0.5) / 10.5;
        }

        private int bin(double p) {
            int bin = (int) Math.floor(p * 10);
            return openAtOne ? bin : Math.min(bin, 9);
        }
    }

    /** Ten bins as a summary: counts and sums. */
    private record BinSums(boolean twiceIntoEmpty) implements Merging<double[][]> {
        @Override
        public double[][] empty() {
            return new double[2][10];
        }

        @Override
        public double[][] of(double[] score, double[] outcome, double[] weight) {
            double[][] sums = empty();
            for (int i = 0; i < score.length; i++) {
                int bin = (int) Math.min(Math.floor(score[i] * 10), 9);
                sums[0][bin] += weight[i];
                sums[1][bin] += weight[i] * outcome[i];
            }
            return sums;
        }

        @Override
        public double[][] plus(double[][] a, double[][] b) {
            boolean nothing = Arrays.stream(a[0]).sum() == 0;
            double[][] sum = empty();
            for (int k = 0; k < 2; k++) {
                for (int bin = 0; bin < 10; bin++) {
                    // "if I am empty, become the other", and then add the other all the same
                    sum[k][bin] = a[k][bin] + (nothing && twiceIntoEmpty ? 2 : 1) * b[k][bin];
                }
            }
            return sum;
        }

        @Override
        public DoubleUnaryOperator fit(double[][] sums) {
            double positives = Arrays.stream(sums[1]).sum();
            double total = Arrays.stream(sums[0]).sum();
            return p -> positives / total;
        }
    }

    private static final Fit MEAN = (score, outcome, weight) -> {
        double total = Arrays.stream(weight).sum();
        double mean = IntStream.range(0, score.length)
                        .mapToDouble(i -> weight[i] * outcome[i])
                        .sum()
                / total;
        return p -> mean;
    };

    private static final Map<ConformanceCheck, List<Map.Entry<String, Subject>>> FAULTY = new LinkedHashMap<>();
    private static final List<Subject> SOUND = List.of(
            Subject.of("isotonic", Isotonic.SOUND).claiming(ConformanceCheck.CONSTANT_BEYOND_DATA),
            Subject.of("platt by gradient", Platt.SOUND).claiming(ConformanceCheck.HUGE_SCORES),
            Subject.of("bins", Binned.SOUND).without(ConformanceCheck.MONOTONE),
            Subject.of("mean", MEAN).merging(new BinSums(false)));

    private static void faulty(ConformanceCheck check, String fault, Fit fit) {
        Subject subject = new Subject(fault, fit, null, EnumSet.of(check), 1e-8);
        FAULTY.computeIfAbsent(check, key -> new ArrayList<>()).add(Map.entry(fault, subject));
    }

    static {
        faulty(
                ConformanceCheck.ROW_ORDER,
                "isotonic depends on row order at ties",
                new Isotonic(false, false, false, true, false));
        faulty(
                ConformanceCheck.TIES_POOLED,
                "isotonic does not pool ties",
                new Isotonic(false, false, false, true, false));
        faulty(ConformanceCheck.INSIDE_UNIT, "isotonic leaves [0, 1]", new Isotonic(true, true, false, true, false));
        faulty(
                ConformanceCheck.CONSTANT_BEYOND_DATA,
                "isotonic goes on rising beyond the data",
                new Isotonic(true, true, false, true, false));
        faulty(
                ConformanceCheck.CONSTANT_BEYOND_DATA,
                "isotonic has no value beyond the data",
                new Isotonic(true, false, true, true, false));
        faulty(
                ConformanceCheck.INSIDE_UNIT,
                "isotonic has no number beyond the data",
                new Isotonic(true, false, true, true, false));
        faulty(ConformanceCheck.LOWERS_LOSS, "Platt's gradient has the wrong sign", new Platt(-1, true));
        faulty(ConformanceCheck.MONOTONE, "means per bin fall where the data are few", Binned.SOUND);
        faulty(ConformanceCheck.HUGE_SCORES, "exp overflows", new Platt(1, false));
        faulty(
                ConformanceCheck.WEIGHT_IS_COPIES,
                "weights are ignored",
                new Isotonic(true, false, false, false, false));
        faulty(ConformanceCheck.FRACTIONAL_IS_SPLIT, "fractional outcomes are rounded", new Binned(false, false, true));
        faulty(ConformanceCheck.ENDS_COUNT, "1 falls outside the last bin", new Binned(true, false, false));
        faulty(
                ConformanceCheck.ARRAYS_UNCHANGED,
                "the caller's scores are sorted",
                new Isotonic(true, false, false, true, true));
        faulty(ConformanceCheck.ONE_ROW, "an empty bin is 0/0", new Binned(false, true, false));
        faulty(ConformanceCheck.ONE_CLASS, "log odds of one class", logOddsOfMean());
        faulty(ConformanceCheck.CONSTANT_SCORES, "scores are divided by their spread", dividedBySpread());
        faulty(ConformanceCheck.SEPARABLE, "steps until the gradient vanishes", endless());
        FAULTY.put(
                ConformanceCheck.MERGE,
                List.of(Map.entry(
                        "merging into an empty summary counts twice",
                        new Subject("twice", MEAN, new BinSums(true), EnumSet.of(ConformanceCheck.MERGE), 1e-8))));
    }

    private static Fit logOddsOfMean() {
        return (score, outcome, weight) -> {
            double mean = Arrays.stream(outcome).average().orElseThrow();
            double t = Math.log(mean / (1 - mean));
            return p -> Math.exp(t) / (1 + Math.exp(t));
        };
    }

    private static Fit dividedBySpread() {
        return (score, outcome, weight) -> {
            double mean = Arrays.stream(score).average().orElseThrow();
            double spread = Math.sqrt(Arrays.stream(score)
                    .map(s -> (s - mean) * (s - mean))
                    .average()
                    .orElseThrow());
            return p -> 1 / (1 + Math.exp(-(p - mean) / spread));
        };
    }

    private static Fit endless() {
        return (score, outcome, weight) -> {
            double slope = 1;
            double gradient = 1;
            while (gradient != 0 || slope > 0) { // the slope of separated classes grows without end
                gradient = 0;
                for (int i = 0; i < score.length; i++) {
                    gradient += (outcome[i] - 1 / (1 + Math.exp(-slope * (score[i] - 0.5)))) * (score[i] - 0.5);
                }
                slope += gradient + 1e-3;
                if (Thread.interrupted()) {
                    throw new IllegalStateException("interrupted");
                }
            }
            return p -> p;
        };
    }

    static Stream<Arguments> faults() {
        return FAULTY.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream()
                        .map(fault -> Arguments.of(fault.getKey(), entry.getKey(), fault.getValue())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void run_faultyMap_isFoundByName(String fault, ConformanceCheck check, Subject subject) {
        assertThatThrownBy(() -> check.run(subject))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(check + ": the map ")
                .satisfies(found ->
                        System.out.println(fault + " -> " + found.getMessage().replaceAll("\\R", " ")));
    }

    @Test
    void faults_everyCheck_hasOne() {
        assertThat(FAULTY.keySet()).containsExactlyInAnyOrder(ConformanceCheck.values());
    }

    /** The same maps without their faults keep what they claim, so what is found above is the fault and nothing else. */
    @Test
    void run_soundMaps_pass() {
        for (Subject subject : SOUND) {
            for (ConformanceCheck check : subject.claims()) {
                assertThatCode(() -> check.run(subject))
                        .as("%s %s", subject.name(), check)
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void subject_withoutSummary_cannotClaimMerge() {
        assertThatThrownBy(() -> Subject.of("x", MEAN).claiming(ConformanceCheck.MERGE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("merging must be given where MERGE is claimed, got null for x");
        assertThatThrownBy(() -> Subject.of("x", MEAN).within(Double.NaN))
                .hasMessage("tolerance must be at least 0, got NaN");
        assertThat(Subject.of("x", MEAN)
                        .without(ConformanceCheck.ONE_ROW)
                        .within(1)
                        .claims())
                .doesNotContain(ConformanceCheck.ONE_ROW);
    }
}
