package dev.plumbline.server.metrics;

import dev.plumbline.monitor.intake.RowAnswer;
import dev.plumbline.monitor.intake.RowAnswer.Result;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * What is counted while the server runs; it begins at 0 at every start, as Prometheus expects of counters. No label holds an
 * id, a segment or anything else that grows with the data: the first {@value #MOST_MODELS} models have series of their own.
 */
@Component
public final class Metrics {
    static final int MOST_MODELS = 1_000;
    private static final String OTHER = "(other)"; // the name of no model
    private static final double[] DELAYS = days(1.0 / 24, 0.25, 1, 3, 7, 14, 30, 60, 90, 180, 365);
    private static final double[] REQUEST_SECONDS = {0.005, 0.025, 0.1, 0.5, 2.5, 10};

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Set<String> named = ConcurrentHashMap.newKeySet();

    private final Counter predictions = Counter.builder()
            .name("plumbline_predictions_total")
            .help("Predictions recorded since the start.")
            .labelNames("model")
            .register(registry);
    private final Counter outcomes = Counter.builder()
            .name("plumbline_outcomes_total")
            .help("Rows of outcomes since the start, by what became of them: "
                    + "taken, repeated, corrected, waiting (no prediction yet), rejected.")
            .labelNames("model", "kind")
            .register(registry);
    private final Histogram delays = Histogram.builder()
            .name("plumbline_outcome_delay_seconds")
            .help("From a prediction to the observation of its outcome, for outcomes that found their prediction "
                    + "since the start.")
            .labelNames("model")
            .classicOnly()
            .classicUpperBounds(DELAYS)
            .register(registry);
    private final Histogram requests = Histogram.builder()
            .name("http_server_requests_seconds")
            .help("Requests answered since the start, by the pattern of their path.")
            .labelNames("method", "uri", "status")
            .classicOnly()
            .classicUpperBounds(REQUEST_SECONDS)
            .register(registry);

    Metrics(StoredMetrics stored) {
        registry.register(stored);
        JvmMetrics.builder().register(registry);
    }

    private static double[] days(double... days) {
        double[] seconds = new double[days.length];
        for (int i = 0; i < days.length; i++) {
            seconds[i] = days[i] * TimeUnit.DAYS.toSeconds(1);
        }
        return seconds;
    }

    private String label(String model) {
        // Two threads at the border may name one too many: that is no harm.
        return named.contains(model) || named.size() < MOST_MODELS && named.add(model) ? model : OTHER;
    }

    /** A batch of predictions was recorded. */
    public void predictions(String model, List<RowAnswer> answers) {
        if (answers.isEmpty()) {
            return;
        }
        predictions
                .labelValues(label(model))
                .inc(answers.stream()
                        .filter(answer -> answer.result() == Result.TAKEN)
                        .count());
    }

    /** A batch of outcomes was recorded. */
    void outcomes(String model, List<RowAnswer> answers) {
        if (answers.isEmpty()) {
            return;
        }
        for (Result result : Result.values()) {
            long rows =
                    answers.stream().filter(answer -> answer.result() == result).count();
            count(model, kind(result), rows); // also 0: a series that is there from the beginning can be reckoned with
        }
        var histogram = delays.labelValues(label(model));
        for (RowAnswer answer : answers) {
            if (answer.delayMicros() != null) {
                histogram.observe(
                        Math.max(0, answer.delayMicros() / 1e6)); // an outcome may be dated before its prediction
            }
        }
    }

    /** Rows that were no outcomes of a model that exists, so they never came to be recorded. */
    public void unreadableOutcomes(String model, long rows) {
        count(model, kind(Result.CONFLICT), rows);
    }

    private static String kind(Result result) {
        return switch (result) {
            case TAKEN, REPEATED, CORRECTED, WAITING -> result.name().toLowerCase(Locale.ROOT);
            case CONFLICT, PURGED -> "rejected";
        };
    }

    private void count(String model, String kind, long rows) {
        outcomes.labelValues(label(model), kind).inc(rows);
    }

    void request(String method, String pattern, int status, long nanos) {
        requests.labelValues(method, pattern, Integer.toString(status)).observe(nanos / 1e9);
    }

    PrometheusRegistry registry() {
        return registry;
    }
}
