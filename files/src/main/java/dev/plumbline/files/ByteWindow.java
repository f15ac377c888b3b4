package dev.plumbline.files;

import java.io.IOException;
import java.io.InputStream;

/**
 * A piece of a stream that grows until one row fits, and no further.
 *
 * <p>Fields instead of methods, because the readers look at every byte.
 */
final class ByteWindow {
    /** The longest row, in bytes. */
    static final int LIMIT = 1 << 20;

    private static final int FIRST_SIZE = 1 << 16;

    private final InputStream in;
    private long dropped;

    byte[] buffer = new byte[FIRST_SIZE];
    /** The first byte of the row, from which on bytes are kept. */
    int start;
    /** The next byte to look at. */
    int position;
    /** Behind the last byte that was read. */
    int end;
    /** Whether the row is so long that its beginning was given up. */
    boolean overflow;

    ByteWindow(InputStream in) {
        this.in = in;
    }

    /** Begins a row at the position. */
    void begin() {
        start = position;
        overflow = false;
    }

    /** The number of bytes of the stream before the position. */
    long offset() {
        return dropped + position;
    }

    /** Whether the row is, so far, longer than a row may be. */
    boolean tooLong() {
        return overflow || position - start > LIMIT;
    }

    /** Reads on behind the end; false when the stream has ended. */
    boolean more() throws IOException {
        if (end == buffer.length) {
            makeRoom();
        }
        int count = in.read(buffer, end, buffer.length - end);
        if (count < 0) {
            return false;
        }
        end += count;
        return true;
    }

    private void makeRoom() {
        if (end - start > LIMIT) {
            overflow = true;
            start = position;
        }
        int kept = end - start;
        byte[] target = kept > buffer.length / 2 ? new byte[buffer.length * 2] : buffer;
        System.arraycopy(buffer, start, target, 0, kept);
        buffer = target;
        dropped += start;
        position -= start;
        end = kept;
        start = 0;
    }
}
