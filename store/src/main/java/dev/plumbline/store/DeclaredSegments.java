package dev.plumbline.store;

import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.model.Model;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Tells which segments of the sums a row is in: {@code KEY:VALUE} for each declared key that it carries. The first hundred
 * values of a key have sums of their own; later ones share the segment {@code KEY}. What a value once was it stays.
 */
final class DeclaredSegments {
    private static final int MOST_VALUES = 100;
    private static final String VALUES = "select key, value from segment_values where model = ?";
    private static final String ADMIT = "insert into segment_values (model, key, value) values (?, ?, ?)";
    private static final String FORGET = "delete from segment_values where model = ? and key = ?";

    private final Session session;
    private final Model model;
    private final Map<String, Set<String>> values = new HashMap<>();

    /** @param model as it is declared in this transaction */
    DeclaredSegments(Session session, Model model) throws SQLException {
        this(session, model, model.settings().segments());
    }

    /** @param keys those of the declared keys that matter */
    DeclaredSegments(Session session, Model model, List<String> keys) throws SQLException {
        this.session = session;
        this.model = model;
        for (String key : keys) {
            values.put(key, new HashSet<>());
        }
        if (!values.isEmpty()) {
            session.each(
                    VALUES,
                    row -> {
                        Set<String> known = values.get(row.getString(1));
                        if (known != null) {
                            known.add(row.getString(2));
                        }
                    },
                    model.id());
        }
    }

    /** What becomes of a value that was never seen. */
    private enum Unseen {
        /** It is admitted while there is room. */
        ADMITTED,
        /** It has the name that it would have if it were admitted. */
        NAMED,
        /** It is one of the later ones. */
        LATER
    }

    /** The segments of a pair that enters the sums; a value that was never seen is admitted while there is room. */
    List<String> admit(String labels) throws SQLException {
        return of(labels, Unseen.ADMITTED);
    }

    /** The segments of a pair that is in the sums. */
    List<String> of(String labels) throws SQLException {
        return of(labels, Unseen.LATER);
    }

    /** The segments of a row, paired or not: the names do not tell whether a value was seen in a pair before. */
    List<String> named(String labels) throws SQLException {
        return of(labels, Unseen.NAMED);
    }

    private List<String> of(String labels, Unseen unseen) throws SQLException {
        if (labels == null || values.isEmpty()) {
            return List.of();
        }
        JsonNode carried = Json.read(labels);
        List<String> segments = new ArrayList<>();
        for (Map.Entry<String, Set<String>> key : values.entrySet()) {
            JsonNode value = carried.get(key.getKey());
            if (value != null) {
                segments.add(segment(key.getKey(), key.getValue(), value.stringValue(), unseen));
            }
        }
        return segments;
    }

    private String segment(String key, Set<String> known, String value, Unseen unseen) throws SQLException {
        if (known.contains(value)) {
            return key + ":" + value;
        }
        if (unseen == Unseen.LATER || known.size() >= MOST_VALUES) {
            return key;
        }
        known.add(value);
        if (unseen == Unseen.ADMITTED) {
            session.update(ADMIT, model.id(), key, value);
        }
        return key + ":" + value;
    }

    /** Whether a segment of the sums is one of these. */
    boolean isOfDeclaredKey(String segment) {
        return values.keySet().stream().anyMatch(key -> segment.equals(key) || segment.startsWith(key + ":"));
    }

    /** Forgets the values of a key that is no longer declared. */
    static void forget(Session session, long model, String key) throws SQLException {
        session.update(FORGET, model, key);
    }
}
