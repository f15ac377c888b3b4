package dev.plumbline.monitor.model;

import dev.plumbline.monitor.InvalidArgumentException;
import java.util.Locale;

/** Who decides what comes into force. */
public enum PromotionPolicy {
    /** The gate: only what is shown better than what serves. */
    GATED,
    /** Every refit, at once: the older contract. */
    ALWAYS,
    /** A person. */
    MANUAL;

    /** The wire name. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws InvalidArgumentException naming the field, for any other word */
    public static PromotionPolicy parse(String field, String word) {
        for (PromotionPolicy policy : values()) {
            if (policy.wire().equals(word)) {
                return policy;
            }
        }
        throw new InvalidArgumentException(field, "gated, always or manual", word);
    }
}
