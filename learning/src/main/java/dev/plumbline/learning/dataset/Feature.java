package dev.plumbline.learning.dataset;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/**
 * One column of a data set: what its values are and whether they are known when a prediction is needed.
 *
 * @param name its name, not blank
 * @param kind what its values are
 * @param unit what a number is in, such as {@code EUR}; null where none is declared
 * @param availableAtPrediction false where the value exists only after what is to be predicted
 * @param categories the texts that a {@link Kind#CATEGORY} can be, each once, in the order in which rows number them; empty
 *     for a {@link Kind#NUMBER}
 * @param min the least that a number can be, from -{@link #LARGEST} on
 * @param max the most that it can be, up to {@link #LARGEST}
 */
public record Feature(
        String name,
        Kind kind,
        String unit,
        boolean availableAtPrediction,
        List<String> categories,
        double min,
        double max) {

    /** No number is further from 0: nothing that is measured is, and squares of larger ones are no doubles. */
    public static final double LARGEST = 1e100;

    /** What the values of a feature are. */
    public enum Kind {
        /** Numbers; truth values count as 1 and 0. */
        NUMBER,
        /** One of some texts. */
        CATEGORY
    }

    public Feature {
        Objects.requireNonNull(kind, "kind");
        if (name.isBlank()) {
            throw new TrainingDataException("the name of a feature must not be blank, got \"" + name + "\"");
        }
        categories = List.copyOf(categories);
        if (kind == Kind.NUMBER && !categories.isEmpty()) {
            throw new TrainingDataException(
                    "feature " + name + " is a number and must have no categories, got " + categories);
        }
        if (!(-LARGEST <= min && min <= max && max <= LARGEST)) {
            throw new TrainingDataException("feature " + name + " must have min and max in order, between -" + LARGEST
                    + " and " + LARGEST + ", got " + min + " and " + max);
        }
        if (new HashSet<>(categories).size() < categories.size()) {
            throw new TrainingDataException("feature " + name + " must have every category once, got " + categories);
        }
    }

    /** Without bounds of its own. */
    public Feature(String name, Kind kind, String unit, boolean availableAtPrediction, List<String> categories) {
        this(name, kind, unit, availableAtPrediction, categories, -LARGEST, LARGEST);
    }

    /** Whether a number is from {@code min} to {@code max}; a missing one (NaN) is. */
    public boolean holds(double value) {
        return !(value < min || value > max);
    }

    /** What {@link #holds} asks for, in words. */
    public String range() {
        return "between " + min + " and " + max;
    }

    /** A number without a unit, known when a prediction is needed. */
    public static Feature number(String name) {
        return new Feature(name, Kind.NUMBER, null, true, List.of());
    }
}
