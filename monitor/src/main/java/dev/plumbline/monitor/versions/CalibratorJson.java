package dev.plumbline.monitor.versions;

import dev.plumbline.calibration.calibrator.Calibrator;
import dev.plumbline.monitor.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Calibrators to and from {@code {method, parameters}}, as trees; the library writes and reads the text. */
public final class CalibratorJson {
    private CalibratorJson() {}

    /** The parameters under their wire names. */
    public static ObjectNode parameters(Calibrator calibrator) {
        return (ObjectNode) Json.read(dev.plumbline.calibration.calibrator.CalibratorJson.parameters(calibrator));
    }

    /** @throws IllegalArgumentException for a method that this version does not know, or damaged parameters */
    public static Calibrator read(String method, JsonNode parameters) {
        return dev.plumbline.calibration.calibrator.CalibratorJson.of(method, parameters.toString());
    }
}
