package dev.plumbline.cli.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of text as columns: the first column to the left, the others to the right. */
public final class Table {
    private static final int GAP = 3;
    private static final int SHORTEST = 12; // what is left at least of names in the first column

    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... heads) {
        rows.add(List.of(heads));
    }

    public Table row(String... cells) {
        return row(List.of(cells));
    }

    public Table row(List<String> cells) {
        if (cells.size() != rows.get(0).size()) {
            throw new IllegalArgumentException(
                    "a row must have " + rows.get(0).size() + " cells like the head, got " + cells.size());
        }
        rows.add(List.copyOf(cells));
        return this;
    }

    /** The head, then the rows; no line ends in a blank. */
    public List<String> lines() {
        return lines(Integer.MAX_VALUE);
    }

    /** The same with narrower gaps, then with shorter names in the first column, where that keeps it within some columns. */
    public List<String> lines(int columns) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        int gap = GAP;
        while (gap > 1 && Arrays.stream(widths).sum() + gap * (widths.length - 1) > columns) {
            gap--;
        }
        int over = Arrays.stream(widths).sum() + gap * (widths.length - 1) - columns;
        widths[0] = Math.min(widths[0], Math.max(widths[0] - Math.max(over, 0), SHORTEST));
        String between = " ".repeat(gap);
        return rows.stream().map(row -> line(row, widths, between)).toList();
    }

    private static String line(List<String> row, int[] widths, String gap) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = cut(row.get(i), widths[i]);
            String blanks = " ".repeat(widths[i] - cell.length());
            line.append(i == 0 ? cell + blanks : gap + blanks + cell);
        }
        return line.toString().stripTrailing();
    }

    private static String cut(String cell, int width) {
        return cell.length() <= width ? cell : cell.substring(0, width - 1) + "…";
    }
}
