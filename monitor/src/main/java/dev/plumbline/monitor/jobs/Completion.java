package dev.plumbline.monitor.jobs;

import java.time.Instant;

/**
 * What a store writes in the same transaction as a run's result, so that a run is completed exactly when its result is on
 * disk.
 *
 * @param run whose result this is
 * @param answer the answer's bytes, kept for callers that ask again with the same key
 * @param endedAt when
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are handed through, never compared
public record Completion(RunHandle run, byte[] answer, Instant endedAt) {}
