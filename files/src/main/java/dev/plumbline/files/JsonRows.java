package dev.plumbline.files;

import java.io.IOException;
import java.io.InputStream;

/**
 * Finds the values of a JSON body - an object, the elements of an array, or several of these - and
 * reads each by itself, so that the body may be of any length.
 */
final class JsonRows implements RowReader {
    private static final int END = -1;

    private final ByteWindow window;
    private final RowSink sink;
    private final JsonValues values;
    /** Looks for a syntax error in a piece that is no whole value; hands nothing over. */
    private final JsonValues check;

    private long position;
    private long textLine = 1;
    private long lineStart;
    private long elementLine;
    private long elementColumn;
    private boolean checked;

    JsonRows(InputStream in, RowSink sink) {
        this.window = new ByteWindow(in);
        this.sink = sink;
        this.values = new JsonValues(sink);
        this.check = JsonValues.check();
    }

    @Override
    public long line() {
        return Math.max(position, 1);
    }

    @Override
    public void read() throws IOException {
        int first = skipBlanks();
        if (first == END) {
            throw new BrokenStreamException(
                    null, "the body is empty; send one object, an array of objects, or objects one after another");
        }
        for (int next = first; next != END; next = skipBlanks()) {
            if (next == '[') {
                readArray();
            } else {
                readElement(next);
            }
        }
    }

    private void readArray() throws IOException {
        window.position++;
        int next = skipBlanks();
        if (next == ']') {
            window.position++;
            return;
        }
        while (true) {
            readElement(next);
            next = skipBlanks();
            if (next == ']') {
                window.position++;
                return;
            }
            if (next != ',') {
                throw unexpected(next, "expected , or ] after an element");
            }
            window.position++;
            next = skipBlanks();
        }
    }

    /** Reads the value that begins with this character, at which the window stands. */
    private void readElement(int first) throws IOException {
        position++;
        if (first == END || first == ',' || first == ']' || first == '}' || first == ':') {
            throw unexpected(first, "expected a value");
        }
        window.begin();
        elementLine = textLine;
        elementColumn = column();
        checked = false;
        boolean complete = switch (first) {
            case '{', '[' -> skipNested();
            case '"' -> skipText();
            default -> skipWord();
        };
        if (!complete) {
            throw unexpectedEnd();
        }
        if (window.tooLong()) {
            sink.malformed(new RowError(
                    position, null, null, "an element of at most " + ByteWindow.LIMIT + " bytes; this one is longer"));
            return;
        }
        int bad = Utf8.firstBad(window.buffer, window.start, window.position);
        if (bad >= 0) {
            sink.malformed(Utf8.error(position, window.buffer, window.start, bad));
            return;
        }
        try {
            values.read(window.buffer, window.start, window.position, position);
        } catch (JsonSyntaxException e) {
            throw broken(e);
        }
    }

    /** Skips an object or array; false when the stream ends before it does. */
    private boolean skipNested() throws IOException {
        int depth = 0;
        while (hasNext()) {
            byte b = window.buffer[window.position++];
            switch (b) {
                case '{', '[' -> depth++;
                case '}', ']' -> {
                    if (--depth == 0) {
                        return true;
                    }
                }
                case '"' -> {
                    window.position--;
                    if (!skipText()) {
                        return false;
                    }
                }
                case '\n' -> newLine();
                default -> {
                    // a part of a number or word, or a blank
                }
            }
        }
        return false;
    }

    private boolean skipText() throws IOException {
        window.position++;
        while (hasNext()) {
            byte b = window.buffer[window.position++];
            if (b == '"') {
                return true;
            }
            if (b == '\\') {
                if (!hasNext()) {
                    return false;
                }
                window.position++;
            } else if (b == '\n') {
                newLine();
            }
        }
        return false;
    }

    /** Skips a number, a word, or what is none; ends with the stream at the latest. */
    private boolean skipWord() throws IOException {
        while (hasNext()) {
            switch (window.buffer[window.position]) {
                case ' ', '\t', '\r', '\n', ',', ']', '}', '[', '{', '"' -> {
                    return true;
                }
                default -> window.position++;
            }
        }
        return true;
    }

    private int skipBlanks() throws IOException {
        window.begin();
        while (hasNext()) {
            byte b = window.buffer[window.position];
            if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
                return b & 0xff;
            }
            window.position++;
            window.start = window.position;
            if (b == '\n') {
                newLine();
            }
        }
        return END;
    }

    private boolean hasNext() throws IOException {
        while (window.position == window.end) {
            if (!checked && window.tooLong()) {
                checked = true;
                checkBeforeOverflow();
            }
            if (!window.more()) {
                return false;
            }
        }
        return true;
    }

    /** A missing quote makes an element endless; the place of the quote helps more than its length. */
    private void checkBeforeOverflow() throws BrokenStreamException {
        try {
            check.read(window.buffer, window.start, window.position, position);
        } catch (JsonSyntaxException e) {
            if (!e.cut()) {
                throw broken(e);
            }
        }
    }

    private void newLine() {
        textLine++;
        lineStart = window.offset();
    }

    private long column() {
        return window.offset() - lineStart + 1;
    }

    private BrokenStreamException unexpectedEnd() throws BrokenStreamException {
        if (!window.tooLong()) {
            try {
                check.read(window.buffer, window.start, window.position, position);
            } catch (JsonSyntaxException e) {
                return broken(e);
            }
        }
        return syntax(elementLine, elementColumn, null, "the value that begins here does not end");
    }

    private BrokenStreamException broken(JsonSyntaxException e) {
        long column = e.line() == 1 ? (elementColumn + e.column() - 1) : e.column();
        String value = JsonValues.excerpt(window.buffer, window.start, window.position);
        return syntax(elementLine + e.line() - 1, column, value, e.getMessage());
    }

    private BrokenStreamException unexpected(int next, String expected) {
        String value = next == END ? null : JsonValues.excerpt(window.buffer, window.position, window.end);
        String problem = next == END ? "the body ends too early, " : "";
        return syntax(textLine, column(), value, problem + expected);
    }

    private static BrokenStreamException syntax(long line, long column, String value, String problem) {
        return new BrokenStreamException(
                value, "valid JSON; line " + line + ", column " + column + ": " + problem + "; the rest was not read");
    }
}
