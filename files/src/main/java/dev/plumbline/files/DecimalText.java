package dev.plumbline.files;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;

/** Reads the decimal numbers of untyped text: digits, one point, an exponent, and nothing else. */
final class DecimalText {
    private DecimalText() {}

    /**
     * The number in the text, blanks around it ignored.
     *
     * @throws FieldException if it is none, or outside the range of a double
     */
    static double parse(String field, String text) {
        String number = text.strip();
        // JavaDoubleParser reads all that Java allows; hex, a trailing d or f and the words NaN and
        // Infinity hold letters, so letters other than the exponent's are refused here.
        for (int i = 0; i < number.length(); i++) {
            char c = number.charAt(i);
            if ((c < '0' || c > '9') && "+-.eE".indexOf(c) < 0) {
                throw notNumber(field, text);
            }
        }
        double value;
        try {
            value = JavaDoubleParser.parseDouble(number);
        } catch (NumberFormatException e) {
            throw notNumber(field, text);
        }
        if (Double.isInfinite(value)) {
            throw outsideRange(field, number);
        }
        return value;
    }

    static FieldException outsideRange(String field, String value) {
        return new FieldException(
                field,
                value,
                "value " + Printable.shorten(value, RowError.MAX_LENGTH) + " is outside the range of a double");
    }

    private static FieldException notNumber(String field, String text) {
        return new FieldException(field, text, "a number such as 0.72");
    }
}
