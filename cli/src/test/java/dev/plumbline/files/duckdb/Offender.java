package dev.plumbline.files.duckdb;

/** Breaks the rule of {@code ArchitectureTest} that is named like this package. */
public final class Offender {
    public org.duckdb.DuckDBConnection arrow;
}
