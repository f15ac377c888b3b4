package dev.plumbline.server.http;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** Tomcat's own errors (a request it cannot parse) as problem documents instead of pages. Made by Tomcat, by its name. */
public final class ProblemValve extends ErrorReportValve {
    private static final String CONTRACT = "/api/cron/";
    private static final String CONTRACT_REPORT = "/api/admin/";

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
        if (showedNoSecret(request, status)) {
            answer(response, HttpStatus.UNAUTHORIZED, MediaType.APPLICATION_JSON_VALUE, Answers.unauthorized());
            return;
        }
        String detail = status.is4xxClientError() ? "this request cannot be read" : "internal error";
        answer(response, status, MediaType.APPLICATION_PROBLEM_JSON_VALUE, Answers.problemBytes(status, detail));
    }

    /** On a path of the contract the secret comes first: a request that broke off before it showed one is answered 401. */
    private static boolean showedNoSecret(Request request, HttpStatus status) {
        String path = request.getCoyoteRequest().requestURI().toString();
        return status.is4xxClientError()
                && path != null
                && (path.startsWith(CONTRACT) || path.startsWith(CONTRACT_REPORT))
                && request.getCoyoteRequest().getHeader("Authorization") == null;
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
