package dev.plumbline.learning.dataset;

import dev.plumbline.files.FieldException;
import dev.plumbline.files.Row;
import dev.plumbline.learning.dataset.Feature.Kind;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rows of named values as they come, kept by column, until they are {@linkplain #part parted} into training data. What a row does
 * not have is missing. No type is guessed: a value is a number unless the schema declares a category.
 */
final class RowTable {

    /** As many columns as a record of CSV may have. */
    static final int MOST_FEATURES = 10_000;

    /** 400 MB: more would bring a server of usual size down rather than be refused. */
    static final long MOST_VALUES = 50_000_000;

    private final DatasetSchema schema;
    private final String source;
    private final Set<String> notFeatures;
    private final Map<String, TableColumn> columns = new LinkedHashMap<>();
    private final Set<String> leftOut = new HashSet<>();
    private boolean ordered;
    private int[] labels = new int[256];
    private long[] times = new long[256];
    private String[] groups = new String[256];
    private boolean hasTimes;
    private boolean hasGroups;
    private int size;

    /**
     * @param source how messages call it
     * @param notFeatures columns that are something else
     */
    RowTable(DatasetSchema schema, String source, Set<String> notFeatures) {
        this.schema = schema;
        this.source = source;
        this.notFeatures = notFeatures;
    }

    /** The columns in their order, where a source names them beforehand; those that no row fills are missing everywhere. */
    void header(List<String> names) {
        ordered = true;
        names.forEach(name -> column(name, name));
    }

    /**
     * Takes a row.
     *
     * @param time microseconds since 1970; null where there are none
     * @param group null for a row of its own
     * @throws FieldException naming the field, if a value is not what it must be; nothing of the row was taken
     */
    void add(Row row, int label, Long time, String group) {
        try {
            take(row);
        } catch (FieldException e) {
            columns.values().forEach(column -> column.forget(size));
            throw e;
        }
        if (size == labels.length) {
            labels = Arrays.copyOf(labels, 2 * size);
            times = Arrays.copyOf(times, 2 * size);
            groups = Arrays.copyOf(groups, 2 * size);
        }
        labels[size] = label;
        times[size] = time == null ? 0 : time;
        groups[size] = group;
        hasTimes |= time != null;
        hasGroups |= group != null;
        size++;
        if ((long) size * columns.size() > MOST_VALUES) {
            throw new TrainingDataException(source + " has more than " + MOST_VALUES + " values (" + columns.size()
                    + " features): train on fewer rows or features");
        }
    }

    private void take(Row row) {
        for (Map.Entry<String, JsonNode> field : row.values().properties()) {
            if (field.getValue() instanceof ObjectNode nested) {
                nested.propertyNames().forEach(name -> take(field.getKey() + "." + name, row));
            } else {
                take(field.getKey(), row);
            }
        }
    }

    private void take(String field, Row row) {
        TableColumn column = column(field, field);
        if (column != null) {
            column.take(size, row);
        }
    }

    /** Null for what is no feature or left out. */
    private TableColumn column(String name, String field) {
        TableColumn known = columns.get(name);
        if (known != null || notFeatures.contains(name) || leftOut.contains(name)) {
            return known;
        }
        if (name.isBlank()) {
            throw new TrainingDataException(source + " has a column without a name");
        }
        Feature feature = schema.feature(name).orElseGet(() -> Feature.number(name));
        if (schema.leavesOut(feature)) {
            leftOut.add(name);
            return null;
        }
        if (columns.size() == MOST_FEATURES) {
            throw new TrainingDataException(
                    source + " has more than " + MOST_FEATURES + " features, the first too many is " + name);
        }
        TableColumn column = new TableColumn(feature, field);
        columns.put(name, column);
        return column;
    }

    int size() {
        return size;
    }

    /** The training data and what was done for it. */
    Prepared part(Collection<Integer> declaredClasses) {
        List<String> names = ordered
                ? List.copyOf(columns.keySet())
                : columns.keySet().stream().sorted().toList();
        TableColumn[] used = names.stream().map(columns::get).toArray(TableColumn[]::new);
        List<Feature> features =
                Arrays.stream(used).map(column -> column.finish(size)).toList();
        if (features.isEmpty()) {
            throw new TrainingDataException(source + " has no feature to learn from"
                    + (leftOut.isEmpty() ? "" : ": all are declared not to be available at prediction"));
        }
        // rows of one moment have no order of time, rows of one group cannot be parted by it
        boolean timed = hasTimes && Arrays.stream(times, 1, size).anyMatch(time -> time != times[0]);
        boolean grouped =
                hasGroups && Arrays.stream(groups, 1, size).anyMatch(group -> !Objects.equals(group, groups[0]));
        Split split = schema.split(timed, grouped);
        Splitter.Parted parted = Splitter.part(
                split,
                new Splitter.Keys(
                        Arrays.copyOf(labels, size),
                        hashes(features, used),
                        hasTimes ? Arrays.copyOf(times, size) : null,
                        hasGroups ? Arrays.copyOf(groups, size) : null));
        TrainingData data = new TrainingData(
                new FeatureSchema(features), rows(used, parted.train()), rows(used, parted.test()), declaredClasses);
        return new Prepared(data, split, leftOut.stream().sorted().toList());
    }

    /** What {@link #part} made. */
    record Prepared(TrainingData data, Split split, List<String> leftOut) {}

    /** Features that the schema declares and no row has. */
    List<String> absent() {
        return schema.features().stream()
                .map(Feature::name)
                .filter(name -> !columns.containsKey(name) && !leftOut.contains(name))
                .toList();
    }

    /** @throws TrainingDataException if the schema declares what no row has */
    void requireDeclared() {
        if (!absent().isEmpty()) {
            throw new TrainingDataException("the schema declares " + String.join(", ", absent()) + ", but " + source
                    + " has no such column; its columns are " + shortened(String.join(", ", columns.keySet())));
        }
    }

    static String shortened(String names) {
        return names.length() <= 400 ? names : names.substring(0, 400) + "...";
    }

    private long[] hashes(List<Feature> features, TableColumn[] used) {
        long[] hashes = new long[size];
        for (int i = 0; i < size; i++) {
            hashes[i] = RowHash.mix(labels[i] + 1L);
        }
        for (int j = 0; j < used.length; j++) {
            Feature feature = features.get(j);
            long name = RowHash.of(feature.name());
            long[] ofCategory = feature.categories().stream()
                    .mapToLong(category -> RowHash.of(name, category))
                    .toArray();
            for (int i = 0; i < size; i++) {
                double value = used[j].value(i);
                if (!Double.isNaN(value)) {
                    hashes[i] += feature.kind() == Kind.CATEGORY ? ofCategory[(int) value] : RowHash.of(name, value);
                }
            }
        }
        return hashes;
    }

    private LabelledRows rows(TableColumn[] used, int[] places) {
        double[][] features = new double[places.length][used.length];
        int[] classes = new int[places.length];
        for (int i = 0; i < places.length; i++) {
            for (int j = 0; j < used.length; j++) {
                features[i][j] = used[j].value(places[i]);
            }
            classes[i] = labels[places[i]];
        }
        return new LabelledRows(features, classes);
    }
}
