package dev.plumbline.server.audit;

import dev.plumbline.files.Row;
import dev.plumbline.monitor.InvalidArgumentException;
import dev.plumbline.monitor.NotFoundException;
import dev.plumbline.monitor.audit.AuditRequest;
import dev.plumbline.monitor.audit.AuditRequest.Period;
import dev.plumbline.monitor.audit.AuditStore;
import dev.plumbline.monitor.audit.CalibrationAudit;
import dev.plumbline.monitor.audit.ReplayAudit;
import dev.plumbline.monitor.audit.Reports;
import dev.plumbline.monitor.jobs.JobRequest;
import dev.plumbline.monitor.jobs.JobRunner;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.Models;
import dev.plumbline.monitor.pairs.Window;
import dev.plumbline.server.http.Answers;
import dev.plumbline.server.http.Bodies;
import dev.plumbline.server.http.Paging;
import dev.plumbline.server.http.QueryWindow;
import java.time.Instant;
import java.util.Set;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Audits on demand, their records, and reports. */
@RestController
@RequestMapping("/api/v1/models/{model}")
class AuditController {
    private static final Set<String> FIELDS = Set.of("from", "to", "version", "refit");

    private final Models models;
    private final JobRunner jobs;
    private final CalibrationAudit audit;
    private final AuditStore store;
    private final Reports reports;
    private final ReplayAudit replay;

    AuditController(
            Models models,
            JobRunner jobs,
            CalibrationAudit audit,
            AuditStore store,
            Reports reports,
            ReplayAudit replay) {
        this.models = models;
        this.jobs = jobs;
        this.audit = audit;
        this.store = store;
        this.reports = reports;
        this.replay = replay;
    }

    @PostMapping("/audits")
    ResponseEntity<byte[]> run(@PathVariable String model, @RequestBody(required = false) byte[] bytes) {
        Model found = models.require(model);
        byte[] given = bytes == null || bytes.length == 0 ? new byte[] {'{', '}'} : bytes;
        ObjectNode body = Bodies.object(given, FIELDS);
        Row row = new Row(1, body);
        boolean allTime = body.has("from") && body.get("from").isNull();
        Instant from = row.has("from") ? row.time("from") : null;
        Instant to = row.has("to") ? row.time("to") : null;
        if (from != null && to != null && from.isAfter(to)) {
            throw new InvalidArgumentException("from", "not after to (" + to + ")", from);
        }
        AuditRequest request = new AuditRequest(
                found.name(),
                new Period(allTime, from, to),
                Bodies.textOrNull(body, "version"),
                refit(body),
                false,
                null);
        JobRequest job = new JobRequest(JobRequest.AUDIT, found.name(), request.toString(), null);
        return Answers.json(
                HttpStatus.CREATED,
                jobs.run(job, run -> audit.run(request, run)).body());
    }

    private static boolean refit(ObjectNode body) {
        JsonNode refit = body.get("refit");
        if (refit == null || refit.isNull()) {
            return true;
        }
        if (!refit.isBoolean()) {
            throw new InvalidArgumentException("refit", "true or false", refit);
        }
        return refit.booleanValue();
    }

    @GetMapping("/audits")
    ResponseEntity<byte[]> list(
            @PathVariable String model,
            @RequestParam(required = false) Long before,
            @RequestParam(required = false) Integer limit) {
        return Answers.ok(store.list(models.require(model), Paging.before(before), Paging.limit(limit)));
    }

    @GetMapping("/audits/{id}")
    ResponseEntity<byte[]> one(@PathVariable String model, @PathVariable long id) {
        return Answers.ok(store.find(models.require(model), id).orElseThrow(() -> NotFoundException.audit(id, model)));
    }

    /** The record as it comes out when it is computed again from what was known then. */
    @PostMapping("/audits/{id}/replay")
    ResponseEntity<byte[]> replay(@PathVariable String model, @PathVariable long id) {
        return Answers.ok(replay.run(model, id));
    }

    /** {@code segment} is {@code KEY:VALUE}. */
    @GetMapping("/reports")
    ResponseEntity<byte[]> report(
            @PathVariable String model,
            @RequestParam(required = false) String from,
            @RequestParam(required = false) String to,
            @RequestParam(required = false) String days,
            @RequestParam(required = false) String version,
            @RequestParam(required = false) String segment) {
        Function<Instant, Window> window = QueryWindow.of(from, to, days);
        if (segment == null) {
            return Answers.ok(reports.report(model, window, version));
        }
        int colon = segment.indexOf(':');
        if (colon < 1) {
            throw new InvalidArgumentException("segment", "KEY:VALUE, such as country:DE", segment);
        }
        return Answers.ok(
                reports.segment(model, window, version, segment.substring(0, colon), segment.substring(colon + 1)));
    }
}
