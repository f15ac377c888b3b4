package dev.plumbline.monitor.jobs;

import java.time.Instant;

/**
 * A due time of a scheduled job for one model. It has exactly one committed result.
 *
 * @param late whether it is run after its time, because every node was down
 */
public record Slot(String job, String model, Instant due, boolean late) {}
