package dev.plumbline.cli;

import dev.plumbline.files.Column;
import dev.plumbline.files.Column.Type;
import dev.plumbline.files.DataException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The columns of rows that are copied, in the order of first sight, each with a type that holds what it holds. */
final class ColumnTypes {
    private final Map<String, Set<String>> types = new LinkedHashMap<>();

    void header(List<String> names) {
        names.forEach(name -> types.computeIfAbsent(name, each -> new LinkedHashSet<>()));
    }

    void add(ObjectNode row) {
        add("", row);
    }

    private void add(String prefix, ObjectNode values) {
        for (Map.Entry<String, JsonNode> field : values.properties()) {
            JsonNode value = field.getValue();
            String name = prefix + field.getKey();
            if (value instanceof ObjectNode nested && prefix.isEmpty()) {
                add(name + ".", nested);
            } else {
                types.computeIfAbsent(name, each -> new LinkedHashSet<>()).add(typeOf(value));
            }
        }
    }

    private static String typeOf(JsonNode value) {
        if (value.isBoolean()) {
            return "true";
        }
        return value.isNull() ? "null" : value.isIntegralNumber() ? "integer" : value.isNumber() ? "real" : "text";
    }

    /** @throws DataException if a column of that name is there already */
    void requireFree(String column, String file) {
        if (types.containsKey(column)) {
            throw new DataException(file, "has a column " + column + " already: rename or remove it first");
        }
    }

    /** @param numbers columns that are numbers whatever they look like */
    List<Column> columns(Set<String> numbers) {
        List<Column> columns = new ArrayList<>();
        types.forEach(
                (name, of) -> columns.add(new Column(name, numbers.contains(name) ? Type.NUMBER : RowFile.type(of))));
        return columns;
    }
}
