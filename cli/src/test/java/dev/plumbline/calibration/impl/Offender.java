package dev.plumbline.calibration.impl;

/** Breaks the rule of {@code ArchitectureTest} that is named like this package. */
public final class Offender {
    private Offender() {}
}
