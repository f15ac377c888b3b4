package dev.plumbline.server.openapi;

import dev.plumbline.monitor.Json;
import dev.plumbline.server.http.Answers;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The description of the HTTP interface for programs and for people; it holds no data, so it needs no key. */
@RestController
class OpenApiController {
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    /** Made when somebody first asks, not at every start. */
    private static final class Made {
        static final JsonNode DOCUMENT = OpenApiDocument.read();
        static final byte[] JSON = Json.bytes(DOCUMENT);
        static final byte[] PAGE = new DocumentPage(DOCUMENT).html().getBytes(StandardCharsets.UTF_8);
    }

    @GetMapping("/api/v1/openapi.json")
    ResponseEntity<byte[]> document() {
        return Answers.ok(Made.JSON);
    }

    @GetMapping("/api/v1/docs")
    ResponseEntity<byte[]> page() {
        return ResponseEntity.ok().contentType(HTML).body(Made.PAGE);
    }
}
