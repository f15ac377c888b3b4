package dev.plumbline.files;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The columns of a CSV stream: their names and where each stands in a row. */
final class CsvHeader {
    private static final List<String> NESTED = List.of("segments", "features");

    private final List<String> columns;
    private final String[] parents;
    private final String[] names;

    /**
     * @throws BrokenStreamException if a name is doubled or no text: no row could be understood
     */
    CsvHeader(CsvCells record) throws BrokenStreamException {
        if (record.tooLong() != null) {
            throw new BrokenStreamException(null, "a header with " + record.tooLong() + "; nothing was read");
        }
        columns = new ArrayList<>(record.count());
        parents = new String[record.count()];
        names = new String[record.count()];
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < record.count(); i++) {
            String column = record.cell(i) == null ? "" : record.cell(i).strip();
            if (Utf8.firstLoneSurrogate(column) >= 0 || column.indexOf('\0') >= 0) {
                throw new BrokenStreamException(column, "column names in valid UTF-8; nothing was read");
            }
            if (!seen.add(column)) {
                throw new BrokenStreamException(
                        column, "each column once; column " + (i + 1) + " repeats a name, nothing was read");
            }
            columns.add(column);
            int dot = column.indexOf('.');
            boolean nested = dot > 0 && NESTED.contains(column.substring(0, dot));
            parents[i] = nested ? column.substring(0, dot) : null;
            names[i] = nested ? column.substring(dot + 1) : column;
        }
        for (String parent : parents) {
            if (parent != null && seen.contains(parent)) {
                throw new BrokenStreamException(
                        parent, "either " + parent + " or " + parent + ".NAME as columns; nothing was read");
            }
        }
    }

    int size() {
        return names.length;
    }

    List<String> columns() {
        return List.copyOf(columns);
    }

    String column(int index) {
        return columns.get(index);
    }

    /** The field that holds the column's values as an object, or null when the row itself does. */
    String parent(int index) {
        return parents[index];
    }

    /** The name of the column inside its parent. */
    String name(int index) {
        return names[index];
    }

    /**
     * The separator that stands most often in the first line that is not empty, outside quotes; a
     * comma when none does.
     */
    static char separator(CharSequence start) {
        String candidates = ",;\t|";
        int[] counts = new int[candidates.length()];
        boolean quoted = false;
        boolean blank = true;
        for (int i = 0; i < start.length(); i++) {
            char c = start.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == '\n' || c == '\r')) {
                if (!blank) {
                    break;
                }
            } else if (!quoted && candidates.indexOf(c) >= 0) {
                counts[candidates.indexOf(c)]++;
            }
            blank &= c == '\n' || c == '\r';
        }
        int best = 0;
        for (int i = 1; i < counts.length; i++) {
            best = counts[i] > counts[best] ? i : best;
        }
        return candidates.charAt(best);
    }
}
