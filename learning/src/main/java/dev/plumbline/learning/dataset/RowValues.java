package dev.plumbline.learning.dataset;

import dev.plumbline.files.FieldException;
import dev.plumbline.files.Row;
import tools.jackson.databind.JsonNode;

/** How a feature that is a number stands in a row. */
public final class RowValues {

    private RowValues() {}

    /**
     * The number; a truth value, of text the words true and false in any case, is 1 or 0.
     *
     * @param field one that is not {@linkplain Row#isMissing missing}
     * @throws FieldException if it is no number
     */
    public static double number(Row row, String field) {
        JsonNode node = row.node(field);
        if (node.isBoolean()) {
            return node.booleanValue() ? 1 : 0;
        }
        if (!row.typed()) {
            String cell = node.stringValue().strip();
            if (cell.equalsIgnoreCase("true") || cell.equalsIgnoreCase("false")) {
                return cell.equalsIgnoreCase("true") ? 1 : 0;
            }
        }
        try {
            return row.number(field);
        } catch (FieldException e) {
            throw node.isString() && !node.stringValue().matches("[-+.0-9eE]+")
                    ? new FieldException(
                            e.field(), e.value(), e.allowed() + "; texts are read where a schema declares a category")
                    : e;
        }
    }
}
