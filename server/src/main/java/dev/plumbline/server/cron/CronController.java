package dev.plumbline.server.cron;

import dev.plumbline.learning.retrain.RetrainModel;
import dev.plumbline.monitor.InvalidArgumentException;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.NotFoundException;
import dev.plumbline.monitor.audit.AuditRequest;
import dev.plumbline.monitor.audit.CalibrationAudit;
import dev.plumbline.monitor.jobs.JobFailedException;
import dev.plumbline.monitor.jobs.JobRequest;
import dev.plumbline.monitor.jobs.JobRunner;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.Models;
import dev.plumbline.server.http.Answers;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** The two cron endpoints of the contract, with the error bodies of the contract. */
@RestController
class CronController {
    private static final Logger LOG = LoggerFactory.getLogger(CronController.class);

    private final Models models;
    private final JobRunner jobs;
    private final CalibrationAudit audit;
    private final RetrainModel retrain;

    CronController(Models models, JobRunner jobs, CalibrationAudit audit, RetrainModel retrain) {
        this.models = models;
        this.jobs = jobs;
        this.audit = audit;
        this.retrain = retrain;
    }

    @GetMapping("/api/cron/calibration-audit")
    ResponseEntity<byte[]> audit(@RequestParam(required = false) String model, HttpServletRequest request) {
        try {
            Model found = models.require(model);
            JobRequest job = new JobRequest(JobRequest.AUDIT, found.name(), "", CallerKey.of(request));
            return answer(jobs.run(job, run -> audit.run(AuditRequest.monthly(found.name()), run)));
        } catch (NotFoundException | InvalidArgumentException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("[calibration-audit] model {} failed", shown(model), cause(e));
            return Answers.json(
                    HttpStatus.INTERNAL_SERVER_ERROR, Json.object().put("error", "Calibration audit failed"));
        }
    }

    @GetMapping("/api/cron/retrain-ml")
    ResponseEntity<byte[]> retrain(@RequestParam(required = false) String model, HttpServletRequest request) {
        try {
            Model found = models.require(model);
            JobRequest job = new JobRequest(JobRequest.RETRAIN, found.name(), "", CallerKey.of(request));
            return answer(jobs.run(job, run -> retrain.run(found.name(), run)));
        } catch (NotFoundException | InvalidArgumentException e) {
            throw e;
        } catch (RuntimeException e) {
            Throwable cause = cause(e);
            LOG.error("[retrain-ml] model {} failed", shown(model), cause);
            return Answers.json(
                    HttpStatus.INTERNAL_SERVER_ERROR,
                    Json.object().put("status", "failed").put("error", "Training failed: " + message(cause)));
        }
    }

    /** The name as it was asked for: looking it up may be what failed. */
    private static String shown(String model) {
        return model == null ? "(default)" : model;
    }

    private static Throwable cause(RuntimeException e) {
        return e instanceof JobFailedException ? e.getCause() : e;
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
