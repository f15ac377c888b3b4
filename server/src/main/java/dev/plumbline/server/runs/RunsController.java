package dev.plumbline.server.runs;

import dev.plumbline.monitor.ConflictException;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.NotFoundException;
import dev.plumbline.monitor.jobs.JobRequest;
import dev.plumbline.monitor.jobs.JobRun;
import dev.plumbline.monitor.jobs.JobRunner;
import dev.plumbline.monitor.jobs.RunStore;
import dev.plumbline.server.http.Answers;
import dev.plumbline.server.http.Paging;
import java.net.URI;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** What ran, when, and how it ended. */
@RestController
@RequestMapping("/api/v1/runs")
class RunsController {
    private final RunStore runs;
    private final JobRunner jobs;
    private final RunProgress progress;

    RunsController(RunStore runs, JobRunner jobs, RunProgress progress) {
        this.runs = runs;
        this.jobs = jobs;
        this.progress = progress;
    }

    @GetMapping
    ResponseEntity<byte[]> list(
            @RequestParam(required = false) String job,
            @RequestParam(required = false) String model,
            @RequestParam(required = false) Long before,
            @RequestParam(required = false) Integer limit) {
        return Answers.ok(runs.list(job, model, Paging.before(before), Paging.limit(limit)));
    }

    /** The run, with its answer once it is completed: for callers that did not wait for it. */
    @GetMapping("/{id}")
    ResponseEntity<byte[]> one(@PathVariable long id) {
        ObjectNode run = Json.tree(find(id));
        run.put("progress", progress.of(id).orElse(null));
        run.set("answer", runs.answer(id).map(Json::read).orElse(null));
        return Answers.ok(run);
    }

    /** Ends a training that this process is at: it fails, nothing of it is kept, and what served goes on serving. */
    @PostMapping("/{id}/cancel")
    ResponseEntity<byte[]> cancel(@PathVariable long id) {
        JobRun run = find(id);
        if (!run.job().equals(JobRequest.RETRAIN)) {
            throw new ConflictException("Run " + id + " is of job " + run.job() + ": only trainings can be cancelled");
        }
        if (!jobs.cancel(id)) {
            throw new ConflictException("Run " + id + " is not under way on this server: it is " + run.status());
        }
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/runs/" + id))
                .contentType(MediaType.APPLICATION_JSON)
                .body(Json.bytes(run));
    }

    private JobRun find(long id) {
        return runs.find(id).orElseThrow(() -> new NotFoundException("Unknown run: " + id));
    }
}
