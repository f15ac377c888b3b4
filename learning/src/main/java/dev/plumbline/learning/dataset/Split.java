package dev.plumbline.learning.dataset;

import java.util.Locale;
import java.util.Objects;

/**
 * How rows are parted into a training set and a test set. The order of the rows decides nothing: what is drawn is drawn by a
 * hash of the row's (or group's) content and the seed.
 *
 * @param by what parts them
 * @param test the share of the rows to be tested on, in (0, 1); of a group or time that straddles it all rows go along
 * @param seed of what is drawn; splits by time draw nothing
 */
public record Split(By by, double test, long seed) {

    /** What parts the rows; {@link #wire} is the word in a schema. */
    public enum By {
        /** The share is drawn of each class by itself. */
        STRATIFIED,
        /** The newest rows are the test set; equal times stay together. */
        TIME,
        /** Whole groups are drawn: none is in both sets. */
        GROUP;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final double TEST = 0.2;

    public Split {
        Objects.requireNonNull(by, "by");
        if (!(test > 0 && test < 1)) {
            throw new TrainingDataException("split.test must be above 0 and below 1, got " + test);
        }
    }
}
