package dev.plumbline.learning.retrain;

import dev.plumbline.learning.dataset.Feature;
import dev.plumbline.learning.dataset.LabelledRows;
import dev.plumbline.learning.model.TrainedModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The candidate's test rows as the model that serves would have seen them. */
final class ServingRows {
    private final TrainedModel serving;
    private final TrainedModel candidate;
    private final int[] column; // of the candidate, for each feature of the serving model; -1 where there is none

    ServingRows(TrainedModel serving, TrainedModel candidate) {
        this.serving = serving;
        this.candidate = candidate;
        this.column = serving.schema().features().stream()
                .mapToInt(feature -> columnOf(feature, candidate.schema().features()))
                .toArray();
    }

    private static int columnOf(Feature wanted, List<Feature> features) {
        for (int j = 0; j < features.size(); j++) {
            Feature feature = features.get(j);
            if (feature.name().equals(wanted.name()) && feature.kind() == wanted.kind()) {
                return j;
            }
        }
        return -1;
    }

    /** Why the serving model cannot be asked about these rows; empty when it can. */
    List<String> obstacles() {
        List<String> obstacles = new ArrayList<>();
        List<String> lacking = new ArrayList<>();
        for (int j = 0; j < column.length; j++) {
            if (column[j] < 0) {
                lacking.add(serving.schema().feature(j).name());
            }
        }
        if (!lacking.isEmpty()) {
            obstacles.add("it needs " + String.join(", ", lacking) + ", which this data does not have");
        }
        if (!Arrays.equals(serving.classes(), candidate.classes())) {
            obstacles.add("its classes are " + Arrays.toString(serving.classes()) + " and those of this data "
                    + Arrays.toString(candidate.classes()));
        }
        return obstacles;
    }

    /** The rows, categories numbered as the serving model knows them; one that it does not know counts as missing. */
    LabelledRows of(LabelledRows rows) {
        double[][] seen = new double[rows.size()][column.length];
        for (int i = 0; i < seen.length; i++) {
            for (int j = 0; j < column.length; j++) {
                seen[i][j] = asKnown(j, rows.value(i, column[j]));
            }
        }
        return LabelledRows.of(seen, rows.copyLabels());
    }

    private double asKnown(int j, double value) {
        Feature known = serving.schema().feature(j);
        if (known.kind() == Feature.Kind.NUMBER || Double.isNaN(value)) {
            return value;
        }
        String category = candidate.schema().feature(column[j]).categories().get((int) value);
        int index = known.categories().indexOf(category);
        return index < 0 ? Double.NaN : index;
    }
}
