package dev.plumbline.files;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Looks for what is no text: bytes that are not UTF-8, the character NUL, halves of surrogate pairs. */
final class Utf8 {
    private Utf8() {}

    /**
     * The index of the first byte that is NUL or no part of UTF-8, or -1. Stricter than Jackson,
     * which takes overlong forms and encoded surrogates.
     */
    static int firstBad(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            int b = bytes[i];
            int length = b > 0 ? 1 : b == 0 ? 0 : sequenceLength(bytes, i, to);
            if (length == 0) {
                return i;
            }
            i += length;
        }
        return -1;
    }

    /** The length of the sequence of two or more bytes, 0 when it is none (Unicode, table 3-7). */
    private static int sequenceLength(byte[] bytes, int at, int to) {
        int lead = bytes[at] & 0xff;
        int length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
        if (length == 0 || at + length > to) {
            return 0;
        }
        int second = bytes[at + 1] & 0xff;
        int least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        if (second < least || second > most) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    /** The row error for the byte at {@code bad}, with the text before it. */
    static RowError error(long line, byte[] bytes, int from, int bad) {
        int begin = Math.max(from, bad - 40);
        String before = new String(bytes, begin, bad - begin, UTF_8);
        String value = before + String.format("\\x%02x", bytes[bad]);
        String allowed = bytes[bad] == 0 ? "text without NUL bytes" : "valid UTF-8";
        return new RowError(line, null, value, allowed + "; the last byte shown is byte " + (bad - from + 1));
    }

    /** The index of the first surrogate without its other half, or -1. */
    static int firstLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }
}
