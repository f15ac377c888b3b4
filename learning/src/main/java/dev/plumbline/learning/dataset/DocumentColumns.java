package dev.plumbline.learning.dataset;

import dev.plumbline.learning.dataset.Feature.Kind;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The columns of a document: which are learnt from, and the texts that were met in categories. */
final class DocumentColumns {

    private final List<Feature> all;
    private final boolean[] used;
    private final List<Map<String, Integer>> codes;

    /** @throws TrainingDataException if the schema contradicts the names, or the names are none */
    DocumentColumns(List<String> names, DatasetSchema schema) {
        FeatureSchema.numbers(names);
        if (names.size() > RowTable.MOST_FEATURES) {
            throw new TrainingDataException("featureNames has " + names.size() + " names, at most "
                    + RowTable.MOST_FEATURES + " features are learnt; the first too many is "
                    + names.get(RowTable.MOST_FEATURES));
        }
        requireNothingElse(schema);
        List<String> absent = schema.features().stream()
                .map(Feature::name)
                .filter(name -> !names.contains(name))
                .toList();
        if (!absent.isEmpty()) {
            throw new TrainingDataException("the schema declares " + String.join(", ", absent)
                    + ", but featureNames has no such name: it has " + RowTable.shortened(String.join(", ", names)));
        }
        all = names.stream()
                .map(name -> schema.feature(name).orElseGet(() -> Feature.number(name)))
                .toList();
        used = new boolean[all.size()];
        for (int j = 0; j < used.length; j++) {
            used[j] = !schema.leavesOut(all.get(j));
        }
        if (IntStream.range(0, used.length).noneMatch(j -> used[j])) {
            throw new TrainingDataException(
                    "there is no feature to learn from: all are declared not to be available at prediction");
        }
        codes = all.stream()
                .map(feature -> {
                    Map<String, Integer> known = new HashMap<>();
                    feature.categories().forEach(category -> known.put(category, known.size()));
                    return known;
                })
                .toList();
    }

    /** A document brings its own labels and its own test set. */
    private static void requireNothingElse(DatasetSchema schema) {
        String what = schema.declaresSplit()
                ? "a split"
                : !schema.label().equals(DatasetSchema.LABEL) ? "a column of labels (" + schema.label() + ")" : null;
        what = what == null && schema.time() != null ? "a column of times (" + schema.time() + ")" : what;
        what = what == null && schema.group() != null ? "a column of groups (" + schema.group() + ")" : what;
        if (what != null) {
            throw new TrainingDataException(
                    "the schema declares " + what
                            + ", but the document {featureNames, trainSet, testSet} brings its own labels and its own test set");
        }
    }

    int size() {
        return all.size();
    }

    boolean isUsed(int j) {
        return used[j];
    }

    boolean isCategory(int j) {
        return all.get(j).kind() == Kind.CATEGORY;
    }

    /** The place of a text in its category, to be put in order by {@link #order}. */
    double code(int j, String text, String place) {
        Integer known = codes.get(j).get(text);
        if (known != null) {
            return known;
        }
        Feature feature = all.get(j);
        if (!feature.categories().isEmpty()) {
            throw new TrainingDataException(place + " must be one of the categories that the schema declares for "
                    + feature.name() + ", " + feature.categories() + ", got \"" + text + "\"");
        }
        if (codes.get(j).size() == TableColumn.MOST_CATEGORIES) {
            throw new TrainingDataException(place + ": " + feature.name() + " has more than "
                    + TableColumn.MOST_CATEGORIES + " different categories; is it the name of a row?");
        }
        codes.get(j).put(text, codes.get(j).size());
        return codes.get(j).size() - 1;
    }

    /** The features that are used; categories that were not declared have those of the data, by name. */
    FeatureSchema schema() {
        return new FeatureSchema(IntStream.range(0, all.size())
                .filter(j -> used[j])
                .mapToObj(this::withCategories)
                .toList());
    }

    private Feature withCategories(int j) {
        Feature feature = all.get(j);
        return feature.kind() == Kind.NUMBER || !feature.categories().isEmpty()
                ? feature
                : new Feature(
                        feature.name(),
                        feature.kind(),
                        feature.unit(),
                        feature.availableAtPrediction(),
                        codes.get(j).keySet().stream().sorted().toList());
    }

    /** Puts the places of categories in the rows of all sets into the order of {@link #schema}. */
    void order(LabelledRows... sets) {
        int at = 0;
        for (int j = 0; j < all.size(); j++) {
            if (!used[j]) {
                continue;
            }
            if (isCategory(j) && all.get(j).categories().isEmpty()) {
                List<String> sorted = withCategories(j).categories();
                double[] places = new double[sorted.size()];
                codes.get(j).forEach((text, code) -> places[code] = Collections.binarySearch(sorted, text));
                for (LabelledRows set : sets) {
                    set.replace(at, places);
                }
            }
            at++;
        }
    }

    List<String> leftOut() {
        return IntStream.range(0, all.size())
                .filter(j -> !used[j])
                .mapToObj(j -> all.get(j).name())
                .toList();
    }
}
