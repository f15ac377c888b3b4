package dev.plumbline.files;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** Streams for tests. */
final class Streams {
    private Streams() {}

    /** Gives one byte at a time, as a slow client does. */
    static InputStream slow(byte[] bytes) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 1));
            }

            @Override
            public synchronized int available() {
                return 0;
            }
        };
    }

    /** A beginning, a piece over and over until {@code length} bytes are given, and an end. */
    static InputStream repeated(String beginning, String piece, long length, String end) {
        return new InputStream() {
            private final byte[] first = beginning.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            private final byte[] middle = piece.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            private final byte[] last = end.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            private final long pieces = length / middle.length * middle.length;
            private long given;

            @Override
            public int read(byte[] target, int offset, int length) {
                int count = 0;
                for (int b = 0; count < length && (b = read()) >= 0; count++) {
                    target[offset + count] = (byte) b;
                }
                return count == 0 && length > 0 ? -1 : count;
            }

            @Override
            public int read() {
                long at = given++;
                if (at < first.length) {
                    return first[(int) at];
                }
                at -= first.length;
                if (at < pieces) {
                    return middle[(int) (at % middle.length)];
                }
                at -= pieces;
                return at < last.length ? last[(int) at] : -1;
            }
        };
    }
}
