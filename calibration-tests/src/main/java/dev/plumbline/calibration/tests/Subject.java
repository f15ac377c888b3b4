package dev.plumbline.calibration.tests;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * A fit under test and what it claims to keep. What it does not claim is not tested.
 *
 * @param name shown with every result
 * @param fit what is tested
 * @param merging its summary; null when it has none, and {@link ConformanceCheck#MERGE} is not claimed
 * @param claims the checks that apply
 * @param tolerance how far two maps that should be equal may lie apart
 */
public record Subject(String name, Fit fit, Merging<?> merging, Set<ConformanceCheck> claims, double tolerance) {

    /** Copies the claims. */
    public Subject {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(fit, "fit");
        claims = Collections.unmodifiableSet(
                claims.isEmpty() ? EnumSet.noneOf(ConformanceCheck.class) : EnumSet.copyOf(claims));
        if (claims.contains(ConformanceCheck.MERGE) && merging == null) {
            throw new IllegalArgumentException("merging must be given where MERGE is claimed, got null for " + name);
        }
        if (!(tolerance >= 0)) {
            throw new IllegalArgumentException("tolerance must be at least 0, got " + tolerance);
        }
    }

    /**
     * A fit that claims what every fit of probabilities should keep: all but {@link ConformanceCheck#MERGE}, {@link
     * ConformanceCheck#CONSTANT_BEYOND_DATA} and {@link ConformanceCheck#HUGE_SCORES}. Tolerance 1e-8.
     *
     * @param name shown with every result
     * @param fit what is tested
     * @return the subject
     */
    public static Subject of(String name, Fit fit) {
        return new Subject(
                name,
                fit,
                null,
                EnumSet.complementOf(EnumSet.of(
                        ConformanceCheck.MERGE, ConformanceCheck.CONSTANT_BEYOND_DATA, ConformanceCheck.HUGE_SCORES)),
                1e-8);
    }

    /**
     * The same with one more claim.
     *
     * @param check what it keeps, too
     * @return a new subject
     */
    public Subject claiming(ConformanceCheck check) {
        EnumSet<ConformanceCheck> more = EnumSet.of(check);
        more.addAll(claims);
        return new Subject(name, fit, merging, more, tolerance);
    }

    /**
     * The same with one claim less.
     *
     * @param check what it does not keep
     * @return a new subject
     */
    public Subject without(ConformanceCheck check) {
        EnumSet<ConformanceCheck> less = EnumSet.noneOf(ConformanceCheck.class);
        less.addAll(claims);
        less.remove(check);
        return new Subject(name, fit, merging, less, tolerance);
    }

    /**
     * The same with a summary, whose merging is tested.
     *
     * @param summary that fits the same map
     * @return a new subject
     */
    public Subject merging(Merging<?> summary) {
        EnumSet<ConformanceCheck> more = EnumSet.of(ConformanceCheck.MERGE);
        more.addAll(claims);
        return new Subject(name, fit, summary, more, tolerance);
    }

    /**
     * The same with another tolerance.
     *
     * @param largest how far two maps that should be equal may lie apart
     * @return a new subject
     */
    public Subject within(double largest) {
        return new Subject(name, fit, merging, claims, largest);
    }
}
