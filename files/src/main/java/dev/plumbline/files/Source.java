package dev.plumbline.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/** The bytes of a stream as UTF-8 text: decompressed, without byte-order mark, and not UTF-16. */
final class Source implements AutoCloseable {
    private final InputStream in;
    private final boolean gzip;
    private Gunzip gunzip;

    Source(InputStream in, boolean gzip) {
        this.in = in;
        this.gzip = gzip;
    }

    InputStream open() throws IOException {
        var raw = new PushbackInputStream(in, 4);
        byte[] start = raw.readNBytes(2);
        raw.unread(start);
        // No text begins with these two bytes, so a client that forgot to declare gzip is understood.
        if (!gzip && !begins(start, 0x1f, 0x8b)) {
            return text(raw);
        }
        gunzip = new Gunzip(raw);
        return text(new PushbackInputStream(gunzip, 4));
    }

    private static InputStream text(PushbackInputStream bytes) throws IOException {
        byte[] start = bytes.readNBytes(3);
        if (begins(start, 0xff, 0xfe)
                || begins(start, 0xfe, 0xff)
                || (start.length > 1 && (start[0] == 0) != (start[1] == 0))) {
            throw new BrokenStreamException(null, "UTF-8 is read; this is UTF-16 or UTF-32, nothing was read");
        }
        if (!begins(start, 0xef, 0xbb, 0xbf)) {
            bytes.unread(start);
        }
        return bytes;
    }

    private static boolean begins(byte[] bytes, int... expected) {
        if (bytes.length < expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if ((bytes[i] & 0xff) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /** Frees what decompression holds outside the heap; the stream belongs to the caller. */
    @Override
    public void close() {
        if (gunzip != null) {
            gunzip.close();
        }
    }
}
