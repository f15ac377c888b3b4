package dev.plumbline.learning.leakage;

import dev.plumbline.learning.dataset.Feature.Kind;
import dev.plumbline.learning.dataset.LabelledRows;
import dev.plumbline.learning.dataset.TrainingData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Finds the features that were computed from some others: as a sum of multiples of them, or as a product of powers, such as a ratio.
 * They tell what those tell, and have to go with them.
 *
 * <p>Least squares on the values, and on their logarithms where all are positive; computed is what leaves no more than {@value #LEFT}
 * of its variance. The least and the largest value are left aside: computed numbers are often cut there.
 */
final class MadeOf {

    private static final double LEFT = 1e-4;
    private static final int MOST_ROWS = 1_000;
    private static final int LEAST_ROWS = 50;

    private final LabelledRows rows;
    private final List<Integer> parts;

    private MadeOf(LabelledRows rows, List<Integer> parts) {
        this.rows = rows;
        this.parts = parts;
    }

    /** Names of features that are none of {@code parts} and made of them. */
    static List<String> these(TrainingData data, List<String> parts) {
        List<Integer> numbers = parts.stream()
                .map(data.featureNames()::indexOf)
                .filter(j -> data.schema().feature(j).kind() == Kind.NUMBER)
                .toList();
        MadeOf madeOf = new MadeOf(data.train(), numbers);
        return IntStream.range(0, data.schema().size())
                .filter(j -> data.schema().feature(j).kind() == Kind.NUMBER && !numbers.contains(j))
                .filter(j -> !numbers.isEmpty() && (madeOf.explains(j, x -> x) || madeOf.explains(j, Math::log)))
                .mapToObj(data.featureNames()::get)
                .toList();
    }

    private boolean explains(int target, DoubleUnaryOperator scale) {
        DoubleSummaryStatistics range = Arrays.stream(rows.copyColumn(target))
                .filter(value -> !Double.isNaN(value))
                .summaryStatistics();
        List<double[]> used = new ArrayList<>();
        for (int i = 0; i < rows.size() && used.size() < MOST_ROWS; i++) {
            double[] row = new double[parts.size() + 1];
            boolean there = rows.value(i, target) != range.getMin() && rows.value(i, target) != range.getMax();
            for (int p = 0; p < row.length; p++) {
                row[p] = scale.applyAsDouble(rows.value(i, p < parts.size() ? parts.get(p) : target));
                there &= Double.isFinite(row[p]);
            }
            if (there) {
                used.add(row);
            }
        }
        return used.size() >= LEAST_ROWS + 2 * parts.size() && unexplained(used) <= LEFT;
    }

    /** The share of the last column's variance that the others leave; 1 where it has none. */
    private static double unexplained(List<double[]> used) {
        int width = used.get(0).length;
        double[] means = new double[width];
        used.forEach(row -> IntStream.range(0, width).forEach(j -> means[j] += row[j] / used.size()));
        double[][] products = new double[width][width];
        for (double[] row : used) {
            for (int j = 0; j < width; j++) {
                for (int h = 0; h < width; h++) {
                    products[j][h] += (row[j] - means[j]) * (row[h] - means[h]);
                }
            }
        }
        double whole = products[width - 1][width - 1];
        // sweeping a column out of the products leaves those of what it does not explain
        for (int p = 0; p < width - 1; p++) {
            double pivot = products[p][p];
            if (!(pivot > 1e-12 * Math.abs(means[p]) * Math.abs(means[p]))) {
                continue; // constant, or already a sum of those before it
            }
            for (int j = p + 1; j < width; j++) {
                double factor = products[j][p] / pivot;
                for (int h = p + 1; h < width; h++) {
                    products[j][h] -= factor * products[p][h];
                }
            }
        }
        return whole > 0 ? products[width - 1][width - 1] / whole : 1;
    }
}
