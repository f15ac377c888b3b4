package dev.plumbline.monitor.intake;

import dev.plumbline.files.FieldException;
import dev.plumbline.files.Row;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.model.ModelSettings;
import dev.plumbline.monitor.model.ScoreScale;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads rows as predictions and outcomes: checks every field and brings it to the unit scale. Throws
 * {@link FieldException} for a bad field; says through {@code warn} what was assumed.
 */
public final class RowParser {
    static final Set<String> PREDICTION_FIELDS = Set.of(
            "id",
            "score",
            "probability",
            "calibratorVersion",
            "version",
            "predictedAt",
            "group",
            "weight",
            "segments",
            "features");
    static final Set<String> OUTCOME_FIELDS = Set.of("predictionId", "actual", "class", "observedAt");
    static final Set<String> RECORD_FIELDS =
            Stream.of(PREDICTION_FIELDS, OUTCOME_FIELDS).flatMap(Set::stream).collect(Collectors.toSet());

    private static final int MAX_ID = 512;
    private static final int MAX_TEXT = 200;
    private static final int MAX_LABELS = 50;
    private static final double MAX_WEIGHT = 1e9;
    private static final Duration FUTURE = Duration.ofDays(366);

    private final ModelSettings settings;
    private final Clock clock;
    private final Consumer<String> warn;

    /** @param warn told what should be said once in the answer */
    public RowParser(ModelSettings settings, Clock clock, Consumer<String> warn) {
        this.settings = settings;
        this.clock = clock;
        this.warn = warn;
    }

    public NewPrediction prediction(Row row) {
        warnUnknown(row, PREDICTION_FIELDS);
        return knownPrediction(row);
    }

    private NewPrediction knownPrediction(Row row) {
        return new NewPrediction(
                text(row, "id", MAX_ID),
                scaled(row, "score", settings.scoreScale()),
                row.has("probability") ? scaled(row, "probability", ScoreScale.UNIT) : null,
                row.has("calibratorVersion") ? calibratorVersion(row) : null,
                row.has("version") ? text(row, "version", MAX_TEXT) : null,
                row.has("predictedAt") ? time(row, "predictedAt") : null,
                row.has("group") ? text(row, "group", MAX_ID) : null,
                row.has("weight") ? weight(row) : null,
                row.has("segments") ? labels(row) : null,
                row.has("features") ? features(row.object("features")) : null);
    }

    public NewOutcome outcome(Row row) {
        warnUnknown(row, OUTCOME_FIELDS);
        return knownOutcome(row, "predictionId");
    }

    /**
     * A row of a history: a prediction where it has a score, with its outcome where it has one. Without a score it is the
     * outcome of the prediction that {@code predictionId} (or {@code id}) names.
     */
    public NewRecord record(Row row) {
        warnUnknown(row, RECORD_FIELDS);
        boolean happened = row.has("actual") || row.has("class");
        if (row.has("score") || !happened) {
            return new NewRecord(knownPrediction(row), happened ? knownOutcome(row, "id") : null);
        }
        return new NewRecord(null, knownOutcome(row, row.has("predictionId") ? "predictionId" : "id"));
    }

    private NewOutcome knownOutcome(Row row, String idField) {
        String id = text(row, idField, MAX_ID);
        Double actual = row.has("actual") ? actual(row) : null;
        String trueClass = row.has("class") ? trueClass(row) : null;
        if (actual == null && trueClass == null) {
            throw new FieldException(
                    "actual", null, "is required: " + settings.outcomeScale().range());
        }
        return new NewOutcome(id, actual, trueClass, row.has("observedAt") ? time(row, "observedAt") : null);
    }

    /**
     * On a percent model whose outcomes nobody declared, 1 is far more often a yes than one percent: most models have outcomes 0
     * and 1 whatever the scale of their scores. So it is read as a yes, and that is said.
     */
    private double actual(Row row) {
        ScoreScale scale = settings.outcomeScale();
        double actual = scaled(row, "actual", scale);
        if (scale == ScoreScale.UNIT || settings.declaredOutcomeScale().isPresent() || row.number("actual") != 1) {
            return actual;
        }
        warn.accept("actual 1 was read as 100 %, not as 1 %: the scores are percent, the outcomeScale is not declared"
                + " (declare it: unit for outcomes from 0 to 1, percent for 0 to 100)");
        return 1;
    }

    private void warnUnknown(Row row, Set<String> known) {
        for (String field : row.values().propertyNames()) {
            if (!known.contains(field)) {
                warn.accept("unknown field "
                        + (field.length() > MAX_TEXT ? field.substring(0, MAX_TEXT) + "..." : field)
                        + " was ignored");
            }
        }
    }

    private static String text(Row row, String field, int most) {
        String text = row.text(field);
        if (text.isBlank() || text.length() > most || text.indexOf('\0') >= 0) {
            throw new FieldException(field, text, "must be 1 to " + most + " characters, not all blank, without NUL");
        }
        return text;
    }

    private static double scaled(Row row, String field, ScoreScale scale) {
        double value = row.number(field);
        if (!(value >= 0 && value <= scale.max())) {
            throw new FieldException(field, number(value), "must be " + scale.range());
        }
        return scale.toUnit(field, value);
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static Integer calibratorVersion(Row row) {
        double value = row.number("calibratorVersion");
        if (!(value >= 0 && value <= Integer.MAX_VALUE && value == Math.rint(value))) {
            throw new FieldException("calibratorVersion", number(value), "must be a whole number, 0 or more");
        }
        return (int) value;
    }

    private static Double weight(Row row) {
        double value = row.number("weight");
        if (!(value >= 0 && value <= MAX_WEIGHT)) {
            throw new FieldException("weight", number(value), "must be a number in [0, 1e9]");
        }
        return value + 0.0; // -0.0 becomes 0.0
    }

    /** On the grid of stored times, so that the same time sent again is the same. */
    private Instant time(Row row, String field) {
        Instant time = row.time(field).truncatedTo(ChronoUnit.MICROS);
        if (row.zoneAssumed(field)) {
            warn.accept(field + " without a zone was read as UTC");
        }
        Instant latest = clock.instant().plus(FUTURE);
        if (time.isBefore(Instant.EPOCH) || time.isAfter(latest)) {
            throw new FieldException(
                    field, time.toString(), "must be between 1970 and " + latest + " (a year from now)");
        }
        return time;
    }

    private String trueClass(Row row) {
        JsonNode node = row.values().get("class");
        String name = node.isIntegralNumber() ? node.asString() : text(row, "class", MAX_TEXT);
        if (!settings.classes().isEmpty() && !settings.classes().contains(name)) {
            throw new FieldException("class", name, "must be one of " + settings.classes());
        }
        return name;
    }

    private static Map<String, String> labels(Row row) {
        ObjectNode object = row.object("segments");
        if (object.size() > MAX_LABELS) {
            throw new FieldException("segments", object.size() + " labels", "must be at most " + MAX_LABELS);
        }
        Map<String, String> labels = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            String field = "segments." + entry.getKey();
            JsonNode value = entry.getValue();
            if (value.isNull()) {
                continue;
            }
            if (!value.isString() && !value.isNumber() && !value.isBoolean()) {
                throw new FieldException(field, value.toString(), "must be a text");
            }
            String text = value.asString();
            if (text.length() > MAX_TEXT
                    || entry.getKey().length() > MAX_TEXT
                    || entry.getKey().isBlank()) {
                throw new FieldException(field, text, "must have at most " + MAX_TEXT + " characters");
            }
            labels.put(entry.getKey(), text);
        }
        return labels;
    }

    /** Sorted by name, so that the same features in another order are the same content. */
    private static String features(ObjectNode features) {
        ObjectNode sorted = Json.object();
        for (String name : new TreeSet<>(features.propertyNames())) {
            JsonNode value = features.get(name);
            if (value.isContainer()) {
                throw new FieldException(
                        "features." + name, value.toString(), "must be a number, a text, true, false or null");
            }
            sorted.set(name, value);
        }
        return Json.text(sorted);
    }
}
