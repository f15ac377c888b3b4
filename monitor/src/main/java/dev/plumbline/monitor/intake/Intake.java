package dev.plumbline.monitor.intake;

import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.ModelSettings;
import dev.plumbline.monitor.model.ModelStore;
import dev.plumbline.monitor.model.Models;
import dev.plumbline.monitor.model.ScoreScale;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The use case behind every way in: HTTP, {@code calibrate} with an id, and the command line's import. */
public final class Intake {
    private static final int FIRST_SCORES = 100;

    private final IntakeStore store;
    private final ModelStore modelStore;
    private final Models models;
    private final Clock clock;
    private final BiConsumer<String, Set<String>> onPredictions;
    private final Set<String> checkedScales = ConcurrentHashMap.newKeySet();

    /** @param onPredictions told the model and the versions of every batch of predictions that was recorded */
    public Intake(
            IntakeStore store,
            ModelStore modelStore,
            Models models,
            Clock clock,
            BiConsumer<String, Set<String>> onPredictions) {
        this.store = store;
        this.modelStore = modelStore;
        this.models = models;
        this.clock = clock;
        this.onPredictions = onPredictions;
    }

    /** Opens a stream of predictions for a model, declared or not. */
    public IntakeSession<NewPrediction> predictions(String model) {
        return open(model, NewPrediction::textLength, (settings, rows) -> {
            List<RowAnswer> answers = store.recordPredictions(model, settings, rows, clock.instant());
            tellVersions(model, rows.stream());
            return answers;
        });
    }

    /** Opens a stream of outcomes for a model, declared or not. */
    public IntakeSession<NewOutcome> outcomes(String model) {
        return open(model, row -> 0, (settings, rows) -> store.recordOutcomes(model, settings, rows, clock.instant()));
    }

    /** Opens a stream of rows that hold a prediction, its outcome, or both. */
    public IntakeSession<NewRecord> records(String model) {
        return open(model, NewRecord::textLength, (settings, rows) -> {
            List<RowAnswer> answers = NewRecord.record(store, model, settings, rows, clock.instant());
            tellVersions(model, rows.stream().map(NewRecord::prediction).filter(Objects::nonNull));
            return answers;
        });
    }

    private void tellVersions(String model, Stream<NewPrediction> recorded) {
        Set<String> versions = recorded.map(
                        row -> row.version() == null ? NewPrediction.DEFAULT_VERSION : row.version())
                .collect(Collectors.toSet());
        if (!versions.isEmpty()) {
            onPredictions.accept(model, versions);
        }
    }

    private <T> IntakeSession<T> open(
            String name, ToIntFunction<T> length, BiFunction<ModelSettings, List<T>, List<RowAnswer>> recorder) {
        Optional<Model> known = modelStore.find(Model.checkedName(name));
        ModelSettings settings = known.map(Model::settings).orElseGet(() -> models.initialSettings(name));
        return new IntakeSession<>(known, settings, length, rows -> recorder.apply(settings, rows));
    }

    /** Ends a stream of predictions or records: its answer, with the warning about a scale that looks wrong. */
    public IntakeAnswer finishPredictions(String model, IntakeSession<?> session) {
        session.flush(); // so that the check below sees the last batch
        warnAboutScale(session);
        return logged(model, session);
    }

    public IntakeAnswer finishOutcomes(String model, IntakeSession<NewOutcome> session) {
        return logged(model, session);
    }

    private static IntakeAnswer logged(String model, IntakeSession<?> session) {
        session.logWarnings(model);
        return session.finish();
    }

    /** A percent model whose first scores are all at most 1 was probably sent 0-1 scores. Said once per process. */
    private void warnAboutScale(IntakeSession<?> session) {
        Model model = session.model().orElse(null);
        if (model == null
                || model.settings().scoreScale() != ScoreScale.PERCENT
                || checkedScales.contains(model.name())) {
            return;
        }
        IntakeStore.ScoreCheck check = store.checkScores(model, FIRST_SCORES);
        if (check.predictions() < FIRST_SCORES) {
            return;
        }
        checkedScales.add(model.name());
        if (model.settings().scoreScale().fromUnit(check.largestScore()) <= 1) {
            session.warn(
                    "the first " + FIRST_SCORES + " scores are all at most 1, but the model's scoreScale is percent"
                            + " (0-100): if they are probabilities from 0 to 1, declare the model with scoreScale unit");
        }
    }
}
