package dev.plumbline.learning.dataset;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is declared of a data set. What is not declared stays as it is: a column without a declaration is a feature that is a
 * number.
 *
 * @param features the declared ones; a category whose categories are not declared has those of the data
 * @param label the column of the true classes
 * @param time the column of times, which is no feature then; null without
 * @param group the column that names what several rows are about, no feature then either; null without
 * @param by what parts the rows; null: time where its column is named, else group where its is, else stratified
 * @param test the share to be tested on, in (0, 1); null: 0.2
 * @param seed of what is drawn; null: 0
 * @param allowUnavailable whether features that are declared not to be available at prediction are learnt from all the same
 */
public record DatasetSchema(
        List<Feature> features,
        String label,
        String time,
        String group,
        Split.By by,
        Double test,
        Long seed,
        boolean allowUnavailable) {

    static final String LABEL = "label";

    /** Nothing is declared. */
    public static final DatasetSchema NONE = new DatasetSchema(List.of(), LABEL, null, null, null, null, null, false);

    public DatasetSchema {
        features = List.copyOf(features);
        Set<String> names = new HashSet<>();
        for (Feature feature : features) {
            if (!names.add(feature.name())) {
                throw new TrainingDataException("the schema declares the feature \"" + feature.name() + "\" twice");
            }
        }
        for (String column : new String[] {label, time, group}) {
            if (column != null && names.contains(column)) {
                throw new TrainingDataException("the schema declares \"" + column
                        + "\" as a feature and as the column of labels, times or groups: it can be one of them");
            }
        }
        new Split(Split.By.STRATIFIED, test == null ? Split.TEST : test, 0);
    }

    /** With what a caller says over what is declared; null keeps it. */
    public DatasetSchema with(String label, String time, String group, Split.By by, Long seed) {
        return new DatasetSchema(
                features,
                label == null ? this.label : label,
                time == null ? this.time : time,
                group == null ? this.group : group,
                by == null ? this.by : by,
                test,
                seed == null ? this.seed : seed,
                allowUnavailable);
    }

    Optional<Feature> feature(String name) {
        return features.stream().filter(feature -> feature.name().equals(name)).findFirst();
    }

    /** Whether a feature is left out because it is not there when the prediction is needed. */
    boolean leavesOut(Feature feature) {
        return !feature.availableAtPrediction() && !allowUnavailable;
    }

    /** The split, for rows that have times or groups or not. */
    Split split(boolean timed, boolean grouped) {
        Split.By chosen = by != null ? by : timed ? Split.By.TIME : grouped ? Split.By.GROUP : Split.By.STRATIFIED;
        return new Split(chosen, test == null ? Split.TEST : test, seed == null ? 0 : seed);
    }

    boolean declaresSplit() {
        return by != null || test != null || seed != null;
    }
}
