package dev.plumbline.calibration.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** A property of calibrators, each a fault of some library that is in use. */
public enum ConformanceCheck {
    /** The order of the rows changes nothing, also where scores tie. */
    ROW_ORDER((check, subject) -> each((random, pairs) -> check.same(
            subject, pairs.fit(subject), pairs.shuffled(random).fit(subject), "after a shuffle of the rows"))),

    /** Weight k is k copies, weight 0 none. */
    WEIGHT_IS_COPIES((check, subject) -> each((random, pairs) -> {
        double[] weights = random.ints(pairs.size(), 0, 4).asDoubleStream().toArray();
        weights[0] = weights[1] = weights[2] = weights[3] = 2;
        Pairs weighted = pairs.weighted(weights);
        check.same(subject, weighted.fit(subject), weighted.copies().fit(subject), "from copies instead of weights");
    })),

    /** A fractional outcome is its two split rows. */
    FRACTIONAL_IS_SPLIT((check, subject) -> each((random, pairs) -> {
        Pairs shares = new Pairs(
                pairs.score(),
                Arrays.stream(pairs.outcome())
                        .map(y -> y + (1 - 2 * y) * 0.4 * random.nextDouble())
                        .toArray(),
                pairs.weight());
        check.same(subject, shares.fit(subject), shares.split().fit(subject), "from split rows");
    })),

    /** Rows of one score count as one row with their mean outcome and their weight. */
    TIES_POOLED((check, subject) -> each((random, pairs) ->
            check.same(subject, pairs.fit(subject), pairs.pooled().fit(subject), "from pooled rows"))),

    /** The summaries of parts, merged, give the map of the whole; an empty part is nothing. */
    MERGE((check, subject) ->
            each((random, pairs) -> check.merges(subject, subject.merging(), random.nextInt(pairs.size() + 1), pairs))),

    /** A higher score never gets a lower probability, where the data say that higher is more. */
    MONOTONE((check, subject) -> each((random, pairs) -> {
        DoubleUnaryOperator map = pairs.fit(subject);
        double last = map.applyAsDouble(0);
        for (int i = 1; i <= 1000; i++) {
            double next = map.applyAsDouble(i / 1000.0);
            double before = last;
            double at = i / 1000.0;
            assertTrue(
                    next >= before - 1e-12, () -> check.failure("falls from " + before + " to " + next + " at " + at));
            last = next;
        }
    })),

    /** Every probability lies in [0, 1], beyond the data, too. */
    INSIDE_UNIT((check, subject) -> each((random, pairs) -> {
        check.inside(pairs.scaled(0.4, -0.5).fit(subject), Pairs.GRID);
        Pairs steep = Pairs.of(new double[] {0.4, 0.45, 0.5, 0.55, 0.6, 0.6}, new double[] {0, 0, 1, 1, 1, 0});
        check.inside(steep.fit(subject), Pairs.GRID);
    })),

    /** Below the smallest and above the largest score of the data the map is constant. */
    CONSTANT_BEYOND_DATA((check, subject) -> each((random, pairs) -> {
        Pairs inner = pairs.scaled(0.4, -0.7);
        DoubleUnaryOperator map = inner.fit(subject);
        double low = Arrays.stream(inner.score()).min().orElseThrow();
        double high = Arrays.stream(inner.score()).max().orElseThrow();
        for (double p : Pairs.GRID) {
            double expected = map.applyAsDouble(Math.min(Math.max(p, low), high));
            check.equal(expected, map.applyAsDouble(p), subject.tolerance(), "at " + p + ", beyond the data");
        }
    })),

    /** Scores of exactly 0 and 1 count like their neighbours, and get a probability. */
    ENDS_COUNT((check, subject) -> each((random, pairs) -> {
        Pairs at = pairs.copy();
        Pairs beside = pairs.copy();
        for (int i = 0; i < pairs.size(); i += 3) {
            at.score()[i] = pairs.outcome()[i];
            beside.score()[i] = pairs.outcome()[i] == 1 ? 1 - 1e-12 : 1e-12;
        }
        DoubleUnaryOperator map = at.fit(subject);
        DoubleUnaryOperator near = beside.fit(subject);
        check.inside(map, Pairs.GRID);
        double[] inner = Arrays.copyOfRange(Pairs.GRID, 2, Pairs.GRID.length - 2);
        for (double p : inner) {
            check.equal(
                    near.applyAsDouble(p), map.applyAsDouble(p), 1e-6, "at " + p + ", from scores of exactly 0 and 1");
        }
        check.equal(near.applyAsDouble(1 - 1e-12), map.applyAsDouble(1), 1e-6, "at 1");
        check.equal(near.applyAsDouble(1e-12), map.applyAsDouble(0), 1e-6, "at 0");
    })),

    /** One class only: a probability everywhere. */
    ONE_CLASS((check, subject) -> {
        for (double only : new double[] {0, 1}) {
            check.defined(subject, new double[] {0.1, 0.2, 0.5, 0.5, 0.9}, new double[] {only, only, only, only, only});
        }
    }),

    /** One row: a probability everywhere. */
    ONE_ROW((check, subject) -> {
        for (double score : new double[] {0, 0.3, 0.5, 1}) {
            check.defined(subject, new double[] {score}, new double[] {0});
            check.defined(subject, new double[] {score}, new double[] {1});
        }
    }),

    /** Scores that are all the same: a probability everywhere. */
    CONSTANT_SCORES((check, subject) -> {
        for (double score : new double[] {0, 0.3, 0.5, 1}) {
            check.defined(subject, new double[] {score, score, score}, new double[] {0, 1, 0});
        }
    }),

    /** Scores far outside [0, 1], for maps that take any: a probability, on the right side. */
    HUGE_SCORES((check, subject) -> each((random, pairs) -> {
        for (double factor : new double[] {1e3, 1e12, 1e300}) {
            DoubleUnaryOperator map = pairs.scaled(factor, 0.5).fit(subject);
            check.inside(map, new double[] {-1.7e308, -factor, 0, factor, 1.7e308});
            double low = map.applyAsDouble(-factor);
            double high = map.applyAsDouble(factor);
            assertTrue(
                    low <= high, () -> check.failure("falls from " + low + " to " + high + " at scores of " + factor));
        }
        // and a map of usual scores, asked for an unusual one
        check.inside(pairs.scaled(8, 0.5).fit(subject), new double[] {-1e308, -1e6, -1e3, 1e3, 1e6, 1e308});
    })),

    /** Classes that a threshold separates: a probability everywhere, and no endless search. */
    SEPARABLE((check, subject) -> {
        double[] score = {0.1, 0.2, 0.3, 0.7, 0.8, 0.9};
        check.defined(subject, score, new double[] {0, 0, 0, 1, 1, 1});
        check.defined(subject, score, new double[] {1, 1, 1, 0, 0, 0});
        check.defined(subject, score, new double[] {0, 1, 1, 1, 1, 0});
        check.defined(subject, new double[] {0.5, 0.5, 0.9}, new double[] {0, 0, 1});
        DoubleUnaryOperator map =
                Pairs.of(score, new double[] {0, 0, 0, 1, 1, 1}).fit(subject);
        assertTrue(
                map.applyAsDouble(0.2) <= map.applyAsDouble(0.8),
                () -> check.failure("gives the lower class the higher probability"));
    }),

    /** The log loss on the fit's own data is not above that of a constant by more than a few nats in all. */
    LOWERS_LOSS((check, subject) -> each((random, pairs) -> {
        DoubleUnaryOperator map = pairs.fit(subject);
        double mean = Arrays.stream(pairs.outcome()).average().orElseThrow();
        double loss = 0;
        double constant = 0;
        for (int i = 0; i < pairs.size(); i++) {
            double q = map.applyAsDouble(pairs.score()[i]);
            loss -= Math.log(pairs.outcome()[i] == 1 ? q : 1 - q);
            constant -= Math.log(pairs.outcome()[i] == 1 ? mean : 1 - mean);
        }
        double fitted = loss;
        double best = constant + 0.5; // regularised fits may lose a little
        assertTrue(fitted <= best, () -> check.failure("has a log loss of " + fitted + ", a constant " + (best - 0.5)));
    })),

    /** The arrays that are handed over stay as they are. */
    ARRAYS_UNCHANGED((check, subject) -> each((random, pairs) -> {
        Pairs before = pairs.copy();
        DoubleUnaryOperator map = pairs.fit(subject);
        double value = map.applyAsDouble(0.4);
        assertArrayEquals(before.score(), pairs.score(), check.failure("changed the scores"));
        assertArrayEquals(before.outcome(), pairs.outcome(), check.failure("changed the outcomes"));
        assertArrayEquals(before.weight(), pairs.weight(), check.failure("changed the weights"));
        Arrays.fill(pairs.score(), 0.5);
        Arrays.fill(pairs.outcome(), 0);
        check.equal(value, map.applyAsDouble(0.4), 0, "at 0.4, after the caller used its arrays again");
    }));

    private static final long SEED = 20261128;
    private static final int ROUNDS = 12;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final BiConsumer<ConformanceCheck, Subject> body;

    ConformanceCheck(BiConsumer<ConformanceCheck, Subject> body) {
        this.body = body;
    }

    /**
     * Runs this check.
     *
     * @param subject what is tested, whether or not it claims this
     * @throws AssertionError that begins with the name of the check and says what it saw
     */
    public void run(Subject subject) {
        assertTimeoutPreemptively(
                PATIENCE,
                () -> body.accept(this, subject),
                () -> failure("does not end within " + PATIENCE.toSeconds() + " s"));
    }

    /** Random pairs with many, some and no ties; always the same ones. */
    private static void each(BiConsumer<SplittableRandom, Pairs> body) {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            int levels = new int[] {3, 9, 1_000_000}[round % 3];
            body.accept(random, Pairs.random(random, 30 + random.nextInt(200), levels));
        }
    }

    private void same(Subject subject, DoubleUnaryOperator expected, DoubleUnaryOperator map, String when) {
        for (double p : Pairs.GRID) {
            equal(expected.applyAsDouble(p), map.applyAsDouble(p), subject.tolerance(), "at " + p + ", " + when);
        }
    }

    private void equal(double expected, double value, double tolerance, String when) {
        if (tolerance == 0) {
            assertEquals(expected, value, () -> failure("differs " + when));
        } else {
            assertEquals(expected, value, tolerance, () -> failure("differs " + when));
        }
    }

    private void inside(DoubleUnaryOperator map, double[] scores) {
        for (double p : scores) {
            double q = map.applyAsDouble(p);
            assertTrue(q >= 0 && q <= 1, () -> failure("gives " + q + " at " + p));
        }
    }

    private void defined(Subject subject, double[] score, double[] outcome) {
        inside(Pairs.of(score, outcome).fit(subject), Pairs.GRID);
    }

    private <S> void merges(Subject subject, Merging<S> merging, int cut, Pairs pairs) {
        S whole = summary(merging, pairs, 0, pairs.size());
        S parts = merging.plus(summary(merging, pairs, 0, cut), summary(merging, pairs, cut, pairs.size()));
        DoubleUnaryOperator expected = merging.fit(whole);
        same(subject, expected, merging.fit(parts), "from two parts");
        same(subject, expected, merging.fit(merging.plus(merging.empty(), whole)), "merged into an empty summary");
        same(subject, expected, merging.fit(merging.plus(whole, merging.empty())), "with an empty summary merged in");
        // what was counted twice shows beside something that was counted once
        S first = summary(merging, pairs, 0, pairs.size() / 3);
        S rest = summary(merging, pairs, pairs.size() / 3, pairs.size());
        same(
                subject,
                expected,
                merging.fit(merging.plus(merging.plus(merging.empty(), first), rest)),
                "merged one by one");
    }

    private static <S> S summary(Merging<S> merging, Pairs pairs, int from, int to) {
        Pairs part = pairs.rows(IntStream.range(from, to).toArray());
        return merging.of(part.score(), part.outcome(), part.weight());
    }

    private String failure(String what) {
        return this + ": the map " + what;
    }
}
