package dev.plumbline.learning.retrain;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * A row of the append-only table of what served; the component names are the wire names.
 *
 * @param from the version that served before; null when none did
 * @param to the one that serves since
 * @param kind {@code promoted} or {@code rolledBack}
 * @param by {@code gate} or {@code admin}
 * @param evidence {@code logLossGain}, {@code interval} and {@code evidence} of the gate; null where a person decided
 */
public record TrainedPromotion(
        long id, String from, String to, String kind, String by, Instant at, String reason, JsonNode evidence) {}
