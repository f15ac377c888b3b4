package dev.plumbline.server.cron;

import dev.plumbline.monitor.audit.Reports;
import dev.plumbline.server.http.Answers;
import dev.plumbline.server.http.QueryWindow;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The contract's report: the fields it names, and the rest of the report beside them. */
@RestController
class AdminReportController {
    private final Reports reports;

    AdminReportController(Reports reports) {
        this.reports = reports;
    }

    @GetMapping("/api/admin/calibration-report")
    ResponseEntity<byte[]> report(
            @RequestParam(required = false) String days, @RequestParam(required = false) String model) {
        return Answers.ok(reports.report(model, QueryWindow.of(null, null, days), null));
    }
}
