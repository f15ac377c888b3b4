package dev.plumbline.learning.trainer;

import dev.plumbline.calibration.calibrator.ClassCalibrator;
import dev.plumbline.calibration.calibrator.ClassSample;
import dev.plumbline.calibration.calibrator.ClassTemperatureCalibrator;
import dev.plumbline.calibration.calibrator.MatrixCalibrator;
import dev.plumbline.calibration.calibrator.VectorCalibrator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Whether a model's class probabilities are to go through a map, and which. Maps are fitted on probabilities of held-out rows and
 * judged on such rows as were not fitted on. From none to the one of the most parameters, each takes the place of the one
 * before if it saves log loss, by more than {@value #SURE} standard errors of what it saves: a map that is not needed does harm
 * (measured on boosted trees and data of known truth: taken at one standard error, maps raised the test log loss in 3 of 4).
 */
final class CalibrationChoice {

    private static final double SURE = 2;
    private static final int FOLDS = 5;
    private static final int LEAST_ROWS = 50;
    private static final int MOST_CLASSES_OF_A_MATRIX =
            10; // the time for one grows with the fourth power of the classes
    private static final int MOST_CLASSES = 30;

    private CalibrationChoice() {}

    /** The map for the classes of a cross-validation's rows; empty to leave probabilities as they are. */
    static Optional<ClassCalibrator> of(CrossValidation.Result heldOut, int classes, TrainingWatch watch) {
        if (heldOut.labels().length < LEAST_ROWS) {
            return Optional.empty();
        }
        List<Function<ClassSample, ClassCalibrator>> methods = new ArrayList<>();
        methods.add(ClassTemperatureCalibrator::fit);
        if (classes <= MOST_CLASSES) {
            methods.add(classes <= MOST_CLASSES_OF_A_MATRIX ? MatrixCalibrator::fit : VectorCalibrator::fit);
        }
        double[] saved = new double[heldOut.labels().length];
        Function<ClassSample, ClassCalibrator> best = null;
        for (Function<ClassSample, ClassCalibrator> method : methods) {
            watch.step(heldOut.trainer().name(), "calibration");
            double[] savings = savings(heldOut, method);
            if (surelyMore(savings, saved)) {
                saved = savings;
                best = method;
            }
        }
        return Optional.ofNullable(best).map(method -> method.apply(sample(heldOut, i -> true)));
    }

    /** Each row's log loss as it is less that through a map fitted without its fold. */
    private static double[] savings(CrossValidation.Result heldOut, Function<ClassSample, ClassCalibrator> method) {
        int n = heldOut.labels().length;
        int[] fold = dealt(heldOut);
        double[] savings = new double[n];
        for (int f = 0; f < FOLDS; f++) {
            int out = f;
            ClassCalibrator map = method.apply(sample(heldOut, i -> fold[i] != out));
            for (int i = 0; i < n; i++) {
                if (fold[i] == f) {
                    double[] p = heldOut.probabilities()[i];
                    double[] mapped = new double[p.length];
                    map.apply(p, mapped);
                    int truth = heldOut.labels()[i];
                    savings[i] = ClassCalibrator.log(mapped[truth]) - ClassCalibrator.log(p[truth]);
                }
            }
        }
        return savings;
    }

    /** Folds class by class, in the order of the true class's probability: the order of the rows decides nothing. */
    private static int[] dealt(CrossValidation.Result heldOut) {
        int[] labels = heldOut.labels();
        int[] order = IntStream.range(0, labels.length)
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> labels[i])
                        .thenComparingDouble(i -> heldOut.probabilities()[i][labels[i]]))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] fold = new int[labels.length];
        for (int at = 0; at < order.length; at++) {
            fold[order[at]] = at % FOLDS;
        }
        return fold;
    }

    private static ClassSample sample(CrossValidation.Result heldOut, IntPredicate wanted) {
        int[] rows = IntStream.range(0, heldOut.labels().length).filter(wanted).toArray();
        return ClassSample.of(
                Arrays.stream(rows).mapToObj(i -> heldOut.probabilities()[i]).toArray(double[][]::new),
                Arrays.stream(rows).map(i -> heldOut.labels()[i]).toArray());
    }

    private static boolean surelyMore(double[] savings, double[] saved) {
        int n = savings.length;
        double mean = 0;
        for (int i = 0; i < n; i++) {
            mean += (savings[i] - saved[i]) / n;
        }
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double deviation = savings[i] - saved[i] - mean;
            squares += deviation * deviation;
        }
        return mean > SURE * Math.sqrt(squares / (n - 1) / n);
    }
}
