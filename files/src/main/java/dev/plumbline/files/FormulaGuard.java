package dev.plumbline.files;

/**
 * Keeps a spreadsheet from running a text of a CSV file as a formula: such a text gets a leading apostrophe, as spreadsheets
 * themselves mark text. Texts that would look like that already get one more, so that {@link #undo} gives each text back.
 */
final class FormulaGuard {
    private static final String STARTS = "=+-@\t\r";

    private FormulaGuard() {}

    static String guard(String text) {
        return startsFormula(text) ? "'" + text : text;
    }

    static String undo(String cell) {
        return !cell.isEmpty() && cell.charAt(0) == '\'' && startsFormula(cell) ? cell.substring(1) : cell;
    }

    private static boolean startsFormula(String text) {
        int at = 0;
        while (at < text.length() && text.charAt(at) == '\'') {
            at++;
        }
        return at < text.length() && STARTS.indexOf(text.charAt(at)) >= 0;
    }
}
