package dev.plumbline.server.http;

import dev.plumbline.monitor.UnavailableException;
import dev.plumbline.server.OperationSettings;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Bodies that are held whole are bounded; predictions and outcomes are streamed and may be of any length. How many threads
 * wait for slow clients is bounded for both.
 */
@Component
class BodyLimitFilter extends OncePerRequestFilter {
    private final long maxBytes;
    private final BodyWaits waits;

    BodyLimitFilter(OperationSettings operation, BodyWaits waits) {
        this.maxBytes = operation.bodyBytes();
        this.waits = waits;
    }

    private static boolean isStream(HttpServletRequest request) {
        String path = request.getRequestURI();
        return request.getMethod().equals("POST")
                && (path.endsWith("/predictions") || path.endsWith("/outcomes") || path.endsWith("/records"));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(new Limited(request, isStream(request) ? Long.MAX_VALUE : maxBytes, waits), response);
    }

    private static final class Limited extends HttpServletRequestWrapper {
        private final long maxBytes;
        private final BodyWaits waits;

        Limited(HttpServletRequest request, long maxBytes, BodyWaits waits) {
            super(request);
            this.maxBytes = maxBytes;
            this.waits = waits;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new LimitedStream(super.getInputStream(), maxBytes, waits);
        }
    }

    private static final class LimitedStream extends ServletInputStream {
        private final ServletInputStream in;
        private final long maxBytes;
        private final BodyWaits waits;
        private long left;

        LimitedStream(ServletInputStream in, long maxBytes, BodyWaits waits) {
            this.in = in;
            this.maxBytes = maxBytes;
            this.waits = waits;
            this.left = maxBytes;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = in.available() > 0 || in.isFinished()
                    ? in.read(buffer, offset, length)
                    : waitFor(buffer, offset, length);
            left -= Math.max(read, 0);
            if (left < 0) {
                throw new BodyTooLargeException(maxBytes);
            }
            return read;
        }

        private int waitFor(byte[] buffer, int offset, int length) throws IOException {
            if (!waits.begin()) {
                throw new UnavailableException("Too many clients are slow in sending what they began: try again", null);
            }
            try {
                return in.read(buffer, offset, length);
            } finally {
                waits.end();
            }
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(listener);
        }
    }
}
