package dev.plumbline.learning.sql;

/** Breaks the rule of {@code ArchitectureTest} that is named like this package. */
public final class Offender {
    public java.sql.Connection arrow;
}
