package dev.plumbline.learning.trainer;

import dev.plumbline.learning.model.TrainedModel;
import java.util.concurrent.CancellationException;

/**
 * The selected model made again without one of its features, to see what the others can do (leave one covariate out, Lei et
 * al. 2018, doi 10.1080/01621459.2017.1307116, section 6): by the same trainer at the same setting on the same training rows,
 * without a new cross-validation and without a calibration of its probabilities.
 */
public final class Refits {

    private static final int MOST = 50;

    private final Trainer trainer;
    private final Problem problem;
    private final int setting;

    Refits(Trainer trainer, Problem problem, int setting) {
        this.trainer = trainer;
        this.problem = problem;
        this.setting = setting;
    }

    /** For how many features a model without it is to be made; for others that would take too long. */
    public long worthwhile() {
        return Math.min(MOST, trainer.worthwhile(problem, setting));
    }

    /**
     * The model without a feature: it takes rows as the selected one does and makes nothing of that feature.
     *
     * @param feature its index
     * @throws CancellationException if the thread was interrupted meanwhile
     * @throws TrainingTimeoutException if it took too long
     */
    public TrainedModel without(int feature, TrainingWatch watch) {
        Problem left = problem.without(feature);
        // trees without a column cannot be grown; intercepts alone are the base rates
        return trainer.unsuitable(left).isEmpty()
                ? trainer.refit(left, setting, watch)
                : new MultinomialTrainer().refit(left, 0, watch);
    }
}
