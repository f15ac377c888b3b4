package dev.plumbline.learning.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * Reads the retraining contract's JSON: {@code {featureNames, trainSet:{features:[[..]],labels:[..]},
 * testSet:{features,labels}}}, members in any order, further members ignored.
 *
 * <p>Streams into arrays of primitives: the memory needed is that of the numbers, not that of a tree of nodes.
 */
public final class TrainingDataReader {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            // NaN is what Python writes: taken by the parser, so that the refusal can name the place
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private TrainingDataReader() {}

    /**
     * Reads a file.
     *
     * @param file a JSON file in UTF-8, with or without a byte order mark
     * @param declaredClasses classes of the model that the data may lack; may be empty
     * @throws TrainingDataException if there is no such file, it is not JSON of the contract's shape, or the data cannot be
     *     used (see {@link TrainingData}); the message names the place and the value
     */
    public static LoadedTrainingData read(Path file, Collection<Integer> declaredClasses) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, String.valueOf(file.getFileName()), declaredClasses);
        } catch (NoSuchFileException e) {
            throw new TrainingDataException("training data file not found: " + file, e);
        } catch (IOException e) {
            throw new TrainingDataException("cannot read the training data file " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a stream to its end; does not close it.
     *
     * @param in JSON bytes in UTF-8
     * @param sourceName how messages and provenance call the source
     * @param declaredClasses classes of the model that the data may lack; may be empty
     * @throws TrainingDataException as {@link #read(Path, Collection)}
     * @throws IOException if the stream fails
     */
    public static LoadedTrainingData read(InputStream in, String sourceName, Collection<Integer> declaredClasses)
            throws IOException {
        DigestInputStream hashed = new DigestInputStream(in, sha256());
        TrainingDocument document = new TrainingDocument();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), new Unclosed(hashed))) {
            document.readFrom(parser);
        } catch (TrainingDataException e) {
            throw e;
        } catch (JacksonException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw notJson(sourceName, e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        TrainingData data = new TrainingData(
                FeatureSchema.numbers(document.featureNames()),
                document.train(),
                document.test(),
                List.copyOf(declaredClasses));
        String digest = HexFormat.of().formatHex(hashed.getMessageDigest().digest());
        return new LoadedTrainingData(data, sourceName, digest);
    }

    private static TrainingDataException notJson(String sourceName, JacksonException e) {
        TokenStreamLocation at = e.getLocation();
        String place = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return new TrainingDataException(sourceName + " is not JSON" + place + ": " + e.getOriginalMessage(), e);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The stream belongs to the caller, and the parser would close it. */
    private static final class Unclosed extends java.io.FilterInputStream {
        Unclosed(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return in.read(buffer, offset, length);
        }

        @Override
        public void close() {}
    }
}
