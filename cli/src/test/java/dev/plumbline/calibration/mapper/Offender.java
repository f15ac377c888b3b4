package dev.plumbline.calibration.mapper;

/** Breaks the rule of {@code ArchitectureTest} that is named like this package. */
public final class Offender {
    private Offender() {}
}
