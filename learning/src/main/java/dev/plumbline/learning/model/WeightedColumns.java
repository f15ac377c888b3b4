package dev.plumbline.learning.model;

/** Sums of a row's design columns by one or more sets of weights. */
final class WeightedColumns {

    private final Encoding encoding;
    private final double[][] weights;

    /** @param weights one weight per column, set after set; copied */
    WeightedColumns(Encoding encoding, double[][] weights) {
        this.encoding = encoding;
        this.weights = Checks.copy(weights);
        for (int k = 0; k < weights.length; k++) {
            Checks.finite("weights[" + k + "]", this.weights[k], encoding.size());
        }
    }

    Encoding encoding() {
        return encoding;
    }

    double[][] weights() {
        return Checks.copy(weights);
    }

    /** Adds the sums of a row to {@code sums}, which it answers; a feature that makes one infinite is refused by its name. */
    double[] add(TrainedModel model, double[] row, double[] sums) {
        for (int j = 0; j < row.length; j++) {
            int from = encoding.from(j);
            int to = encoding.from(j + 1);
            for (int c = from; c < to; c++) {
                addScaled(encoding.column(c).of(row[j]), c, sums);
            }
            for (int k = 0; from < to && k < sums.length; k++) {
                if (!Double.isFinite(sums[k])) {
                    throw model.refused(j, encoding.tooFar(j, row[j]));
                }
            }
        }
        return sums;
    }

    /** Changes sums of a row into those of the same row with feature j of another one; answers them. */
    double[] exchange(int j, double[] row, double[] other, double[] sums) {
        for (int c = encoding.from(j); c < encoding.from(j + 1); c++) {
            Column column = encoding.column(c);
            addScaled(column.of(other[j]) - column.of(row[j]), c, sums);
        }
        return sums;
    }

    private void addScaled(double x, int column, double[] sums) {
        if (x != 0) {
            for (int k = 0; k < sums.length; k++) {
                sums[k] += weights[k][column] * x;
            }
        }
    }
}
