package dev.plumbline.learning.trainer;

import java.util.Arrays;

/** One penalised multinomial regression on columns that are standardised already; see {@link SoftmaxObjective}. */
final class SoftmaxFit {

    private final double[][] columns;
    private final int[] classIndices;
    private final int classes;

    SoftmaxFit(double[][] columns, int[] classIndices, int classes) {
        this.columns = columns;
        this.classIndices = classIndices;
        this.classes = classes;
    }

    int dimension() {
        return classes * (columns.length + 1);
    }

    Lbfgs.Minimum solve(double l2, double gradientTolerance, int maxIterations, double[] start) {
        SoftmaxObjective objective = new SoftmaxObjective(columns, classIndices, classes, l2);
        int dimension = dimension();
        Lbfgs.Metric metric = dimension > SoftmaxCurvature.MOST_PARAMETERS
                ? null
                : new SoftmaxCurvature(objective, columns, classIndices.length, classes, l2);
        return new Lbfgs(objective, dimension, gradientTolerance, maxIterations, metric).minimise(start);
    }

    /** The mean log loss at given parameters, without a penalty, in nats. */
    double logLoss(double[] parameters) {
        return new SoftmaxObjective(columns, classIndices, classes, 0).evaluate(parameters, new double[dimension()]);
    }

    /** The same regression on some of the rows. */
    SoftmaxFit rows(int[] rows) {
        double[][] some = new double[columns.length][];
        for (int j = 0; j < some.length; j++) {
            double[] column = columns[j];
            some[j] = Arrays.stream(rows).mapToDouble(i -> column[i]).toArray();
        }
        return new SoftmaxFit(
                some, Arrays.stream(rows).map(i -> classIndices[i]).toArray(), classes);
    }
}
