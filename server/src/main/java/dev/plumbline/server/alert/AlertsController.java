package dev.plumbline.server.alert;

import dev.plumbline.monitor.alert.AlertStore;
import dev.plumbline.server.http.Answers;
import dev.plumbline.server.http.Paging;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What people are told. */
@RestController
@RequestMapping("/api/v1/alerts")
class AlertsController {
    private final AlertStore alerts;

    AlertsController(AlertStore alerts) {
        this.alerts = alerts;
    }

    @GetMapping
    ResponseEntity<byte[]> list(
            @RequestParam(required = false) Long before, @RequestParam(required = false) Integer limit) {
        return Answers.ok(alerts.list(Paging.before(before), Paging.limit(limit)));
    }
}
