package dev.plumbline.monitor.jobs;

import java.time.Instant;
import java.util.Objects;

/**
 * A call for a job, or a slot of the schedule.
 *
 * @param job {@code audit}, {@code retrain} or {@code look}
 * @param model the model it acts on
 * @param variant what else tells two calls apart: calls join a run under way only when this is equal; empty for the plain
 *     job
 * @param key the caller's key ({@code Idempotency-Key}), or null
 * @param slot the due time, or null when somebody called; of a job, a model and a due time there is one run
 * @param late whether the slot is run after its time, because every node was down
 */
public record JobRequest(String job, String model, String variant, String key, Instant slot, boolean late) {
    public static final String AUDIT = "audit";
    public static final String RETRAIN = "retrain";
    /** An audit without a refit. */
    public static final String LOOK = "look";

    public JobRequest {
        Objects.requireNonNull(job, "job");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(variant, "variant");
    }

    /** Somebody's call. */
    public JobRequest(String job, String model, String variant, String key) {
        this(job, model, variant, key, null, false);
    }

    /** A slot of the schedule. */
    public static JobRequest of(Slot slot) {
        return new JobRequest(slot.job(), slot.model(), "", null, slot.due(), slot.late());
    }
}
