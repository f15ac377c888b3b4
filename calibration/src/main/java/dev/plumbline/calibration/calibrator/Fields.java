package dev.plumbline.calibration.calibrator;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;

/** An object's fields, each of which has to be there. */
final class Fields {

    private final String path;
    private final Map<?, ?> values;

    Fields(String path, Object object) {
        this.path = path;
        if (!(object instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("calibrator JSON must have an object "
                    + (path.isEmpty() ? "at its top" : "at " + path) + ", got " + kind(object));
        }
        this.values = map;
    }

    Object required(String name) {
        if (!values.containsKey(name)) {
            throw new IllegalArgumentException("calibrator JSON lacks the field " + path + name);
        }
        return values.get(name);
    }

    double number(String name) {
        return (Double) of(name, Double.class, "a number");
    }

    String text(String name) {
        return (String) of(name, String.class, "a text");
    }

    List<?> list(String name) {
        return (List<?>) of(name, List.class, "an array");
    }

    Fields object(String name) {
        return new Fields(path + name + ".", of(name, Map.class, "an object"));
    }

    double[] numbers(String name) {
        return numbers(name, list(name));
    }

    /** Arrays of numbers inside an array. */
    double[][] rows(String name) {
        List<?> list = list(name);
        double[][] rows = new double[list.size()][];
        for (int i = 0; i < rows.length; i++) {
            if (!(list.get(i) instanceof List<?> row)) {
                throw new IllegalArgumentException(
                        path + name + " must have arrays only, got " + kind(list.get(i)) + " at index " + i);
            }
            rows[i] = numbers(name + "[" + i + "]", row);
        }
        return rows;
    }

    private double[] numbers(String name, List<?> list) {
        double[] numbers = new double[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!(list.get(i) instanceof Double number)) {
                throw new IllegalArgumentException(
                        path + name + " must have numbers only, got " + kind(list.get(i)) + " at index " + i);
            }
            numbers[i] = number;
        }
        return numbers;
    }

    long count(String name) {
        double count = number(name);
        if (!(count >= 0 && count <= 1L << 53 && count == Math.rint(count))) {
            throw new IllegalArgumentException(path + name + " must be a whole number of at least 0, got " + count);
        }
        return (long) count;
    }

    /** Refuses other versions of the format. */
    void format(int known) {
        double format = number("format");
        if (format != known) {
            throw new IllegalArgumentException("format must be " + known + ", got "
                    + (format == Math.rint(format) ? String.valueOf((long) format) : String.valueOf(format)));
        }
    }

    Instant instant(String name) {
        if (required(name) == null) {
            return null;
        }
        try {
            return Instant.parse(text(name));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    path + name + " must be a time such as 2026-01-31T00:00:00Z, got " + text(name), e);
        }
    }

    private Object of(String name, Class<?> type, String wanted) {
        Object value = required(name);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(path + name + " must be " + wanted + ", got " + kind(value));
        }
        return value;
    }

    private static String kind(Object value) {
        return value == null || value instanceof Double || value instanceof Boolean
                ? String.valueOf(value)
                : value instanceof Map ? "an object" : value instanceof List ? "an array" : "\"" + value + "\"";
    }
}
