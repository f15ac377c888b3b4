package dev.plumbline.server.http;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Reads what is left of a body that nobody wanted (no key, say), so that the client sees its answer: after the answer, not for
 * ever, and only as long as threads may wait. Tomcat alone would wait on any number of threads.
 */
final class UnreadBodyValve extends ValveBase {
    private static final int MOST_BYTES = 2 << 20;
    private static final int BUFFER = 8_192;

    private final BodyWaits waits;

    UnreadBodyValve(BodyWaits waits) {
        this.waits = waits;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        if (!request.isAsync() && !request.isFinished() && hasBody(request)) {
            response.finishResponse();
            if (!waits.begin()) {
                hangUp(request);
                return;
            }
            try {
                drain(request);
            } catch (IOException e) { // the client has gone
                hangUp(request);
            } finally {
                waits.end();
            }
        }
    }

    private static boolean hasBody(Request request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    private static void drain(Request request) throws IOException {
        InputStream in = request.getInputStream();
        byte[] buffer = new byte[BUFFER];
        int total = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            total += read;
            if (total > MOST_BYTES) {
                hangUp(request);
                return;
            }
        }
    }

    private static void hangUp(Request request) {
        request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
    }
}
