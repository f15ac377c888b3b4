package dev.plumbline.learning.trainer;

import dev.plumbline.learning.dataset.LabelledRows;
import dev.plumbline.learning.dataset.TrainingData;
import dev.plumbline.learning.model.TrainedModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/**
 * Trains a multinomial logistic regression: {@code p = softmax(W z + b)} with z the standardised features, W and b at the
 * one minimum of mean log loss + l2/2 sum W^2 over the training rows. Intercepts are not penalised, so the mean predicted
 * probability of each class is its share of the training rows.
 *
 * <p>Solved to its optimum, not for a fixed number of steps (statistics.md 6). The same data gives the same bits on the same
 * Java platform: one thread, no random numbers. Constant features are left out of the fit; classes without a training row
 * get the add-one share that {@link TrainedModel} documents.
 */
public final class LogisticRegressionTrainer {

    /** The trainer's name in a model's provenance. */
    public static final String NAME = "multinomial-logistic";

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
        Standardiser standardiser = Standardiser.of(data);
        int[] fitted = IntStream.range(0, data.featureNames().size())
                .filter(j -> !standardiser.isConstant(j))
                .toArray();
        double[][] columns = new double[fitted.length][];
        for (int f = 0; f < fitted.length; f++) {
            columns[f] = standardiser.apply(fitted[f], data.train().copyColumn(fitted[f]));
        }
        int[] seen =
                Arrays.stream(data.train().copyLabels()).distinct().sorted().toArray();
        int[] classIndices = data.train().classIndices(seen);

        SoftmaxFit fit = new SoftmaxFit(columns, classIndices, seen.length);
        PenaltyChoice.Choice choice = parameters.choosesPenalty()
                ? PenaltyChoice.choose(columns, classIndices, seen.length)
                : new PenaltyChoice.Choice(parameters.l2(), new double[fit.dimension()]);
        Lbfgs.Minimum minimum =
                fit.solve(choice.l2(), parameters.gradientTolerance(), parameters.maxIterations(), choice.start());

        TrainedModel model = model(data, standardiser, fitted, seen, minimum.x());
        return new FittedModel(
                model,
                choice.l2(),
                minimum.iterations(),
                minimum.gradientNorm(),
                minimum.converged(),
                constantFeatures(data, standardiser));
    }

    private static TrainedModel model(
            TrainingData data, Standardiser standardiser, int[] fitted, int[] seen, double[] x) {
        int[] classes = data.classes();
        int width = data.featureNames().size();
        double[][] weights = new double[classes.length][width];
        double[] intercepts = new double[classes.length];
        int[] counts = new int[classes.length];
        for (int s = 0; s < seen.length; s++) {
            int k = Arrays.binarySearch(classes, seen[s]);
            int at = s * (fitted.length + 1);
            for (int f = 0; f < fitted.length; f++) {
                weights[k][fitted[f]] = x[at + f];
            }
            intercepts[k] = x[at + fitted.length];
        }
        for (int index : data.train().classIndices(classes)) {
            counts[index]++;
        }
        return new TrainedModel(
                data.featureNames(),
                classes,
                standardiser.means(),
                standardiser.scales(),
                weights,
                intercepts,
                counts,
                goldenRows(data.train(), seen));
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

    private static List<String> constantFeatures(TrainingData data, Standardiser standardiser) {
        return IntStream.range(0, data.featureNames().size())
                .filter(standardiser::isConstant)
                .mapToObj(data.featureNames()::get)
                .toList();
    }
}
