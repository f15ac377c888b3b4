package dev.plumbline.server.runs;

import dev.plumbline.monitor.NotFoundException;
import dev.plumbline.monitor.jobs.RunStore;
import dev.plumbline.server.http.Answers;
import dev.plumbline.server.http.Paging;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What ran, when, and how it ended. */
@RestController
@RequestMapping("/api/v1/runs")
class RunsController {
    private final RunStore runs;

    RunsController(RunStore runs) {
        this.runs = runs;
    }

    @GetMapping
    ResponseEntity<byte[]> list(
            @RequestParam(required = false) String job,
            @RequestParam(required = false) String model,
            @RequestParam(required = false) Long before,
            @RequestParam(required = false) Integer limit) {
        return Answers.ok(runs.list(job, model, Paging.before(before), Paging.limit(limit)));
    }

    @GetMapping("/{id}")
    ResponseEntity<byte[]> one(@PathVariable long id) {
        return Answers.ok(runs.find(id).orElseThrow(() -> new NotFoundException("Unknown run: " + id)));
    }
}
