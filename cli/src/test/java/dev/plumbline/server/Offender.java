package dev.plumbline.server;

/** Breaks the rule of {@code ArchitectureTest} that is named like this package. */
public final class Offender {
    public dev.plumbline.cli.Offender arrow;
}
