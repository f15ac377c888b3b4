package dev.plumbline.monitor.versions;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * A row of the append-only table of promotions; the component names are the wire names.
 *
 * @param from the calibrator version that served before
 * @param to the one that serves since
 * @param kind {@code promoted} or {@code rolledBack}
 * @param by {@code gate}, {@code race} or {@code admin}
 * @param evidence the numbers that decided, or null
 */
public record Promotion(
        long id,
        String modelVersion,
        int from,
        int to,
        String kind,
        String by,
        Instant at,
        String reason,
        JsonNode evidence) {}
