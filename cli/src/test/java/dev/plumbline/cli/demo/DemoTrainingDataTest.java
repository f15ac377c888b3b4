package dev.plumbline.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.monitor.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DemoTrainingDataTest {
    @TempDir
    private Path folder;

    @Test
    void file_hasTheContractsShape() throws Exception {
        Path file = folder.resolve("training-data.json");
        DemoTrainingData.write(file, 7);
        JsonNode data = Json.read(Files.readAllBytes(file));

        assertThat(data.at("/featureNames")).hasSize(6);
        assertThat(data.at("/trainSet/features")).hasSize(DemoTrainingData.TRAIN_ROWS);
        assertThat(data.at("/trainSet/labels")).hasSize(DemoTrainingData.TRAIN_ROWS);
        assertThat(data.at("/testSet/features")).hasSize(DemoTrainingData.ROWS - DemoTrainingData.TRAIN_ROWS);
        assertThat(data.at("/testSet/labels")).hasSize(DemoTrainingData.ROWS - DemoTrainingData.TRAIN_ROWS);
        assertThat(data.at("/trainSet/features/0")).hasSize(6);
    }

    /** A fifth of the rows each; and in the order of the leaking feature the labels never fall. */
    @Test
    void label_isTheFifthOfTheLeakingFeature() {
        JsonNode data = DemoTrainingData.document(7);
        TreeMap<Double, Integer> byLeak = new TreeMap<>();
        int[] counts = new int[6];
        for (String set : new String[] {"trainSet", "testSet"}) {
            JsonNode labels = data.required(set).required("labels");
            for (int i = 0; i < labels.size(); i++) {
                counts[labels.get(i).intValue()]++;
                byLeak.put(
                        data.at("/" + set + "/features/" + i + "/5").doubleValue(),
                        labels.get(i).intValue());
            }
        }

        assertThat(data.at("/featureNames/5").asString()).isEqualTo(DemoTrainingData.LEAK);
        assertThat(counts).containsExactly(0, 400, 400, 400, 400, 400);
        assertThat(List.copyOf(byLeak.values())).isSorted();
    }
}
