package dev.plumbline.server.http;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where the container sends what failed outside the controllers. Called from outside it is a path like any unknown one. */
@RestController
class ErrorPath implements ErrorController {
    @RequestMapping("/error")
    ResponseEntity<byte[]> error(HttpServletRequest request) {
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        if (!(code instanceof Integer number)) {
            return Answers.problem(HttpStatus.NOT_FOUND, Answers.problem(HttpStatus.NOT_FOUND, "No such path: /error"));
        }
        HttpStatus status = HttpStatus.resolve(number);
        HttpStatus known = status == null ? HttpStatus.INTERNAL_SERVER_ERROR : status;
        String detail = known.is4xxClientError() ? "this request cannot be read, or not to its end" : "internal error";
        return Answers.problem(known, Answers.problem(known, detail));
    }
}
