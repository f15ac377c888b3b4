package dev.plumbline.files;

import java.util.List;
import java.util.Map;

/**
 * Which columns somebody named; the others are known by their plain names.
 *
 * @param named a column's name by its role
 * @param segments columns that are labels of the segment of the same name, besides those named {@code segments.NAME}
 * @param features columns that are inputs of the model, besides those named {@code features.NAME}
 */
public record ColumnChoice(Map<Role, String> named, List<String> segments, List<String> features) {
    public ColumnChoice {
        named = Map.copyOf(named);
        segments = List.copyOf(segments);
        features = List.copyOf(features);
    }

    /** The names under which a role is looked for. */
    List<String> candidates(Role role) {
        return named.containsKey(role) ? List.of(named.get(role)) : role.plainNames();
    }
}
