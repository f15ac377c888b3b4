package dev.plumbline.examples;

import dev.plumbline.calibration.tests.ConformanceCheck;
import dev.plumbline.calibration.tests.Subject;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * The conformance kit on a map of one's own. In a test class {@code Conformance.tests(subject)} makes a JUnit test of each check;
 * here each is run by hand. The map forgets the weights, and the kit finds that.
 */
public final class TestYourOwnMap {
    private TestYourOwnMap() {}

    /** Histogram binning: the outcome rate of the tenth that a score falls in, one row of each outcome added. */
    static DoubleUnaryOperator histogram(double[] score, double[] outcome, double[] ignoredWeight) {
        double[] rate = new double[10];
        for (int bin = 0; bin < 10; bin++) {
            int of = bin;
            double[] inside = IntStream.range(0, score.length)
                    .filter(i -> bin(score[i]) == of)
                    .mapToDouble(i -> outcome[i])
                    .toArray();
            rate[bin] = (1 + Arrays.stream(inside).sum()) / (2 + inside.length);
        }
        return s -> rate[bin(s)];
    }

    private static int bin(double score) {
        return Math.min((int) (score * 10), 9);
    }

    public static void main(String[] args) {
        Subject subject = Subject.of("histogram", TestYourOwnMap::histogram);
        for (ConformanceCheck check : subject.claims()) {
            try {
                check.run(subject);
                System.out.println("kept    " + check);
            } catch (AssertionError e) {
                System.out.println("broken  " + check + ": "
                        + e.getMessage().lines().findFirst().orElse(""));
            }
        }
    }
}
