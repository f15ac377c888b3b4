package dev.plumbline.calibration.calibrator;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.calibrator.PlattFit.Targets;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The calibrators that can be fitted to pairs, in the order of reports: from the stiffest to the most supple. */
public enum CalibrationMethod {
    /** {@link Identity}. */
    IDENTITY("identity", sample -> new Identity()),
    /** {@link OffsetCalibrator}. */
    OFFSET("offset", OffsetCalibrator::fit),
    /** {@link TemperatureCalibrator}. */
    TEMPERATURE("temperature", TemperatureCalibrator::fit),
    /** {@link LogitPlattCalibrator}, on the outcomes themselves. */
    LOGIT_PLATT("logit-platt", LogitPlattCalibrator::fit),
    /** {@link PlattCalibrator}, with smoothed targets. */
    PLATT("platt", sample -> PlattFit.fit(sample, Targets.SMOOTHED)),
    /** {@link BetaCalibrator}. */
    BETA("beta", BetaCalibrator::fit),
    /** {@link QuadraticCalibrator}. */
    QUADRATIC("quadratic", QuadraticCalibrator::fit),
    /** {@link IsotonicCalibrator}, flat along the blocks. */
    ISOTONIC("isotonic", IsotonicCalibrator::fit),
    /** {@link VennAbersCalibrator}. */
    VENN_ABERS("venn-abers", VennAbersCalibrator::fit);

    private final String text;
    private final Function<CalibrationSample, Calibrator> fit;

    CalibrationMethod(String text, Function<CalibrationSample, Calibrator> fit) {
        this.text = text;
        this.fit = fit;
    }

    /**
     * Fits this method, with its defaults.
     *
     * @param sample pairs
     * @return the map
     */
    public Calibrator fit(CalibrationSample sample) {
        return fit.apply(sample);
    }

    /**
     * The method of a name.
     *
     * @param name as {@link #toString()} gives it, such as "logit-platt"
     * @return the method
     * @throws IllegalArgumentException that names the allowed values
     */
    public static CalibrationMethod parse(String name) {
        for (CalibrationMethod method : values()) {
            if (method.text.equals(name)) {
                return method;
            }
        }
        throw new IllegalArgumentException("method must be one of "
                + Arrays.stream(values()).map(CalibrationMethod::toString).collect(Collectors.joining(", ")) + ", got "
                + name);
    }

    /** {@return the name on the command line and in JSON} */
    @Override
    public String toString() {
        return text;
    }
}
