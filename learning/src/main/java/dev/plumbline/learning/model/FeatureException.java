package dev.plumbline.learning.model;

import java.util.List;
import java.util.stream.Collectors;

/** Features that a model cannot predict from: a bad argument, which lists every fault and not only the first. */
public final class FeatureException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** One feature's name and what is wrong with it, such as {@code must be a finite number, got "high"}. */
    public record Fault(String feature, String problem) implements java.io.Serializable {}

    private final List<Fault> faults;

    FeatureException(List<Fault> faults) {
        this("", faults);
    }

    private FeatureException(String prefix, List<Fault> faults) {
        super(prefix
                + faults.stream()
                        .map(fault -> "feature " + fault.feature() + " " + fault.problem())
                        .collect(Collectors.joining("; ")));
        this.faults = List.copyOf(faults);
    }

    /** The same, with the index (from 0) of the row it happened in before the message. */
    public FeatureException inRow(int index) {
        return new FeatureException("[" + index + "]: ", faults);
    }

    /** All faults, in the order of the model's features. */
    public List<Fault> faults() {
        return faults;
    }
}
