package dev.plumbline.learning.trainer;

import dev.plumbline.learning.dataset.Feature;
import dev.plumbline.learning.dataset.TrainingData;
import dev.plumbline.learning.model.Column;
import dev.plumbline.learning.model.Encoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The design matrix of the training rows and how it was made.
 *
 * <p>A number is standardised; where some training row lacks it a second column says so, and the first is 0 there, its mean.
 * A category has one column for each text that occurs in the training rows, and zeros where it is missing or one that does
 * not occur. What is the same in every training row has no column: it is left out of the fit.
 *
 * @param encoding how a row of features becomes a row of the matrix
 * @param columns the matrix, one array of n entries per column
 * @param missingSeen for each feature whether a training row lacks it
 * @param leftOut the names of the features without a column
 */
@SuppressWarnings("ArrayRecordComponent") // handed through, never compared
record Design(Encoding encoding, double[][] columns, boolean[] missingSeen, List<String> leftOut) {

    /** The matrix that linear models are fitted on. */
    static Design linear(TrainingData data) {
        return of(data, false);
    }

    /** The matrix that trees are grown on: a number that is missing stays so, and nothing else says that it is. */
    static Design graded(TrainingData data) {
        return of(data, true);
    }

    /** The same without the columns of a feature, which then changes nothing in a row. */
    Design without(int feature) {
        List<Column> all = encoding.columns();
        int[] kept = IntStream.range(0, all.size())
                .filter(c -> all.get(c).feature() != feature)
                .toArray();
        return new Design(
                new Encoding(
                        missingSeen.length,
                        Arrays.stream(kept).mapToObj(all::get).toList()),
                Arrays.stream(kept).mapToObj(c -> columns[c]).toArray(double[][]::new),
                missingSeen,
                leftOut);
    }

    private static Design of(TrainingData data, boolean gaps) {
        List<Column> columns = new ArrayList<>();
        List<double[]> matrix = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        boolean[] missingSeen = new boolean[data.schema().size()];
        for (int j = 0; j < missingSeen.length; j++) {
            double[] values = data.train().copyColumn(j);
            missingSeen[j] = Arrays.stream(values).anyMatch(Double::isNaN);
            List<Column> made = columns(j, data.schema().feature(j), values, missingSeen[j], gaps);
            for (Column column : made) {
                columns.add(column);
                matrix.add(Arrays.stream(values).map(column::of).toArray());
            }
            if (made.isEmpty()) {
                leftOut.add(data.schema().feature(j).name());
            }
        }
        Encoding encoding = new Encoding(missingSeen.length, columns);
        return new Design(encoding, matrix.toArray(double[][]::new), missingSeen, leftOut);
    }

    private static List<Column> columns(int j, Feature feature, double[] values, boolean missing, boolean gaps) {
        List<Column> columns = new ArrayList<>();
        switch (feature.kind()) {
            case NUMBER -> {
                Optional<Column.Standardised> number = Standardiser.of(j, values);
                if (gaps) {
                    number.map(Column.Standardised::withGaps).ifPresent(columns::add);
                } else {
                    number.ifPresent(columns::add);
                }
                boolean varies = missing && !Arrays.stream(values).allMatch(Double::isNaN);
                if (varies && (!gaps || number.isEmpty())) {
                    columns.add(new Column.Missing(j));
                }
            }
            case CATEGORY -> {
                int[] occurring = Arrays.stream(values)
                        .filter(value -> !Double.isNaN(value))
                        .mapToInt(value -> (int) value)
                        .distinct()
                        .sorted()
                        .toArray();
                if (occurring.length > 1 || (occurring.length == 1 && missing)) {
                    Arrays.stream(occurring).forEach(category -> columns.add(new Column.OneHot(j, category)));
                }
            }
        }
        return columns;
    }
}
