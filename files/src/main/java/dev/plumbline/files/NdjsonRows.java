package dev.plumbline.files;

import java.io.IOException;
import java.io.InputStream;

/** Reads objects line by line; whatever a line holds, the next one is read. */
final class NdjsonRows implements RowReader {
    private final ByteWindow window;
    private final RowSink sink;
    private final JsonValues values;
    private long line;

    NdjsonRows(InputStream in, RowSink sink) {
        this.window = new ByteWindow(in);
        this.sink = sink;
        this.values = new JsonValues(sink);
    }

    @Override
    public long line() {
        return Math.max(line, 1);
    }

    @Override
    public void read() throws IOException {
        boolean ended;
        do {
            line++;
            ended = !readLine();
        } while (!ended);
    }

    /** Reads one line and says whether another may follow. */
    private boolean readLine() throws IOException {
        window.begin();
        boolean ascii = true;
        do {
            byte[] buffer = window.buffer;
            int end = window.end;
            int at = window.position;
            while (at < end) {
                byte b = buffer[at++];
                if (b == '\n') {
                    window.position = at;
                    take(at - 1, ascii);
                    return true;
                }
                ascii &= b > 0;
            }
            window.position = at;
        } while (window.more());
        take(window.position, ascii);
        return false;
    }

    private void take(int to, boolean ascii) {
        if (window.overflow || to - window.start > ByteWindow.LIMIT) {
            sink.malformed(new RowError(
                    line, null, null, "a line of at most " + ByteWindow.LIMIT + " bytes; this one is longer"));
            return;
        }
        byte[] bytes = window.buffer;
        int from = window.start;
        while (from < to && isBlank(bytes[from])) {
            from++;
        }
        if (from == to) {
            return;
        }
        int bad = ascii ? -1 : Utf8.firstBad(bytes, window.start, to);
        try {
            values.read(bytes, from, bad < 0 ? to : Math.max(from, bad), line);
        } catch (JsonSyntaxException e) {
            if (bad < 0) {
                int column = e.column() + from - window.start;
                String allowed = "one JSON object; column " + column + ": " + e.getMessage();
                sink.malformed(new RowError(line, null, JsonValues.excerpt(bytes, from, to), allowed));
            }
        }
        if (bad >= 0) {
            sink.malformed(Utf8.error(line, bytes, window.start, bad));
        }
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }
}
