package dev.plumbline.learning.dataset;

import java.util.List;

/**
 * What was done to a source to make training data of it, under wire names.
 *
 * @param split how the rows were parted; null when the source brings a training and a test set of its own
 * @param unavailable features that were left out, because they are declared not to be available at prediction
 * @param unavailableAllowed features that were learnt from although they are declared so
 * @param rowsRead rows of the source that were looked at
 * @param rowsWithoutLabel those of them that were left out because they have no label
 * @param notes what else a person should know about the rows, in words
 */
public record Preparation(
        Parting split,
        List<String> unavailable,
        List<String> unavailableAllowed,
        long rowsRead,
        long rowsWithoutLabel,
        List<String> notes) {

    /**
     * A {@link Split} under wire names.
     *
     * @param by stratified, time or group
     */
    public record Parting(String by, double test, long seed) {
        static Parting of(Split split) {
            return new Parting(split.by().wire(), split.test(), split.seed());
        }
    }

    public Preparation {
        unavailable = List.copyOf(unavailable);
        unavailableAllowed = List.copyOf(unavailableAllowed);
        notes = List.copyOf(notes);
    }

    static Preparation of(
            TrainingData data,
            Split split,
            List<String> unavailable,
            long read,
            long withoutLabel,
            List<String> notes) {
        List<String> allowed = data.schema().features().stream()
                .filter(feature -> !feature.availableAtPrediction())
                .map(Feature::name)
                .toList();
        return new Preparation(
                split == null ? null : Parting.of(split), unavailable, allowed, read, withoutLabel, notes);
    }

    /** What a person has to be told about features that are not available at prediction; empty when there are none. */
    public String inWords() {
        String left = unavailable.isEmpty()
                ? ""
                : "left out, as they are declared not to be available at prediction: " + String.join(", ", unavailable);
        String allowed = unavailableAllowed.isEmpty()
                ? ""
                : "learnt from although they are declared not to be available at prediction (allowUnavailable): "
                        + String.join(", ", unavailableAllowed);
        return left.isEmpty() || allowed.isEmpty() ? left + allowed : left + "; " + allowed;
    }
}
