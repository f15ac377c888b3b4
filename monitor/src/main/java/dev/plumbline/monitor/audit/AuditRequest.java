package dev.plumbline.monitor.audit;

import dev.plumbline.monitor.pairs.Window;
import java.time.Instant;

/**
 * What an audit is asked to do.
 *
 * @param model null for the default model
 * @param period which outcomes
 * @param version only this version's outcomes; null for all, and for acting on the current version
 * @param refit whether to fit afresh and let the gate decide
 * @param skipBelowRequired whether fewer than 50 pairs are answered with "skipped" and nothing is recorded
 */
public record AuditRequest(String model, Period period, String version, boolean refit, boolean skipBelowRequired) {
    /**
     * Outcomes observed from {@code from} until before {@code to}.
     *
     * @param allTime from the beginning; {@code from} is then null
     * @param from null without {@code allTime}: 90 days before {@code to}
     * @param to null: now
     */
    public record Period(boolean allTime, Instant from, Instant to) {
        /** The contract's: the last 90 days. */
        public static final Period LAST_90_DAYS = new Period(false, null, null);

        Window window(Instant now) {
            if (to == null && !allTime && from == null) {
                return Window.lastDays(CalibrationAudit.WINDOW_DAYS, now);
            }
            Instant end = to == null ? now : to;
            Instant start = allTime
                    ? null
                    : from == null
                            ? Window.lastDays(CalibrationAudit.WINDOW_DAYS, end).from()
                            : from;
            return new Window(start, end, to == null);
        }
    }

    /** The schedule's daily look: as an audit, but nothing is fitted and nothing put in force. */
    public static AuditRequest look(String model) {
        return new AuditRequest(model, Period.LAST_90_DAYS, null, false, false);
    }

    /** The cron endpoint's and the schedule's. */
    public static AuditRequest monthly(String model) {
        return new AuditRequest(model, Period.LAST_90_DAYS, null, true, true);
    }
}
