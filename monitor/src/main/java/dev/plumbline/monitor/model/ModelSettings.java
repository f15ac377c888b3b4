package dev.plumbline.monitor.model;

import dev.plumbline.monitor.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is declared of a model by {@code PUT /api/v1/models/{model}}. Immutable; {@link SettingsPatch} makes changed copies.
 *
 * @param declaredOutcomeScale the scale of outcomes; empty = that of the scores, but then an outcome of exactly 1 means "it
 *     happened" on either scale
 * @param maturityDelay how old a prediction must be before its outcome counts as complete; empty = {@code auto}
 * @param promotion who decides what comes into force; empty = the server's setting
 * @param currentVersion the declared current version; empty = the one with most predictions in the last 7 days
 * @param segments names of declared segments, at most 8
 * @param classes the classes of a model with classes, in order from lowest to highest; empty = as in the data
 * @param tierMidpoints midpoint (0-100) of each class, for the score of {@code predict}; empty = the default
 * @param materialLoss nats per outcome below which a detected fault is not material
 * @param dependence {@code pair} or {@code day}: what is independent given the probabilities
 * @param maxWeight the weight from which on a pair counts in full as evidence
 * @param missingRatio bound on the ratio of the two classes' chances to be observed
 * @param refitWindow how far back a refit looks; empty = {@code all}
 * @param publicDiagram whether the reliability diagram may be read without a key
 */
public record ModelSettings(
        ScoreScale scoreScale,
        Optional<ScoreScale> declaredOutcomeScale,
        Optional<Duration> maturityDelay,
        Optional<PromotionPolicy> promotion,
        Optional<String> currentVersion,
        List<String> segments,
        List<String> classes,
        List<Double> tierMidpoints,
        double materialLoss,
        String dependence,
        double maxWeight,
        double missingRatio,
        Optional<Duration> refitWindow,
        boolean publicDiagram) {
    /** Of {@link #dependence}: outcomes of one day may share what nobody could know. */
    public static final String BY_DAY = "day";

    public ModelSettings {
        segments = List.copyOf(segments);
        classes = List.copyOf(classes);
        tierMidpoints = List.copyOf(tierMidpoints);
    }

    /** What a model has that was declared by its first row. */
    public static ModelSettings defaults(ScoreScale scale) {
        return new ModelSettings(
                scale,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                0.0005,
                "pair",
                1,
                1.1,
                Optional.of(Duration.ofDays(90)),
                false);
    }

    /** The scale on which outcomes are sent: the declared one, else that of the scores. */
    public ScoreScale outcomeScale() {
        return declaredOutcomeScale.orElse(scoreScale);
    }

    /** The settings under their wire names; what {@link SettingsPatch} reads back. What is not declared is null. */
    public ObjectNode toJson() {
        ObjectNode json = Json.object();
        json.put("scoreScale", scoreScale.wire());
        json.put("outcomeScale", declaredOutcomeScale.map(ScoreScale::wire).orElse(null));
        json.put("maturityDelay", maturityDelay.map(SettingsPatch::period).orElse("auto"));
        json.put("promotion", promotion.map(PromotionPolicy::wire).orElse(null));
        json.put("currentVersion", currentVersion.orElse(null));
        segments.forEach(json.putArray("segments")::add);
        classes.forEach(json.putArray("classes")::add);
        tierMidpoints.forEach(json.putArray("tierMidpoints")::add);
        json.put("materialLoss", materialLoss);
        json.put("dependence", dependence);
        json.put("maxWeight", maxWeight);
        json.put("missingRatio", missingRatio);
        json.put("refitWindow", refitWindow.map(SettingsPatch::period).orElse("all"));
        json.put("publicDiagram", publicDiagram);
        return json;
    }
}
