package dev.plumbline.monitor.model;

import dev.plumbline.monitor.InvalidArgumentException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a declaration: fields that are sent replace, fields that are not sent stay; an unknown field is refused. */
public final class SettingsPatch {
    private static final int MAX_SEGMENTS = 8;
    private static final int MAX_CLASSES = 100;
    private static final int MAX_NAME = 100;

    private SettingsPatch() {}

    /**
     * The settings with the sent fields replaced.
     *
     * @throws InvalidArgumentException naming the field, what is allowed and the value given
     */
    public static ModelSettings apply(ModelSettings old, JsonNode sent) {
        if (!(sent instanceof ObjectNode patch)) {
            throw new InvalidArgumentException("body", "a JSON object", sent);
        }
        ObjectNode merged = old.toJson();
        for (String field : patch.propertyNames()) {
            if (!merged.has(field)) {
                throw new InvalidArgumentException(
                        field,
                        "one of the settings of a model (" + String.join(", ", merged.propertyNames()) + ")",
                        field);
            }
        }
        merged.setAll(patch);
        return read(merged);
    }

    private static ModelSettings read(ObjectNode json) {
        List<String> classes = names("classes", json, MAX_CLASSES);
        List<Double> tierMidpoints = midpoints("tierMidpoints", json);
        if (!tierMidpoints.isEmpty() && !classes.isEmpty() && tierMidpoints.size() != classes.size()) {
            throw new InvalidArgumentException(
                    "tierMidpoints", "one number for each of the " + classes.size() + " classes", tierMidpoints);
        }
        return new ModelSettings(
                ScoreScale.parse("scoreScale", string("scoreScale", json.get("scoreScale"))),
                optional("outcomeScale", json, (field, value) -> ScoreScale.parse(field, string(field, value))),
                duration("maturityDelay", json, "auto"),
                optional("promotion", json, (field, value) -> PromotionPolicy.parse(field, string(field, value))),
                optional("currentVersion", json, SettingsPatch::name),
                names("segments", json, MAX_SEGMENTS),
                classes,
                tierMidpoints,
                number("materialLoss", json.get("materialLoss"), 0, 1),
                oneOf("dependence", json.get("dependence"), "pair", "day"),
                number("maxWeight", json.get("maxWeight"), Double.MIN_NORMAL, 1e9),
                number("missingRatio", json.get("missingRatio"), 1, 100),
                duration("refitWindow", json, "all"),
                truth("publicDiagram", json.get("publicDiagram")));
    }

    /** Null means not declared. */
    private static <T> Optional<T> optional(String field, ObjectNode json, BiFunction<String, JsonNode, T> reader) {
        JsonNode value = json.get(field);
        return value.isNull() ? Optional.empty() : Optional.of(reader.apply(field, value));
    }

    private static boolean truth(String field, JsonNode value) {
        if (!value.isBoolean()) {
            throw new InvalidArgumentException(field, "true or false", value);
        }
        return value.booleanValue();
    }

    private static String string(String field, JsonNode value) {
        if (!value.isString()) {
            throw new InvalidArgumentException(field, "a text", value);
        }
        return value.stringValue();
    }

    private static String name(String field, JsonNode value) {
        String text = value.isIntegralNumber() ? value.asString() : string(field, value);
        if (text.isBlank() || text.length() > MAX_NAME) {
            throw new InvalidArgumentException(field, "1 to " + MAX_NAME + " characters", text);
        }
        return text;
    }

    private static List<String> names(String field, ObjectNode json, int most) {
        JsonNode value = json.get(field);
        if (!value.isArray() || value.size() > most) {
            throw new InvalidArgumentException(field, "an array of at most " + most + " texts", value);
        }
        List<String> names = new ArrayList<>();
        for (JsonNode element : value) {
            names.add(name(field, element));
        }
        if (new HashSet<>(names).size() != names.size()) {
            throw new InvalidArgumentException(field, "an array of different texts", value);
        }
        return names;
    }

    private static List<Double> midpoints(String field, ObjectNode json) {
        JsonNode value = json.get(field);
        if (!value.isArray() || value.size() > MAX_CLASSES) {
            throw new InvalidArgumentException(field, "an array of at most " + MAX_CLASSES + " numbers", value);
        }
        List<Double> numbers = new ArrayList<>();
        for (JsonNode element : value) {
            numbers.add(number(field, element, 0, 100));
        }
        return numbers;
    }

    private static String oneOf(String field, JsonNode value, String one, String other) {
        String text = string(field, value);
        if (!text.equals(one) && !text.equals(other)) {
            throw new InvalidArgumentException(field, one + " or " + other, text);
        }
        return text;
    }

    private static double number(String field, JsonNode value, double low, double high) {
        if (!value.isNumber() || !(value.doubleValue() >= low && value.doubleValue() <= high)) {
            String range = low == Double.MIN_NORMAL ? "above 0 and at most " + high : "in [" + low + ", " + high + "]";
            throw new InvalidArgumentException(field, "a number " + range, value);
        }
        return value.doubleValue();
    }

    private static Optional<Duration> duration(String field, ObjectNode json, String word) {
        String text = string(field, json.get(field));
        return text.equals(word) ? Optional.empty() : Optional.of(duration(field, text, word + " or "));
    }

    /** A duration such as {@code P30D} or {@code PT12H}, longer than nothing and at most a hundred years. */
    public static Duration duration(String field, String text, String orElse) {
        Duration parsed;
        try {
            // Periods in months or years have no fixed length, so only days and what is shorter are taken.
            parsed = text.endsWith("W") ? Duration.ofDays(Period.parse(text).getDays()) : Duration.parse(text);
        } catch (DateTimeException e) {
            parsed = Duration.ofSeconds(-1);
        }
        if (parsed.isNegative() || parsed.compareTo(Duration.ofDays(36_500)) > 0) {
            throw new InvalidArgumentException(
                    field, orElse + "a duration such as P30D or PT12H, at most P36500D", text);
        }
        return parsed;
    }

    /** {@code P30D} rather than Java's {@code PT720H}, where it is whole days. */
    static String period(Duration duration) {
        boolean wholeDays = duration.toSeconds() % 86_400 == 0 && duration.getNano() == 0 && !duration.isZero();
        return wholeDays ? "P" + duration.toDays() + "D" : duration.toString();
    }
}
