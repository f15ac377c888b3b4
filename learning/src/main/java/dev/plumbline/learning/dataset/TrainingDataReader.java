package dev.plumbline.learning.dataset;

import dev.plumbline.files.DataFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * Reads the retraining contract's JSON: {@code {featureNames, trainSet:{features:[[..]],labels:[..]},
 * testSet:{features,labels}}}, perhaps with a {@code schema}, members in any order, further members ignored. A value that is
 * null or NaN is missing.
 *
 * <p>Streams into arrays of primitives: the memory needed is that of the numbers, not that of a tree of nodes.
 */
final class TrainingDataReader {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            // NaN is what Python writes for a missing value
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private TrainingDataReader() {}

    /**
     * Reads a file, twice: what its columns are may stand behind its rows.
     *
     * @param file in UTF-8, with or without a byte order mark, perhaps compressed
     * @param sha256 the digest of its bytes
     * @param given what is declared; {@link DatasetSchema#NONE} lets the document's own {@code schema} speak
     * @param declaredClasses classes of the model that the data may lack; may be empty
     * @throws TrainingDataException if it is not JSON of the contract's shape, or the data cannot be used (see
     *     {@link TrainingData}); the message names the place and the value
     */
    static LoadedTrainingData read(
            DataFile file, String sha256, DatasetSchema given, Collection<Integer> declaredClasses) throws IOException {
        DocumentOutline outline = parse(file, DocumentOutline::read);
        DatasetSchema schema = given.equals(DatasetSchema.NONE) ? outline.schema() : given;
        DocumentColumns columns = new DocumentColumns(outline.featureNames(), schema);
        TrainingDocument document = parse(file, in -> {
            TrainingDocument read = new TrainingDocument(columns);
            read.readFrom(in);
            return read;
        });
        TrainingData data =
                new TrainingData(columns.schema(), document.train(), document.test(), List.copyOf(declaredClasses));
        long rows = data.train().size() + (long) data.test().size();
        return new LoadedTrainingData(
                data,
                file.path().getFileName().toString(),
                sha256,
                Preparation.of(data, null, columns.leftOut(), rows, 0, List.of()));
    }

    private static <T> T parse(DataFile file, Function<JsonParser, T> reading) throws IOException {
        try (InputStream in = file.openText();
                JsonParser parser = JSON.createParser(ObjectReadContext.empty(), in)) {
            return reading.apply(parser);
        } catch (JacksonException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw notJson(file.path().getFileName().toString(), e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static TrainingDataException notJson(String sourceName, JacksonException e) {
        TokenStreamLocation at = e.getLocation();
        String place = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return new TrainingDataException(sourceName + " is not JSON" + place + ": " + e.getOriginalMessage(), e);
    }
}
