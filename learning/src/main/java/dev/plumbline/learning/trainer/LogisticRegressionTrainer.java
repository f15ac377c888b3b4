package dev.plumbline.learning.trainer;

import dev.plumbline.learning.dataset.LabelledRows;
import dev.plumbline.learning.dataset.TrainingData;
import dev.plumbline.learning.model.ModelHead;
import dev.plumbline.learning.model.MultinomialModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Trains a multinomial logistic regression: {@code p = softmax(W z + b)} with z the design columns ({@link Design}), W and b at the
 * one minimum of mean log loss + l2/2 sum W^2 over the training rows. Intercepts are not penalised, so the mean predicted
 * probability of each class is its share of the training rows.
 *
 * <p>Solved to its optimum, not for a fixed number of steps (statistics.md 6). The same data gives the same bits on the same
 * Java platform: one thread, no random numbers. Features that are constant or always missing are left out of the fit; classes without a training row
 * get the add-one share that {@link MultinomialModel} documents.
 */
public final class LogisticRegressionTrainer {

    /** The trainer's name in a model's provenance. */
    public static final String NAME = MultinomialModel.TRAINER;

    private final TrainerParameters parameters;

    public LogisticRegressionTrainer(TrainerParameters parameters) {
        this.parameters = parameters;
    }

    /**
     * Trains on the training rows; the test rows are not looked at.
     *
     * @throws CancellationException if the thread was interrupted meanwhile; its interrupt flag stays set
     */
    public FittedModel train(TrainingData data) {
        Design design = Design.linear(data);
        double[][] columns = design.columns();
        int[] seen =
                Arrays.stream(data.train().copyLabels()).distinct().sorted().toArray();
        int[] classIndices = data.train().classIndices(seen);

        SoftmaxFit fit = new SoftmaxFit(columns, classIndices, seen.length);
        PenaltyChoice.Choice choice = parameters.choosesPenalty()
                ? PenaltyChoice.choose(columns, classIndices, seen.length)
                : new PenaltyChoice.Choice(parameters.l2(), new double[fit.dimension()]);
        Lbfgs.Minimum minimum =
                fit.solve(choice.l2(), parameters.gradientTolerance(), parameters.maxIterations(), choice.start());

        return new FittedModel(
                model(data, design, seen, minimum.x()),
                choice.l2(),
                minimum.iterations(),
                minimum.gradientNorm(),
                minimum.converged(),
                design.leftOut());
    }

    private static MultinomialModel model(TrainingData data, Design design, int[] seen, double[] x) {
        int[] classes = data.classes();
        int width = design.columns().length;
        double[][] weights = new double[classes.length][width];
        double[] intercepts = new double[classes.length];
        int[] counts = new int[classes.length];
        for (int s = 0; s < seen.length; s++) {
            int k = Arrays.binarySearch(classes, seen[s]);
            int at = s * (width + 1);
            weights[k] = Arrays.copyOfRange(x, at, at + width);
            intercepts[k] = x[at + width];
        }
        for (int index : data.train().classIndices(classes)) {
            counts[index]++;
        }
        ModelHead head =
                new ModelHead(data.schema(), classes, counts, design.missingSeen(), goldenRows(data.train(), seen));
        return new MultinomialModel(head, design.encoding(), weights, intercepts);
    }

    /** The first training row of each class, of the first ten classes: enough to notice a damaged number anywhere. */
    private static double[][] goldenRows(LabelledRows train, int[] seen) {
        List<double[]> rows = new ArrayList<>();
        for (int k = 0; k < Math.min(10, seen.length); k++) {
            int row = 0;
            while (train.label(row) != seen[k]) {
                row++;
            }
            rows.add(train.copyRow(row));
        }
        return rows.toArray(double[][]::new);
    }
}
