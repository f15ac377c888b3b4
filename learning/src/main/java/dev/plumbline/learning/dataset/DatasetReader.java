package dev.plumbline.learning.dataset;

import dev.plumbline.files.DataException;
import dev.plumbline.files.DataFile;
import dev.plumbline.files.DataSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;

/**
 * Reads files as training data: the contract's document, which brings its own training and test set, or rows (CSV, TSV, NDJSON, an
 * array of JSON, Parquet; plain or gz), which are parted by the schema's split. A document is a {@code .json} file that begins
 * with an object, or a file without a telling name that has the contract's members.
 */
public final class DatasetReader {

    private static final int HEAD_BYTES = 1 << 16;
    private static final Pattern ROWS = Pattern.compile(".*\\.(csv|tsv|tab|ndjson|jsonl|parquet)");
    private static final Pattern MEMBER = Pattern.compile("\"(featureNames|trainSet|testSet)\"\\s*:");

    private DatasetReader() {}

    /**
     * Reads all of the files.
     *
     * @param files rows of several files are one data set; a document must be the only file. Not standard input: it is read
     *     more than once
     * @param schema what is declared; {@link DatasetSchema#NONE} lets a document's own {@code schema} speak
     * @param declaredClasses classes of the model that the data may lack; may be empty
     * @param progress told now and then how many bytes were read since it was last told
     * @throws TrainingDataException if a file cannot be read, or the data cannot be used; the message names the file, the
     *     line and the column
     */
    public static LoadedTrainingData read(
            DataSet files, DatasetSchema schema, Collection<Integer> declaredClasses, LongConsumer progress) {
        try {
            for (DataFile file : files.files()) {
                if (isDocument(file)) {
                    if (files.files().size() > 1) {
                        throw new TrainingDataException(file.name()
                                + " is a document with a training and a test set: it must be the only file");
                    }
                    return TrainingDataReader.read(file, sha256(files), schema, declaredClasses);
                }
            }
            return rows(files, schema, declaredClasses, progress);
        } catch (DataException e) {
            throw new TrainingDataException(e.getMessage(), e);
        } catch (IOException e) {
            throw new TrainingDataException(
                    "cannot read the training data " + files.files().get(0).name() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads one file, without a word on the way.
     *
     * @throws TrainingDataException as {@link #read(DataSet, DatasetSchema, Collection, LongConsumer)}, or if there is no such
     *     file
     */
    public static LoadedTrainingData read(Path file, DatasetSchema schema, Collection<Integer> declaredClasses) {
        if (!Files.exists(file)) {
            throw new TrainingDataException("training data file not found: " + file);
        }
        DataSet files = new DataSet(List.of(new DataFile(file, file.toString())));
        return read(files, schema, declaredClasses, bytes -> {});
    }

    private static LoadedTrainingData rows(
            DataSet files, DatasetSchema schema, Collection<Integer> declaredClasses, LongConsumer progress)
            throws IOException {
        String source = sourceName(files);
        FileRows rows = new FileRows(schema, source);
        for (DataFile file : files.files()) {
            rows.file(file);
            file.read(rows, progress);
        }
        RowTable.Prepared prepared = rows.finish(source).part(declaredClasses);
        return new LoadedTrainingData(
                prepared.data(),
                source,
                sha256(files),
                Preparation.of(
                        prepared.data(),
                        prepared.split(),
                        prepared.leftOut(),
                        rows.read(),
                        rows.withoutLabel(),
                        List.of()));
    }

    private static boolean isDocument(DataFile file) throws IOException {
        String name = file.plainName().toLowerCase(Locale.ROOT);
        if (ROWS.matcher(name).matches()) {
            return false;
        }
        byte[] head;
        try (InputStream in = file.openText()) {
            head = in.readNBytes(HEAD_BYTES);
        }
        String text = new String(head, StandardCharsets.UTF_8).stripLeading();
        return name.endsWith(".json")
                ? !text.startsWith("[")
                : MEMBER.matcher(text).find();
    }

    private static String sourceName(DataSet files) {
        DataFile first = files.files().get(0);
        String name = first.path().getFileName().toString();
        int more = files.files().size() - 1;
        return more == 0 ? name : name + " and " + more + " more";
    }

    /** Of the bytes of all files, one after the other. */
    private static String sha256(DataSet files) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[1 << 16];
        for (DataFile file : files.files()) {
            try (InputStream in = Files.newInputStream(file.path())) {
                for (int count; (count = in.read(buffer)) > 0; ) {
                    digest.update(buffer, 0, count);
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
