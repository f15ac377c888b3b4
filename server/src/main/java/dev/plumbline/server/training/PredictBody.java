package dev.plumbline.server.training;

import dev.plumbline.files.FieldException;
import dev.plumbline.learning.model.FeatureException;
import dev.plumbline.learning.model.NamedFeatures;
import dev.plumbline.learning.retrain.ServingModel;
import dev.plumbline.learning.retrain.ServingModel.ClassPrediction;
import dev.plumbline.monitor.InvalidArgumentException;
import dev.plumbline.monitor.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The body of a call that predicts: {@code {"features": {NAME: VALUE}}}, or an array of such objects. Each row is predicted as
 * it is read: a tree of a thousand of them would take longer to build than the predictions.
 */
final class PredictBody {
    private static final int MAX_ROWS = 100_000;

    private final ServingModel model;
    private final JsonParser json;

    private PredictBody(ServingModel model, JsonParser json) {
        this.model = model;
        this.json = json;
    }

    /**
     * One {@link ClassPrediction} for an object, a list of them for an array.
     *
     * @throws FieldException if a row has no features
     * @throws FeatureException if the model cannot predict from those of a row
     * @throws InvalidArgumentException if there are too many rows, or something follows the first value
     */
    static Object predict(ServingModel model, byte[] bytes) {
        try (JsonParser json = Json.mapper().createParser(bytes)) {
            PredictBody body = new PredictBody(model, json);
            Object answer = json.nextToken() == JsonToken.START_ARRAY ? body.many() : body.one("");
            if (json.nextToken() != null) {
                throw new InvalidArgumentException("body", "one JSON value", "more after it: " + json.currentToken());
            }
            return answer;
        }
    }

    private List<ClassPrediction> many() {
        List<ClassPrediction> predictions = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            int i = predictions.size();
            if (i == MAX_ROWS) {
                throw new InvalidArgumentException("body", "an array of at most " + MAX_ROWS + " objects", "more");
            }
            try {
                predictions.add(one("[" + i + "]."));
            } catch (FeatureException e) {
                throw e.inRow(i);
            }
        }
        return predictions;
    }

    /** The prediction for the row whose first token was read. */
    private ClassPrediction one(String place) {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw withoutFeatures(place, String.valueOf(value()));
        }
        NamedFeatures.Row row = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            boolean features = json.currentName().equals("features");
            if (json.nextToken() == JsonToken.START_OBJECT && features) {
                row = features();
            } else {
                json.skipChildren();
            }
        }
        if (row == null) {
            throw withoutFeatures(place, null);
        }
        return model.predict(row.values());
    }

    private static FieldException withoutFeatures(String place, String given) {
        return new FieldException(
                place + "features", given, "is required: an object of numbers, or of texts for categories, by name");
    }

    private NamedFeatures.Row features() {
        NamedFeatures.Row row = model.features().row();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            row.put(name, value());
        }
        return row;
    }

    /** What the model knows how to take; anything else is left for it to refuse by its name. */
    private Object value() {
        return switch (json.currentToken()) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_STRING -> json.getString();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> json.readValueAsTree();
        };
    }
}
