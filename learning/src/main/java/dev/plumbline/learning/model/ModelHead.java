package dev.plumbline.learning.model;

import dev.plumbline.calibration.calibrator.ClassCalibrator;
import dev.plumbline.learning.dataset.FeatureSchema;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * What every trained model knows, whatever its kind.
 *
 * @param schema the features, in the order in which the model takes them
 * @param classes K classes, ascending, at least two
 * @param trainingCounts training rows of each class; 0 for a class that was not seen
 * @param missingSeen for each feature whether a training row lacked it: only then may a request lack it
 * @param goldenRows a few rows of features whose probabilities are stored with the model and checked on loading
 * @param calibration what the probabilities of the classes with training rows go through, in their order; empty for nothing
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out, never compared
public record ModelHead(
        FeatureSchema schema,
        int[] classes,
        int[] trainingCounts,
        boolean[] missingSeen,
        double[][] goldenRows,
        Optional<ClassCalibrator> calibration) {

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if shapes differ or a number is out of range; the message names it
     */
    public ModelHead {
        Objects.requireNonNull(schema, "schema");
        classes = classes.clone();
        trainingCounts = trainingCounts.clone();
        missingSeen = missingSeen.clone();
        goldenRows = Checks.copy(goldenRows);
        Objects.requireNonNull(calibration, "calibration");
        Checks.require(classes.length >= 2, "classes must be at least two, got " + Arrays.toString(classes));
        for (int k = 1; k < classes.length; k++) {
            Checks.require(classes[k - 1] < classes[k], "classes must ascend, got " + Arrays.toString(classes));
        }
        Checks.length("trainingCounts", trainingCounts.length, classes.length);
        for (int count : trainingCounts) {
            Checks.require(count >= 0, "trainingCounts must be at least 0, got " + count);
        }
        Checks.require(Arrays.stream(trainingCounts).anyMatch(count -> count > 0), "trainingCounts must not be all 0");
        Checks.length("missingSeen", missingSeen.length, schema.size());
        for (int i = 0; i < goldenRows.length; i++) {
            Checks.length("goldenRows[" + i + "]", goldenRows[i].length, schema.size());
        }
    }

    @Override
    public int[] classes() {
        return classes.clone();
    }

    @Override
    public int[] trainingCounts() {
        return trainingCounts.clone();
    }

    @Override
    public boolean[] missingSeen() {
        return missingSeen.clone();
    }

    @Override
    public double[][] goldenRows() {
        return Checks.copy(goldenRows);
    }

    /** The same with a calibration. */
    ModelHead with(ClassCalibrator map) {
        return new ModelHead(schema, classes, trainingCounts, missingSeen, goldenRows, Optional.of(map));
    }
}
