package dev.plumbline.store;

import dev.plumbline.monitor.Json;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A stored prediction under the wire names. */
final class PredictionDocument {
    private PredictionDocument() {}

    static ObjectNode of(StoredPrediction prediction, List<OutcomeHistory.Earlier> earlier) {
        ObjectNode json = Json.object()
                .put("id", prediction.callerId())
                .put("score", prediction.score())
                .put("probability", prediction.probability())
                .put("calibratorVersion", prediction.calibratorVersion())
                .put("version", prediction.versionName())
                .put("predictedAt", time(prediction.predictedAt()))
                .put("recordedAt", time(prediction.recordedAt()))
                .put("group", prediction.group())
                .put("weight", prediction.weight());
        json.set("segments", prediction.segments() == null ? null : Json.read(prediction.segments()));
        json.set("features", prediction.features() == null ? null : Json.read(prediction.features()));
        StoredOutcome outcome = prediction.outcome();
        json.set("outcome", outcome == null ? null : content(outcome).put("corrections", outcome.corrections()));
        ArrayNode history = json.putArray("history");
        earlier.forEach(each -> history.add(content(each.content()).put("replacedAt", time(each.replacedAt()))));
        if (outcome != null) {
            history.add(content(outcome).putNull("replacedAt"));
        }
        return json;
    }

    private static ObjectNode content(StoredOutcome outcome) {
        return Json.object()
                .put("actual", outcome.actual())
                .put("class", outcome.trueClass())
                .put("observedAt", time(outcome.observedAt()))
                .put("recordedAt", time(outcome.recorded().at()));
    }

    private static String time(long micros) {
        return Times.instant(micros).toString();
    }
}
