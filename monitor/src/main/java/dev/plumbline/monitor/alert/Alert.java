package dev.plumbline.monitor.alert;

import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/**
 * What people are told about a model, once.
 *
 * @param type what it is, from {@link Type}
 * @param fingerprint what it is about: while an alert with it is firing, no other of the same episode is added
 * @param episode what starts anew when somebody has dealt with the last one (the clock of the evidence); may be empty
 * @param firing or resolved
 * @param data its numbers and words; gains {@code status} and {@code fingerprint}
 */
public record Alert(Type type, String fingerprint, String episode, boolean firing, ObjectNode data) {
    /** The kinds of alerts. */
    public enum Type {
        DRIFTED("dev.plumbline.model.drifted"),
        RECOVERED("dev.plumbline.model.recovered"),
        ROLLED_BACK("dev.plumbline.calibrator.rolled-back"),
        SKEW_FOUND("dev.plumbline.skew.found");

        private final String wire;

        Type(String wire) {
            this.wire = wire;
        }

        /** The CloudEvents type. */
        public String wire() {
            return wire;
        }
    }

    public Alert {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(fingerprint, "fingerprint");
        Objects.requireNonNull(episode, "episode");
        Objects.requireNonNull(data, "data");
    }

    /** The wire word. */
    public String status() {
        return firing ? "firing" : "resolved";
    }
}
