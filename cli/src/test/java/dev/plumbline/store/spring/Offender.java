package dev.plumbline.store.spring;

/** Breaks the rule of {@code ArchitectureTest} that is named like this package. */
public final class Offender {
    public org.springframework.context.ApplicationContext arrow;
}
