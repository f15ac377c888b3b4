package dev.plumbline.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every main runs and says what it is for; the files of the guide are those that {@link MakeFiles} makes. */
class ExamplesTest {
    private static final String FILE =
            Repository.file("examples/data/churn.csv").toString();

    @TempDir
    private Path folder;

    private interface Work {
        void run() throws IOException;
    }

    private static String printed(Work main) throws IOException {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(out);
            main.run();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void measureAFile() throws IOException {
        Path svg = folder.resolve("churn.svg");
        assertThat(printed(() -> MeasureAFile.main(new String[] {FILE, svg.toString()})))
                .contains("pairs 1200", "by chance", "saving");
        assertThat(Files.readString(svg)).contains("</svg>");
    }

    @Test
    void fitAndSave_thenServe_andExport() throws IOException {
        String saved = folder.resolve("churn.json").toString();
        assertThat(printed(() -> FitAndSave.main(new String[] {FILE, saved}))).contains("fitted to 1200 pairs");
        assertThat(printed(() -> ServeFromJava.main(new String[] {saved, "0.1", "0.9"})))
                .contains("0.1 -> 0.", "0.9 -> 0.");
        assertThat(printed(() -> ExportAsSql.main(new String[] {saved, "said"})))
                .contains("-- logit-platt calibration of said", "select count(*)");
    }

    @Test
    void compareMethods() throws IOException {
        assertThat(printed(() -> CompareMethods.main(new String[] {FILE})).lines())
                .hasSize(9)
                .anyMatch(line -> line.startsWith("venn-abers"));
    }

    @Test
    void testYourOwnMap_findsTheForgottenWeights() throws IOException {
        assertThat(printed(() -> TestYourOwnMap.main(new String[0])))
                .contains("kept    ROW_ORDER", "broken  WEIGHT_IS_COPIES");
    }

    @Test
    void filesOfTheGuide_areThoseThatMakeFilesMakes() {
        MakeFiles.all()
                .forEach((path, text) -> assertThat(Repository.text(path))
                        .as("%s; MakeFiles writes it anew", path)
                        .isEqualTo(text));
    }
}
