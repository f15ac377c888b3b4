package dev.plumbline.learning.skew;

import dev.plumbline.learning.dataset.LoggedFeatures;
import dev.plumbline.learning.model.TrainedModel;
import dev.plumbline.learning.skew.SkewReport.FeatureSkew;
import dev.plumbline.monitor.model.Model;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Compares the features that were logged with the predictions of the last seven days, and the score that the model gives on
 * them, with those of the rows that it was trained on (statistics.md 6).
 *
 * <p>Flagged is what differs <b>surely</b> (two-sample test, {@link TwoSample}; p-value at most {@value #ALPHA} after Holm's correction
 * for the number of features: one look in a thousand at an unchanged service flags anything by chance, so that daily looks do so
 * once in three years at most) <b>and much</b> (population stability index of at least {@value #MUCH}, the usual mark of a moderate
 * shift): of many rows any difference is sure, of few rows an index is large by chance.
 */
public final class SkewCheck {

    static final double ALPHA = 0.001;
    static final double MUCH = 0.1;

    /** Fewer say nothing. */
    static final int LEAST_ROWS = 50;

    /** Shares are known to half a point from as many, whatever the traffic. */
    static final int MOST_ROWS = 20_000;

    private static final Duration WINDOW = Duration.ofDays(7);
    private static final int NAMED_AT_MOST = 10;

    private final LoggedFeatures logged;

    public SkewCheck(LoggedFeatures logged) {
        this.logged = logged;
    }

    /**
     * The report as of now.
     *
     * @param version of the trained model; null before it has one
     * @param trained what is asked
     * @param reference what it was trained on
     * @param now the end of the window, included
     */
    public SkewReport report(
            Model model, String version, TrainedModel trained, TrainingReference reference, Instant now) {
        Instant to = now.plusNanos(1_000); // what was predicted at this very instant counts
        ServingTally tally = new ServingTally(reference, trained);
        long predictions = logged.sample(model, to.minus(WINDOW), to, MOST_ROWS, tally::add);
        boolean enough = tally.rows() >= LEAST_ROWS;
        List<FeatureSkew> features = enough ? compare(reference, tally) : List.of();
        return new SkewReport(
                version,
                to.minus(WINDOW),
                to,
                predictions,
                tally.rows(),
                features.stream().anyMatch(FeatureSkew::flagged),
                features,
                enough ? inWords(features, tally.rows()) : tooFew(tally.rows()));
    }

    static List<FeatureSkew> compare(TrainingReference reference, ServingTally tally) {
        List<Distribution> all = new ArrayList<>(reference.features());
        all.add(reference.score());
        List<long[]> served = new ArrayList<>();
        for (int j = 0; j < reference.features().size(); j++) {
            served.add(tally.counts(j));
        }
        served.add(tally.scores());
        List<TwoSample> tests = IntStream.range(0, all.size())
                .mapToObj(j -> TwoSample.of(all.get(j), served.get(j)))
                .toList();
        double[] adjusted = holm(tests.stream().mapToDouble(TwoSample::pValue).toArray());
        List<FeatureSkew> skews = new ArrayList<>();
        for (int j = 0; j < adjusted.length; j++) {
            TwoSample test = tests.get(j);
            skews.add(new FeatureSkew(
                    all.get(j).name(),
                    test.stability(),
                    test.test(),
                    test.statistic(),
                    test.pValue(),
                    adjusted[j],
                    share(all.get(j).counts()),
                    share(served.get(j)),
                    adjusted[j] <= ALPHA && test.stability() >= MUCH));
        }
        skews.sort(Comparator.comparing(FeatureSkew::flagged)
                .thenComparingDouble(FeatureSkew::psi)
                .reversed());
        return skews;
    }

    private static double share(long[] counts) {
        return counts[0] / (double) Arrays.stream(counts).sum();
    }

    /** Holm (1979): the i-th smallest of m p-values times m - i + 1, and none below a smaller one's. */
    static double[] holm(double[] pValues) {
        int m = pValues.length;
        Integer[] order = IntStream.range(0, m).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(i -> pValues[i]));
        double[] adjusted = new double[m];
        double largest = 0;
        for (int rank = 0; rank < m; rank++) {
            largest = Math.max(largest, Math.min(1, (m - rank) * pValues[order[rank]]));
            adjusted[order[rank]] = largest;
        }
        return adjusted;
    }

    private static String tooFew(long rows) {
        return "Not looked at: " + rows + " predictions of the last 7 days have features, " + LEAST_ROWS
                + " are needed.";
    }

    private static String inWords(List<FeatureSkew> features, long rows) {
        List<FeatureSkew> flagged =
                features.stream().filter(FeatureSkew::flagged).toList();
        if (flagged.isEmpty()) {
            FeatureSkew most = features.get(0);
            return String.format(
                    Locale.ROOT,
                    "No change found: %d predictions of the last 7 days look like the training rows; %s differs most, with a"
                            + " stability index of %.3f.",
                    rows,
                    most.name(),
                    most.psi());
        }
        String named = flagged.stream()
                .limit(NAMED_AT_MOST)
                .map(feature -> String.format(Locale.ROOT, "%s (stability index %.2f)", feature.name(), feature.psi()))
                .collect(Collectors.joining(", "));
        int more = flagged.size() - NAMED_AT_MOST;
        return "What is predicted from has changed since training, as " + rows
                + " predictions of the last 7 days show: "
                + named + (more > 0 ? " and " + more + " more" : "")
                + ". The model answers what it was not trained on: is a source broken, or is it time to train anew?";
    }
}
