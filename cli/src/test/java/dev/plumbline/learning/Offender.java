package dev.plumbline.learning;

/** Breaks the rule of {@code ArchitectureTest} that is named like this package. */
public final class Offender {
    public dev.plumbline.store.Offender arrow;
}
