package dev.plumbline.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.util.JsonRecyclerPools;

/**
 * Reads the JSON values of one piece of a stream (a line, an element) and hands over each object.
 *
 * <p>A parser for each piece, not one for the stream: a limit that is hit then costs one row and not
 * the rest.
 */
final class JsonValues {
    private static final int MAX_DEPTH = 20;
    private static final int MAX_TEXT = 100_000;
    private static final int MAX_NAME = 1_000;
    private static final int MAX_DIGITS = 1_000;
    // A row of a mebibyte may hold half a million empty arrays, which take 50 times their text.
    private static final int MAX_TOKENS = 100_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_TEXT)
                    .maxNameLength(MAX_NAME)
                    .maxNumberLength(MAX_DIGITS)
                    .maxTokenCount(MAX_TOKENS)
                    .build())
            // so that they can be refused by name, without losing what follows
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            // The table of known names is shared and copied for each new name: streams with other
            // names in each row would be read 20 times slower. Without it all are 10 % slower.
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .recyclerPool(JsonRecyclerPools.threadLocalPool())
            .build();

    private final RowSink sink;

    JsonValues(RowSink sink) {
        this.sink = sink;
    }

    /** Reads for the sake of the syntax and hands nothing over. */
    static JsonValues check() {
        return new JsonValues(new RowSink() {
            @Override
            public void row(Row row) {}

            @Override
            public void error(RowError error) {}
        });
    }

    /**
     * Reads the values between the two indexes; all of them belong to the row or line with this
     * number. What is wrong with a value alone is handed over as an error.
     *
     * @throws JsonSyntaxException where the bytes are no JSON; the values before that were handed over
     */
    void read(byte[] bytes, int from, int to, long line) throws JsonSyntaxException {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes, from, to - from)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.START_OBJECT) {
                    object(parser, line);
                } else {
                    parser.skipChildren();
                    parser.finishToken();
                    sink.malformed(new RowError(line, null, excerpt(bytes, from, to), "a JSON object"));
                }
            }
        } catch (StreamConstraintsException e) {
            sink.malformed(new RowError(line, null, excerpt(bytes, from, to), LIMITS));
        } catch (JacksonException e) {
            var place = e.getLocation();
            boolean cut = e instanceof UnexpectedEndOfInputException;
            // what Jackson adds in brackets counts from the start of the piece, not of the stream
            String message = e.getOriginalMessage().replaceFirst(" \\(start marker at .*\\)", "");
            throw new JsonSyntaxException(message, place.getLineNr(), place.getColumnNr(), cut);
        }
    }

    private void object(JsonParser parser, long line) {
        var builder = new JsonObjectBuilder(parser);
        var values = builder.build();
        if (builder.problem() == null) {
            sink.row(new Row(line, values));
        } else {
            sink.error(builder.problem().at(line));
        }
    }

    private static final String LIMITS = "a row nested at most " + MAX_DEPTH + " deep, with texts of at most "
            + MAX_TEXT + " characters, names and numbers of at most " + MAX_NAME + " and " + MAX_TOKENS + " values";

    /** The beginning of a piece, for an error; the error shortens it further. */
    static String excerpt(byte[] bytes, int from, int to) {
        return new String(bytes, from, Math.min(to - from, 4 * RowError.MAX_LENGTH), UTF_8).strip();
    }
}
