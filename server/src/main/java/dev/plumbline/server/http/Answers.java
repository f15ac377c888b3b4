package dev.plumbline.server.http;

import dev.plumbline.monitor.Json;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.node.ObjectNode;

/** Answers as bytes, written by the same writer as the stored documents. */
public final class Answers {
    private Answers() {}

    public static ResponseEntity<byte[]> ok(Object body) {
        return json(HttpStatus.OK, body);
    }

    public static ResponseEntity<byte[]> json(HttpStatus status, Object body) {
        byte[] bytes = body instanceof byte[] stored ? stored : Json.bytes(body);
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(bytes);
    }

    /** A problem document (RFC 9457). */
    public static ObjectNode problem(HttpStatus status, String detail) {
        return Json.object()
                .put("type", "about:blank")
                .put("title", status.getReasonPhrase())
                .put("status", status.value())
                .put("detail", detail);
    }

    /** What the contract's endpoints answer to whoever has no right to them. */
    public static byte[] unauthorized() {
        return Json.bytes(Json.object().put("error", "Unauthorized"));
    }

    /** A problem document for what is answered outside the controllers. */
    static byte[] problemBytes(HttpStatus status, String detail) {
        return Json.bytes(problem(status, detail));
    }

    public static ResponseEntity<byte[]> problem(HttpStatus status, ObjectNode problem) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(Json.bytes(problem));
    }
}
