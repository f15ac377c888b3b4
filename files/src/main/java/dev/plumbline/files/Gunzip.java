package dev.plumbline.files;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses gzip (RFC 1952), also of several members.
 *
 * <p>Not {@link java.util.zip.GZIPInputStream}, for three reasons: it takes a moment without input
 * for the end, so later members of a slow client are lost without a word; it ignores garbage after
 * the end; and its exceptions cannot be told from those of the stream below, which mean that the
 * client has gone and not that it sent damaged data.
 */
final class Gunzip extends InputStream {
    /** Rows, even all alike but for their ids, shrink to a fiftieth at best; a bomb to a thousandth. */
    private static final int MOST_EXPANSION = 500;

    private static final long SURELY_NO_ROWS = 64L << 20;
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] buffer = new byte[16 * 1024];
    private int position;
    private int limit;
    private long taken;
    private long given;
    private boolean begun;
    private boolean inMember;
    private boolean corrupt;

    Gunzip(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (inMember || beginMember()) {
            int count = inflate(target, offset, length);
            if (count > 0) {
                crc.update(target, offset, count);
                given += count;
                if (given > SURELY_NO_ROWS && given > MOST_EXPANSION * taken) {
                    throw damaged("a bomb (it grows more than " + MOST_EXPANSION + "-fold)");
                }
                return count;
            }
            if (inflater.finished()) {
                endMember();
            } else if (corrupt || inflater.needsDictionary()) {
                throw damaged("damaged");
            } else if (inflater.needsInput()) {
                if (!fill()) {
                    throw damaged("cut off");
                }
                inflater.setInput(buffer, position, limit - position);
                position = limit;
            }
        }
        return -1;
    }

    private int inflate(byte[] target, int offset, int length) {
        if (corrupt) {
            return 0;
        }
        long before = inflater.getBytesWritten();
        try {
            return inflater.inflate(target, offset, length);
        } catch (DataFormatException e) {
            // What came out before the damage is good and is handed over first.
            corrupt = true;
            return (int) (inflater.getBytesWritten() - before);
        }
    }

    private boolean beginMember() throws IOException {
        if (begun && !skipPadding()) {
            return false;
        }
        try {
            if (next() != 0x1f || next() != 0x8b || next() != 8) {
                throw damaged(begun ? "followed by something else" : "not gzip at all");
            }
            begun = true;
            int flags = next();
            skip(6);
            if ((flags & EXTRA) != 0) {
                skip(next() | next() << 8);
            }
            skipText(flags & NAME);
            skipText(flags & COMMENT);
            skip((flags & HEADER_CRC) != 0 ? 2 : 0);
        } catch (EndOfInputException e) {
            throw damaged("cut off");
        }
        inflater.reset();
        inflater.setInput(buffer, position, limit - position);
        position = limit;
        crc.reset();
        inMember = true;
        return true;
    }

    private void endMember() throws IOException {
        position = limit - inflater.getRemaining();
        long expected;
        long length;
        try {
            expected = nextInt();
            length = nextInt();
        } catch (EndOfInputException e) {
            throw damaged("cut off");
        }
        if (expected != crc.getValue() || length != (inflater.getBytesWritten() & 0xffffffffL)) {
            throw damaged("damaged (its checksum differs, so rows before this may be wrong)");
        }
        inMember = false;
    }

    /** Zeros after the end are padding of tapes and blocks. */
    private boolean skipPadding() throws IOException {
        while (position < limit || fill()) {
            if (buffer[position] != 0) {
                return true;
            }
            position++;
        }
        return false;
    }

    private void skipText(int present) throws IOException {
        while (present != 0 && next() != 0) {
            // a name or a comment, ended by a zero
        }
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            next();
        }
    }

    private long nextInt() throws IOException {
        return next() | next() << 8 | next() << 16 | (long) next() << 24;
    }

    private int next() throws IOException {
        if (position == limit && !fill()) {
            throw new EndOfInputException();
        }
        return buffer[position++] & 0xff;
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(in.read(buffer), 0);
        taken += limit;
        return limit > 0;
    }

    private static BrokenStreamException damaged(String how) {
        return new BrokenStreamException(null, "undamaged gzip; this is " + how + ", the rest was not read");
    }

    @Override
    public void close() {
        inflater.end();
    }

    /** Own type, since the stream below may throw an {@link java.io.EOFException} of its own when the client has gone. */
    @SuppressWarnings("serial")
    private static final class EndOfInputException extends IOException {}
}
