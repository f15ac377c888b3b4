package dev.plumbline.monitor.audit;

/** What to believe about a version's probabilities. The simple names are the wire names. */
public sealed interface Verdict {
    /** Fewer than {@code required} mature pairs. */
    record NotEnoughData(long mature, long required) implements Verdict {}

    record Calibrated() implements Verdict {}

    record Suspected(Diagnosis diagnosis) implements Verdict {}

    record Drifted(Diagnosis diagnosis) implements Verdict {}

    /** The wire name. */
    default String wire() {
        return getClass().getSimpleName();
    }

    /** What is wrong, or null. */
    default Diagnosis diagnosisOrNull() {
        if (this instanceof Suspected suspected) {
            return suspected.diagnosis();
        }
        return this instanceof Drifted drifted ? drifted.diagnosis() : null;
    }
}
