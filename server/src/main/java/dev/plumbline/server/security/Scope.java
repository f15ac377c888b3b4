package dev.plumbline.server.security;

import java.util.Locale;

/** What a key opens. */
public enum Scope {
    /** The contract's endpoints. */
    CRON,
    /** Intake, calibrate, calibrator, predict. */
    INGEST,
    /** All of {@code /api/v1}. */
    ADMIN;

    /** The name under which a key's hash is stored. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
