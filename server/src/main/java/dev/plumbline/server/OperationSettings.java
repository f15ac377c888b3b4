package dev.plumbline.server;

import dev.plumbline.monitor.InvalidArgumentException;
import dev.plumbline.monitor.model.SettingsPatch;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * How the server is looked at and how it protects itself.
 *
 * @param metricsNeedAdminKey whether {@code /metrics} needs the admin key
 * @param jsonLogs whether each log line is a JSON object
 * @param requestsPerSecond how many requests a key may make; 0: any number
 * @param failuresPerSecond how many requests without a valid key are answered 401 per client address, before 429; 0: any
 * @param bodyBytes the longest body that is held whole
 * @param forwardedHeaders whether the address of the client is taken from what a proxy says
 * @param retention how long rows are kept before a look purges them; empty: for ever
 */
public record OperationSettings(
        boolean metricsNeedAdminKey,
        boolean jsonLogs,
        long requestsPerSecond,
        long failuresPerSecond,
        long bodyBytes,
        boolean forwardedHeaders,
        Optional<Duration> retention) {
    private static final long MOST_REQUESTS = 1_000_000;
    private static final long MOST_MEBIBYTES = 1_024;

    /** One setting's value, and how to refuse it: by what is allowed. */
    record Value(String name, String text, BiFunction<String, String, SettingsException> refusal) {
        String oneOf(String... allowed) {
            String word = text.strip().toLowerCase(Locale.ROOT);
            if (!List.of(allowed).contains(word)) {
                throw refusal.apply(name, String.join(" or ", allowed));
            }
            return word;
        }

        /** @param off what {@code -} stands for, or null where it is not allowed */
        long number(long most, Long off) {
            if (off != null && text.strip().equals("-")) {
                return off;
            }
            try {
                long number = Long.parseLong(text.strip());
                if (number >= 1 && number <= most) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // said below
            }
            throw refusal.apply(name, "a whole number in [1, " + most + "]" + (off == null ? "" : ", or - for none"));
        }
    }

    private static Optional<Duration> retention(Value value) {
        if (value.text().strip().equals("-")) {
            return Optional.empty();
        }
        String allowed = "- (rows are kept) or a duration of at least P1D, such as P400D";
        try {
            Duration age = SettingsPatch.duration(value.name(), value.text().strip(), "");
            if (age.compareTo(Duration.ofDays(1)) >= 0) {
                return Optional.of(age);
            }
        } catch (InvalidArgumentException e) {
            // said below
        }
        throw value.refusal().apply(value.name(), allowed);
    }

    /** Finds a setting by its name. */
    interface Values {
        Value get(String name);
    }

    static OperationSettings of(Values values) {
        return new OperationSettings(
                values.get("metrics.access").oneOf("open", "admin").equals("admin"),
                values.get("logging.format").oneOf("text", "json").equals("json"),
                values.get("limits.requests").number(MOST_REQUESTS, 0L),
                values.get("limits.failures").number(MOST_REQUESTS, 0L),
                values.get("limits.body").number(MOST_MEBIBYTES, null) << 20,
                values.get("proxy.headers").oneOf("none", "forwarded").equals("forwarded"),
                retention(values.get("retention")));
    }
}
