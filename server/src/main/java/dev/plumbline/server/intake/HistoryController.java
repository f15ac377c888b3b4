package dev.plumbline.server.intake;

import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.intake.RecordHistory;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.Models;
import dev.plumbline.server.http.QueryWindow;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** The history of a model out, a row per prediction, as a stream of any length: what {@code POST .../records} takes in. */
@RestController
class HistoryController {
    private final RecordHistory history;
    private final Models models;

    HistoryController(RecordHistory history, Models models) {
        this.history = history;
        this.models = models;
    }

    @GetMapping("/api/v1/models/{model}/records")
    void records(
            @PathVariable String model,
            @RequestParam(required = false) String from,
            @RequestParam(required = false) String to,
            HttpServletResponse response)
            throws IOException {
        Model known = models.require(model);
        Instant first = QueryWindow.time("from", from);
        Instant end = QueryWindow.time("to", to);
        response.setContentType("application/x-ndjson");
        OutputStream out = response.getOutputStream();
        history.export(known, first, end, new RecordHistory.Sink() {
            @Override
            public void begin(long rows, Set<String> segments, Map<String, Set<String>> features) {}

            @Override
            public void row(ObjectNode row) {
                try {
                    out.write(Json.bytes(row));
                    out.write('\n');
                } catch (IOException e) { // the client has gone
                    throw new UncheckedIOException(e);
                }
            }
        });
    }
}
