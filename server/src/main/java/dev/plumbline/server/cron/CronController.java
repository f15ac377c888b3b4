package dev.plumbline.server.cron;

import dev.plumbline.monitor.InvalidArgumentException;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.NotFoundException;
import dev.plumbline.monitor.jobs.JobFailedException;
import dev.plumbline.monitor.jobs.JobRequest;
import dev.plumbline.monitor.jobs.JobRunner;
import dev.plumbline.monitor.jobs.RunStore;
import dev.plumbline.monitor.model.Models;
import dev.plumbline.server.http.Answers;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** The two cron endpoints of the contract, with the error bodies of the contract. */
@RestController
class CronController {
    private static final String ASYNC = "respond-async";

    private final Models models;
    private final CronJobs jobs;
    private final RunStore runs;

    CronController(Models models, CronJobs jobs, RunStore runs) {
        this.models = models;
        this.jobs = jobs;
        this.runs = runs;
    }

    @GetMapping("/api/cron/calibration-audit")
    ResponseEntity<byte[]> audit(@RequestParam(required = false) String model, HttpServletRequest request) {
        return answer(
                JobRequest.AUDIT, model, request, cause -> Json.object().put("error", "Calibration audit failed"));
    }

    @GetMapping("/api/cron/retrain-ml")
    ResponseEntity<byte[]> retrain(@RequestParam(required = false) String model, HttpServletRequest request) {
        return answer(
                JobRequest.RETRAIN,
                model,
                request,
                cause -> Json.object().put("status", "failed").put("error", "Training failed: " + message(cause)));
    }

    private ResponseEntity<byte[]> answer(
            String job, String model, HttpServletRequest request, Function<Throwable, ObjectNode> failure) {
        try {
            JobRequest call = new JobRequest(job, models.require(model).name(), "", CallerKey.of(request));
            return prefersAsync(request) ? begun(jobs.begin(call)) : answer(jobs.run(call));
        } catch (NotFoundException | InvalidArgumentException e) {
            throw e;
        } catch (RuntimeException e) {
            Throwable cause = e instanceof JobFailedException ? e.getCause() : e;
            // the name as it was asked for: looking it up may be what failed
            CronJobs.logFailure(job, model == null ? "(default)" : model, cause);
            return Answers.json(HttpStatus.INTERNAL_SERVER_ERROR, failure.apply(cause));
        }
    }

    /** RFC 7240: preferences stand in one header or several, each perhaps with parameters. */
    private static boolean prefersAsync(HttpServletRequest request) {
        List<String> headers = Collections.list(request.getHeaders("Prefer"));
        return headers.stream()
                .flatMap(header -> List.of(header.split(",", -1)).stream())
                .anyMatch(preference -> preference.split(";", 2)[0].strip().equalsIgnoreCase(ASYNC));
    }

    private ResponseEntity<byte[]> begun(long run) {
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/runs/" + run))
                .header("Preference-Applied", ASYNC)
                .contentType(MediaType.APPLICATION_JSON)
                .body(Json.bytes(runs.find(run).orElseThrow()));
    }

    private static ResponseEntity<byte[]> answer(JobRunner.Answer answer) {
        if (!answer.replayed()) {
            return Answers.ok(answer.body());
        }
        return Answers.ok(((ObjectNode) Json.read(answer.body())).put("replayed", true));
    }

    /** An exception without a message at least says what it is. */
    private static String message(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
