package dev.plumbline.learning.retrain;

import dev.plumbline.learning.dataset.LoadedTrainingData;
import dev.plumbline.learning.dataset.TrainingDataException;
import dev.plumbline.learning.dataset.TrainingDataReader;
import java.nio.file.Path;
import java.util.Collection;

/**
 * Where a model's training data comes from. Configured by whoever runs the server; never named by a request, so that no
 * path from outside reaches the file system.
 */
@FunctionalInterface
public interface TrainingSource {

    /**
     * Reads the data of now.
     *
     * @param declaredClasses classes of the model that the data may lack; may be empty
     * @throws TrainingDataException if it cannot be read or used; the message names the place and the value
     */
    LoadedTrainingData load(Collection<Integer> declaredClasses);

    /** A JSON file of the retraining contract, read anew each time. */
    static TrainingSource file(Path file) {
        return declaredClasses -> TrainingDataReader.read(file, declaredClasses);
    }
}
