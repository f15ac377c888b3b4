package dev.plumbline.learning.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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

    private static LoadedTrainingData read(String json, Integer... declared) throws IOException {
        return TrainingDataReader.read(
                new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), "some.json", List.of(declared));
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
                "[[1,2],[3,\"high\"],[5,6]] | [1,2,4] | trainSet.features[1][1] must be a finite number, got \"high\"",
                "[[1,2],[3,null],[5,6]] | [1,2,4] | trainSet.features[1][1] must be a finite number, got null",
                "[[1,2],[3,true],[5,6]] | [1,2,4] | trainSet.features[1][1] must be a finite number, got true",
                "[[1,2],[3,NaN],[5,6]] | [1,2,4] | trainSet.features[1][1] must be a finite number, got NaN",
                "[[1,2],[3,1e400],[5,6]] | [1,2,4] | trainSet.features[1][1] must be a finite number, got 1e400",
                "[[1,2],7,[5,6]] | [1,2,4] | trainSet.features row 1 must be a list of numbers, got 7",
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
        assertThatThrownBy(() -> read("[1]")).hasMessage("the training data must be an object, got a list");
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
    void read_missingFile_messageNamesThePath(@TempDir Path folder) {
        Path file = folder.resolve("nowhere.json");
        assertThatThrownBy(() -> TrainingDataReader.read(file, List.of()))
                .isInstanceOf(TrainingDataException.class)
                .hasMessage("training data file not found: " + file);
        assertThatThrownBy(() -> TrainingDataReader.read(folder, List.of()))
                .isInstanceOf(TrainingDataException.class)
                .hasMessageStartingWith("cannot read the training data file " + folder);
    }

    @Test
    void read_failingStream_throwsItsException() {
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("disk on fire");
            }
        };
        assertThatThrownBy(() -> TrainingDataReader.read(failing, "some.json", List.of()))
                .isInstanceOf(IOException.class)
                .hasMessage("disk on fire");
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
