package dev.plumbline.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.learning.retrain.TrainingSettings;
import dev.plumbline.monitor.jobs.Schedule;
import dev.plumbline.monitor.model.PromotionPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings from command line, environment and file; a bad one stops the start and says all that is needed to mend it. */
class FirstStartSettingsTest {
    @TempDir
    private Path folder;

    private static Settings environment(String... variables) {
        Map<String, String> environment = new java.util.HashMap<>();
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        return SettingsReader.read(Map.of(), environment, null);
    }

    private Path yaml(String text) throws IOException {
        return Files.writeString(folder.resolve("plumbline.yaml"), text);
    }

    @Test
    void withoutAnythingTheDefaults() {
        Settings settings =
                SettingsReader.read(Map.of(), Map.of("PATH", "/bin", "PLUMBLINE_JAVA_OPTS", "-Xmx1g"), null);
        assertThat(settings.port()).isEqualTo(8080);
        assertThat(settings.host()).isEqualTo("127.0.0.1");
        assertThat(settings.data()).isEqualTo(Path.of("plumbline-data"));
        assertThat(settings.defaultModel()).isEqualTo("default");
        assertThat(settings.promotion()).isEqualTo(PromotionPolicy.GATED);
        assertThat(settings.trainingData().file()).contains(Path.of("training-data.json"));
        assertThat(settings.trainingData().schema()).isEmpty();
        assertThat(settings.cronSecrets()).isEmpty();
        assertThat(settings.clock()).isEmpty();
        assertThat(settings.operation())
                .isEqualTo(new OperationSettings(false, false, 20_000, 1_000, 16 << 20, false, Optional.empty()));
        assertThat(settings.notes())
                .containsExactly("schedule.retrain is off: no training.data is set and there is no training-data.json;"
                        + " set either to have the weekly retraining");
        assertThat(settings.schedules()).extracting(Schedule::job).containsExactly("audit", "look");
        assertThat(SettingsReader.read(Map.of(), Map.of("PLUMBLINE_TRAINING_DATA", "x.json"), null)
                        .schedules())
                .extracting(Schedule::job)
                .containsExactlyInAnyOrder("audit", "retrain", "look");
    }

    @Test
    void yamlValues_areTakenAsTheyAreWritten() throws IOException {
        Settings settings = SettingsReader.read(
                Map.of(),
                Map.of(),
                yaml(
                        "cron.secret: 01234567012345670123\ningest.key:\n  - ingest-key-aaaaaaaaaa\n"
                                + "  - ingest-key-bbbbbbbbbb\nadmin:\n  key: 1234567890123456.50\nschedule:\n  audit: \"-\"\n"));
        assertThat(settings.cronSecrets()).containsExactly("01234567012345670123");
        assertThat(settings.ingestKeys()).containsExactly("ingest-key-aaaaaaaaaa", "ingest-key-bbbbbbbbbb");
        assertThat(settings.adminKeys()).containsExactly("1234567890123456.50");
        Path list = yaml("data: [1, 2]\n");
        assertThatThrownBy(() -> SettingsReader.read(Map.of(), Map.of(), list))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("data from " + list + " must be one value, not a list");
    }

    @Test
    void badValue_thatAStrongerOneOverrides_isToldAllTheSame() throws IOException {
        Path file = yaml("port: abc\n");
        assertThatThrownBy(() -> SettingsReader.read(Map.of("port", "0"), Map.of(), file))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("port must be")
                .hasMessageContaining("\"abc\" from " + file);
    }

    @Test
    void commandLineOverEnvironmentOverFile() throws IOException {
        Path file = yaml(
                "port: 1\nhost: 10.0.0.1\nmodel:\n  default: fromfile\npromotion: always\nclock: 2026-01-01T00:00:00Z\n");
        Settings settings = SettingsReader.read(
                Map.of("port", "3"), Map.of("PLUMBLINE_PORT", "2", "PLUMBLINE_PROMOTION", "manual"), file);
        assertThat(settings.port()).isEqualTo(3);
        assertThat(settings.promotion()).isEqualTo(PromotionPolicy.MANUAL);
        assertThat(settings.host()).isEqualTo("10.0.0.1");
        assertThat(settings.defaultModel()).isEqualTo("fromfile");
        assertThat(settings.clock()).contains(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(SettingsReader.read(Map.of(), Map.of(), yaml("model.default: dotted\n"))
                        .defaultModel())
                .isEqualTo("dotted");
        assertThat(SettingsReader.read(Map.of(), Map.of(), yaml("")).port()).isEqualTo(8080);
    }

    @Test
    void trainingSettings_areNamesAndADuration() {
        assertThat(environment("PLUMBLINE_TRAINING_TIMELIMIT", "PT2H")
                        .training()
                        .timeLimit())
                .isEqualTo(Duration.ofHours(2));
        assertThat(environment("PLUMBLINE_TRAINING_TRAINERS", "boosted-trees, ordinal-logistic")
                        .training()
                        .trainers())
                .containsExactly("boosted-trees", "ordinal-logistic");
        assertThat(environment("PLUMBLINE_PORT", "1").training()).isEqualTo(TrainingSettings.DEFAULT);
    }

    /** Name, source, what is allowed, what was given. */
    @ParameterizedTest
    @CsvSource({
        "PLUMBLINE_PORT, 70000, port, a whole number in [0; 65535]",
        "PLUMBLINE_PORT, http, port, a whole number in [0; 65535]",
        "PLUMBLINE_PORT, -1, port, a whole number in [0; 65535]",
        "PLUMBLINE_PORT, '', port, a whole number in [0; 65535]",
        "PLUMBLINE_PROMOTION, sometimes, promotion, gated; always or manual",
        "PLUMBLINE_CLOCK, today, clock, an instant such as",
        "PLUMBLINE_CLOCK, 2026-01-01, clock, an instant such as",
        "PLUMBLINE_MODEL_DEFAULT, a/b, model.default, letters; digits",
        "PLUMBLINE_DATA, ' ', data, a path",
        "PLUMBLINE_HOST, '', host, an address",
        "PLUMBLINE_RETENTION, PT1H, retention, a duration of at least P1D",
        "PLUMBLINE_RETENTION, never, retention, a duration of at least P1D",
        "PLUMBLINE_METRICS_ACCESS, everybody, metrics.access, open or admin",
        "PLUMBLINE_LOGGING_FORMAT, xml, logging.format, text or json",
        "PLUMBLINE_LIMITS_REQUESTS, 0, limits.requests, a whole number in [1; 1000000]; or - for none",
        "PLUMBLINE_LIMITS_FAILURES, many, limits.failures, a whole number in [1; 1000000]; or - for none",
        "PLUMBLINE_TRAINING_TRAINERS, forest, training.trainers, all or names of [multinomial-logistic; ordinal-logistic; boosted-trees]",
        "PLUMBLINE_TRAINING_TRAINERS, '', training.trainers, all or names of",
        "PLUMBLINE_TRAINING_TIMELIMIT, 0, training.timeLimit, a duration above 0 such as PT10M",
        "PLUMBLINE_TRAINING_TIMELIMIT, PT0S, training.timeLimit, a duration above 0 such as PT10M",
        "PLUMBLINE_LIMITS_BODY, -, limits.body, a whole number in [1; 1024]",
        "PLUMBLINE_LIMITS_BODY, 1025, limits.body, a whole number in [1; 1024]",
        "PLUMBLINE_PROXY_HEADERS, all, proxy.headers, none or forwarded",
        "PLUMBLINE_SCHEDULE_AUDIT, 0 5 1 * *, schedule.audit, must be - (off) or six fields",
        "PLUMBLINE_SCHEDULE_RETRAIN, 0 0 4 * * MOO, schedule.retrain, must be - (off) or six fields",
        "PLUMBLINE_SCHEDULE_LOOK, 0 0 0 30 2 *, schedule.look, must be - (off) or six fields",
        "PLUMBLINE_SCHEDULE_LOOK, @daily, schedule.look, must be - (off) or six fields",
        "PLUMBLINE_SCHEDULE_LOOK, '', schedule.look, must be - (off) or six fields"
    })
    void aBadValueNamesSettingSourceAllowedAndValue(String variable, String value, String setting, String allowed) {
        assertThatThrownBy(() -> environment(variable, value))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(setting)
                .hasMessageContaining(allowed.replace(';', ','))
                .hasMessageContaining(variable)
                .hasMessageContaining("\"" + value + "\"");
    }

    @Test
    void anUnknownSettingIsNamedWithThoseThatThereAre() {
        assertThatThrownBy(() -> environment("PLUMBLINE_PROMOTIONS", "always"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("promotions")
                .hasMessageContaining("PLUMBLINE_PROMOTIONS")
                .hasMessageContaining("training.data");
        assertThatThrownBy(() -> environment("PLUMBLINE_DATABASE_URL", "jdbc:postgresql://db/x"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("database.url")
                .hasMessageContaining("PLUMBLINE_DATABASE_URL")
                .hasMessageContaining("SQLite");
    }

    @Test
    void badFilesAreNamed() throws IOException {
        Path bad = yaml("port: [1\n");
        assertThatThrownBy(() -> SettingsReader.read(Map.of(), Map.of(), bad))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("is not YAML: line 2, column 1: ")
                .hasMessageContaining(bad.toString());
        for (String text : new String[] {"just words\n", "- port: 1\n"}) {
            assertThatThrownBy(() -> SettingsReader.read(Map.of(), Map.of(), yaml(text)))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("key: value");
        }
        assertThatThrownBy(() -> SettingsReader.read(Map.of(), Map.of(), yaml("port: 1\nport: 2\n")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("duplicate key port");
        assertThatThrownBy(() -> SettingsReader.read(Map.of(), Map.of(), yaml("prot: 1\n")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("unknown setting prot")
                .hasMessageContaining("plumbline.yaml");
        assertThatThrownBy(() -> SettingsReader.read(Map.of(), Map.of(), yaml("port: many\n")))
                .hasMessageContaining("port must be")
                .hasMessageContaining("plumbline.yaml");
        Path missing = folder.resolve("missing.yaml");
        assertThatThrownBy(() -> SettingsReader.read(Map.of(), Map.of(), missing))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("missing.yaml");
    }

    @Test
    void secretsAreTrimmedAloudAndNeverShown() {
        Settings settings = environment("CRON_SECRET", " cron-secret-0123456789 \n", "PLUMBLINE_ADMIN_KEY", "short");
        assertThat(settings.cronSecrets()).containsExactly("cron-secret-0123456789");
        assertThat(settings.notes()).anyMatch(note -> note.contains("CRON_SECRET") && note.contains("trimmed"));
        assertThat(settings.notes())
                .anyMatch(note -> note.contains("PLUMBLINE_ADMIN_KEY") && note.contains("5 characters"));
        assertThat(String.join("\n", settings.notes())).doesNotContain("cron-secret", "short");
        Settings blank = environment("CRON_SECRET", "  ");
        assertThat(blank.cronSecrets()).isEmpty();
        assertThat(blank.notes()).anyMatch(note -> note.contains("CRON_SECRET") && note.contains("none"));
        assertThat(environment("CRON_SECRET", "one-secret-0123456789,two-secret-0123456789")
                        .cronSecrets())
                .hasSize(2);
        assertThatThrownBy(() -> environment("CRON_SECRET", "a-secret-1,b-secret-2,c-secret-3"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("CRON_SECRET")
                .hasMessageContaining("got 3")
                .message()
                .doesNotContain("a-secret");
        assertThat(settings.toString()).doesNotContain("cron-secret-0123456789");
    }
}
