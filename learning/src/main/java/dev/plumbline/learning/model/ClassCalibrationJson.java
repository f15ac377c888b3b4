package dev.plumbline.learning.model;

import dev.plumbline.calibration.calibrator.ClassCalibrator;
import dev.plumbline.calibration.calibrator.ClassTemperatureCalibrator;
import dev.plumbline.calibration.calibrator.MatrixCalibrator;
import dev.plumbline.calibration.calibrator.VectorCalibrator;
import dev.plumbline.monitor.Json;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The map of class probabilities of a stored model: its {@code method} and the parameters under their own names. */
final class ClassCalibrationJson {

    private ClassCalibrationJson() {}

    static JsonNode write(ClassCalibrator map) {
        ObjectNode json = Json.object();
        json.put("method", map.method());
        json.setAll((ObjectNode) Json.mapper().valueToTree(map));
        return json;
    }

    static Optional<ClassCalibrator> read(JsonNode json) {
        if (json.isMissingNode()) {
            return Optional.empty();
        }
        String method = Parts.text(json, "method");
        return Optional.of(
                switch (method) {
                    case "class-temperature" -> new ClassTemperatureCalibrator(Parts.number(json, "temperature"));
                    case "vector" -> new VectorCalibrator(Parts.numbers(json, "v"), Parts.numbers(json, "b"));
                    case "matrix" -> new MatrixCalibrator(Parts.matrix(json, "m"), Parts.numbers(json, "b"));
                    default ->
                        throw Parts.refused(
                                "calibration method", "class-temperature, vector or matrix", json.path("method"));
                });
    }
}
