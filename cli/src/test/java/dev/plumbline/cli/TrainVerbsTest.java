package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.cli.demo.DemoTrainingData;
import dev.plumbline.cli.terminal.Page;
import dev.plumbline.monitor.Json;
import dev.plumbline.server.PlumblineServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** {@code train} and {@code predict} on files; the seed of what is drawn is 91. */
class TrainVerbsTest {
    private static final String SECRET = "cron-secret-0123456789";
    private static final String SCHEMA = "{\"features\":[{\"name\":\"colour\",\"type\":\"category\"}]}";

    @TempDir
    private Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /** Class 2 where x is high and for red; some colours are missing. */
    private static String rows(int count, double strength) {
        Random random = new Random(91);
        StringBuilder text = new StringBuilder("x,colour,label\n");
        for (int i = 0; i < count; i++) {
            double x = random.nextGaussian();
            String colour = List.of("red", "green", "").get(random.nextInt(3));
            double z = strength * (x + (colour.equals("red") ? 1 : 0));
            text.append(x).append(',').append(colour).append(',');
            text.append(random.nextDouble() < 1 / (1 + Math.exp(-z)) ? 2 : 1).append('\n');
        }
        return text.toString();
    }

    private CommandRun trained() throws IOException {
        return CommandRun.of(
                "train",
                file("rows.csv", rows(400, 2)),
                "--schema",
                file("schema.json", SCHEMA),
                "--save",
                folder.resolve("model.json"));
    }

    @Test
    void train_signal_isShownInWordsAndNumbers() throws IOException {
        CommandRun run = trained();

        assertThat(run.code()).as(run.err()).isEqualTo(0);
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("Better than the base rates", "Not suspected", "95 % interval")
                .contains("most frequent class is right in", "so it saves 0.", "drawn from each class, seed 0")
                .contains("true class   said 1   said 2", "It would come into force: log loss");
    }

    @Test
    void train_manyClassesAndLongNames_fitTheTerminal() throws IOException {
        Random random = new Random(5);
        StringBuilder text = new StringBuilder("a_feature_whose_name_goes_on_and_on_and_on_to_the_end,y,label\n");
        for (int i = 0; i < 600; i++) {
            int label = 1 + i % 12;
            text.append(label + random.nextGaussian()).append(',').append(random.nextGaussian());
            text.append(',').append(label).append('\n');
        }
        JsonNode answer = Json.read(CommandRun.of("train", file("many.csv", text.toString()), "--json")
                .out());
        for (int columns : new int[] {60, 80, 120}) {
            StringWriter out = new StringWriter();
            new TrainPage(new Page(new PrintWriter(out), false, columns)).training(answer);
            assertThat(out.toString().lines()).as("%d columns", columns).allMatch(line -> line.length() <= columns);
            assertThat(out.toString()).contains("true \\ said", "a_feature_whose_");
        }
    }

    @Test
    void train_json_isTheAnswerOfTheEndpoint() throws Exception {
        Path document = folder.resolve("training-data.json");
        DemoTrainingData.write(document, 5);
        JsonNode served;
        try (PlumblineServer server = ServeCommand.startServer(
                new ServeOptions(0, "127.0.0.1", folder.resolve("served"), null, null),
                Map.of("CRON_SECRET", SECRET, "PLUMBLINE_TRAINING_DATA", document.toString()),
                Map.of("logging.threshold.console", "OFF"))) {
            HttpRequest call = HttpRequest.newBuilder(URI.create(server.address() + "/api/cron/retrain-ml"))
                    .header("Authorization", "Bearer " + SECRET)
                    .build();
            served = Json.read(HttpClient.newHttpClient()
                    .send(call, BodyHandlers.ofString())
                    .body());
        }
        CommandRun run = CommandRun.of("train", document, "--json");
        JsonNode ofFile = Json.read(run.out());

        assertThat(run.code()).isEqualTo(0);
        assertThat(run.err())
                .startsWith("plumbline train: warning: Too good to be true")
                .contains("logViewsAfterAWeek");
        assertThat(ofFile.propertyNames()).isEqualTo(served.propertyNames());
        for (String name : List.of(
                "status",
                "trainAccuracy",
                "testAccuracy",
                "confusionMatrix",
                "classes",
                "logLoss",
                "baseRateLogLoss",
                "leakage")) {
            assertThat(ofFile.required(name)).as(name).isEqualTo(served.required(name));
        }
        assertThat(ofFile.at("/promotion/decision")).isEqualTo(served.at("/promotion/decision"));
        assertThat(ofFile.at("/leakage/features/0").propertyNames()).contains("name", "auc", "logLossAlone");
        assertThat(ofFile.at("/provenance/sha256")).isEqualTo(served.at("/provenance/sha256"));
    }

    /** What held for the older rows is the other way round for the newest ones. */
    @ParameterizedTest
    @CsvSource({"1000, 5", "40, 4"})
    void train_worseThanTheBaseRates_isRefused(int rows, int code) throws IOException {
        StringBuilder text = new StringBuilder("x,day,label\n");
        for (int i = 0; i < rows; i++) {
            int label = i % 2;
            double x = (i < 0.8 * rows ? label : 1 - label) + 0.3 * Math.sin(i);
            text.append(x)
                    .append(',')
                    .append(java.time.LocalDate.of(2026, 1, 1).plusDays(i))
                    .append(',');
            text.append(label).append('\n');
        }
        Path model = folder.resolve("model.json");
        CommandRun run = CommandRun.of("train", file("turned.csv", text.toString()), "--time", "day", "--save", model);

        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(code);
        assertThat(run.out())
                .contains(
                        "No better than the base rates",
                        "the newest rows are tested on",
                        "It would not come into force");
        assertThat(model).exists();
    }

    @Test
    void train_badFile_isOneLineAndNothingIsSaved() throws IOException {
        Path model = folder.resolve("model.json");
        Path bad = file("bad.csv", "a,label\n1,1\nred,2\n");
        CommandRun run = CommandRun.of("train", bad, "--save", model);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo(
                        "plumbline train: " + bad + " line 3: a: got red; a number such as 0.72; texts are read where a"
                                + " schema declares a category\n");
        assertThat(model).doesNotExist();
        assertThat(CommandRun.of("train", bad, "--split", "row").err())
                .isEqualTo("plumbline train: --split must be one of stratified, time, group, got \"row\"\n");
        Path other = file("other.json", "{\"features\":[{\"name\":\"z\",\"type\":\"number\"}]}");
        assertThat(CommandRun.of("train", bad, "--schema", other).err())
                .contains("the schema declares z, but bad.csv has no such column; its columns are a");
    }

    @Test
    void predict_rowsOfAllKinds_areAnsweredAsTheModelSays() throws IOException {
        trained();
        Path asked = file(
                "asked.csv",
                "id,x,colour\n007,0.5,red\n008,0.5,violet\n009,0.5,\n010,,red\n011,high,red\n012,1e300,red\n");
        CommandRun run = CommandRun.of("predict", asked, "--model", folder.resolve("model.json"));
        List<String> lines = run.out().lines().toList();

        assertThat(run.code()).as(run.err()).isEqualTo(0);
        assertThat(lines.get(0)).isEqualTo("id,x,colour,p_1,p_2,score");
        assertThat(lines.get(1)).startsWith("007,0.5,red,");
        for (String line : lines.subList(1, 4)) {
            String[] cells = line.split(",");
            double p1 = Double.parseDouble(cells[3]);
            double p2 = Double.parseDouble(cells[4]);
            assertThat(p1 + p2).isCloseTo(1, within(1e-12));
            assertThat(Double.parseDouble(cells[5])).isCloseTo(25 * p1 + 75 * p2, within(1e-9));
        }
        // an unknown colour is a missing one
        assertThat(lines.get(2).replace("008,0.5,violet", ""))
                .isEqualTo(lines.get(3).replace("009,0.5,", ""));
        assertThat(run.err())
                .contains("left out: " + asked + " line 5: feature x is missing")
                .contains("left out: " + asked + " line 6: x: got high; a number such as 0.72");
        CommandRun strict = CommandRun.of("predict", asked, "--model", folder.resolve("model.json"), "--strict");
        assertThat(strict.code()).isEqualTo(2);
    }

    /** A CSV has texts only; what the model takes as numbers are numbers where a file can have them. */
    @Test
    void predict_ofACsvToNdjson_writesNumbersAsNumbers() throws IOException {
        trained();
        Path asked = file("asked.csv", "id,x,colour\n007,0.50,red\n");
        Path written = folder.resolve("out.ndjson");
        assertThat(CommandRun.of("predict", asked, "--model", folder.resolve("model.json"), "-o", written)
                        .code())
                .isEqualTo(0);
        assertThat(Files.readString(written)).startsWith("{\"id\":\"007\",\"x\":0.5,\"colour\":\"red\",\"p_1\":");
    }

    @Test
    void train_documentAmongOtherFiles_isRefused() throws IOException {
        Path rows = file("rows.csv", "x,label\n1,1\n2,2\n");
        Path document = file(
                "document.json",
                "{\"featureNames\":[\"x\"],\"trainSet\":{\"features\":[[1]],\"labels\":[1]},\"testSet\":{\"features\":[[1]],\"labels\":[1]}}");
        CommandRun run = CommandRun.of("train", rows, document);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("document.json is a document with a training and a test set: it must be the only file");
    }

    @Test
    void predict_toParquetAndBack_keepsRowsAndProbabilities() throws IOException {
        trained();
        Path model = folder.resolve("model.json");
        Path packed = folder.resolve("out.parquet");
        assertThat(CommandRun.of("predict", folder.resolve("rows.csv"), "--model", model, "-o", packed)
                        .code())
                .isEqualTo(0);
        String direct = CommandRun.of("predict", folder.resolve("rows.csv"), "--model", model)
                .out();
        CommandRun again = CommandRun.of("predict", packed, "--model", model);

        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("has a column p_1 already: rename or remove it first");
        assertThat(direct.lines()).hasSize(401);
    }

    @Test
    void predict_damagedModel_isRefused() throws IOException {
        trained();
        String model = Files.readString(folder.resolve("model.json"));
        Path damaged = file(
                "damaged.json",
                model.replaceFirst("\"golden\":\\[\\{", "\"golden\":[{\"probabilities\":[1,0],\"x\":{"));
        CommandRun run = CommandRun.of("predict", folder.resolve("rows.csv"), "--model", damaged);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("plumbline predict: " + damaged + ": is no model: ");
    }
}
