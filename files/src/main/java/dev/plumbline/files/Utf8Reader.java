package dev.plumbline.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;

/**
 * Decodes UTF-8 and keeps what is wrong: a byte that is none becomes half a surrogate pair, U+DC00
 * plus the byte, which no valid text holds. So the cell it stands in can be named and the cells
 * around it stay good; U+FFFD would be taken for a character that was sent.
 */
final class Utf8Reader extends Reader {
    private final InputStream in;
    private final CharsetDecoder decoder = UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 14).limit(0);
    private char[] ahead = new char[0];
    private int aheadPosition;
    private boolean ended;
    private boolean suspicious;

    Utf8Reader(InputStream in) {
        this.in = in;
    }

    /** Whether a bad byte or NUL was met so far; until then cells need not be looked at. */
    boolean suspicious() {
        return suspicious;
    }

    /**
     * The text up to the first line break that follows some text, or a little more, or 16,384
     * characters of it; the next read gives it again. Not a {@link java.io.PushbackReader}, which
     * asks for more before it gives back and so loses it all when the client has gone.
     */
    String peekLine() throws IOException {
        char[] line = new char[1 << 14];
        int length = 0;
        int count;
        while (length < line.length && (count = read(line, length, line.length - length)) >= 0) {
            length += count;
            if (holdsLine(line, length)) {
                break;
            }
        }
        ahead = Arrays.copyOf(line, length);
        aheadPosition = 0;
        return new String(ahead);
    }

    private static boolean holdsLine(char[] text, int length) {
        boolean blank = true;
        for (int i = 0; i < length; i++) {
            boolean lineBreak = text[i] == '\n' || text[i] == '\r';
            if (lineBreak && !blank) {
                return true;
            }
            blank &= lineBreak;
        }
        return false;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (aheadPosition < ahead.length) {
            int count = Math.min(length, ahead.length - aheadPosition);
            System.arraycopy(ahead, aheadPosition, target, offset, count);
            aheadPosition += count;
            return count;
        }
        CharBuffer chars = CharBuffer.wrap(target, offset, length).slice();
        while (true) {
            CoderResult result = decoder.decode(bytes, chars, ended);
            if (result.isError()) {
                suspicious = true;
                // Never more than three bytes, and the decoder wrote nothing for them.
                for (int i = Math.min(result.length(), chars.remaining()); i > 0; i--) {
                    chars.put((char) (0xdc00 + (bytes.get() & 0xff)));
                }
            }
            if (chars.position() > 0 && (!result.isError() || !chars.hasRemaining())) {
                return chars.position();
            }
            if (result.isUnderflow() && (ended || !fill())) {
                if (ended) {
                    return -1;
                }
                ended = true;
            }
        }
    }

    /** The text with the bytes that are no UTF-8 as {@code \\xff}. */
    static String showBytes(String text) {
        var shown = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean half = Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
            shown.append(half ? String.format("\\x%02x", c - 0xdc00) : String.valueOf(c));
        }
        return shown.toString();
    }

    private boolean fill() throws IOException {
        bytes.compact();
        int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
        for (int i = bytes.position(); i < bytes.position() + count; i++) {
            suspicious |= bytes.array()[i] == 0;
        }
        bytes.limit(bytes.position() + Math.max(count, 0)).position(0);
        return count >= 0;
    }

    /** The stream belongs to the caller. */
    @Override
    public void close() {}
}
