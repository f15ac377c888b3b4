package dev.plumbline.learning.trainer;

import dev.plumbline.calibration.calibrator.ClassCalibrator;
import dev.plumbline.learning.dataset.TrainingData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;

/**
 * Trains: of some trainers the one whose model predicts held-out training rows best is fitted on all training rows, and its
 * probabilities calibrated by what it said about the held-out ones. The test rows are not looked at.
 *
 * <p>The same data gives the same model to the last bit: one thread, and whatever could depend on time ends the training
 * instead (see {@link TrainingWatch}).
 */
public final class ModelSelection {

    /** The names of all trainers. */
    public static final List<String> TRAINERS =
            Trainer.ALL.stream().map(Trainer::name).toList();

    private final List<Trainer> trainers;

    /**
     * @param names which trainers to try, of {@link #TRAINERS}
     * @throws IllegalArgumentException if there is none, or one of another name
     */
    public ModelSelection(List<String> names) {
        for (String name : names) {
            if (!TRAINERS.contains(name)) {
                throw new IllegalArgumentException("a trainer must be one of " + TRAINERS + ", got " + name);
            }
        }
        this.trainers = Trainer.ALL.stream()
                .filter(trainer -> names.contains(trainer.name()))
                .toList();
        if (trainers.isEmpty()) {
            throw new IllegalArgumentException("at least one trainer of " + TRAINERS + " must be named, got none");
        }
    }

    /**
     * Trains on the training rows with folds dealt by their content.
     *
     * @throws IllegalArgumentException if the rows cannot be learnt from; the message names the feature or the trainers
     * @throws CancellationException if the thread was interrupted meanwhile; its interrupt flag stays set
     * @throws TrainingTimeoutException if it took too long
     */
    public Selection select(TrainingData data, TrainingWatch watch) {
        Problem problem = new Problem(data);
        return select(problem, Folds.dealt(problem), watch);
    }

    /**
     * The same with declared folds, such as keep groups together or the past before the future.
     *
     * @param fold for each training row the fold that it belongs to, from 0; each is held out in turn while all others are
     *     learnt from. A row with a number below 0 is never held out
     */
    public Selection select(TrainingData data, int[] fold, TrainingWatch watch) {
        if (fold.length != data.train().size()) {
            throw new IllegalArgumentException("fold must have one value for each of the "
                    + data.train().size() + " training rows, got " + fold.length);
        }
        return select(new Problem(data), Folds.declared(fold), watch);
    }

    private Selection select(Problem problem, List<Folds.Split> splits, TrainingWatch watch) {
        List<Candidate> candidates = new ArrayList<>();
        CrossValidation.Result best = null;
        for (Trainer trainer : trainers) {
            Optional<String> reason = trainer.unsuitable(problem);
            if (reason.isPresent()) {
                candidates.add(new Candidate(trainer.name(), null, false, reason.get()));
                continue;
            }
            CrossValidation.Result result = CrossValidation.of(trainer, problem, splits, watch);
            boolean judged = !Double.isNaN(result.logLoss());
            candidates.add(new Candidate(trainer.name(), judged ? result.logLoss() : null, false, null));
            if (best == null || result.logLoss() < best.logLoss()) {
                best = result;
            }
        }
        if (best == null) {
            throw new IllegalArgumentException("none of the trainers can learn from these rows: "
                    + candidates.stream()
                            .map(each -> each.trainer() + ": " + each.reason())
                            .collect(Collectors.joining("; ")));
        }
        String chosen = best.trainer().name();
        FittedModel fitted = best.trainer().fit(problem, best.setting(), watch);
        Optional<ClassCalibrator> map = CalibrationChoice.of(best, problem.classes(), watch);
        return new Selection(
                map.map(fitted::calibrated).orElse(fitted),
                candidates.stream()
                        .map(each -> new Candidate(
                                each.trainer(),
                                each.heldOutLogLoss(),
                                each.trainer().equals(chosen),
                                each.reason()))
                        .toList(),
                new Refits(best.trainer(), problem, best.setting()));
    }
}
