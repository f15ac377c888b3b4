package dev.plumbline.monitor.model;

import dev.plumbline.monitor.InvalidArgumentException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        Draft draft = new Draft(old);
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            draft.set(field.getKey(), field.getValue());
        }
        if (!draft.tierMidpoints.isEmpty()
                && !draft.classes.isEmpty()
                && draft.tierMidpoints.size() != draft.classes.size()) {
            throw new InvalidArgumentException(
                    "tierMidpoints",
                    "one number for each of the " + draft.classes.size() + " classes",
                    draft.tierMidpoints);
        }
        return draft.settings();
    }

    private static final class Draft {
        private ScoreScale scoreScale;
        private Optional<ScoreScale> outcomeScale;
        private Optional<Duration> maturityDelay;
        private Optional<PromotionPolicy> promotion;
        private Optional<String> currentVersion;
        private List<String> segments;
        private List<String> classes;
        private List<Double> tierMidpoints;
        private double materialLoss;
        private String dependence;
        private double maxWeight;
        private double missingRatio;
        private Optional<Duration> refitWindow;
        private boolean publicDiagram;

        Draft(ModelSettings old) {
            scoreScale = old.scoreScale();
            outcomeScale = old.declaredOutcomeScale();
            maturityDelay = old.maturityDelay();
            promotion = old.promotion();
            currentVersion = old.currentVersion();
            segments = old.segments();
            classes = old.classes();
            tierMidpoints = old.tierMidpoints();
            materialLoss = old.materialLoss();
            dependence = old.dependence();
            maxWeight = old.maxWeight();
            missingRatio = old.missingRatio();
            refitWindow = old.refitWindow();
            publicDiagram = old.publicDiagram();
        }

        void set(String field, JsonNode value) {
            switch (field) {
                case "scoreScale" -> scoreScale = ScoreScale.parse(field, string(field, value));
                case "outcomeScale" ->
                    outcomeScale = value.isNull()
                            ? Optional.empty()
                            : Optional.of(ScoreScale.parse(field, string(field, value)));
                case "maturityDelay" -> maturityDelay = duration(field, value, "auto");
                case "promotion" ->
                    promotion = value.isNull()
                            ? Optional.empty()
                            : Optional.of(PromotionPolicy.parse(field, string(field, value)));
                case "currentVersion" ->
                    currentVersion = value.isNull() ? Optional.empty() : Optional.of(name(field, value));
                case "segments" -> segments = names(field, value, MAX_SEGMENTS);
                case "classes" -> classes = names(field, value, MAX_CLASSES);
                case "tierMidpoints" -> tierMidpoints = midpoints(field, value);
                case "materialLoss" -> materialLoss = number(field, value, 0, 1);
                case "dependence" -> dependence = oneOf(field, value, "pair", "day");
                case "maxWeight" -> maxWeight = number(field, value, Double.MIN_NORMAL, 1e9);
                case "missingRatio" -> missingRatio = number(field, value, 1, 100);
                case "refitWindow" -> refitWindow = duration(field, value, "all");
                case "publicDiagram" -> {
                    if (!value.isBoolean()) {
                        throw new InvalidArgumentException(field, "true or false", value);
                    }
                    publicDiagram = value.booleanValue();
                }
                default ->
                    throw new InvalidArgumentException(
                            field,
                            "one of the settings of a model (scoreScale, outcomeScale, maturityDelay, promotion,"
                                    + " currentVersion, segments, classes, tierMidpoints, materialLoss, dependence,"
                                    + " maxWeight, missingRatio, refitWindow, publicDiagram)",
                            field);
            }
        }

        ModelSettings settings() {
            return new ModelSettings(
                    scoreScale,
                    outcomeScale,
                    maturityDelay,
                    promotion,
                    currentVersion,
                    segments,
                    classes,
                    tierMidpoints,
                    materialLoss,
                    dependence,
                    maxWeight,
                    missingRatio,
                    refitWindow,
                    publicDiagram);
        }
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

    private static List<String> names(String field, JsonNode value, int most) {
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

    private static List<Double> midpoints(String field, JsonNode value) {
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

    private static Optional<Duration> duration(String field, JsonNode value, String word) {
        String text = string(field, value);
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
