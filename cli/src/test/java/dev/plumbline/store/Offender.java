package dev.plumbline.store;

/** Breaks the rule of {@code ArchitectureTest} that is named like this package. */
public final class Offender {
    public dev.plumbline.server.Offender arrow;
}
