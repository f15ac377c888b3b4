package dev.plumbline.files;

/**
 * A piece of a stream is no JSON.
 */
@SuppressWarnings("serial")
final class JsonSyntaxException extends Exception {
    private final int line;
    private final int column;
    private final boolean cut;

    /**
     * @param line the line inside the piece, from 1
     * @param column the column in that line, from 1
     * @param cut whether the piece ends too early and is right as far as it goes
     */
    JsonSyntaxException(String message, int line, int column, boolean cut) {
        super(message, null, false, false);
        this.line = line;
        this.column = column;
        this.cut = cut;
    }

    int line() {
        return line;
    }

    int column() {
        return column;
    }

    boolean cut() {
        return cut;
    }
}
