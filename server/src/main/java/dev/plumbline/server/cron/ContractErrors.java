package dev.plumbline.server.cron;

import dev.plumbline.monitor.InvalidArgumentException;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.NotFoundException;
import dev.plumbline.server.http.Answers;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** The contract's endpoints answer errors in the contract's own words, before problem documents are thought of. */
@Order(Ordered.HIGHEST_PRECEDENCE)
@RestControllerAdvice(assignableTypes = {CronController.class, AdminReportController.class})
class ContractErrors {
    @ExceptionHandler
    ResponseEntity<byte[]> unknown(NotFoundException e) {
        return error(HttpStatus.NOT_FOUND, e);
    }

    @ExceptionHandler
    ResponseEntity<byte[]> invalid(InvalidArgumentException e) {
        return error(HttpStatus.BAD_REQUEST, e);
    }

    private static ResponseEntity<byte[]> error(HttpStatus status, RuntimeException e) {
        return Answers.json(status, Json.object().put("error", e.getMessage()));
    }
}
