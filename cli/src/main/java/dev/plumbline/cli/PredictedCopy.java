package dev.plumbline.cli;

import dev.plumbline.cli.RowFile.Shape;
import dev.plumbline.files.Column;
import dev.plumbline.files.Column.Type;
import dev.plumbline.files.DataException;
import dev.plumbline.files.DataFile;
import dev.plumbline.files.DataSet;
import dev.plumbline.files.FieldException;
import dev.plumbline.files.Row;
import dev.plumbline.learning.dataset.Feature;
import dev.plumbline.learning.dataset.Feature.Kind;
import dev.plumbline.learning.dataset.RowValues;
import dev.plumbline.learning.model.FeatureException;
import dev.plumbline.learning.model.Tiers;
import dev.plumbline.learning.model.TrainedModel;
import dev.plumbline.learning.retrain.ServingModel;
import dev.plumbline.learning.retrain.ServingModel.ClassPrediction;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.ObjectNode;

/** Rows of files as they are, with a column for the probability of each class and one for the score. */
final class PredictedCopy implements AutoCloseable {
    static final String SCORE = "score";
    static final String PROBABILITY = "p_";

    private final DataSet data;
    private final TrainedModel model;
    private final ServingModel serving;
    private final Set<String> numbers; // the model's features that are
    private final Consumer<String> refused;
    private RowFile target;
    private boolean typed;
    private long predicted;

    /** @param refused told of each row that cannot be answered: it is left out */
    PredictedCopy(DataSet data, TrainedModel model, Consumer<String> refused) {
        this.data = data;
        this.model = model;
        this.serving = ServingModel.of(model, Tiers.standard(model.classes().length));
        this.numbers = model.schema().features().stream()
                .filter(feature -> feature.kind() == Kind.NUMBER)
                .map(Feature::name)
                .collect(Collectors.toSet());
        this.refused = refused;
    }

    /**
     * Writes all rows.
     *
     * @param file null for {@code out}
     * @return how many were answered
     * @throws DataException if none was; then nothing is written to the file
     */
    long write(Path file, PrintWriter out) {
        DataFile first = data.files().get(0);
        char separator = first.separator().orElse(',');
        Shape shape = file != null
                ? Shape.byEnding(file)
                : first.separator().isEmpty() ? Shape.NDJSON : separator == '\t' ? Shape.TSV : Shape.CSV;
        typed = shape == Shape.NDJSON || shape == Shape.PARQUET;
        target = new RowFile(shape, file, out);
        target.openCopy(columns(), file == null ? separator : shape.separator());
        try (LongWork progress = LongWork.of("predicting", data.size(), "MB", 1_000_000)) {
            for (DataFile each : data.files()) {
                each.read(new RowsOnly(names -> {}, row -> copy(each, row)), progress::step);
            }
        }
        if (predicted == 0) {
            throw new DataException(first.name(), "no row can be predicted from");
        }
        target.finish();
        return predicted;
    }

    private List<Column> columns() {
        ColumnTypes types = new ColumnTypes();
        for (DataFile file : data.files()) {
            file.read(new RowsOnly(types::header, row -> types.add(row.values())), bytes -> {});
        }
        List<String> added = Arrays.stream(model.classes())
                .mapToObj(label -> PROBABILITY + label)
                .toList();
        String file = data.files().get(0).name();
        added.forEach(name -> types.requireFree(name, file));
        types.requireFree(SCORE, file);
        List<Column> columns = types.columns(typed ? numbers : Set.of());
        added.forEach(name -> columns.add(new Column(name, Type.NUMBER)));
        columns.add(new Column(SCORE, Type.NUMBER));
        return columns;
    }

    private void copy(DataFile file, Row row) {
        try {
            Map<String, Object> features = features(row);
            ClassPrediction prediction = serving.predict(serving.features().inOrder(features));
            ObjectNode values = row.values();
            if (typed && !row.typed()) { // a CSV knows texts only, and this file has numbers
                numbers.forEach(name -> values.set(
                        name, features.get(name) instanceof Double number ? DoubleNode.valueOf(number) : null));
            }
            prediction.probabilities().forEach((label, p) -> values.put(PROBABILITY + label, p));
            target.row(values.put(SCORE, prediction.score()));
            predicted++;
        } catch (FieldException e) {
            refused.accept(file.name() + " " + e.at(row.line()));
        } catch (FeatureException e) {
            refused.accept(file.name() + " line " + row.line() + ": " + e.getMessage());
        }
    }

    /** Those of the model that the row has; what it lacks the model takes or refuses, as its training rows lacked some or not. */
    private Map<String, Object> features(Row row) {
        Map<String, Object> features = new HashMap<>();
        for (Feature feature : model.schema().features()) {
            String name = feature.name();
            if (!row.isMissing(name)) {
                features.put(
                        name, feature.kind() == Kind.NUMBER ? (Object) RowValues.number(row, name) : row.word(name));
            }
        }
        return features;
    }

    @Override
    public void close() {
        if (target != null) {
            target.close();
        }
    }
}
