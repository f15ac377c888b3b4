package dev.plumbline.learning.dataset;

import dev.plumbline.learning.dataset.Feature.Kind;
import dev.plumbline.monitor.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads a schema: {@code {features:[{name, type: number|category, unit?, availableAtPrediction?, categories?}], label?, time?,
 * group?, split?: {by?, test?, seed?}, allowUnavailable?}}. A member that is not known is refused, as it may be a slip of the
 * pen that would be trained past.
 */
public final class DatasetSchemaReader {

    private static final List<String> MEMBERS =
            List.of("features", "label", "time", "group", "split", "allowUnavailable");
    private static final List<String> OF_FEATURES =
            List.of("name", "type", "unit", "availableAtPrediction", "categories", "min", "max");
    private static final List<String> OF_SPLIT = List.of("by", "test", "seed");

    private DatasetSchemaReader() {}

    /**
     * Reads a file.
     *
     * @throws TrainingDataException if there is no such file or it is no schema; the message names the place and the value
     */
    public static DatasetSchema read(Path file) {
        try {
            return of(Json.read(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            throw new TrainingDataException("schema file not found: " + file, e);
        } catch (IOException e) {
            throw new TrainingDataException("cannot read the schema " + file + ": " + e, e);
        } catch (JacksonException e) {
            throw new TrainingDataException("the schema " + file + " is not JSON: " + e.getOriginalMessage(), e);
        } catch (TrainingDataException e) {
            throw new TrainingDataException(file + ": " + e.getMessage(), e);
        }
    }

    /** @throws TrainingDataException if it is no schema; the message names the place and the value */
    static DatasetSchema of(JsonNode json) {
        require(json.isObject(), "schema", "an object", json);
        known("schema", json, MEMBERS);
        JsonNode split = json.path("split");
        require(split.isMissingNode() || split.isObject(), "schema.split", "an object", split);
        known("schema.split", split, OF_SPLIT);
        String label = text(json, "schema", "label");
        return new DatasetSchema(
                features(json.path("features")),
                label == null ? DatasetSchema.LABEL : label,
                text(json, "schema", "time"),
                text(json, "schema", "group"),
                split.has("by") ? by("schema.split.by", text(split, "schema.split", "by")) : null,
                split.has("test") ? number(split) : null,
                split.has("seed") ? seed(split) : null,
                truth(json, "schema", "allowUnavailable", false));
    }

    /** @throws TrainingDataException if it is none of the words */
    public static Split.By by(String place, String word) {
        return Arrays.stream(Split.By.values())
                .filter(by -> by.wire().equals(word))
                .findFirst()
                .orElseThrow(() -> new TrainingDataException(place + " must be one of "
                        + Arrays.stream(Split.By.values()).map(Split.By::wire).collect(Collectors.joining(", "))
                        + ", got \"" + word + "\""));
    }

    private static List<Feature> features(JsonNode list) {
        require(list.isMissingNode() || list.isArray(), "schema.features", "a list", list);
        List<Feature> features = new ArrayList<>();
        for (JsonNode each : list) {
            String place = "schema.features[" + features.size() + "]";
            require(each.isObject(), place, "an object {name, type, ..}", each);
            known(place, each, OF_FEATURES);
            String name = text(each, place, "name");
            require(name != null, place + ".name", "a text", each.path("name"));
            Kind kind = kind(place, text(each, place, "type"));
            features.add(new Feature(
                    name,
                    kind,
                    text(each, place, "unit"),
                    truth(each, place, "availableAtPrediction", true),
                    categories(each.path("categories"), place, name, kind),
                    bound(each, place, "min", kind, -Feature.LARGEST),
                    bound(each, place, "max", kind, Feature.LARGEST)));
        }
        return features;
    }

    private static double bound(JsonNode feature, String place, String member, Kind kind, double otherwise) {
        JsonNode value = feature.path(member);
        if (value.isMissingNode()) {
            return otherwise;
        }
        require(
                kind == Kind.NUMBER && value.isNumber(),
                place + "." + member,
                "a number, of a feature that is one",
                value);
        return value.doubleValue();
    }

    private static Kind kind(String place, String type) {
        for (Kind kind : Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(type)) {
                return kind;
            }
        }
        throw new TrainingDataException(
                place + ".type must be number or category, got " + (type == null ? "nothing" : "\"" + type + "\""));
    }

    private static List<String> categories(JsonNode list, String place, String name, Kind kind) {
        require(list.isMissingNode() || list.isArray(), place + ".categories", "a list of texts", list);
        if (kind == Kind.NUMBER && !list.isEmpty()) {
            throw new TrainingDataException(place + ": the number " + name + " has no categories, got " + list);
        }
        List<String> categories = new ArrayList<>();
        for (JsonNode each : list) {
            require(each.isString(), place + ".categories[" + categories.size() + "]", "a text", each);
            categories.add(each.stringValue());
        }
        return categories;
    }

    private static double number(JsonNode split) {
        JsonNode test = split.get("test");
        require(test.isNumber(), "schema.split.test", "a number above 0 and below 1", test);
        return test.doubleValue();
    }

    private static long seed(JsonNode split) {
        JsonNode seed = split.get("seed");
        require(seed.isIntegralNumber() && seed.canConvertToLong(), "schema.split.seed", "a whole number", seed);
        return seed.longValue();
    }

    private static String text(JsonNode json, String place, String member) {
        JsonNode value = json.path(member);
        boolean absent = value.isMissingNode() || value.isNull();
        require(
                absent || (value.isString() && !value.stringValue().isBlank()),
                place + "." + member,
                "a text that is not blank",
                value);
        return absent ? null : value.stringValue();
    }

    private static boolean truth(JsonNode json, String place, String member, boolean otherwise) {
        JsonNode value = json.path(member);
        require(value.isMissingNode() || value.isBoolean(), place + "." + member, "true or false", value);
        return value.isMissingNode() ? otherwise : value.booleanValue();
    }

    private static void known(String place, JsonNode json, List<String> members) {
        for (String name : json.propertyNames()) {
            if (!members.contains(name)) {
                throw new TrainingDataException(
                        place + " has the member \"" + name + "\", allowed are " + String.join(", ", members));
            }
        }
    }

    private static void require(boolean condition, String place, String allowed, JsonNode got) {
        if (!condition) {
            throw new TrainingDataException(place + " must be " + allowed + ", got "
                    + (got.isMissingNode() ? "nothing" : shortened(got.toString())));
        }
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
