package dev.plumbline.learning.dataset;

import dev.plumbline.files.FieldException;
import dev.plumbline.files.Row;
import dev.plumbline.learning.dataset.Feature.Kind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The values of one feature as they come: numbers, or places in a growing list of categories. NaN is missing. */
final class TableColumn {

    /** More different texts are no categories but names of single rows, and each would be a column of its own. */
    static final int MOST_CATEGORIES = 1_000;

    private final Feature declared;
    private final String field;
    private final Map<String, Integer> codes = new HashMap<>();
    private double[] values = new double[256];
    private int size;

    /**
     * @param declared what it is
     * @param field its name in rows
     */
    TableColumn(Feature declared, String field) {
        this.declared = declared;
        this.field = field;
        for (String category : declared.categories()) {
            codes.put(category, codes.size());
        }
    }

    /** Takes the value of a row that has the field; rows that were passed over have none. */
    void take(int index, Row row) {
        fill(index);
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = row.isMissing(field) ? Double.NaN : value(row);
    }

    /** Forgets what was taken from a row that was not taken as a whole. */
    void forget(int index) {
        size = Math.min(size, index);
    }

    private double value(Row row) {
        if (declared.kind() == Kind.CATEGORY) {
            return code(row.word(field));
        }
        double number = RowValues.number(row, field);
        if (!declared.holds(number)) {
            throw new FieldException(field, String.valueOf(number), "a number " + declared.range());
        }
        return number;
    }

    private int code(String category) {
        Integer known = codes.get(category);
        if (known != null) {
            return known;
        }
        if (!declared.categories().isEmpty()) {
            throw new FieldException(
                    field, category, "one of the categories that the schema declares: " + declared.categories());
        }
        if (codes.size() == MOST_CATEGORIES) {
            throw new FieldException(
                    field, category, "at most " + MOST_CATEGORIES + " different categories; is it the name of a row?");
        }
        codes.put(category, codes.size());
        return codes.size() - 1;
    }

    private void fill(int rows) {
        if (rows > values.length) {
            values = Arrays.copyOf(values, Math.max(rows, 2 * values.length));
        }
        Arrays.fill(values, size, Math.max(size, rows), Double.NaN);
        size = Math.max(size, rows);
    }

    /** Ends the taking: rows without a value are filled, categories stand in the order of their names where none was declared. */
    Feature finish(int rows) {
        fill(rows);
        if (declared.kind() == Kind.NUMBER || !declared.categories().isEmpty()) {
            return declared;
        }
        List<String> sorted = codes.keySet().stream().sorted().toList();
        double[] places = new double[sorted.size()];
        for (int place = 0; place < places.length; place++) {
            places[codes.get(sorted.get(place))] = place;
        }
        for (int i = 0; i < rows; i++) {
            values[i] = Double.isNaN(values[i]) ? Double.NaN : places[(int) values[i]];
        }
        return new Feature(declared.name(), declared.kind(), declared.unit(), declared.availableAtPrediction(), sorted);
    }

    double value(int row) {
        return values[row];
    }
}
