package dev.plumbline.monitor.jobs;

import java.time.Instant;

/**
 * A run as {@code GET /api/v1/runs} lists it; the component names are the wire names.
 *
 * @param slot the due time it was run for, or null when somebody called
 * @param status {@code running}, {@code completed} or {@code failed}
 * @param late whether the slot was run after its time, because every node was down
 * @param error what a failed run failed with, else null
 */
public record JobRun(
        long id,
        String job,
        String model,
        Instant slot,
        String node,
        Instant startedAt,
        Instant endedAt,
        String status,
        int attempts,
        boolean late,
        String error) {}
