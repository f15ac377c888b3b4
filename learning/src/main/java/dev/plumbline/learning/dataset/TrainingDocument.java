package dev.plumbline.learning.dataset;

import java.util.Arrays;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The sets of one training document as they are met; {@link TrainingData} checks what they hold. */
final class TrainingDocument {

    private final DocumentColumns columns;
    private LabelledRows train;
    private LabelledRows test;

    TrainingDocument(DocumentColumns columns) {
        this.columns = columns;
    }

    void readFrom(JsonParser in) {
        in.nextToken();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String member = in.currentName();
            in.nextToken();
            switch (member) {
                case "trainSet" -> train = set(in, member);
                case "testSet" -> test = set(in, member);
                default -> in.skipChildren();
            }
        }
        if (in.nextToken() != null) {
            throw new TrainingDataException("the training data must end after its closing brace, got " + shown(in)
                    + " at line " + in.currentTokenLocation().getLineNr());
        }
        columns.order(present(train, "trainSet"), present(test, "testSet"));
    }

    LabelledRows train() {
        return train;
    }

    LabelledRows test() {
        return test;
    }

    static <T> T present(T member, String name) {
        if (member == null) {
            throw new TrainingDataException(
                    name + " is missing: expected {featureNames, trainSet{features,labels}, testSet{features,labels}}");
        }
        return member;
    }

    private LabelledRows set(JsonParser in, String set) {
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

    private double[][] features(JsonParser in, String place) {
        expect(in, in.currentToken(), JsonToken.START_ARRAY, place, "a list of rows");
        GrowingRows rows = new GrowingRows();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (in.currentToken() != JsonToken.START_ARRAY) {
                throw unexpected(in, place + " row " + rows.rowCount(), "a list of values");
            }
            int width = 0;
            while (in.nextToken() != JsonToken.END_ARRAY) {
                if (width < columns.size() && columns.isUsed(width)) {
                    rows.add(value(in, width, place, rows.rowCount()));
                } else {
                    in.skipChildren();
                }
                width++;
            }
            if (width != columns.size()) {
                throw new TrainingDataException(place + " row " + rows.rowCount() + " has " + width
                        + " values, expected " + columns.size() + " (featureNames)");
            }
            rows.endRow();
            if ((long) rows.rowCount() * width > RowTable.MOST_VALUES) {
                throw new TrainingDataException(place + " has more than " + RowTable.MOST_VALUES + " values (" + width
                        + " features): train on fewer rows or features");
            }
        }
        return rows.toArray();
    }

    /** NaN where it is missing. The place is spelt out only for a refusal: this runs once per value. */
    private double value(JsonParser in, int column, String set, int row) {
        JsonToken token = in.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return Double.NaN;
        }
        if (columns.isCategory(column)) {
            if (token == null || !token.isScalarValue()) {
                throw unexpected(in, place(set, row, column), "a text");
            }
            return columns.code(column, in.getString(), place(set, row, column));
        }
        if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            return token == JsonToken.VALUE_TRUE ? 1 : 0;
        }
        if (token == JsonToken.VALUE_STRING) {
            throw new TrainingDataException(place(set, row, column) + " must be a finite number, got " + shown(in)
                    + "; texts are read where a schema declares a category");
        }
        if (token == null || !token.isNumeric() || Double.isInfinite(in.getDoubleValue())) {
            throw unexpected(in, place(set, row, column), "a finite number");
        }
        return in.getDoubleValue();
    }

    private static String place(String set, int row, int column) {
        return set + "[" + row + "][" + column + "]";
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

    static void expect(JsonParser in, JsonToken token, JsonToken expected, String place, String words) {
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
