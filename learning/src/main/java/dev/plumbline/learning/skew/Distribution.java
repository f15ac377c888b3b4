package dev.plumbline.learning.skew;

import dev.plumbline.learning.dataset.Feature;
import dev.plumbline.monitor.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How one value was distributed over the training rows: counts of cells that later rows are counted into as well. What is
 * counted exactly can be compared exactly, however few cells there are.
 */
public sealed interface Distribution {

    /** The feature's name, or {@value TrainingReference#SCORE}. */
    String name();

    /** Training rows in each cell; the first cell holds those where the value is missing. */
    long[] counts();

    /** Whether the cells have an order. */
    boolean ordered();

    /** The cell of a logged value, null where there is none; what is of the wrong kind counts as missing. */
    int cell(JsonNode value);

    /** Under the names of the components. */
    ObjectNode json();

    /**
     * A number. Cell 1 + i holds values in (cuts[i - 1], cuts[i]], the last one those above all cuts. Cuts are values of training rows,
     * about equally many rows apart, so that equal values never part.
     *
     * @param cuts ascending
     */
    @SuppressWarnings("ArrayRecordComponent") // written as JSON, never compared
    record Numbers(String name, double[] cuts, long[] counts) implements Distribution {

        public Numbers {
            if (counts.length != cuts.length + 2) {
                throw new IllegalArgumentException(
                        "counts must be " + (cuts.length + 2) + " for " + cuts.length + " cuts, got " + counts.length);
            }
        }

        /** @param most at most so many cells of values */
        static Numbers of(String name, double[] values, int most) {
            double[] sorted = Arrays.stream(values)
                    .filter(value -> !Double.isNaN(value))
                    .map(v -> v + 0.0)
                    .sorted()
                    .toArray();
            List<Double> cuts = new ArrayList<>();
            for (int c = 1; c < most && sorted.length > 0; c++) {
                int below = (int) ((long) c * sorted.length / most);
                double cut = sorted[Math.max(0, below - 1)];
                if (below > 0
                        && cut < sorted[sorted.length - 1]
                        && (cuts.isEmpty() || cut > cuts.get(cuts.size() - 1))) {
                    cuts.add(cut);
                }
            }
            if (sorted.length > 0) { // so that a value above all of them has a cell of its own
                cuts.add(sorted[sorted.length - 1]);
            }
            double[] kept = cuts.stream().mapToDouble(Double::doubleValue).toArray();
            Numbers empty = new Numbers(name, kept, new long[kept.length + 2]);
            for (double value : values) {
                empty.counts[empty.cell(value)]++;
            }
            return empty;
        }

        @Override
        public boolean ordered() {
            return true;
        }

        @Override
        public int cell(JsonNode value) {
            if (value != null && value.isBoolean()) {
                return cell(value.booleanValue() ? 1 : 0);
            }
            return cell(value != null && value.isNumber() ? value.doubleValue() : Double.NaN);
        }

        @Override
        public ObjectNode json() {
            return Json.tree(this);
        }

        int cell(double value) {
            if (Double.isNaN(value)) {
                return 0;
            }
            int found = Arrays.binarySearch(cuts, value + 0.0); // -0.0 is 0.0
            return 1 + (found >= 0 ? found : -found - 1);
        }
    }

    /**
     * A category. Cell 1 + i holds the i-th of the feature's categories, the last one those that it does not have.
     *
     * @param categories in the order of the feature's
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Categories(String name, List<String> categories, long[] counts) implements Distribution {

        public Categories {
            categories = List.copyOf(categories);
            if (counts.length != categories.size() + 2) {
                throw new IllegalArgumentException("counts must be " + (categories.size() + 2) + " for "
                        + categories.size() + " categories, got " + counts.length);
            }
        }

        static Categories of(Feature feature, double[] values) {
            long[] counts = new long[feature.categories().size() + 2];
            for (double value : values) {
                counts[Double.isNaN(value) ? 0 : 1 + (int) value]++;
            }
            return new Categories(feature.name(), feature.categories(), counts);
        }

        @Override
        public boolean ordered() {
            return false;
        }

        @Override
        public int cell(JsonNode value) {
            if (value == null || value.isNull()) {
                return 0;
            }
            int place = categories.indexOf(value.asString());
            return place < 0 ? counts.length - 1 : 1 + place;
        }

        @Override
        public ObjectNode json() {
            return Json.tree(this);
        }
    }
}
