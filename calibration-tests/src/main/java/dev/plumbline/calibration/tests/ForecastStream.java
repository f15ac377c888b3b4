package dev.plumbline.calibration.tests;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.Logistic;
import dev.plumbline.calibration.calibrator.Calibrator;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;

/**
 * Forecasts drawn together with the true probability of each, in order of time: what any rule that picks a calibrator can be judged by,
 * without the noise of outcomes.
 *
 * @param probability the forecasts
 * @param outcome drawn from {@code truth}, 0 or 1
 * @param truth the true probabilities; equal to the forecasts before the onset
 * @param onset the first forecast that a fault may have touched
 */
public record ForecastStream(double[] probability, double[] outcome, double[] truth, int onset) {
    private static final int SHORTEST = 100;
    private static final int LONGEST = 20_000;
    private static final int[] UNIFORMS = {1, 3, 6, 21};
    private static final int FAULTS = 5;

    /** What a fault makes of a forecast; it may draw. */
    private interface Fault {
        double truth(double p);
    }

    /**
     * A stream of the mixture that Plumbline's rules are judged on: 100 to 20,000 forecasts (log-uniform), uniform, Beta(2,2), Beta(2,5)
     * or Beta(2,20); half the streams are calibrated, the others have one of five faults, equally often: a shift of 0.2 to 1 logits, a
     * slope of e^0.2 to e^0.7 or its inverse, a beta map with a = 1/b = e^0.2 to e^0.7 or its inverse, odds off by a factor of 2 to 5,
     * or 20 to 50 % of the rows off by 0.5 to 1.5 logits.
     *
     * @param random where all draws come from
     * @param late whether the fault starts somewhere between 20 and 80 % of the stream, instead of at once
     */
    public static ForecastStream draw(SplittableRandom random, boolean late) {
        int size = (int) Math.round(SHORTEST * Math.pow(LONGEST / (double) SHORTEST, random.nextDouble()));
        int uniforms = UNIFORMS[random.nextInt(UNIFORMS.length)];
        int onset = late ? (int) (size * (0.2 + 0.6 * random.nextDouble())) : 0;
        Fault fault = random.nextBoolean() ? p -> p : fault(random);
        return draw(random, size, onset, uniforms, fault);
    }

    /**
     * Uniform forecasts whose log odds turn wrong at one point: {@code truth = sigmoid(slope logit p + shift)} from then on.
     *
     * @param onset the first wrong one
     */
    public static ForecastStream turning(SplittableRandom random, int size, int onset, double slope, double shift) {
        return draw(random, size, onset, 1, p -> Logistic.sigmoid(slope * Logistic.logit(p) + shift));
    }

    private static ForecastStream draw(SplittableRandom random, int size, int onset, int uniforms, Fault fault) {
        double[] p = new double[size];
        double[] y = new double[size];
        double[] truth = new double[size];
        for (int i = 0; i < size; i++) {
            p[i] = forecast(random, uniforms);
            truth[i] = i < onset ? p[i] : fault.truth(p[i]);
            y[i] = random.nextDouble() < truth[i] ? 1 : 0;
        }
        return new ForecastStream(p, y, truth, onset);
    }

    /** Beta(2, n-1) is the law of the second smallest of n uniform numbers. */
    private static double forecast(SplittableRandom random, int uniforms) {
        double smallest = random.nextDouble();
        if (uniforms == 1) {
            return smallest;
        }
        double second = 1;
        for (int i = 1; i < uniforms; i++) {
            double next = random.nextDouble();
            second = Math.min(second, Math.max(smallest, next));
            smallest = Math.min(smallest, next);
        }
        return second;
    }

    private static Fault fault(SplittableRandom random) {
        double sign = random.nextBoolean() ? 1 : -1;
        double share = random.nextDouble();
        return switch (random.nextInt(FAULTS)) {
            case 0 -> shifted(sign * (0.2 + 0.8 * share));
            case 1 -> {
                double slope = Math.exp(sign * (0.2 + 0.5 * share));
                yield p -> Logistic.sigmoid(slope * Logistic.logit(p));
            }
            case 2 -> {
                double a = Math.exp(sign * (0.2 + 0.5 * share));
                yield p -> Logistic.sigmoid(a * Math.log(p) - Math.log(1 - p) / a);
            }
            case 3 -> shifted(sign * Math.log(2 + 3 * share));
            default -> {
                double touched = 0.2 + 0.3 * share;
                Fault off = shifted(sign * (0.5 + random.nextDouble()));
                yield p -> random.nextDouble() < touched ? off.truth(p) : p;
            }
        };
    }

    private static Fault shifted(double logits) {
        return p -> Logistic.sigmoid(Logistic.logit(p) + logits);
    }

    /** {@return the forecasts with their outcomes} */
    public CalibrationSample sample() {
        return CalibrationSample.of(probability, outcome);
    }

    /**
     * What a map saves of the log loss, in expectation under the true probabilities, over the forecasts from the onset on.
     *
     * @param map from forecast to probability, such as {@link Calibrator#apply}
     * @return nats per forecast; below 0 where the map is worse than the forecasts as they are
     */
    public double expectedGain(DoubleUnaryOperator map) {
        double sum = 0;
        for (int i = onset; i < probability.length; i++) {
            double q = Logistic.clip(map.applyAsDouble(probability[i]));
            double p = Logistic.clip(probability[i]);
            sum += truth[i] * Math.log(q / p) + (1 - truth[i]) * Math.log((1 - q) / (1 - p));
        }
        return sum / (probability.length - onset);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ForecastStream that
                && Arrays.equals(probability, that.probability)
                && Arrays.equals(outcome, that.outcome)
                && Arrays.equals(truth, that.truth)
                && onset == that.onset;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(
                new int[] {Arrays.hashCode(probability), Arrays.hashCode(outcome), Arrays.hashCode(truth), onset});
    }

    @Override
    public String toString() {
        return "ForecastStream[" + probability.length + " forecasts, onset " + onset + "]";
    }
}
