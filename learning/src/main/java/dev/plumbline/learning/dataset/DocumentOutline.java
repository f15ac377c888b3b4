package dev.plumbline.learning.dataset;

import dev.plumbline.monitor.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;

/**
 * What must be known of a document before its rows are read, wherever it stands in it.
 *
 * @param featureNames the names of the columns
 * @param schema what the document declares itself; {@link DatasetSchema#NONE} where it does not
 */
record DocumentOutline(List<String> featureNames, DatasetSchema schema) {

    /** The document goes on behind a member. */
    private static final ObjectReader MEMBER =
            Json.mapper().reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    static DocumentOutline read(JsonParser in) {
        List<String> names = null;
        DatasetSchema schema = DatasetSchema.NONE;
        TrainingDocument.expect(in, in.nextToken(), JsonToken.START_OBJECT, "the training data", "an object");
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String member = in.currentName();
            in.nextToken();
            switch (member) {
                case "featureNames" -> names = names(in);
                case "schema" -> schema = DatasetSchemaReader.of(MEMBER.readTree(in));
                default -> in.skipChildren();
            }
        }
        return new DocumentOutline(TrainingDocument.present(names, "featureNames"), schema);
    }

    private static List<String> names(JsonParser in) {
        TrainingDocument.expect(in, in.currentToken(), JsonToken.START_ARRAY, "featureNames", "a list of names");
        List<String> names = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            TrainingDocument.expect(
                    in, in.currentToken(), JsonToken.VALUE_STRING, "featureNames[" + names.size() + "]", "a text");
            names.add(in.getString());
        }
        return names;
    }
}
