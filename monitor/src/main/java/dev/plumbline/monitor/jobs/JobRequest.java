package dev.plumbline.monitor.jobs;

import java.util.Objects;

/**
 * A call for a job.
 *
 * @param job {@code audit} or {@code retrain}
 * @param model the model it acts on
 * @param variant what else tells two calls apart: calls join a run under way only when this is equal; empty for the plain
 *     job
 * @param key the caller's key ({@code Idempotency-Key}), or null
 */
public record JobRequest(String job, String model, String variant, String key) {
    public static final String AUDIT = "audit";
    public static final String RETRAIN = "retrain";

    public JobRequest {
        Objects.requireNonNull(job, "job");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(variant, "variant");
    }
}
