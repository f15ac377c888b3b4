package dev.plumbline.server.http;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/**
 * Reads what is left of a body that nobody wanted (no key, say), so that the client sees its answer: after the answer, not for
 * ever, and only as long as threads may wait. Tomcat alone would wait on any number of threads.
 */
final class UnreadBodyValve extends ValveBase {
    private static final int MOST_BYTES = 2 << 20;
    /** Tomcat sets its limit where the next request's first bytes came along with the body's last. */
    private static final class Forgotten implements ApplicationBufferHandler {
        private ByteBuffer buffer;

        @Override
        public void setByteBuffer(ByteBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public ByteBuffer getByteBuffer() {
            return buffer;
        }

        @Override
        public void expand(int size) {}
    }

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

    /** Below the servlet's stream, which is closed together with the answer. */
    private static void drain(Request request) throws IOException {
        Forgotten body = new Forgotten();
        int total = 0;
        for (int read = 0; read >= 0; read = request.getCoyoteRequest().doRead(body)) {
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
