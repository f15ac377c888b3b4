package dev.plumbline.learning.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The members of one training document as they are met; {@link TrainingData} checks what they hold. */
final class TrainingDocument {

    private List<String> featureNames;
    private LabelledRows train;
    private LabelledRows test;

    void readFrom(JsonParser in) {
        expect(in, in.nextToken(), JsonToken.START_OBJECT, "the training data", "an object");
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String member = in.currentName();
            in.nextToken();
            switch (member) {
                case "featureNames" -> featureNames = names(in);
                case "trainSet" -> train = set(in, member);
                case "testSet" -> test = set(in, member);
                default -> in.skipChildren();
            }
        }
        if (in.nextToken() != null) {
            throw new TrainingDataException("the training data must end after its closing brace, got " + shown(in)
                    + " at line " + in.currentTokenLocation().getLineNr());
        }
    }

    List<String> featureNames() {
        return present(featureNames, "featureNames");
    }

    LabelledRows train() {
        return present(train, "trainSet");
    }

    LabelledRows test() {
        return present(test, "testSet");
    }

    private static <T> T present(T member, String name) {
        if (member == null) {
            throw new TrainingDataException(
                    name + " is missing: expected {featureNames, trainSet{features,labels}, testSet{features,labels}}");
        }
        return member;
    }

    private static List<String> names(JsonParser in) {
        expect(in, in.currentToken(), JsonToken.START_ARRAY, "featureNames", "a list of names");
        List<String> names = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            expect(in, in.currentToken(), JsonToken.VALUE_STRING, "featureNames[" + names.size() + "]", "a text");
            names.add(in.getString());
        }
        return names;
    }

    private static LabelledRows set(JsonParser in, String set) {
        expect(in, in.currentToken(), JsonToken.START_OBJECT, set, "an object {features, labels}");
        double[][] features = null;
        int[] labels = null;
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String member = in.currentName();
            in.nextToken();
            switch (member) {
                case "features" -> features = features(in, set + ".features");
                case "labels" -> labels = labels(in, set + ".labels");
                default -> in.skipChildren();
            }
        }
        return new LabelledRows(present(features, set + ".features"), present(labels, set + ".labels"));
    }

    private static double[][] features(JsonParser in, String place) {
        expect(in, in.currentToken(), JsonToken.START_ARRAY, place, "a list of rows");
        GrowingRows rows = new GrowingRows();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (in.currentToken() != JsonToken.START_ARRAY) {
                throw unexpected(in, place + " row " + rows.rowCount(), "a list of numbers");
            }
            while (in.nextToken() != JsonToken.END_ARRAY) {
                JsonToken token = in.currentToken();
                // the place is spelt out only for a refusal: this runs once per number
                if (token == null || !token.isNumeric() || !Double.isFinite(in.getDoubleValue())) {
                    throw unexpected(
                            in, place + "[" + rows.rowCount() + "][" + rows.openWidth() + "]", "a finite number");
                }
                rows.add(in.getDoubleValue());
            }
            rows.endRow();
        }
        return rows.toArray();
    }

    private static int[] labels(JsonParser in, String place) {
        expect(in, in.currentToken(), JsonToken.START_ARRAY, place, "a list of whole numbers");
        int[] labels = new int[1_024];
        int count = 0;
        while (in.nextToken() != JsonToken.END_ARRAY) {
            JsonToken token = in.currentToken();
            // 3.0 is what a data frame with a gap in the column writes for 3
            double label = token != null && token.isNumeric() ? in.getDoubleValue() : Double.NaN;
            if (!(label >= 0 && label <= Integer.MAX_VALUE && label == Math.rint(label))) {
                throw unexpected(in, place + "[" + count + "]", "a whole number of at least 0");
            }
            if (count == labels.length) {
                labels = Arrays.copyOf(labels, 2 * count);
            }
            labels[count++] = (int) label;
        }
        return Arrays.copyOf(labels, count);
    }

    private static void expect(JsonParser in, JsonToken token, JsonToken expected, String place, String words) {
        if (token != expected) {
            throw unexpected(in, place, words);
        }
    }

    private static TrainingDataException unexpected(JsonParser in, String place, String words) {
        return new TrainingDataException(place + " must be " + words + ", got " + shown(in));
    }

    private static String shown(JsonParser in) {
        JsonToken token = in.currentToken();
        if (token == null) {
            return "nothing: the data ends here";
        }
        return switch (token) {
            case START_ARRAY -> "a list";
            case START_OBJECT -> "an object";
            case VALUE_STRING -> "\"" + shortened(in.getString()) + "\"";
            default -> shortened(in.getString());
        };
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
