package dev.plumbline.calibration.calibrator;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The maps of class probabilities that can be fitted to rows, from the stiffest to the most supple. */
public enum ClassCalibrationMethod {
    /** {@link ClassTemperatureCalibrator}. */
    CLASS_TEMPERATURE("class-temperature", ClassTemperatureCalibrator::fit),
    /** {@link VectorCalibrator}. */
    VECTOR("vector", VectorCalibrator::fit),
    /** {@link MatrixCalibrator}; up to 30 classes. */
    MATRIX("matrix", MatrixCalibrator::fit);

    private final String text;
    private final Function<ClassSample, ClassCalibrator> fit;

    ClassCalibrationMethod(String text, Function<ClassSample, ClassCalibrator> fit) {
        this.text = text;
        this.fit = fit;
    }

    /**
     * Fits this method.
     *
     * @param sample rows
     * @return the map
     */
    public ClassCalibrator fit(ClassSample sample) {
        return fit.apply(sample);
    }

    /**
     * The method of a name.
     *
     * @param name as {@link #toString()} gives it, such as "matrix"
     * @return the method
     * @throws IllegalArgumentException that names the allowed values
     */
    public static ClassCalibrationMethod parse(String name) {
        for (ClassCalibrationMethod method : values()) {
            if (method.text.equals(name)) {
                return method;
            }
        }
        throw new IllegalArgumentException("method must be one of "
                + Arrays.stream(values()).map(ClassCalibrationMethod::toString).collect(Collectors.joining(", "))
                + ", got " + name);
    }

    /** {@return the name in JSON} */
    @Override
    public String toString() {
        return text;
    }
}
