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

/**
 * Decodes UTF-8 and keeps what is wrong: a byte that is none becomes half a surrogate pair, U+DC00
 * plus the byte, which no valid text holds. So the cell it stands in can be named and the cells
 * around it stay good; U+FFFD would be taken for a character that was sent.
 */
final class Utf8Reader extends Reader {
    private final InputStream in;
    private final CharsetDecoder decoder = UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 14).limit(0);
    private boolean ended;
    private boolean suspicious;

    Utf8Reader(InputStream in) {
        this.in = in;
    }

    /** Whether a bad byte or NUL was met so far; until then cells need not be looked at. */
    boolean suspicious() {
        return suspicious;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        CharBuffer chars = CharBuffer.wrap(target, offset, length);
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
