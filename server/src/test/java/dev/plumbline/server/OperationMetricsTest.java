package dev.plumbline.server;

import static dev.plumbline.server.HttpKit.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.monitor.intake.RowAnswer;
import dev.plumbline.server.TestServer.Answer;
import dev.plumbline.server.metrics.Metrics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code /metrics}: names, types and values after real intake, audits and jobs; and what a restart keeps. */
class OperationMetricsTest {
    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{.*})? (\\S+)");

    @TempDir
    private Path data;

    private static Answer scrape(TestServer server) {
        Answer answer = server.send(server.request("/metrics", null).build());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("text/plain;version=0.0.4;charset=utf-8");
        return answer;
    }

    /** Series to value; each line of the format is checked, and that each family is described before it is given. */
    private static Map<String, Double> values(Answer answer) {
        Map<String, Double> values = new TreeMap<>();
        String family = "";
        for (String line : answer.body().split("\n")) {
            if (line.startsWith("# HELP ")) {
                family = line.split(" ")[2];
                assertThat(line.split(" ", 4)[3]).as(line).isNotBlank();
                continue;
            }
            if (line.startsWith("# TYPE ")) {
                assertThat(line).matches("# TYPE " + family + " (counter|gauge|histogram|summary)");
                continue;
            }
            Matcher matcher = LINE.matcher(line);
            assertThat(matcher.matches()).as(line).isTrue();
            assertThat(matcher.group(1)).startsWith(family);
            double value =
                    matcher.group(3).equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(matcher.group(3));
            assertThat(values.put(
                            line.substring(0, matcher.end(3) - matcher.group(3).length())
                                    .strip(),
                            value))
                    .as(line)
                    .isNull();
        }
        return values;
    }

    private static double value(Map<String, Double> values, String series) {
        assertThat(values).containsKey(series);
        return values.get(series);
    }

    @Test
    void intakeAuditsAndJobs_areCounted_andWhatIsStoredSurvivesARestart() {
        Map<String, Double> before;
        JsonNode audit;
        try (TestServer server = TestServer.start(data)) {
            Instant early = TestServer.START.minus(Duration.ofDays(2));
            HttpKit.pairsThatAreTooHigh(server, "m", "p", 20, ",\"predictedAt\":\"" + early + "\"");
            server.outcomes("m", HttpKit.outcome("p0-0", 1) + HttpKit.outcome("unknown", 1) + "{}\n");
            server.outcomes("never", "{}\n");
            server.post("/models/m/calibrate", "{\"id\":\"c1\",\"score\":0.4}");
            server.cron("/api/cron/calibration-audit?model=m");
            server.cron("/api/cron/retrain-ml?model=m"); // there is no training data: it fails
            audit = server.get("/models/m/audits").json().required("items").get(0);
            Answer answer = scrape(server);
            before = values(answer);

            assertThat(value(before, "plumbline_predictions_total{model=\"m\"}"))
                    .isEqualTo(201);
            assertThat(value(before, "plumbline_outcomes_total{kind=\"taken\",model=\"m\"}"))
                    .isEqualTo(200);
            assertThat(value(before, "plumbline_outcomes_total{kind=\"repeated\",model=\"m\"}")
                            + value(before, "plumbline_outcomes_total{kind=\"corrected\",model=\"m\"}"))
                    .isEqualTo(1);
            assertThat(value(before, "plumbline_outcomes_total{kind=\"waiting\",model=\"m\"}"))
                    .isEqualTo(1);
            assertThat(value(before, "plumbline_outcomes_total{kind=\"rejected\",model=\"m\"}"))
                    .isEqualTo(1);
            assertThat(value(before, "plumbline_outcome_delay_seconds_bucket{model=\"m\",le=\"86400.0\"}"))
                    .isZero();
            assertThat(value(before, "plumbline_outcome_delay_seconds_bucket{model=\"m\",le=\"259200.0\"}"))
                    .isEqualTo(200);
            assertThat(value(before, "plumbline_outcome_delay_seconds_sum{model=\"m\"}"))
                    .isEqualTo(200 * 2 * 86_400.0);
            assertThat(value(before, "plumbline_parameters_age_seconds{model=\"m\"}"))
                    .isBetween(0.0, 60.0);
            assertThat(before.keySet()).noneMatch(series -> series.contains("never"));
            assertThat(value(
                            before,
                            "http_server_requests_seconds_count{method=\"POST\",status=\"200\","
                                    + "uri=\"/api/v1/models/{model}/predictions\"}"))
                    .isEqualTo(1);
            assertThat(answer.body())
                    .contains(
                            "# TYPE plumbline_predictions_total counter",
                            "# TYPE plumbline_outcomes_total counter",
                            "# TYPE plumbline_outcome_delay_seconds histogram",
                            "# TYPE plumbline_pairs_mature gauge",
                            "# TYPE plumbline_calibration_error gauge",
                            "# TYPE plumbline_verdict gauge",
                            "# TYPE plumbline_calibrator_version_info gauge",
                            "# TYPE plumbline_job_runs_total counter",
                            "# TYPE plumbline_job_duration_seconds summary")
                    .doesNotContain("p0-0", "c1\"");
        }
        try (TestServer server = TestServer.start(data)) {
            Map<String, Double> after = values(scrape(server));
            for (Map<String, Double> values : List.of(before, after)) {
                assertThat(value(values, "plumbline_pairs_mature{model=\"m\"}")
                                + value(values, "plumbline_pairs_immature{model=\"m\"}"))
                        .isEqualTo(audit.required("totalSamples").doubleValue());
                assertThat(value(values, "plumbline_calibration_error{kind=\"ece\",model=\"m\"}"))
                        .isEqualTo(audit.required("ece").doubleValue());
                assertThat(value(values, "plumbline_calibration_error{kind=\"expected\",model=\"m\"}"))
                        .isEqualTo(audit.required("expectedEce").doubleValue());
                String verdict = audit.required("verdict").stringValue();
                assertThat(value(values, "plumbline_verdict{model=\"m\",verdict=\"" + verdict + "\"}"))
                        .isEqualTo(1);
                assertThat(values.entrySet().stream()
                                .filter(each -> each.getKey().startsWith("plumbline_verdict"))
                                .mapToDouble(Map.Entry::getValue)
                                .sum())
                        .isEqualTo(1);
                int version = server.get("/models/m/calibrator")
                        .json()
                        .required("calibratorVersion")
                        .intValue();
                assertThat(value(values, "plumbline_calibrator_version_info{model=\"m\",version=\"" + version + "\"}"))
                        .isEqualTo(1);
                assertThat(value(values, "plumbline_job_runs_total{job=\"audit\",model=\"m\",result=\"completed\"}"))
                        .isEqualTo(1);
                assertThat(value(values, "plumbline_job_runs_total{job=\"retrain\",model=\"m\",result=\"failed\"}"))
                        .isEqualTo(1);
                assertThat(value(
                                values,
                                "plumbline_job_duration_seconds_count{job=\"audit\",model=\"m\",result=\"completed\"}"))
                        .isEqualTo(1);
                assertThat(value(values, "plumbline_job_last_success_timestamp_seconds{job=\"audit\",model=\"m\"}"))
                        .isCloseTo(TestServer.START.getEpochSecond(), within(1.0));
                assertThat(values)
                        .doesNotContainKey("plumbline_job_last_success_timestamp_seconds{job=\"retrain\",model=\"m\"}");
            }
            assertThat(after).doesNotContainKey("plumbline_predictions_total{model=\"m\"}");
        }
    }

    /** An audit of nothing has an ECE of 0 in its record, for the contract says so; as a series it would look like perfection. */
    @Test
    void valuesThatDoNotExist_haveNoSeries() {
        try (TestServer server = TestServer.start(data)) {
            server.put("/models/empty", "{}");
            assertThat(server.post("/models/empty/audits", "{}").status()).isEqualTo(201);
            Map<String, Double> values = values(scrape(server));
            assertThat(values.keySet())
                    .noneMatch(series -> series.startsWith("plumbline_calibration_error"))
                    .noneMatch(series -> series.startsWith("plumbline_evidence_log"))
                    .noneMatch(series -> series.startsWith("plumbline_outcome_delay_seconds"));
            assertThat(values)
                    .containsEntry("plumbline_pairs_mature{model=\"empty\"}", 0.0)
                    .containsEntry("plumbline_verdict{model=\"empty\",verdict=\"NotEnoughData\"}", 1.0);
        }
    }

    /** Both count from the start of the clock, whatever the window of the audit. */
    @Test
    void matureAndImmaturePairs_areThoseOfTheClock() {
        try (TestServer server = TestServer.start(data)) {
            server.put("/models/m", "{\"maturityDelay\": \"P1D\"}");
            HttpKit.pairsThatAreTooHigh(server, "m", "p", 20, "");
            String early = TestServer.START.minus(Duration.ofDays(200)).toString();
            server.predictions("m", "{\"id\":\"early\",\"score\":0.5,\"predictedAt\":\"" + early + "\"}");
            server.outcomes("m", "{\"predictionId\":\"early\",\"actual\":1,\"observedAt\":\"" + early + "\"}");
            JsonNode audit = HttpKit.audit(server, "m", "{}");
            assertThat(audit.required("totalSamples").intValue()).isEqualTo(200);
            Map<String, Double> values = values(scrape(server));
            double mature = value(values, "plumbline_pairs_mature{model=\"m\"}");
            double immature = value(values, "plumbline_pairs_immature{model=\"m\"}");
            assertThat(mature)
                    .isEqualTo(audit.required("matureSamples").doubleValue())
                    .isEqualTo(1);
            assertThat(mature + immature).isEqualTo(201);
            assertThat(value(values, "plumbline_evidence_log{model=\"m\"}"))
                    .isEqualTo(audit.at("/evidence/logEValue").doubleValue());
        }
    }

    /** However many models there are, the number of series has a bound; no count is lost by it. */
    @Test
    void models_beyondTheFirstThousand_shareASeries() {
        try (TestServer server = TestServer.start(data)) {
            var metrics = server.bean("metrics", Metrics.class);
            var taken = List.of(RowAnswer.TAKEN, RowAnswer.TAKEN, RowAnswer.REPEATED);
            for (int i = 0; i < 1_010; i++) {
                metrics.predictions("m" + i, taken);
            }
            Map<String, Double> values = values(scrape(server));
            values.keySet().removeIf(series -> !series.startsWith("plumbline_predictions_total"));
            assertThat(values).hasSize(1_001).containsEntry("plumbline_predictions_total{model=\"(other)\"}", 20.0);
        }
    }

    @Test
    void admin_closesMetricsToOthers() {
        try (TestServer server = TestServer.start(data, Map.of("PLUMBLINE_METRICS_ACCESS", "admin"))) {
            problem(server.send(server.request("/metrics", null).build()), 401);
            problem(server.send(server.request("/metrics", TestServer.INGEST).build()), 403);
            assertThat(server.send(server.request("/metrics", TestServer.ADMIN).build())
                            .status())
                    .isEqualTo(200);
            assertThat(server.send(server.request("/health", null).build()).status())
                    .isEqualTo(200);
        }
    }
}
