package dev.plumbline.monitor.audit;

/** What to believe about a version's probabilities. The simple names of the records are the wire names. */
public sealed interface Verdict {
    /**
     * Too little is mature.
     *
     * @param missing in words, what is missing
     */
    record NotEnoughData(String missing) implements Verdict {
        @Override
        public String headline() {
            return missing;
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
}
