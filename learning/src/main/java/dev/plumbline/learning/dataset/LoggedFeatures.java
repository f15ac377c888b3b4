package dev.plumbline.learning.dataset;

import dev.plumbline.monitor.model.Model;
import java.time.Instant;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** The features that were logged with predictions, and the outcomes that came of them. */
public interface LoggedFeatures {

    /**
     * A prediction with its features and its outcome.
     *
     * @param predictionId as the caller named it
     * @param features as they were logged with the prediction
     * @param trueClass null where only {@code actual} is known
     * @param actual in [0, 1]; null where only the class is known
     * @param group null without one
     */
    record Pair(
            String predictionId,
            ObjectNode features,
            String trueClass,
            Double actual,
            Instant predictedAt,
            String group) {}

    /**
     * What was looked at.
     *
     * @param outcomes of the newest outcomes, by {@code observedAt}, so many were looked at
     * @param withoutFeatures those whose predictions were recorded without features
     * @param knownBefore those that were known when the prediction was made, or recorded before it: what was logged then
     *     may have been logged with hindsight
     * @param backfilled those that were handed over although their prediction was recorded after the outcome was observed: a
     *     history that was sent later, whose features are as its sender says
     */
    record Account(long outcomes, long withoutFeatures, long knownBefore, long backfilled) {}

    /** Whether any prediction that is stored was recorded with features. */
    boolean any(Model model);

    /**
     * The pairs of the newest outcomes, point in time: features as they were recorded with the prediction, and only where the
     * prediction was made and recorded no later than its outcome.
     *
     * @param most at most so many outcomes are looked at
     */
    Account pairs(Model model, int most, Consumer<Pair> consumer);

    /**
     * Features of predictions made in [from, to), whether or not their outcomes are known: all of them, or evenly drawn ones.
     *
     * @param about about so many at most
     * @return how many predictions were made then, with features or without
     */
    long sample(Model model, Instant from, Instant to, int about, Consumer<ObjectNode> consumer);
}
