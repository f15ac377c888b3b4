package dev.plumbline.server;

import dev.plumbline.monitor.PlumblineVersion;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a person finds without a key. */
@RestController
class HomeController {
    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>Plumbline</title>
            <link rel="stylesheet" href="/plumbline.css">
            </head>
            <body>
            <main>
            <h1>Plumbline</h1>
            <p>Keeps predicted probabilities honest: it remembers predictions, pairs them with what really happened, measures
            whether 0.72 means 72&#8201;%, and serves the correction that is in force.</p>
            <p>This is version VERSION, running. It speaks JSON over HTTP; each path needs a key.</p>
            <table>
            <tr><th>Record predictions</th><td><code>POST /api/v1/models/{model}/predictions</code></td></tr>
            <tr><th>Record outcomes</th><td><code>POST /api/v1/models/{model}/outcomes</code></td></tr>
            <tr><th>Histories in and out</th><td><code>POST</code>, <code>GET /api/v1/models/{model}/records</code></td></tr>
            <tr><th>Calibrate a score</th><td><code>POST /api/v1/models/{model}/calibrate</code></td></tr>
            <tr><th>Parameters in force</th><td><code>GET /api/v1/models/{model}/calibrator</code></td></tr>
            <tr><th>Predict classes</th><td><code>POST /api/v1/models/{model}/predict</code></td></tr>
            <tr><th>Report</th><td><code>GET /api/v1/models/{model}/reports?days=90</code></td></tr>
            <tr><th>Audits</th><td><code>/api/v1/models/{model}/audits</code></td></tr>
            <tr><th>Calibrator versions</th><td><code>/api/v1/models/{model}/calibrators</code>,
            <code>/promotions</code></td></tr>
            <tr><th>Models</th><td><code>/api/v1/models</code></td></tr>
            <tr><th>Job runs</th><td><code>/api/v1/runs</code></td></tr>
            <tr><th>For a cron</th><td><code>GET /api/cron/calibration-audit</code>,
            <code>GET /api/cron/retrain-ml</code></td></tr>
            <tr><th>All paths and fields</th><td><a href="/api/v1/docs"><code>/api/v1/docs</code></a>,
            <a href="/api/v1/openapi.json"><code>/api/v1/openapi.json</code></a></td></tr>
            <tr><th>Health</th><td><a href="/health"><code>/health</code></a></td></tr>
            </table>
            </main>
            </body>
            </html>
            """.replace("VERSION", PlumblineVersion.TEXT);

    @GetMapping(value = "/", produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<String> page() {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("text/html;charset=UTF-8"))
                .body(PAGE);
    }
}
