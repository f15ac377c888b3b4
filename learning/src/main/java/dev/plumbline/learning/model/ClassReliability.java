package dev.plumbline.learning.model;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.ErrorEstimates;
import dev.plumbline.calibration.Estimate;
import dev.plumbline.calibration.calibrator.ClassCalibrator;
import dev.plumbline.learning.dataset.LabelledRows;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether class probabilities mean what they say, on rows that the model has not seen: each class against all others, by the
 * calibration library. Component names are wire names.
 *
 * @param method the map that the probabilities went through; {@code identity} for none
 * @param classes class by class
 * @param pValue chance of a class as far off as the worst one if all probabilities were right: the smallest p-value times the
 *     number of classes, at most 1 (Bonferroni); small speaks against calibration
 */
public record ClassReliability(String method, List<OfClass> classes, double pValue) {

    /**
     * One class against all others.
     *
     * @param label the class
     * @param ece the expected calibration error over ten bins of equal width
     * @param expectedEce what right probabilities would give
     * @param pValue chance under right probabilities of an error at least as large
     */
    public record OfClass(int label, double ece, double expectedEce, double pValue) {}

    public ClassReliability {
        classes = List.copyOf(classes);
    }

    /** Judges a model by rows. */
    public static ClassReliability of(TrainedModel model, LabelledRows rows) {
        int[] labels = model.classes();
        int[] truth = rows.classIndices(labels);
        double[][] probabilities = new double[labels.length][truth.length];
        for (int i = 0; i < truth.length; i++) {
            double[] p = model.probabilities(rows.copyRow(i));
            for (int k = 0; k < labels.length; k++) {
                probabilities[k][i] = Math.min(p[k], 1); // rounding may leave [0, 1] by one bit
            }
        }
        List<OfClass> classes = new ArrayList<>();
        double smallest = 1;
        for (int k = 0; k < labels.length; k++) {
            double[] outcome = new double[truth.length];
            for (int i = 0; i < truth.length; i++) {
                outcome[i] = truth[i] == k ? 1 : 0;
            }
            Estimate ece = ErrorEstimates.ece(CalibrationSample.of(probabilities[k], outcome));
            classes.add(new OfClass(labels[k], ece.value(), ece.expectedIfCalibrated(), ece.pValue()));
            smallest = Math.min(smallest, ece.pValue());
        }
        String method = model.head().calibration().map(ClassCalibrator::method).orElse("identity");
        return new ClassReliability(method, classes, Math.min(1, smallest * labels.length));
    }
}
