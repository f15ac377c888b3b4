package dev.plumbline.files;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns the rows of one file into rows under the wire names with typed values, by the columns that were named or are known by
 * plain names. Where a file has a header, a column that was named and is not there ends the reading; what was guessed is said.
 */
public final class ColumnMap {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String file;
    private final ColumnChoice choice;
    private final Consumer<String> say;
    private final Map<Role, List<String>> candidates = new EnumMap<>(Role.class);
    /** The name under which a role was last found, for messages. */
    private final Map<Role, String> found = new EnumMap<>(Role.class);

    private final Set<String> notSeen;
    private boolean header;

    /**
     * @param file the file's name for messages
     * @param say told once which columns are taken for what, when that was guessed
     */
    public ColumnMap(String file, ColumnChoice choice, Consumer<String> say) {
        this(file, choice, EnumSet.allOf(Role.class), say);
    }

    /** Looks for some roles only; other columns are not even looked at. */
    public ColumnMap(String file, ColumnChoice choice, Set<Role> roles, Consumer<String> say) {
        this.file = file;
        this.choice = choice;
        this.say = say;
        this.notSeen = new LinkedHashSet<>(choice.named().values());
        notSeen.addAll(choice.segments());
        notSeen.addAll(choice.features());
        for (Role role : roles) {
            candidates.put(role, choice.candidates(role));
        }
    }

    /** The columns of a file that names them once; NDJSON does not. */
    public void header(List<String> columns) {
        header = true;
        notSeen.removeAll(columns);
        requireAllSeen(columns);
        List<String> guessed = new ArrayList<>();
        for (Role role : candidates.keySet()) {
            List<String> there = candidates.get(role).stream()
                    .filter(columns::contains)
                    .limit(1)
                    .toList();
            candidates.put(role, there);
            if (!there.isEmpty()) {
                found.put(role, there.get(0));
                if (isGuess(role, there.get(0))) {
                    guessed.add(there.get(0) + " as " + role.wire());
                }
            }
        }
        if (!guessed.isEmpty()) {
            say.accept(file + ": takes column " + String.join(", ", guessed));
        }
    }

    private boolean isGuess(Role role, String name) {
        return !choice.named().containsKey(role) && !name.equals(role.wire());
    }

    /** Whether every row should have a value for the role: its column was named, or the header has it. */
    public boolean has(Role role) {
        return choice.named().containsKey(role)
                || (header && !candidates.getOrDefault(role, List.of()).isEmpty());
    }

    /** Whether the file names its columns once, so that what {@link #has} denies is in no row. */
    public boolean hasHeader() {
        return header;
    }

    /** Ends the reading of a file without header: what was named must have turned up. */
    public void finish() {
        requireAllSeen(List.of());
    }

    private void requireAllSeen(List<String> columns) {
        if (!notSeen.isEmpty()) {
            String name = notSeen.iterator().next();
            throw new DataException(
                    file,
                    columns.isEmpty()
                            ? "no row has a field " + name
                            : "there is no column " + name + "; its columns are "
                                    + Printable.shorten(String.join(", ", columns), 400));
        }
    }

    /** The name of the column that a field under its wire name came from. */
    public String columnOf(String wire) {
        for (Role role : Role.values()) {
            if (role.wire().equals(wire)) {
                return found.getOrDefault(role, wire);
            }
        }
        return wire;
    }

    /**
     * The row under the wire names; values that are missing are not there.
     *
     * @throws FieldException naming the column, for a value that cannot be read
     */
    public Row map(Row row) {
        ObjectNode mapped = NODES.objectNode();
        for (Role role : candidates.keySet()) {
            for (String name : candidates.get(role)) {
                JsonNode value = row.values().get(name);
                if (value != null) {
                    put(mapped, role, name, value, row.typed());
                    break;
                }
            }
        }
        labels(row, mapped, "segments", choice.segments());
        labels(row, mapped, "features", choice.features());
        return new Row(row.line(), mapped);
    }

    private void put(ObjectNode mapped, Role role, String name, JsonNode value, boolean typed) {
        if (!header) {
            notSeen.remove(name);
            if (!name.equals(found.put(role, name)) && isGuess(role, name)) {
                say.accept(file + ": takes field " + name + " as " + role.wire());
            }
        }
        JsonNode read = switch (role.kind()) {
            case TEXT -> text(value, typed);
            case NUMBER -> number(name, value, typed);
            case OUTCOME -> outcome(name, value, typed);
            case TIME -> Row.isMissing(value) ? null : value;
        };
        if (read != null && !read.isNull()) {
            mapped.set(role.wire(), read);
        }
    }

    /** Text as it stands; a whole number of a typed file is an id as well as its digits are. */
    private static JsonNode text(JsonNode value, boolean typed) {
        if (typed) {
            return value.isIntegralNumber() ? NODES.stringNode(value.asString()) : value;
        }
        String cell = value.stringValue();
        String undone = FormulaGuard.undo(cell);
        return cell.equals(undone) ? value : NODES.stringNode(undone);
    }

    private static JsonNode number(String name, JsonNode value, boolean typed) {
        if (Row.isMissing(value)) {
            return null;
        }
        if (typed && !value.isNumber() && !value.isNull()) {
            throw new FieldException(name, value.asString(), "a number, without quotes");
        }
        return typed ? value : NODES.numberNode(DecimalText.parse(name, value.stringValue()));
    }

    private static JsonNode outcome(String name, JsonNode value, boolean typed) {
        if (value.isBoolean()) {
            return NODES.numberNode(value.booleanValue() ? 1 : 0);
        }
        if (!typed && value.stringValue().strip().equalsIgnoreCase("true")) {
            return NODES.numberNode(1);
        }
        if (!typed && value.stringValue().strip().equalsIgnoreCase("false")) {
            return NODES.numberNode(0);
        }
        return number(name, value, typed);
    }

    private void labels(Row row, ObjectNode mapped, String parent, List<String> columns) {
        if (row.values().get(parent) instanceof ObjectNode nested) {
            for (Map.Entry<String, JsonNode> label : nested.properties()) {
                put(mapped, parent, label.getKey(), label.getValue(), row.typed());
            }
        }
        for (String column : columns) {
            JsonNode value = row.values().get(column);
            if (value != null && !value.isNull()) {
                notSeen.remove(column);
                put(mapped, parent, column, value, row.typed());
            }
        }
    }

    private static void put(ObjectNode mapped, String parent, String name, JsonNode value, boolean typed) {
        ObjectNode holder = mapped.get(parent) instanceof ObjectNode known ? known : mapped.putObject(parent);
        holder.set(name, typed ? value : text(value, false));
    }
}
