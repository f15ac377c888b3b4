package dev.plumbline.server;

import dev.plumbline.learning.retrain.TrainingSettings;
import dev.plumbline.monitor.jobs.Schedule;
import dev.plumbline.monitor.model.PromotionPolicy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a server is started with, read and checked by {@link SettingsReader}.
 *
 * @param port TCP port; 0 takes a free one
 * @param host address to listen on
 * @param data folder of the database and the keys
 * @param defaultModel the model that the contract's endpoints act on when none is named
 * @param promotion policy of models that declare none
 * @param trainingData what the retraining learns from
 * @param training how is trained
 * @param cronSecrets the valid bearer secrets of the contract's endpoints; empty: they answer 401 to everyone
 * @param ingestKeys the valid ingest keys; empty: one is made at the first start
 * @param adminKeys the valid admin keys; empty: one is made at the first start
 * @param clock the instant at which a clock that is turned by hand starts; empty: the system's clock
 * @param operation how the server is looked at and how it protects itself
 * @param schedules of the jobs that the server runs by itself
 * @param notes what was done to the settings that a person should know, said at start
 */
public record Settings(
        int port,
        String host,
        Path data,
        String defaultModel,
        PromotionPolicy promotion,
        TrainingData trainingData,
        TrainingSettings training,
        List<String> cronSecrets,
        List<String> ingestKeys,
        List<String> adminKeys,
        Optional<Instant> clock,
        OperationSettings operation,
        List<Schedule> schedules,
        List<String> notes) {
    /**
     * What the retraining learns from.
     *
     * @param file the same for every model; empty: the features that were logged with a model's predictions
     * @param schema what is declared of it; empty: nothing
     */
    public record TrainingData(Optional<Path> file, Optional<Path> schema) {}

    public Settings {
        cronSecrets = List.copyOf(cronSecrets);
        ingestKeys = List.copyOf(ingestKeys);
        adminKeys = List.copyOf(adminKeys);
        schedules = List.copyOf(schedules);
        notes = List.copyOf(notes);
    }

    /** Without the secrets, so that no log or message can show them. */
    @Override
    public String toString() {
        return "Settings[port=" + port + ", host=" + host + ", data=" + data + ", defaultModel=" + defaultModel
                + ", promotion=" + promotion + ", trainingData=" + trainingData + ", training=" + training + ", clock="
                + clock + ", operation="
                + operation + "]";
    }
}
