package dev.plumbline.calibration.common;

/** Breaks the rule of {@code ArchitectureTest} that is named like this package. */
public final class Offender {
    private Offender() {}
}
