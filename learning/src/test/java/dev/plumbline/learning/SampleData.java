package dev.plumbline.learning;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.learning.dataset.DatasetReader;
import dev.plumbline.learning.dataset.DatasetSchema;
import dev.plumbline.learning.dataset.FeatureSchema;
import dev.plumbline.learning.dataset.LabelledRows;
import dev.plumbline.learning.dataset.TrainingData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Data for tests: the contract's sample file, the field cases and small seeded sets. */
public final class SampleData {

    private SampleData() {}

    /** The contract's sample data in shared/data beside one of the parent folders; the test is skipped where it is absent. */
    public static Path contractFile() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path file = folder.resolve("shared/data/training-data.json");
            if (Files.exists(file)) {
                return file;
            }
        }
        assumeTrue(false, "shared/data/training-data.json is in no parent folder: skipped");
        throw new AssertionError();
    }

    public static TrainingData contract() {
        return DatasetReader.read(contractFile(), DatasetSchema.NONE, List.of()).data();
    }

    /** An input of a field case, copied into the test resources. */
    public static byte[] caseBytes(String path) {
        try (InputStream in = SampleData.class.getResourceAsStream(path)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public static TrainingData fieldCase(String path) {
        try {
            Path copy = Files.createTempFile("field-case-", ".json");
            Files.write(copy, caseBytes(path));
            TrainingData data =
                    DatasetReader.read(copy, DatasetSchema.NONE, List.of()).data();
            Files.delete(copy);
            return data;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public static TrainingData data(double[][] train, int[] trainLabels, double[][] test, int[] testLabels) {
        return new TrainingData(
                FeatureSchema.numbers(names(train[0].length)),
                LabelledRows.of(train, trainLabels),
                LabelledRows.of(test, testLabels),
                List.of());
    }

    private static List<String> names(int width) {
        List<String> names = new ArrayList<>();
        for (int j = 0; j < width; j++) {
            names.add("x" + j);
        }
        return names;
    }

    /**
     * Rows of standard normal features whose labels 0 .. classes-1 are drawn from softmax(strength * k * x0), the truth being
     * multinomial logistic: strength 0 is pure noise.
     */
    public static TrainingData drawn(long seed, int trainRows, int testRows, int width, int classes, double strength) {
        Random random = new Random(seed);
        double[][] train = new double[trainRows][];
        double[][] test = new double[testRows][];
        int[] trainLabels = draw(random, train, width, classes, strength);
        int[] testLabels = draw(random, test, width, classes, strength);
        return data(train, trainLabels, test, testLabels);
    }

    private static int[] draw(Random random, double[][] rows, int width, int classes, double strength) {
        int[] labels = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] =
                    random.doubles(width, 0, 1).map(u -> random.nextGaussian()).toArray();
            double[] odds = new double[classes];
            double sum = 0;
            for (int k = 0; k < classes; k++) {
                odds[k] = Math.exp(strength * (k - (classes - 1) / 2.0) * rows[i][0]);
                sum += odds[k];
            }
            double u = random.nextDouble() * sum;
            while (labels[i] < classes - 1 && u >= odds[labels[i]]) {
                u -= odds[labels[i]++];
            }
        }
        return labels;
    }
}
