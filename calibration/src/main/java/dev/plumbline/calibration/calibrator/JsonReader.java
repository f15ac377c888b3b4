package dev.plumbline.calibration.calibrator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads RFC 8259 and nothing else: objects as maps, arrays as lists, numbers as doubles. No NaN, no number beyond a double, no
 * name twice, nothing after the end.
 */
final class JsonReader {

    private static final int DEEPEST = 32;

    private final String text;
    private int at;
    private int depth;

    private JsonReader(String text) {
        this.text = text;
    }

    static Object read(String text) {
        JsonReader reader = new JsonReader(text);
        Object value = reader.value();
        reader.blanks();
        if (reader.at < text.length()) {
            throw reader.damaged("nothing more");
        }
        return value;
    }

    private Object value() {
        blanks();
        if (++depth > DEEPEST) {
            throw damaged("at most " + DEEPEST + " levels");
        }
        Object value = switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", Boolean.TRUE);
            case 'f' -> word("false", Boolean.FALSE);
            case 'n' -> word("null", null);
            default -> number();
        };
        depth--;
        return value;
    }

    private Map<String, Object> object() {
        Map<String, Object> fields = new LinkedHashMap<>();
        at++;
        blanks();
        if (skip('}')) {
            return fields;
        }
        do {
            blanks();
            if (peek() != '"') {
                throw damaged("a field name");
            }
            String name = string();
            blanks();
            expect(':');
            Object value = value();
            if (fields.containsKey(name)) {
                throw new IllegalArgumentException("calibrator JSON names the field " + name + " twice");
            }
            fields.put(name, value);
            blanks();
        } while (skip(','));
        expect('}');
        return fields;
    }

    private List<Object> array() {
        List<Object> values = new ArrayList<>();
        at++;
        blanks();
        if (skip(']')) {
            return values;
        }
        do {
            values.add(value());
            blanks();
        } while (skip(','));
        expect(']');
        return values;
    }

    private String string() {
        StringBuilder value = new StringBuilder();
        at++;
        while (true) {
            char next = peek();
            at++;
            if (next == '"') {
                return value.toString();
            }
            if (next < ' ') {
                at--;
                throw damaged("a character of a string");
            }
            value.append(next == '\\' ? escaped() : next);
        }
    }

    private char escaped() {
        char next = peek();
        at++;
        int plain = "\"\\/bfnrt".indexOf(next);
        if (plain >= 0) {
            return "\"\\/\b\f\n\r\t".charAt(plain);
        }
        if (next == 'u' && at + 4 <= text.length() && text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
            at += 4;
            return (char) Integer.parseInt(text.substring(at - 4, at), 16);
        }
        at--;
        throw damaged("an escape");
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, at)) {
            throw damaged(word);
        }
        at += word.length();
        return value;
    }

    private Double number() {
        int start = at;
        skip('-');
        if (!skip('0')) {
            digits();
        }
        if (skip('.')) {
            digits();
        }
        if (skip('e') || skip('E')) {
            if (!skip('+')) {
                skip('-');
            }
            digits();
        }
        double value = Double.parseDouble(text.substring(start, at));
        if (Double.isInfinite(value)) {
            throw new IllegalArgumentException("calibrator JSON has a number beyond the range of a double: "
                    + text.substring(start, at) + " at character " + start);
        }
        return value;
    }

    private void digits() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw damaged("a digit");
        }
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw damaged("more");
        }
        return text.charAt(at);
    }

    private boolean skip(char wanted) {
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char wanted) {
        if (!skip(wanted)) {
            throw damaged("'" + wanted + "'");
        }
    }

    private IllegalArgumentException damaged(String wanted) {
        String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
        return new IllegalArgumentException(
                "calibrator JSON is damaged: expected " + wanted + ", found " + found + " at character " + at);
    }
}
