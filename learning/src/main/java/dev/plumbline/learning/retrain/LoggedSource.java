package dev.plumbline.learning.retrain;

import dev.plumbline.learning.dataset.DatasetSchema;
import dev.plumbline.learning.dataset.LoadedTrainingData;
import dev.plumbline.learning.dataset.LoggedFeatures;
import dev.plumbline.learning.dataset.LoggedFeatures.Account;
import dev.plumbline.learning.dataset.LoggedFeatures.Pair;
import dev.plumbline.learning.dataset.LoggedRows;
import dev.plumbline.learning.dataset.TrainingDataException;
import dev.plumbline.monitor.model.Model;
import java.nio.file.Path;
import java.util.Optional;

/** A model's logged features with the class of their outcomes. */
record LoggedSource(LoggedFeatures logged, Optional<Path> schemaFile) implements TrainingSource {

    /** Enough for any model of tabular data, little enough to be read and held while the server works. */
    static final int MOST_OUTCOMES = 200_000;

    @Override
    public Optional<String> nothing(Model model) {
        return logged.any(model)
                ? Optional.empty()
                : Optional.of("No prediction of model " + model.name() + " was recorded with features");
    }

    @Override
    public LoadedTrainingData load(Model model) {
        DatasetSchema schema = TrainingSource.declared(schemaFile);
        if (schema.time() != null || schema.group() != null || !schema.label().equals(DatasetSchema.NONE.label())) {
            throw new TrainingDataException(
                    "the schema declares a column of labels, times or groups, but logged features"
                            + " have those of their predictions: leave label, time and group out");
        }
        OutcomeClasses classes = new OutcomeClasses(model.settings());
        LoggedRows rows = new LoggedRows(schema, "the store's features of model " + model.name());
        boolean[] byTier = new boolean[1];
        Account account = logged.pairs(model, MOST_OUTCOMES, pair -> {
            byTier[0] |= pair.trueClass() == null;
            add(rows, pair, classes);
        });
        return rows.finish(account, byTier[0] ? classes.ofTiers() : classes.labels());
    }

    private static void add(LoggedRows rows, Pair pair, OutcomeClasses classes) {
        if (classes.has(pair)) {
            rows.add(pair, classes.of(pair));
        } else {
            rows.leaveOut(pair, "class " + pair.trueClass() + " is none of " + classes.inWords());
        }
    }
}
