package dev.plumbline.server.health;

import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.PlumblineVersion;
import dev.plumbline.server.health.HealthCheck.Finding;
import dev.plumbline.server.health.HealthCheck.Status;
import dev.plumbline.server.http.Answers;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** For load balancers and people, without a key. */
@RestController
class HealthController {
    private final List<HealthCheck> checks;

    HealthController(List<HealthCheck> checks) {
        this.checks = checks;
    }

    /** 200 when requests can be answered, else 503; in both cases what was looked at. */
    @GetMapping({"/health", "/health/ready"})
    ResponseEntity<byte[]> ready() {
        Status worst = Status.UP;
        ObjectNode components = Json.object();
        for (HealthCheck check : checks) {
            Finding finding = look(check);
            worst = finding.status().compareTo(worst) > 0 ? finding.status() : worst;
            ObjectNode component = components
                    .putObject(check.name())
                    .put("status", finding.status().name());
            if (finding.reason() != null) {
                component.put("reason", finding.reason());
            }
        }
        boolean ready = worst != Status.DOWN;
        ObjectNode body = status(ready ? Status.UP : Status.DOWN);
        body.set("components", components);
        return Answers.json(ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE, body);
    }

    private static Finding look(HealthCheck check) {
        try {
            return check.look();
        } catch (RuntimeException e) {
            return Finding.down("It cannot be looked at");
        }
    }

    /** The process answers: a restart would not help. */
    @GetMapping("/health/live")
    ResponseEntity<byte[]> live() {
        return Answers.ok(status(Status.UP));
    }

    private static ObjectNode status(Status status) {
        return Json.object().put("status", status.name()).put("version", PlumblineVersion.TEXT);
    }
}
