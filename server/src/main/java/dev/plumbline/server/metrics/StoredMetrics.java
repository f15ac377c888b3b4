package dev.plumbline.server.metrics;

import dev.plumbline.monitor.UnavailableException;
import dev.plumbline.monitor.audit.AuditStore;
import dev.plumbline.monitor.audit.Verdict;
import dev.plumbline.monitor.jobs.JobStates;
import dev.plumbline.monitor.jobs.JobStates.JobState;
import dev.plumbline.monitor.jobs.RunStore;
import dev.plumbline.monitor.jobs.RunStore.Total;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.Models;
import dev.plumbline.monitor.serving.ParameterCache;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** What the database knows, read when somebody looks: it survives a restart. While the database is away nothing of it is shown. */
@Component
class StoredMetrics implements MultiCollector {
    private static final List<String> VERDICTS = Arrays.stream(Verdict.class.getPermittedSubclasses())
            .map(Class::getSimpleName)
            .toList();

    private final Models models;
    private final AuditStore audits;
    private final RunStore runs;
    private final JobStates states;
    private final ParameterCache parameters;

    StoredMetrics(Models models, AuditStore audits, RunStore runs, JobStates states, ParameterCache parameters) {
        this.models = models;
        this.audits = audits;
        this.runs = runs;
        this.states = states;
        this.parameters = parameters;
    }

    /** One after the other, so that many who look at once cost no more than one. */
    @Override
    public synchronized MetricSnapshots collect() {
        try {
            List<Model> shown = models.all().stream().limit(Metrics.MOST_MODELS).toList();
            MetricSnapshots.Builder all = MetricSnapshots.builder();
            audits(all, shown);
            serving(all, shown);
            jobs(all, shown.stream().map(Model::name).collect(Collectors.toSet()));
            return all.build();
        } catch (UnavailableException e) {
            return MetricSnapshots.of();
        }
    }

    private void audits(MetricSnapshots.Builder all, List<Model> shown) {
        var mature = gauge("plumbline_pairs_mature", "Pairs that count as evidence, by the newest audit.");
        var immature = gauge("plumbline_pairs_immature", "Pairs whose day was not complete yet, by the newest audit.");
        var error = gauge(
                "plumbline_calibration_error",
                "Calibration error of the newest audit: ece, expected (by chance alone), smooth.");
        var evidence = gauge(
                "plumbline_evidence_log",
                "Natural logarithm of the evidence against the probabilities by the newest audit: 3 is 20 to 1.");
        var verdict = gauge("plumbline_verdict", "1 for the verdict of the newest audit, 0 for the others.");
        for (Model model : shown) {
            List<JsonNode> newest = audits.list(model, Long.MAX_VALUE, 1).items();
            if (newest.isEmpty()) {
                continue;
            }
            JsonNode record = newest.get(0);
            add(mature, record.required("matureSamples").doubleValue(), labels(model));
            add(immature, record.required("immatureSamples").doubleValue(), labels(model));
            if (record.path("totalSamples").asDouble(0) > 0) { // of nothing the record says an ECE of 0
                addError(error, record.path("ece"), model, "ece");
                addError(error, record.path("expectedEce"), model, "expected");
                addError(error, record.path("smoothEce"), model, "smooth");
            }
            JsonNode logEvidence = record.at("/evidence/logEValue");
            if (logEvidence.isNumber()) {
                add(evidence, logEvidence.doubleValue(), labels(model));
            }
            for (String name : VERDICTS) {
                add(
                        verdict,
                        name.equals(record.path("verdict").asString("")) ? 1 : 0,
                        Labels.of("model", model.name(), "verdict", name));
            }
        }
        all.metricSnapshot(mature.build())
                .metricSnapshot(immature.build())
                .metricSnapshot(error.build())
                .metricSnapshot(evidence.build())
                .metricSnapshot(verdict.build());
    }

    private static void addError(GaugeSnapshot.Builder error, JsonNode value, Model model, String kind) {
        if (value.isNumber()) {
            add(error, value.doubleValue(), Labels.of("model", model.name(), "kind", kind));
        }
    }

    private void serving(MetricSnapshots.Builder all, List<Model> shown) {
        var version = InfoSnapshot.builder()
                .name("plumbline_calibrator_version")
                .help("The calibrator version that serves the current version of the model; 0 is identity.");
        var age = gauge(
                "plumbline_parameters_age_seconds",
                "How long ago the oldest parameters that serve from memory were read from the database.");
        for (Model model : shown) {
            int serving = parameters.inForce(model.name(), null).version();
            version.dataPoint(InfoDataPointSnapshot.builder()
                    .labels(Labels.of("model", model.name(), "version", Integer.toString(serving)))
                    .build());
            parameters.age(model.name()).ifPresent(known -> add(age, known.toNanos() / 1e9, labels(model)));
        }
        all.metricSnapshot(version.build()).metricSnapshot(age.build());
    }

    private void jobs(MetricSnapshots.Builder all, Set<String> shown) {
        var success = gauge(
                "plumbline_job_last_success_timestamp_seconds", "When the job last ended well, in seconds since 1970.");
        var counts = CounterSnapshot.builder()
                .name("plumbline_job_runs")
                .help("Runs that have ended, in all the time the database knows.");
        var duration = SummarySnapshot.builder()
                .name("plumbline_job_duration_seconds")
                .help("How long runs took, in all the time the database knows.");
        for (Total total : runs.totals()) {
            if (!shown.contains(total.model())) {
                continue;
            }
            Labels job = Labels.of("model", total.model(), "job", total.job());
            Labels result = job.merge(Labels.of("result", total.result()));
            counts.dataPoint(CounterDataPointSnapshot.builder()
                    .value(total.runs())
                    .labels(result)
                    .build());
            duration.dataPoint(SummaryDataPointSnapshot.builder()
                    .count(total.runs())
                    .sum(total.duration().toNanos() / 1e9)
                    .labels(result)
                    .build());
            if (total.result().equals("completed")) {
                add(success, total.lastEnd().toEpochMilli() / 1e3, job);
            }
        }
        var overdue = gauge("plumbline_job_overdue", "1 when the scheduled job is overdue, else 0.");
        for (JobState state : states.all()) {
            if (shown.contains(state.model())) {
                add(overdue, state.overdue() ? 1 : 0, Labels.of("model", state.model(), "job", state.job()));
            }
        }
        all.metricSnapshot(success.build())
                .metricSnapshot(counts.build())
                .metricSnapshot(duration.build())
                .metricSnapshot(overdue.build());
    }

    private static GaugeSnapshot.Builder gauge(String name, String help) {
        return GaugeSnapshot.builder().name(name).help(help);
    }

    private static Labels labels(Model model) {
        return Labels.of("model", model.name());
    }

    private static void add(GaugeSnapshot.Builder gauge, double value, Labels labels) {
        gauge.dataPoint(
                GaugeDataPointSnapshot.builder().value(value).labels(labels).build());
    }
}
