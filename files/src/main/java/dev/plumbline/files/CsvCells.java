package dev.plumbline.files;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;

/**
 * Takes the cells of one record after the other from fastcsv, into the same array. What is too long
 * is noted, not kept, so that it costs its record and not the rest of the file.
 */
final class CsvCells extends AbstractBaseCsvCallbackHandler<CsvCells> {
    static final int MAX_CELLS = 10_000;
    static final int MAX_TEXT = 100_000;
    private static final int MAX_RECORD = 1 << 20;

    private String[] cells = new String[16];
    private long line = 1;
    private int count;
    private int length;
    private String tooLong;

    /** The line on which the record begins. */
    long line() {
        return line;
    }

    int count() {
        return count;
    }

    /** The cell as sent, null where it is empty. */
    String cell(int index) {
        return cells[index];
    }

    /** What a record must be that this one is not, or null. */
    String tooLong() {
        return tooLong;
    }

    @Override
    protected void handleBegin(long startingLine) {
        line = startingLine;
        count = 0;
        length = 0;
        tooLong = null;
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int size, boolean quoted) {
        count++;
        length += size;
        if (index >= MAX_CELLS) {
            tooLong = "at most " + MAX_CELLS + " cells";
        } else if (size > MAX_TEXT) {
            tooLong = "cells of at most " + MAX_TEXT + " characters; cell " + count + " holds " + size;
        } else if (length > MAX_RECORD) {
            tooLong = "records of at most " + MAX_RECORD + " characters";
        }
        if (tooLong != null) {
            length = 0;
            return;
        }
        if (index == cells.length) {
            cells = java.util.Arrays.copyOf(cells, 2 * cells.length);
        }
        cells[index] = size == 0 ? null : new String(buffer, offset, size);
    }

    @Override
    protected CsvCells buildRecord() {
        return this;
    }
}
