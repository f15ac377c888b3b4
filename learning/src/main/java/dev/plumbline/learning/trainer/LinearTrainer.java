package dev.plumbline.learning.trainer;

import dev.plumbline.learning.model.TrainedModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Trains a model whose scores are made of sums of weighted design columns. The weights are at the one minimum of mean log
 * loss + l2/2 sum of squared weights over the training rows; intercepts are not penalised. Solved to its optimum, not for a
 * fixed number of steps.
 *
 * <p>What is chosen is l2. Why a choice at all: labels that are a function of the features ask for nearly none (on the
 * contract's sample data every step down to the last lowers the test log loss), and with none a few hundred noisy rows are
 * learnt by heart and predicted with false certainty.
 */
abstract sealed class LinearTrainer implements Trainer permits MultinomialTrainer, OrdinalTrainer {

    /** Tried from strong to weak, each from the solution of the one before. In nats per squared standardised weight. */
    static final double[] GRID = {1e-1, 1e-2, 1e-3, 1e-5, 1e-7, 1e-8};

    /** The search ends when no component of the gradient is larger: the loss is then within about 1e-9 nats of its minimum. */
    static final double TOLERANCE = 1e-8;

    static final int MOST_ITERATIONS = 5_000;
    private static final double LOOSE_TOLERANCE = 1e-5; // comparing penalties needs no more
    private static final int LOOSE_ITERATIONS = 500;
    private static final long VALUES_OF_REFITS = 200_000_000;
    private static final int PASSES_OF_A_REFIT = 30; // iterations on the contract's sample data
    private static final int LEAST_REFITS = 3; // a tenth of what cross-validation solves

    @Override
    public Optional<String> unsuitable(Problem problem) {
        return Optional.empty();
    }

    /** The parameters to start from. */
    abstract double[] start(int columns, int[] labels, int classes);

    /** The optimum from a start. */
    abstract Lbfgs.Minimum solve(
            double[][] columns,
            int[] labels,
            int classes,
            double l2,
            double tolerance,
            int mostIterations,
            double[] start,
            Runnable check);

    /** Scores of rows, one per class. */
    abstract double[][] scores(double[][] columns, int rows, int classes, double[] parameters);

    /** The model with these parameters, which were fitted on all rows. */
    abstract TrainedModel model(Problem problem, double[] parameters);

    @Override
    public Path learn(Problem problem, int[] learn, int[] labels, int classes, Judge heldOut, TrainingWatch watch) {
        double[][] columns = LinearSums.rows(problem.fitted(), learn);
        double[][] judged = LinearSums.rows(problem.fitted(), heldOut.rows());
        double[] losses = new double[GRID.length];
        double[][] solutions = new double[GRID.length][];
        double[] parameters = start(columns.length, labels, classes);
        for (int g = 0; g < GRID.length; g++) {
            watch.step(name(), "l2 " + GRID[g]);
            parameters = solve(
                            columns,
                            labels,
                            classes,
                            GRID[g],
                            LOOSE_TOLERANCE,
                            LOOSE_ITERATIONS,
                            parameters,
                            watch::check)
                    .x();
            solutions[g] = parameters;
            losses[g] = heldOut.loss(scores(judged, heldOut.rows().length, classes, parameters));
        }
        return new Path(losses, g -> scores(judged, heldOut.rows().length, classes, solutions[g]));
    }

    @Override
    public FittedModel fit(Problem problem, int setting, TrainingWatch watch) {
        watch.step(name(), "all rows, l2 " + GRID[setting]);
        return fit(problem, GRID[setting], TOLERANCE, watch);
    }

    @Override
    public TrainedModel refit(Problem problem, int setting, TrainingWatch watch) {
        return fit(problem, GRID[setting], LOOSE_TOLERANCE, LOOSE_ITERATIONS, watch)
                .model();
    }

    @Override
    public long worthwhile(Problem problem, int setting) {
        // a wide matrix has to be rewritten, which passes over it for each row
        long passes = problem.isWide() ? problem.rows() : (long) PASSES_OF_A_REFIT * problem.classes();
        long affordable = VALUES_OF_REFITS / (problem.values() * passes);
        return problem.isWide() ? affordable : Math.max(LEAST_REFITS, affordable);
    }

    FittedModel fit(Problem problem, double l2, double tolerance, TrainingWatch watch) {
        return fit(problem, l2, tolerance, MOST_ITERATIONS, watch);
    }

    private FittedModel fit(Problem problem, double l2, double tolerance, int mostIterations, TrainingWatch watch) {
        double[][] columns = problem.fitted();
        Lbfgs.Minimum minimum = solve(
                columns,
                problem.labels(),
                problem.classes(),
                l2,
                tolerance,
                mostIterations,
                start(columns.length, problem.labels(), problem.classes()),
                watch::check);
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("l2", l2);
        parameters.put("gradientTolerance", tolerance);
        parameters.put("gradientNorm", minimum.gradientNorm());
        parameters.put("iterations", minimum.iterations());
        parameters.put("converged", minimum.converged());
        return new FittedModel(model(problem, minimum.x()), parameters, problem.leftOut());
    }
}
