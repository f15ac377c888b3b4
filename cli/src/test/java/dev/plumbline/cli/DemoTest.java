package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.cli.DemoCommand.Started;
import dev.plumbline.cli.demo.DemoPlan;
import dev.plumbline.cli.demo.DemoStory;
import dev.plumbline.cli.demo.DemoStory.Told;
import dev.plumbline.cli.terminal.Page;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The whole demo with two fifths of its cases, against a real server in this process. */
class DemoTest {
    private static final DemoPlan SMALL = new DemoPlan(DemoPlan.DEFAULT_SEED, 12);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void demo_findsTheDrift_mendsIt_seesItMended_andTakesBackWhatHurts() throws Exception {
        Path folder;
        Told told;
        try (Started started = Started.on(0, SMALL)) {
            folder = started.folder();
            told = DemoCommand.tell(
                    started,
                    SMALL,
                    new Page(new PrintWriter(out), false, Integer.MAX_VALUE),
                    new DemoStory.Progress(false, new PrintWriter(err)));
        }

        JsonNode honest = told.audits().get(0);
        assertThat(honest.at("/verdict").asString()).isEqualTo("Calibrated");
        assertThat(honest.at("/promotion/decision").asString()).isEqualTo("Kept");
        assertThat(honest.at("/totalSamples").intValue()).isBetween(1000, 1080);

        JsonNode drifted = told.audits().get(1);
        assertThat(drifted.at("/verdict").asString()).isEqualTo("Drifted");
        assertThat(drifted.at("/promotion/decision").asString()).isEqualTo("Promoted");
        assertThat(drifted.at("/ece").doubleValue())
                .isGreaterThan(2 * honest.at("/ece").doubleValue());

        JsonNode corrected = told.audits().get(2);
        assertThat(corrected.at("/ece").doubleValue())
                .as("ECE of what is issued")
                .isLessThan(drifted.at("/ece").doubleValue() / 2);
        assertThat(corrected.at("/raw/ece").doubleValue())
                .as("ECE of what the forecaster says")
                .isGreaterThan(0.1);
        assertThat(corrected.at("/logLoss").doubleValue())
                .isLessThan(corrected.at("/raw/logLoss").doubleValue());

        JsonNode healed = told.audits().get(3);
        assertThat(healed.at("/promotion/decision").asString()).isEqualTo("Kept");
        assertThat(told.moves().get(0).at("/kind").asString()).isEqualTo("rolledBack");
        assertThat(told.moves().get(0).at("/by").asString()).isEqualTo("race");
        assertThat(told.moves().get(0).at("/to").intValue()).isZero();
        assertThat(told.moves()).hasSize(2);

        assertThat(told.training().at("/status").asString()).isEqualTo("completed");
        assertThat(told.training().at("/leakage/suspected").booleanValue()).isTrue();
        assertThat(told.training().at("/leakage/features/0/name").asString()).isEqualTo("logViewsAfterAWeek");

        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 100);
        assertThat(out.toString()).contains("In short").doesNotContain("\u001b");
        assertThat(err.toString().lines()).hasSize(10).last().isEqualTo("plumbline demo: day 300 of 322");
        assertThat(Files.exists(folder)).as("the temporary folder").isFalse();
    }
}
