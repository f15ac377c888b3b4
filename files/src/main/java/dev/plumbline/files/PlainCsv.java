package dev.plumbline.files;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the numbers of some columns of a plain CSV file straight from its bytes: ASCII, no quotes, every row with as many
 * cells as the header. Where a file is anything else it gives up, and the file is read the general way, which also words what
 * is wrong with it; so this never says anything itself. A row with a cell that is no plain number is handed over as a
 * {@link Row}, so that there is one place that judges it.
 */
final class PlainCsv {
    /** Takes rows in their order. */
    interface Target {
        /**
         * @param values one for each column that was asked for
         * @return whether they can be what they are for; if not, the row is handed over as such
         */
        boolean numbers(long line, double[] values);

        void row(Row row);
    }

    private static final int BUFFER = 1 << 19;
    static final int LONGEST_ROW = 1 << 16;
    private static final int MOST_COLUMNS = 1_000;
    private static final byte SEPARATOR = 1;
    private static final byte LINE_FEED = 2;
    private static final byte RETURN = 3;
    private static final byte GIVE_UP = 4;
    private static final int MOST_DIGITS = 18; // so many fit a long
    private static final long EXACT = 1_000_000_000_000_000L;
    private static final double[] POWERS = powers();

    private final InputStream in;
    private final LongConsumer bytes;
    private final byte[] kinds;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;
    private boolean ended;
    private long left; // bytes that may still be read
    private long line = 1;

    private List<String> names;
    private int[] slots; // of a column: its place among the values, or -1
    private final int[] starts = new int[MOST_COLUMNS + 1];
    private final int[] ends = new int[MOST_COLUMNS + 1];

    PlainCsv(InputStream in) {
        this(in, Long.MAX_VALUE, count -> {}, new byte[256]);
        Arrays.fill(kinds, 128, 256, GIVE_UP);
        kinds[0] = GIVE_UP;
        kinds['"'] = GIVE_UP;
        kinds['\n'] = LINE_FEED;
        kinds['\r'] = RETURN;
    }

    private PlainCsv(InputStream in, long left, LongConsumer bytes, byte[] kinds) {
        this.in = in;
        this.left = left;
        this.bytes = bytes;
        this.kinds = kinds;
    }

    /**
     * Rows of the same file, whose header this one has read.
     *
     * @param in at the beginning of a row
     * @param left bytes up to the end of a row
     * @param bytes told how many were read
     */
    PlainCsv piece(InputStream in, long left, LongConsumer bytes) {
        PlainCsv piece = new PlainCsv(in, left, bytes, kinds);
        piece.names = names;
        return piece;
    }

    /** How many bytes were looked at; after the header, where the rows begin. */
    int at() {
        return at;
    }

    /** The line that comes next, counted from 1. */
    long line() {
        return line;
    }

    /** The names in the header; empty when the file is not for this class. */
    List<String> header(RowFormat format) throws IOException {
        fill();
        if (end >= 3 && (buffer[0] & 0xff) == 0xef && (buffer[1] & 0xff) == 0xbb && (buffer[2] & 0xff) == 0xbf) {
            at = 3; // a byte-order mark
        }
        int lineEnd = at;
        while (lineEnd < end && buffer[lineEnd] != '\n' && buffer[lineEnd] != '\r') {
            lineEnd++;
        }
        String first = new String(buffer, at, lineEnd - at, StandardCharsets.ISO_8859_1);
        kinds[format == RowFormat.TSV ? '\t' : CsvHeader.separator(first)] = SEPARATOR;
        int cells = next();
        if (cells <= 0 || cells > MOST_COLUMNS) {
            return List.of();
        }
        String[] header = new String[cells];
        for (int i = 0; i < cells; i++) {
            header[i] = cell(i).strip();
            // nested names, doubled ones and blank ones are for the general way
            if (header[i].isEmpty()
                    || header[i].indexOf('.') >= 0
                    || Arrays.asList(header).indexOf(header[i]) < i) {
                return List.of();
            }
        }
        names = List.of(header);
        line++;
        return names;
    }

    /**
     * Reads the rows.
     *
     * @param wanted names out of the header
     * @return whether all was read; if not, what the target was told must be forgotten
     */
    boolean rows(List<String> wanted, Target target) throws IOException {
        slots = new int[names.size()];
        Arrays.fill(slots, -1);
        for (int i = 0; i < wanted.size(); i++) {
            slots[names.indexOf(wanted.get(i))] = i;
        }
        double[] values = new double[wanted.size()];
        while (true) {
            if (end - at < LONGEST_ROW && !ended) {
                fill();
            }
            int start = at;
            if (quick(values) && target.numbers(line, values)) {
                line++;
                continue;
            }
            at = start;
            int cells = next();
            if (cells == 0) {
                return true;
            }
            if (cells != names.size()) {
                return false;
            }
            if (!numbers(values) || !target.numbers(line, values)) {
                target.row(row());
            }
            line++;
        }
    }

    /**
     * Takes a row whose wanted cells are digits with at most one point, in one look at each byte; false for any other. Up to 15 digits and 22
     * decimals both the digits and the power of ten are exact doubles, so their quotient is the nearest double to the decimal (Clinger 1990).
     */
    private boolean quick(double[] values) {
        // locals: the first compiler tier, in which short runs end, would load a field at every byte
        byte[] text = buffer;
        byte[] kindOf = kinds;
        int limit = end;
        int i = at;
        for (int column = 0; column < slots.length; column++) {
            int slot = slots[column];
            int first = i;
            if (slot < 0) {
                while (i < limit && kindOf[text[i] & 0xff] == 0) {
                    i++;
                }
            } else {
                long digits = 0;
                int point = -1;
                for (; i < limit; i++) {
                    int digit = text[i] - '0';
                    if (digit >= 0 && digit <= 9) {
                        digits = digits * 10 + digit;
                    } else if (digit == '.' - '0' && point < 0) {
                        point = i;
                    } else {
                        break;
                    }
                }
                int count = i - first - (point < 0 ? 0 : 1);
                if (count == 0 || count > MOST_DIGITS || digits >= EXACT) {
                    return false;
                }
                values[slot] = point < 0 ? digits : digits / POWERS[i - point - 1];
            }
            boolean last = column + 1 == slots.length;
            byte kind = i < limit ? kindOf[text[i++] & 0xff] : GIVE_UP;
            if (last && kind == RETURN && i < limit) {
                kind = kindOf[text[i++] & 0xff];
            }
            if (kind != (last ? LINE_FEED : SEPARATOR)) {
                return false;
            }
        }
        at = i;
        return true;
    }

    /** Finds the cells of the next row: their number, 0 at the end of the file, -1 when this class gives up. */
    private int next() throws IOException {
        while (true) {
            if (end - at < LONGEST_ROW && !ended) {
                fill();
            }
            if (at == end) {
                return 0;
            }
            int limit = Math.min(end, at + LONGEST_ROW);
            byte[] text = buffer;
            byte[] kindOf = kinds;
            int count = 0;
            int start = at;
            int i = at;
            byte kind = 0;
            while (i < limit && (kind = kindOf[text[i] & 0xff]) <= SEPARATOR) {
                if (kind == SEPARATOR) {
                    if (count == MOST_COLUMNS) {
                        return -1;
                    }
                    starts[count] = start;
                    ends[count++] = i;
                    start = i + 1;
                }
                i++;
            }
            int next = i + 1;
            if (i == end) {
                next = i;
            } else if (i == limit || kind == GIVE_UP) {
                return -1;
            } else if (kind == RETURN) {
                if (next == end || buffer[next] != '\n') {
                    return -1;
                }
                next++;
            }
            if (i > at) {
                starts[count] = start;
                ends[count++] = i;
                at = next;
                return count;
            }
            at = next; // an empty line is no row
            line++;
        }
    }

    /** Moves what is left to the front and reads more behind it. */
    private void fill() throws IOException {
        System.arraycopy(buffer, at, buffer, 0, end - at);
        end -= at;
        at = 0;
        int count = in.readNBytes(buffer, end, (int) Math.min(left, buffer.length - end));
        end += count;
        left -= count;
        ended = left == 0 || end < buffer.length;
        bytes.accept(count);
    }

    private boolean numbers(double[] values) {
        for (int column = 0; column < slots.length; column++) {
            if (slots[column] >= 0) {
                double value = number(starts[column], ends[column]);
                if (!(Math.abs(value) <= Double.MAX_VALUE)) {
                    return false;
                }
                values[slots[column]] = value;
            }
        }
        return true;
    }

    /** The number in decimal notation, NaN for anything else. */
    private double number(int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = buffer[i];
            if ((b < '0' || b > '9') && "+-.eE".indexOf(b) < 0) {
                return Double.NaN;
            }
        }
        try {
            return from == to ? Double.NaN : JavaDoubleParser.parseDouble(buffer, from, to - from);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private Row row() {
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < names.size(); i++) {
            if (ends[i] > starts[i]) {
                values.put(names.get(i), cell(i));
            }
        }
        return new Row(line, values, false);
    }

    private String cell(int i) {
        return new String(buffer, starts[i], ends[i] - starts[i], StandardCharsets.US_ASCII);
    }

    private static double[] powers() {
        double[] powers = new double[23];
        for (int i = 0; i < powers.length; i++) {
            powers[i] = Double.parseDouble("1e" + i);
        }
        return powers;
    }
}
