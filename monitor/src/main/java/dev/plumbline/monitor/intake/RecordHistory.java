package dev.plumbline.monitor.intake;

import dev.plumbline.monitor.model.Model;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** All predictions of a model with their outcomes, in the order of arrival, under the wire names: what an import reads back. */
@FunctionalInterface
public interface RecordHistory {
    /** Takes what is exported, in this order. */
    interface Sink {
        /**
         * Called once, first.
         *
         * @param rows how many rows follow
         * @param segments the names of all labels
         * @param features the names of all features, each with the types of its values: integer, real, text, true, false, null
         */
        void begin(long rows, Set<String> segments, Map<String, Set<String>> features);

        /** A prediction; a field that is not known is not there. */
        void row(ObjectNode row);
    }

    /**
     * Exports the predictions made in [from, to), on one snapshot; intake may go on meanwhile.
     *
     * @param from null: from the first
     * @param to null: to the last
     * @return how many outcomes of the model wait for a prediction, and are not exported
     */
    long export(Model model, Instant from, Instant to, Sink sink);
}
