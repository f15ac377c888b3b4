package dev.plumbline.monitor.audit;

import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.pairs.Window;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an audit is asked to do.
 *
 * @param model null for the default model
 * @param period which outcomes
 * @param version only this version's outcomes; null for all, and for acting on the current version
 * @param refit whether to fit afresh and let the gate decide
 * @param skipBelowRequired whether fewer than 50 pairs are answered with "skipped" and nothing is recorded
 * @param restates the audit whose verdict is stated anew, from the days it knew as they are by now; null for an audit of its own
 */
public record AuditRequest(
        String model, Period period, String version, boolean refit, boolean skipBelowRequired, Long restates) {
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

    /** For the audit's row: what {@link #read} reads back. */
    public ObjectNode toJson() {
        return Json.object()
                .put("model", model)
                .put("allTime", period.allTime())
                .put("from", period.from() == null ? null : period.from().toString())
                .put("to", period.to() == null ? null : period.to().toString())
                .put("version", version)
                .put("refit", refit)
                .put("skipBelowRequired", skipBelowRequired)
                .put("restates", restates);
    }

    /** From what {@link #toJson} wrote. */
    public static AuditRequest read(JsonNode json) {
        return new AuditRequest(
                text(json, "model"),
                new Period(json.required("allTime").booleanValue(), time(json, "from"), time(json, "to")),
                text(json, "version"),
                json.required("refit").booleanValue(),
                json.required("skipBelowRequired").booleanValue(),
                json.required("restates").isNull()
                        ? null
                        : (Long) json.required("restates").longValue());
    }

    private static String text(JsonNode json, String name) {
        return json.required(name).isNull() ? null : json.required(name).stringValue();
    }

    private static Instant time(JsonNode json, String name) {
        String text = text(json, name);
        return text == null ? null : Instant.parse(text);
    }

    /** The schedule's daily look: as an audit, but nothing is fitted and nothing put in force. */
    public static AuditRequest look(String model) {
        return new AuditRequest(model, Period.LAST_90_DAYS, null, false, false, null);
    }

    /** The cron endpoint's and the schedule's. */
    public static AuditRequest monthly(String model) {
        return new AuditRequest(model, Period.LAST_90_DAYS, null, true, true, null);
    }
}
