package dev.plumbline.monitor.gate;

import dev.plumbline.monitor.Json;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Whether a candidate comes into force, with the numbers that decided. */
public sealed interface GateDecision {
    /** The candidate replaces what serves. */
    record Promoted(Grounds grounds) implements GateDecision {}

    /** What serves goes on serving. */
    record Kept(Grounds grounds) implements GateDecision {}

    /**
     * Why.
     *
     * @param method the candidate's method, or null without a candidate
     * @param logLossGain mean saving of the candidate on pairs it has not seen, in nats per outcome; null when not judged
     * @param interval its 95 % interval [lo, hi]; null when not judged
     * @param evidence for a change, "so much to 1"; null when there was no race
     * @param reason in words, with the numbers
     */
    record Grounds(String method, Double logLossGain, List<Double> interval, Double evidence, String reason) {
        public Grounds {
            interval = interval == null ? null : List.copyOf(interval);
        }

        public static Grounds because(String method, String reason) {
            return new Grounds(method, null, null, null, reason);
        }
    }

    Grounds grounds();

    /** The wire word. */
    default String decision() {
        return getClass().getSimpleName();
    }

    /**
     * The {@code promotion} of an answer.
     *
     * @param from the version that served when it was decided
     * @param to the version that serves from now on, else the candidate's, or null without a candidate
     */
    default ObjectNode toJson(int from, Integer to) {
        Grounds grounds = grounds();
        ObjectNode json = Json.object();
        json.put("decision", decision());
        json.put("method", grounds.method());
        json.put("from", from);
        json.put("to", to);
        json.put("reason", grounds.reason());
        json.put("logLossGain", grounds.logLossGain());
        json.put("evidence", grounds.evidence());
        json.set("interval", Json.mapper().valueToTree(grounds.interval()));
        return json;
    }
}
