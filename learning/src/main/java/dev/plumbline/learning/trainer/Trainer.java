package dev.plumbline.learning.trainer;

import dev.plumbline.learning.model.TrainedModel;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** A way to learn class probabilities from rows. Deterministic: the same rows give the same numbers, in one thread. */
sealed interface Trainer permits LinearTrainer, TreesTrainer {

    /** All of them, in the order in which they are tried; of equal ones the first is chosen. */
    List<Trainer> ALL = List.of(new MultinomialTrainer(), new OrdinalTrainer(), new TreesTrainer());

    /** The name in settings, answers and models. */
    String name();

    /** Why it is not for this problem; empty if it is. */
    Optional<String> unsuitable(Problem problem);

    /**
     * What was learnt at each setting of what the trainer has to choose (a penalty, a number of rounds).
     *
     * @param losses the summed log loss of the held-out rows at each setting, in nats; the settings are those of every path
     * @param scores the held-out rows' scores at one setting
     */
    @SuppressWarnings("ArrayRecordComponent") // handed through, never compared
    record Path(double[] losses, IntFunction<double[][]> scores) {}

    /**
     * Learns on some rows at one setting after the other, and has each judged.
     *
     * @param learn the rows to learn from
     * @param labels their classes, 0 to classes - 1, each of which occurs
     * @param heldOut the rows to score: an array of as many scores as classes for each
     */
    Path learn(Problem problem, int[] learn, int[] labels, int classes, Judge heldOut, TrainingWatch watch);

    /** Learns on all rows at one setting of {@link #learn}. */
    FittedModel fit(Problem problem, int setting, TrainingWatch watch);

    /** The same, no more exactly than a comparison of log losses needs. */
    TrainedModel refit(Problem problem, int setting, TrainingWatch watch);

    /**
     * How many times {@link #refit} is worth its time: what takes about a second, and a few however long they take. Counted and not
     * timed, so that the same data gives the same report on a slow machine as well.
     */
    long worthwhile(Problem problem, int setting);
}
