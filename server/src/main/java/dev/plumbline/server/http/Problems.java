package dev.plumbline.server.http;

import dev.plumbline.files.FieldException;
import dev.plumbline.learning.model.ModelFormatException;
import dev.plumbline.monitor.ConflictException;
import dev.plumbline.monitor.InvalidArgumentException;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.NotFoundException;
import dev.plumbline.monitor.UnavailableException;
import dev.plumbline.monitor.jobs.JobFailedException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.UnsatisfiedServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** The one place where exceptions become HTTP statuses. */
@RestControllerAdvice
class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final String RETRY_SECONDS = "5";

    @ExceptionHandler
    ResponseEntity<byte[]> invalid(InvalidArgumentException e) {
        return field(e.getMessage(), e.field(), e.allowed(), e.value());
    }

    @ExceptionHandler
    ResponseEntity<byte[]> invalid(FieldException e) {
        return field(e.getMessage(), e.field(), e.allowed(), e.value());
    }

    @ExceptionHandler
    ResponseEntity<byte[]> invalid(MethodArgumentTypeMismatchException e) {
        Class<?> type = e.getRequiredType();
        boolean whole = type == int.class || type == long.class || type == Integer.class || type == Long.class;
        String allowed = whole ? "a whole number" : "a value of another type";
        return invalid(new InvalidArgumentException(e.getName(), allowed, e.getValue()));
    }

    @ExceptionHandler
    ResponseEntity<byte[]> missing(MissingServletRequestParameterException e) {
        return missing(e.getParameterName());
    }

    /** The same, where the parameter tells which handler is meant. */
    @ExceptionHandler
    ResponseEntity<byte[]> missing(UnsatisfiedServletRequestParameterException e) {
        return missing(String.join(" or ", e.getParamConditions()));
    }

    private static ResponseEntity<byte[]> missing(String parameter) {
        String allowed = "given as a query parameter, as in ?" + parameter + "=VALUE";
        return field(parameter + " must be " + allowed + ", got nothing", parameter, allowed, "nothing");
    }

    @ExceptionHandler
    ResponseEntity<byte[]> unsupported(UnsupportedBodyException e) {
        return field(HttpStatus.UNSUPPORTED_MEDIA_TYPE, e.getMessage(), e.header(), e.allowed(), e.value());
    }

    private static ResponseEntity<byte[]> field(String detail, String field, String allowed, String value) {
        return field(HttpStatus.BAD_REQUEST, detail, field, allowed, value);
    }

    private static ResponseEntity<byte[]> field(
            HttpStatus status, String detail, String field, String allowed, String value) {
        ObjectNode problem = Answers.problem(status, detail);
        problem.put("field", field).put("allowed", allowed).put("value", value);
        return Answers.problem(status, problem);
    }

    /** The client has gone, or what it sent cannot be read to its end; no fault of the server. */
    @ExceptionHandler
    ResponseEntity<byte[]> unreadable(HttpMessageNotReadableException e) {
        return plain(HttpStatus.BAD_REQUEST, "the body ended before it was whole");
    }

    /** There is nobody to answer any more, and no fault to log. */
    @ExceptionHandler(AsyncRequestNotUsableException.class)
    void gone() {}

    @ExceptionHandler
    ResponseEntity<byte[]> malformed(JacksonException e) {
        String place = e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
        return plain(
                HttpStatus.BAD_REQUEST, "the body is not JSON" + place + ": " + firstClause(e.getOriginalMessage()));
    }

    /** Without the parser's advice about its own switches and sources. */
    private static String firstClause(String message) {
        return message.split(" \\(start marker|: enable |; enable |\\n|\\[Source", 2)[0].strip();
    }

    /** A query that cannot be decoded, such as {@code ?model=%FF}. */
    @ExceptionHandler
    ResponseEntity<byte[]> undecodable(InvalidParameterException e) {
        return plain(HttpStatus.BAD_REQUEST, "the query must be percent-encoded UTF-8: " + e.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<byte[]> tooLarge(BodyTooLargeException e) {
        return plain(HttpStatus.CONTENT_TOO_LARGE, e.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<byte[]> missing(NotFoundException e) {
        return plain(HttpStatus.NOT_FOUND, e.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<byte[]> conflict(ConflictException e) {
        return plain(HttpStatus.CONFLICT, e.getMessage());
    }

    /** A trained model in the store that is not what it was: a person has to put another version in force. */
    @ExceptionHandler
    ResponseEntity<byte[]> damaged(ModelFormatException e) {
        LOG.error("[http] a trained model is damaged", e);
        return plain(HttpStatus.INTERNAL_SERVER_ERROR, e.getMessage() + "; put another version in force");
    }

    @ExceptionHandler
    ResponseEntity<byte[]> failed(JobFailedException e) {
        return cause(e.getCause());
    }

    @ExceptionHandler
    ResponseEntity<byte[]> unavailable(UnavailableException e) {
        LOG.warn("[http] answered 503: {}", e.getMessage());
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(Json.bytes(Answers.problem(HttpStatus.SERVICE_UNAVAILABLE, e.getMessage())));
    }

    /** Wrong method, wrong media type, no such path and the like, which Spring says with a status of its own. */
    @ExceptionHandler
    ResponseEntity<byte[]> unexpected(Exception e) {
        if (e instanceof ErrorResponse known) {
            HttpStatus status = HttpStatus.valueOf(known.getStatusCode().value());
            ObjectNode problem =
                    Answers.problem(status, String.valueOf(known.getBody().getDetail()));
            return ResponseEntity.status(status)
                    .headers(known.getHeaders())
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                    .body(Json.bytes(problem));
        }
        LOG.error("[http] unexpected failure", e);
        return plain(HttpStatus.INTERNAL_SERVER_ERROR, "internal error; the cause is in the server's log");
    }

    private ResponseEntity<byte[]> cause(Throwable cause) {
        if (cause instanceof InvalidArgumentException e) {
            return invalid(e);
        }
        if (cause instanceof NotFoundException e) {
            return missing(e);
        }
        if (cause instanceof ConflictException e) {
            return conflict(e);
        }
        if (cause instanceof UnavailableException e) {
            return unavailable(e);
        }
        return unexpected(cause instanceof Exception e ? e : new IllegalStateException(cause));
    }

    private static ResponseEntity<byte[]> plain(HttpStatus status, String detail) {
        return Answers.problem(status, Answers.problem(status, detail));
    }
}
