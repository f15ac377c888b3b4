package dev.plumbline.learning.retrain;

import dev.plumbline.learning.dataset.DatasetReader;
import dev.plumbline.learning.dataset.DatasetSchema;
import dev.plumbline.learning.dataset.DatasetSchemaReader;
import dev.plumbline.learning.dataset.LoadedTrainingData;
import dev.plumbline.learning.dataset.LoggedFeatures;
import dev.plumbline.learning.dataset.TrainingDataException;
import dev.plumbline.monitor.model.Model;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a model's training data comes from. Configured by whoever runs the server; never named by a request, so that no
 * path from outside reaches the file system.
 */
@FunctionalInterface
public interface TrainingSource {

    /**
     * Reads the data of now.
     *
     * @param model whose; its declared classes belong to the data even where no row has them
     * @throws TrainingDataException if it cannot be read or used; the message names the place and the value
     */
    LoadedTrainingData load(Model model);

    /**
     * Why there is nothing that a model could learn from, in words; empty where there may be. A training of such a model is skipped;
     * one whose data is bad or too little fails.
     */
    default Optional<String> nothing(Model model) {
        return Optional.empty();
    }

    /**
     * A file, read anew each time; the same for every model.
     *
     * @param schema what is declared of it, read anew as well; empty when nothing is
     */
    static TrainingSource file(Path file, Optional<Path> schema) {
        return model -> DatasetReader.read(file, declared(schema), new OutcomeClasses(model.settings()).numbers());
    }

    /** The features that were logged with the model's predictions, joined to their outcomes. */
    static TrainingSource logged(LoggedFeatures logged, Optional<Path> schema) {
        return new LoggedSource(logged, schema);
    }

    /** What is declared now. */
    static DatasetSchema declared(Optional<Path> schema) {
        return schema.map(DatasetSchemaReader::read).orElse(DatasetSchema.NONE);
    }
}
