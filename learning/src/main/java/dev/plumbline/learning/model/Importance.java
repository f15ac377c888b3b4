package dev.plumbline.learning.model;

import dev.plumbline.learning.dataset.LabelledRows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a model loses when it is told another row's value of a feature (permutation importance, Breiman 2001, doi
 * 10.1023/A:1010933404324, section 10, by log loss). Component names are wire names.
 *
 * <p>Of features that say the same, each alone loses little: read it beside the leakage report.
 *
 * @param name the feature
 * @param logLossIncrease mean over {@value #PERMUTATIONS} seeded permutations of at most {@value #MOST_ROWS} rows, in nats;
 *     about 0, or below by chance, for a feature that the model does not use
 */
public record Importance(String name, double logLossIncrease) {

    private static final int PERMUTATIONS = 3;
    private static final int MOST_ROWS = 2_000;
    private static final int NAMED = 100;

    /** The features of a model, most important first, at most {@value #NAMED}. */
    public static List<Importance> of(TrainedModel model, LabelledRows rows) {
        int[] truth = rows.classIndices(model.classes());
        int[] chosen = spaced(rows.size());
        double[] increases = new double[model.schema().size()];
        SplittableRandom random = new SplittableRandom(chosen.length);
        for (int permutation = 0; permutation < PERMUTATIONS; permutation++) {
            int[] others = shuffled(chosen, random);
            for (int at = 0; at < chosen.length; at++) {
                int k = truth[chosen[at]];
                double[] row = rows.copyRow(chosen[at]);
                double full = model.logProbabilities(row)[k];
                double[] exchanged = model.exchanged(k, row, rows.copyRow(others[at]));
                for (int j = 0; j < increases.length; j++) {
                    increases[j] += (full - exchanged[j]) / chosen.length / PERMUTATIONS;
                }
            }
        }
        List<Importance> importance = new ArrayList<>();
        for (int j = 0; j < increases.length; j++) {
            importance.add(new Importance(model.schema().feature(j).name(), increases[j]));
        }
        return importance.stream()
                .sorted(Comparator.comparingDouble(Importance::logLossIncrease).reversed())
                .limit(NAMED)
                .toList();
    }

    /** All rows, or as many as are taken at equal distances. */
    private static int[] spaced(int n) {
        int[] rows = new int[Math.min(n, MOST_ROWS)];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (int) ((long) i * n / rows.length);
        }
        return rows;
    }

    private static int[] shuffled(int[] rows, SplittableRandom random) {
        int[] shuffled = rows.clone();
        for (int i = shuffled.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swap = shuffled[i];
            shuffled[i] = shuffled[j];
            shuffled[j] = swap;
        }
        return shuffled;
    }
}
