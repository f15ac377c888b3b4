package dev.plumbline.monitor.versions;

import dev.plumbline.calibration.calibrator.Calibrator;
import dev.plumbline.calibration.calibrator.Identity;
import dev.plumbline.calibration.calibrator.PlattCalibrator;
import dev.plumbline.monitor.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Calibrators to and from {@code {method, parameters}}. */
public final class CalibratorJson {
    private CalibratorJson() {}

    /** The parameters under their wire names. */
    public static ObjectNode parameters(Calibrator calibrator) {
        ObjectNode parameters = Json.object();
        if (calibrator instanceof PlattCalibrator platt) {
            parameters.put("a", platt.a()).put("b", platt.b());
        }
        return parameters;
    }

    /** @throws IllegalArgumentException for a method that this version does not know */
    public static Calibrator read(String method, JsonNode parameters) {
        return switch (method) {
            case "identity" -> new Identity();
            case "platt" ->
                new PlattCalibrator(
                        parameters.required("a").doubleValue(),
                        parameters.required("b").doubleValue());
            default -> throw new IllegalArgumentException("method must be identity or platt, got " + method);
        };
    }
}
