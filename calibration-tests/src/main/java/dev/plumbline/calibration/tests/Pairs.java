package dev.plumbline.calibration.tests;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;

/** Pairs as arrays, and what the checks do to them. */
record Pairs(double[] score, double[] outcome, double[] weight) {

    static final double[] GRID = {
        0, 1e-9, 1e-3, 0.01, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8,
        0.85, 0.9, 0.95, 0.99, 0.999, 1 - 1e-9, 1
    };

    /** Weights of 1. */
    static Pairs of(double[] score, double[] outcome) {
        double[] weight = new double[score.length];
        Arrays.fill(weight, 1);
        return new Pairs(score, outcome, weight);
    }

    /** Scores and outcomes that rise with them on average; ties when there are fewer levels than pairs. */
    static Pairs random(SplittableRandom random, int n, int levels) {
        double[] score = new double[n];
        double[] outcome = new double[n];
        for (int i = 0; i < n; i++) {
            score[i] = (1 + random.nextInt(levels)) / (levels + 1.0);
            outcome[i] = random.nextDouble() < 0.15 + 0.6 * score[i] ? 1 : 0;
        }
        outcome[0] = 0; // both classes, whatever the seed
        outcome[1] = 1;
        score[0] = 1 / (levels + 1.0);
        score[1] = levels / (levels + 1.0);
        outcome[2] = 1;
        score[2] = score[0];
        outcome[3] = 0;
        score[3] = score[1];
        return of(score, outcome);
    }

    int size() {
        return score.length;
    }

    /** The map of a fit. The arrays are handed over as they are. */
    DoubleUnaryOperator fit(Subject subject) {
        return subject.fit().fit(score, outcome, weight);
    }

    Pairs copy() {
        return new Pairs(score.clone(), outcome.clone(), weight.clone());
    }

    Pairs weighted(double[] weights) {
        return new Pairs(score, outcome, weights);
    }

    Pairs scaled(double factor, double shift) {
        return new Pairs(Arrays.stream(score).map(s -> (s - shift) * factor).toArray(), outcome, weight);
    }

    Pairs rows(int[] rows) {
        return new Pairs(
                Arrays.stream(rows).mapToDouble(i -> score[i]).toArray(),
                Arrays.stream(rows).mapToDouble(i -> outcome[i]).toArray(),
                Arrays.stream(rows).mapToDouble(i -> weight[i]).toArray());
    }

    Pairs shuffled(SplittableRandom random) {
        int[] rows = new int[size()];
        for (int i = 0; i < rows.length; i++) {
            int j = random.nextInt(i + 1);
            rows[i] = rows[j];
            rows[j] = i;
        }
        return rows(rows);
    }

    /** Every row as often as its whole weight says, with weight 1. */
    Pairs copies() {
        int n = (int) Math.round(Arrays.stream(weight).sum());
        int[] rows = new int[n];
        int at = 0;
        for (int i = 0; i < size(); i++) {
            for (int k = 0; k < weight[i]; k++) {
                rows[at++] = i;
            }
        }
        Pairs copies = rows(rows);
        return of(copies.score, copies.outcome);
    }

    /** Every row as its share of outcome 1 and its share of outcome 0. */
    Pairs split() {
        int n = size();
        double[] twice = Arrays.copyOf(score, 2 * n);
        double[] ends = new double[2 * n];
        double[] shares = new double[2 * n];
        for (int i = 0; i < n; i++) {
            twice[n + i] = score[i];
            ends[i] = 1;
            shares[i] = weight[i] * outcome[i];
            shares[n + i] = weight[i] * (1 - outcome[i]);
        }
        return new Pairs(twice, ends, shares);
    }

    /** The rows of equal score as one, with the weighted mean of their outcomes. */
    Pairs pooled() {
        double[] distinct = Arrays.stream(score).distinct().toArray();
        double[] mean = new double[distinct.length];
        double[] total = new double[distinct.length];
        for (int k = 0; k < distinct.length; k++) {
            for (int i = 0; i < size(); i++) {
                if (score[i] == distinct[k]) {
                    total[k] += weight[i];
                    mean[k] += weight[i] * outcome[i];
                }
            }
            mean[k] /= total[k];
        }
        return new Pairs(distinct, mean, total);
    }
}
