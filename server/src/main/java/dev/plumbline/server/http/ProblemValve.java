package dev.plumbline.server.http;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** Tomcat's own errors (a request it cannot parse) as problem documents instead of pages. Made by Tomcat, by its name. */
public final class ProblemValve extends ErrorReportValve {
    private static final List<String> CONTRACT = List.of("/api/cron/", "/api/admin/");

    /** On every answer, also those that nothing of Spring sees. */
    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        response.setHeader("X-Content-Type-Options", "nosniff");
        super.invoke(request, response);
    }

    @Override
    protected void report(Request request, Response response, Throwable cause) {
        HttpStatus status = HttpStatus.resolve(response.getStatus());
        if (status == null || !status.isError() || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        if (showedNoKey(request, status)) {
            unauthorized(request, response);
            return;
        }
        String detail = status.is4xxClientError() ? "this request cannot be read" : "internal error";
        answer(response, status, MediaType.APPLICATION_PROBLEM_JSON_VALUE, Answers.problemBytes(status, detail));
    }

    /** Below /api the key comes first: a request that broke off before it showed one is answered 401. */
    private static boolean showedNoKey(Request request, HttpStatus status) {
        String path = path(request);
        return status.is4xxClientError()
                && path.startsWith("/api/")
                && request.getCoyoteRequest().getHeader("Authorization") == null;
    }

    private static String path(Request request) {
        return Objects.requireNonNullElse(
                request.getCoyoteRequest().requestURI().toString(), "");
    }

    private void unauthorized(Request request, Response response) {
        response.setHeader("WWW-Authenticate", "Bearer");
        boolean contract = CONTRACT.stream().anyMatch(path(request)::startsWith);
        answer(
                response,
                HttpStatus.UNAUTHORIZED,
                contract ? MediaType.APPLICATION_JSON_VALUE : MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                contract
                        ? Answers.unauthorized()
                        : Answers.problemBytes(
                                HttpStatus.UNAUTHORIZED, "this request cannot be read, and showed no key"));
    }

    private void answer(Response response, HttpStatus status, String type, byte[] body) {
        try {
            response.setStatus(status.value());
            response.setHeader("Cache-Control", "no-store");
            response.setContentType(type);
            response.getOutputStream().write(body);
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            container.getLogger().debug("nobody reads the answer", e);
        }
    }
}
