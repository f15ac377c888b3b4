package dev.plumbline.learning.retrain;

import dev.plumbline.learning.dataset.LoadedTrainingData;
import dev.plumbline.learning.trainer.FittedModel;
import dev.plumbline.learning.trainer.TrainingWatch;
import dev.plumbline.monitor.PlumblineVersion;

/** What came of loaded data, of a server's source or of a file: the training, and what it was made of and by. */
record Trained(Training training, Provenance provenance) {

    /**
     * Trains and judges.
     *
     * @param start when the reading began, by {@link System#nanoTime}
     */
    static Trained on(
            LoadedTrainingData loaded, TrainingSettings settings, TrainingWatch.Progress progress, long start) {
        Training training = Training.on(loaded.data(), settings, progress, start);
        FittedModel fitted = training.selection().fitted();
        Provenance provenance = new Provenance(
                loaded.sourceName(),
                loaded.sha256(),
                loaded.preparation(),
                loaded.data().train().size(),
                loaded.data().test().size(),
                loaded.data().featureNames(),
                fitted.constantFeatures(),
                fitted.model().trainer(),
                fitted.parameters(),
                PlumblineVersion.TEXT,
                (System.nanoTime() - start) / 1_000_000);
        return new Trained(training, provenance);
    }
}
