package dev.plumbline.learning.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingDataReaderTest {

    private static final String NAMES = "\"featureNames\":[\"a\",\"b\"]";
    private static final String TRAIN =
            "\"trainSet\":{\"features\":[[1,2],[3,4],[5,6],[0,0],[0,1]],\"labels\":[1,2,4,1,1]}";
    private static final String TEST = "\"testSet\":{\"features\":[[7,8]],\"labels\":[2]}";

    @TempDir
    private Path folder;

    private LoadedTrainingData read(String json, Integer... declared) throws IOException {
        return read(json, DatasetSchema.NONE, declared);
    }

    private LoadedTrainingData read(String json, DatasetSchema schema, Integer... declared) throws IOException {
        Path file = Files.writeString(folder.resolve("some.json"), json);
        return DatasetReader.read(file, schema, List.of(declared));
    }

    private static String whole(String... members) {
        return "{" + String.join(",", members) + "}";
    }

    @Test
    void read_contractShape_givesRowsLabelsAndClassesOfBothSets() throws IOException {
        String test = "\"testSet\":{\"labels\":[3.0],\"features\":[[7,8e0]],\"note\":{\"x\":[1]}}";
        LoadedTrainingData loaded = read(whole("\"generatedAt\":\"today\"", test, TRAIN, NAMES), 9);

        assertThat(loaded.data().featureNames()).containsExactly("a", "b");
        assertThat(loaded.data().train().copyRow(1)).containsExactly(3, 4);
        assertThat(loaded.data().train().copyColumn(1)).containsExactly(2, 4, 6, 0, 1);
        assertThat(loaded.data().test().copyLabels()).containsExactly(3);
        assertThat(loaded.data().classes()).containsExactly(1, 2, 3, 4, 9);
    }

    @Test
    void read_anyBytes_digestIsThatOfAllBytes() throws IOException {
        // printf '%s' '<the json>' | sha256sum; trailing white space counts as well
        String json = whole(NAMES, TRAIN, TEST) + "\n \n";
        String expected = java.util.HexFormat.of().formatHex(digest(json));
        assertThat(read(json).sha256()).isEqualTo(expected);
        assertThat(read(json).sourceName()).isEqualTo("some.json");
    }

    private static byte[] digest(String text) {
        try {
            return java.security.MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void read_byteOrderMark_isSkipped() throws IOException {
        assertThat(read("\uFEFF" + whole(NAMES, TRAIN, TEST)).data().train().size())
                .isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[[1,2],[3],[5,6]] | [1,2,4] | trainSet.features row 1 has 1 values, expected 2 (featureNames)",
                "[[1,2],[3,4,5],[5,6]] | [1,2,4] | trainSet.features row 1 has 3 values, expected 2 (featureNames)",
                "[[1,2],[3,\"high\"],[5,6]] | [1,2,4] | trainSet.features[1][1] must be a finite number, got \"high\"; texts are read where a schema declares a category",
                "[[1,2],[3,1e400],[5,6]] | [1,2,4] | trainSet.features[1][1] must be a finite number, got 1e400",
                "[[1,2],7,[5,6]] | [1,2,4] | trainSet.features row 1 must be a list of values, got 7",
                "[[1,2],[3,[4]],[5,6]] | [1,2,4] | trainSet.features[1][1] must be a finite number, got a list",
                "[[1,2],[3,4],[5,6]] | [1,2,4,5] | trainSet has 3 rows of features but 4 labels",
                "[[1,2],[3,4],[5,6]] | [1,2,\"good\"] | trainSet.labels[2] must be a whole number of at least 0, got \"good\"",
                "[[1,2],[3,4],[5,6]] | [1,2.5,3] | trainSet.labels[1] must be a whole number of at least 0, got 2.5",
                "[[1,2],[3,4],[5,6]] | [1,-2,3] | trainSet.labels[1] must be a whole number of at least 0, got -2",
                "[[1,2],[3,4],[5,6]] | [1,3000000000,3] | trainSet.labels[1] must be a whole number of at least 0, got 3000000000",
                "[[1,2],[3,4],[5,6]] | [2,2,2] | trainSet.labels has only the class 2: there is nothing to learn",
                "[[1,2],[3,4]] | [1,4] | trainSet has 2 rows, fewer than the 3 classes [1, 2, 4]",
                "[] | [] | trainSet has no rows",
                "{} | [] | trainSet.features must be a list of rows, got an object",
            })
    void read_badTrainSet_messageNamesPlaceAndValue(String features, String labels, String message) {
        String train = "\"trainSet\":{\"features\":" + features + ",\"labels\":" + labels + "}";
        assertThatThrownBy(() -> read(whole(NAMES, train, TEST)))
                .isInstanceOf(TrainingDataException.class)
                .hasMessage(message);
    }

    @Test
    void read_badTestSet_isNamedAsTestSet() {
        assertThatThrownBy(() -> read(whole(NAMES, TRAIN, "\"testSet\":{\"features\":[],\"labels\":[]}")))
                .hasMessage("testSet has no rows");
        assertThatThrownBy(() -> read(whole(NAMES, TRAIN, "\"testSet\":{\"features\":[[1,2]]}")))
                .hasMessageStartingWith("testSet.labels is missing");
    }

    @Test
    void read_missingMember_isNamed() {
        assertThatThrownBy(() -> read(whole(NAMES, TEST))).hasMessageStartingWith("trainSet is missing");
        assertThatThrownBy(() -> read(whole(TRAIN, TEST))).hasMessageStartingWith("featureNames is missing");
        assertThatThrownBy(() -> read(whole(NAMES, TRAIN))).hasMessageStartingWith("testSet is missing");
    }

    @Test
    void read_badFeatureNames_messageNamesTheName() {
        assertThatThrownBy(() -> read(whole("\"featureNames\":[\"a\",\"a\"]", TRAIN, TEST)))
                .hasMessage("featureNames[1] repeats the name \"a\": every feature needs its own");
        assertThatThrownBy(() -> read(whole("\"featureNames\":[\"a\",3]", TRAIN, TEST)))
                .hasMessage("featureNames[1] must be a text, got 3");
        assertThatThrownBy(() -> read(whole("\"featureNames\":[]", TRAIN, TEST)))
                .hasMessageContaining("featureNames is empty");
    }

    @Test
    void read_notJson_messageNamesLineAndColumn() {
        assertThatThrownBy(() -> read("{" + NAMES + ",\n  oops"))
                .isInstanceOf(TrainingDataException.class)
                .hasMessageStartingWith("some.json is not JSON at line 2, column ");
        assertThatThrownBy(() -> read("{" + NAMES)).hasMessageContaining("not JSON at line 1");
        assertThatThrownBy(() -> read(""))
                .hasMessage("the training data must be an object, got nothing: the data ends here");
        assertThatThrownBy(() -> read("[1]"))
                .hasMessageContaining("some.json line 1: ")
                .hasMessageContaining("object");
        assertThatThrownBy(() -> read(whole(NAMES, TRAIN, TEST) + "{}"))
                .hasMessageStartingWith("the training data must end after its closing brace");
    }

    @Test
    void read_memberTwice_isRefused() {
        assertThatThrownBy(() -> read(whole(NAMES, TRAIN, TRAIN, TEST)))
                .hasMessageContaining("Duplicate")
                .hasMessageContaining("trainSet");
    }

    @Test
    void read_missingFile_messageNamesThePath() {
        Path file = folder.resolve("nowhere.json");
        assertThatThrownBy(() -> DatasetReader.read(file, DatasetSchema.NONE, List.of()))
                .isInstanceOf(TrainingDataException.class)
                .hasMessage("training data file not found: " + file);
        assertThatThrownBy(() -> DatasetReader.read(folder, DatasetSchema.NONE, List.of()))
                .isInstanceOf(TrainingDataException.class)
                .hasMessageStartingWith("cannot read the training data " + folder);
    }

    @Test
    void read_nullNaNAndTruthValues_areMissingAndNumbers() throws IOException {
        String train = "\"trainSet\":{\"features\":[[null,2],[3,NaN],[true,false],[0,0]],\"labels\":[1,2,1,2]}";
        LabelledRows rows = read(whole(NAMES, train, TEST)).data().train();

        assertThat(rows.copyColumn(0)).containsExactly(Double.NaN, 3, 1, 0);
        assertThat(rows.copyColumn(1)).containsExactly(2, Double.NaN, 0, 0);
    }

    @Test
    void read_schemaBehindTheRows_categoriesAndFeaturesThatAreNotAvailable() throws IOException {
        String names = "\"featureNames\":[\"a\",\"country\",\"views\"]";
        String train =
                "\"trainSet\":{\"features\":[[1,\"se\",5],[2,\"de\",6],[3,null,7],[4,7,\"many\"]],\"labels\":[1,2,1,2]}";
        String test = "\"testSet\":{\"features\":[[1,\"at\",5]],\"labels\":[1]}";
        String schema = "\"schema\":{\"features\":[{\"name\":\"country\",\"type\":\"category\"},"
                + "{\"name\":\"views\",\"type\":\"number\",\"unit\":\"1\",\"availableAtPrediction\":false}]}";
        LoadedTrainingData loaded = read(whole(train, test, names, schema));

        assertThat(loaded.data().featureNames()).containsExactly("a", "country");
        assertThat(loaded.data().schema().feature(1).categories()).containsExactly("7", "at", "de", "se");
        assertThat(loaded.data().train().copyColumn(1)).containsExactly(3, 2, Double.NaN, 0);
        assertThat(loaded.data().test().copyRow(0)).containsExactly(1, 1);
        assertThat(loaded.preparation().unavailable()).containsExactly("views");
        assertThat(loaded.preparation().split()).isNull();
        assertThat(loaded.preparation().inWords())
                .isEqualTo("left out, as they are declared not to be available at prediction: views");
    }

    @Test
    void read_unavailableAllowed_isLearntFromAndSaid() throws IOException {
        String schema = "\"schema\":{\"allowUnavailable\":true,\"features\":["
                + "{\"name\":\"b\",\"type\":\"number\",\"availableAtPrediction\":false}]}";
        LoadedTrainingData loaded = read(whole(NAMES, TRAIN, TEST, schema));

        assertThat(loaded.data().featureNames()).containsExactly("a", "b");
        assertThat(loaded.preparation().unavailableAllowed()).containsExactly("b");
        assertThat(loaded.preparation().inWords()).contains("allowUnavailable").endsWith(": b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"features\":[{\"name\":\"x\",\"type\":\"number\"}]} | the schema declares x, but featureNames has no such name: it has a, b",
                "{\"split\":{\"seed\":3}} | the schema declares a split, but the document {featureNames, trainSet, testSet} brings its own labels and its own test set",
                "{\"label\":\"y\"} | the schema declares a column of labels (y), but the document {featureNames, trainSet, testSet} brings its own labels and its own test set",
                "{\"features\":[{\"name\":\"a\",\"type\":\"category\",\"categories\":[\"1\",\"3\"]}]} | trainSet.features[2][0] must be one of the categories that the schema declares for a, [1, 3], got \"5\"",
            })
    void read_schemaContradictsTheDocument_namesBoth(String schema, String message) {
        assertThatThrownBy(() -> read(whole(NAMES, TRAIN, TEST, "\"schema\":" + schema)))
                .isInstanceOf(TrainingDataException.class)
                .hasMessage(message);
    }

    @Test
    void read_compressedDocument_isReadLikeThePlainOne() throws IOException {
        Path file = folder.resolve("packed.json.gz");
        try (var out = new java.util.zip.GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(whole(NAMES, TRAIN, TEST).getBytes(StandardCharsets.UTF_8));
        }
        assertThat(DatasetReader.read(file, DatasetSchema.NONE, List.of())
                        .data()
                        .train()
                        .size())
                .isEqualTo(5);
    }

    @Test
    void read_hundredThousandColumns_isRefusedBeforeTheRowsAreRead() {
        StringBuilder names = new StringBuilder("\"featureNames\":[\"f0\"");
        for (int j = 1; j < 100_000; j++) {
            names.append(",\"f").append(j).append('"');
        }
        assertThatThrownBy(() -> read(whole(names.append(']').toString(), TRAIN, TEST)))
                .hasMessage(
                        "featureNames has 100000 names, at most 10000 features are learnt; the first too many is f10000");
    }

    @Test
    void data_tooManyClasses_asksWhetherTheyAreClasses() {
        double[][] rows = new double[1_001][1];
        int[] labels = new int[1_001];
        for (int i = 0; i < labels.length; i++) {
            rows[i][0] = i;
            labels[i] = i;
        }
        LabelledRows set = LabelledRows.of(rows, labels);
        assertThatThrownBy(() -> new TrainingData(FeatureSchema.numbers(List.of("a")), set, set, List.of()))
                .hasMessageContaining("1001 different values, at most 1000");
    }
}
