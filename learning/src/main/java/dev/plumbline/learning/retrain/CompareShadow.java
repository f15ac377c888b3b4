package dev.plumbline.learning.retrain;

import dev.plumbline.calibration.evidence.Race;
import dev.plumbline.learning.dataset.LoggedFeatures;
import dev.plumbline.learning.dataset.LoggedFeatures.Pair;
import dev.plumbline.learning.dataset.TrainingDataException;
import dev.plumbline.learning.model.Evaluation;
import dev.plumbline.learning.model.FeatureException;
import dev.plumbline.learning.model.NamedFeatures;
import dev.plumbline.monitor.ConflictException;
import dev.plumbline.monitor.NotFoundException;
import dev.plumbline.monitor.evidence.Evalue;
import dev.plumbline.monitor.gate.GateDecision.Grounds;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.Models;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Shadow predictions: a version that is not in force beside the one that is, on what was really asked and really came of it.
 *
 * <p>A prediction of a trained model is a function of the features, and the store keeps those that predictions were recorded with. So
 * nothing is predicted or kept beforehand: what a version would have said is worked out when somebody wants to know, for every
 * version, at no cost to who is served; and a prediction that is deleted or purged is in no comparison from then on.
 *
 * <p>Only predictions made after both versions were there count, and only where the outcome was not known before. Rows enter as one
 * block, as at the gate.
 */
public final class CompareShadow {

    private final Models models;
    private final TrainedModelStore store;
    private final LoggedFeatures logged;

    public CompareShadow(Models models, TrainedModelStore store, LoggedFeatures logged) {
        this.models = models;
        this.store = store;
        this.logged = logged;
    }

    /**
     * The comparison, as of now, over the newest {@value LoggedSource#MOST_OUTCOMES} outcomes.
     *
     * @throws NotFoundException if there is no such model or version, or none is in force
     * @throws ConflictException if that version is the one in force
     */
    public ShadowReport report(String modelName, int version) {
        Model model = models.require(modelName);
        StoredModel shadow = store.find(model, version)
                .orElseThrow(() -> new NotFoundException(
                        "Unknown trained model version: " + version + " of model " + model.name()));
        StoredModel serving = store.serving(model)
                .orElseThrow(() -> new NotFoundException(
                        "No trained model is in force for model " + model.name() + ": nothing to compare with"));
        if (shadow.version().equals(serving.version())) {
            throw new ConflictException("Trained model version " + version + " serves model " + model.name()
                    + ": only another one can be its shadow");
        }
        Instant since = shadow.trainedAt().isAfter(serving.trainedAt()) ? shadow.trainedAt() : serving.trainedAt();
        Losses losses = new Losses(shadow, serving, new OutcomeClasses(model.settings()));
        logged.pairs(model, LoggedSource.MOST_OUTCOMES, pair -> {
            if (pair.predictedAt().isAfter(since)) {
                losses.add(pair);
            }
        });
        return losses.report(since);
    }

    private static final class Losses {
        private final StoredModel shadow;
        private final StoredModel serving;
        private final NamedFeatures shadowFeatures;
        private final NamedFeatures servingFeatures;
        private final OutcomeClasses classes;
        private final DoubleStream.Builder ofShadow = DoubleStream.builder();
        private final DoubleStream.Builder ofServing = DoubleStream.builder();
        private int leftOut;

        Losses(StoredModel shadow, StoredModel serving, OutcomeClasses classes) {
            this.shadow = shadow;
            this.serving = serving;
            this.shadowFeatures = new NamedFeatures(shadow.model());
            this.servingFeatures = new NamedFeatures(serving.model());
            this.classes = classes;
        }

        void add(Pair pair) {
            if (!classes.has(pair)) {
                leftOut++;
                return;
            }
            try {
                int label = classes.of(pair);
                double one = loss(shadow, shadowFeatures, pair, label);
                double other = loss(serving, servingFeatures, pair, label);
                ofShadow.add(one);
                ofServing.add(other);
            } catch (FeatureException | TrainingDataException e) {
                leftOut++;
            }
        }

        private static double loss(StoredModel stored, NamedFeatures features, Pair pair, int label) {
            int k = Arrays.binarySearch(stored.model().classes(), label);
            if (k < 0) {
                throw new TrainingDataException("version " + stored.version() + " has no class " + label);
            }
            return Evaluation.loss(stored.model().logProbabilities(features.inOrder(pair.features()))[k]);
        }

        ShadowReport report(Instant since) {
            double[] candidate = ofShadow.build().toArray();
            double[] against = ofServing.build().toArray();
            if (candidate.length == 0) {
                return new ShadowReport(
                        shadow.version(),
                        serving.version(),
                        since,
                        0,
                        leftOut,
                        null,
                        null,
                        null,
                        null,
                        null,
                        "no prediction made since " + since + " has features and an outcome that both versions can be"
                                + " asked about");
            }
            Race race = PromotionRule.race(against, candidate);
            Grounds grounds = PromotionRule.grounds(shadow.model().trainer(), race, words(race, since));
            return new ShadowReport(
                    shadow.version(),
                    serving.version(),
                    since,
                    candidate.length,
                    leftOut,
                    Arrays.stream(candidate).average().orElseThrow(),
                    Arrays.stream(against).average().orElseThrow(),
                    grounds.logLossGain(),
                    grounds.interval(),
                    grounds.evidence(),
                    grounds.reason());
        }

        private String words(Race race, Instant since) {
            double gain = race.gain(0).mean();
            return String.format(
                    Locale.ROOT,
                    "version %s would have had a log loss %.6f a row %s than version %s, which serves, on %d predictions made"
                            + " since %s; the evidence for better is %s, the gate asks for %.0f to 1 and an interval above 0",
                    shadow.version(),
                    Math.abs(gain),
                    gain < 0 ? "higher" : "lower",
                    serving.version(),
                    race.units(),
                    since,
                    Evalue.words(race.logEvidence()),
                    Race.THRESHOLD);
        }
    }
}
