package dev.plumbline.server.cron;

import dev.plumbline.learning.dataset.TrainingDataException;
import dev.plumbline.learning.retrain.LookForSkew;
import dev.plumbline.learning.retrain.RetrainModel;
import dev.plumbline.learning.trainer.TrainingTimeoutException;
import dev.plumbline.monitor.audit.AuditRequest;
import dev.plumbline.monitor.audit.CalibrationAudit;
import dev.plumbline.monitor.intake.PurgeRows;
import dev.plumbline.monitor.jobs.JobFailedException;
import dev.plumbline.monitor.jobs.JobRequest;
import dev.plumbline.monitor.jobs.JobRunner;
import dev.plumbline.monitor.jobs.Slot;
import dev.plumbline.server.Settings;
import dev.plumbline.server.runs.RunProgress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What the jobs do, whoever asks for them: an endpoint or the schedule. */
@Component
class CronJobs {
    private static final Logger LOG = LoggerFactory.getLogger(CronJobs.class);

    private final JobRunner jobs;
    private final CalibrationAudit audit;
    private final RetrainModel retrain;
    private final LookForSkew skew;
    private final PurgeRows purge;
    private final Optional<Duration> retention;
    private final RunProgress progress;

    CronJobs(
            JobRunner jobs,
            CalibrationAudit audit,
            RetrainModel retrain,
            LookForSkew skew,
            PurgeRows purge,
            RunProgress progress,
            Settings settings) {
        this.jobs = jobs;
        this.audit = audit;
        this.retrain = retrain;
        this.skew = skew;
        this.purge = purge;
        this.progress = progress;
        this.retention = settings.operation().retention();
    }

    JobRunner.Answer run(JobRequest request) {
        return jobs.run(request, body(request));
    }

    /** Begins it and returns the run's number. A failure is logged, as nobody waits for it. */
    long begin(JobRequest request) {
        return jobs.begin(request, body(request), failure -> logFailure(request.job(), request.model(), failure));
    }

    /** Runs a slot of the schedule; what it throws is logged. */
    void run(Slot slot) {
        try {
            run(JobRequest.of(slot));
            if (slot.job().equals(JobRequest.LOOK)) {
                retention.ifPresent(age -> purge.run(slot.model(), age)); // once a day, after the last look at the rows
            }
        } catch (JobFailedException e) {
            if (e.getCause() instanceof InterruptedException) {
                LOG.info(
                        "[jobs] {} of {} at {}: stopped in mid-run, the next start sees to it",
                        slot.job(),
                        slot.model(),
                        slot.due());
            } else {
                logFailure(slot.job(), slot.model(), e.getCause());
            }
            throw e;
        }
    }

    private JobRunner.Body body(JobRequest request) {
        String model = request.model();
        return switch (request.job()) {
            case JobRequest.AUDIT -> run -> audit.run(AuditRequest.monthly(model), run);
            case JobRequest.LOOK ->
                run -> {
                    byte[] answer = audit.run(AuditRequest.look(model), run);
                    lookForSkew(model);
                    return answer;
                };
            case JobRequest.RETRAIN ->
                run -> {
                    try {
                        byte[] answer = retrain.run(
                                model, run, (trainer, step) -> progress.at(run.id(), trainer + ", " + step));
                        lookForSkew(model);
                        return answer;
                    } finally {
                        progress.ended(run.id());
                    }
                };
            default -> throw new IllegalArgumentException("job must be audit, look or retrain, got " + request.job());
        };
    }

    /** The run is committed by now: a failure here is told and changes nothing about it. */
    private void lookForSkew(String model) {
        try {
            skew.look(model);
        } catch (RuntimeException e) {
            LOG.error("[skew] model {}: what is predicted from could not be compared", model, e);
        }
    }

    /** With the contract's prefix of the job. */
    static void logFailure(String job, String model, Throwable cause) {
        String prefix = job.equals(JobRequest.RETRAIN) ? "retrain-ml" : "calibration-audit";
        if (cause instanceof CancellationException) { // somebody wanted it, or the server is stopping
            LOG.info("[{}] model {}: {}", prefix, model, cause.getMessage());
        } else if (cause instanceof TrainingDataException || cause instanceof TrainingTimeoutException) {
            // a person's to mend: where in our code it was seen says nothing
            LOG.error("[{}] model {} failed: {}", prefix, model, cause.getMessage());
        } else {
            LOG.error("[{}] model {} failed", prefix, model, cause);
        }
    }
}
