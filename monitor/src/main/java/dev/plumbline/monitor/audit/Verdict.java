package dev.plumbline.monitor.audit;

/** What to believe about a version's probabilities. The simple names of the records are the wire names. */
public sealed interface Verdict {
    /** Fewer than {@code required} mature pairs. */
    record NotEnoughData(long mature, long required) implements Verdict {
        @Override
        public String headline() {
            return mature + " mature pairs, " + required + " are needed";
        }
    }

    record Calibrated() implements Verdict {
        @Override
        public String headline() {
            return "nothing speaks against the probabilities";
        }
    }

    record Suspected(Diagnosis diagnosis) implements Verdict {
        @Override
        public String headline() {
            return "the probabilities look wrong (" + diagnosis.kind() + ")";
        }
    }

    record Drifted(Diagnosis diagnosis) implements Verdict {
        @Override
        public String headline() {
            return "the probabilities are wrong (" + diagnosis.kind() + ")";
        }
    }

    /** In a few words, for people. */
    String headline();

    /** The wire name. */
    default String wire() {
        return getClass().getSimpleName();
    }

    /** What is wrong, or null. */
    default Diagnosis diagnosis() {
        return null;
    }
}
