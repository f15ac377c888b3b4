package dev.plumbline.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A made-up forecaster and the world it forecasts. The chance of a case is {@code sigmoid(z)} with z from N(0, 0.8^2). For
 * the first days the forecaster says just that; then it says {@code sigmoid(2 z + 1)}: too sure, and too high; at last it is mended.
 */
final class Forecaster {
    /** Standard deviation of the true log odds. */
    private static final double SPREAD = 0.8;

    private static final double DRIFTED_SLOPE = 2;
    private static final double DRIFTED_OFFSET = 1;
    private static final Duration FIRST_CASE = Duration.ofHours(6);
    private static final Duration CASES_LAST = Duration.ofHours(12);
    private static final Duration OUTCOMES_KNOWN = Duration.ofHours(19);

    /**
     * One case.
     *
     * @param score what the forecaster says, 0 to 100
     * @param happened what turns out to be true
     * @param knownAt when that is known
     */
    record Case(String id, double score, Instant predictedAt, boolean happened, Instant knownAt) {}

    private final List<List<Case>> days = new ArrayList<>();

    Forecaster(DemoPlan plan) {
        SplittableRandom root = new SplittableRandom(plan.seed());
        for (int day = 1; day <= plan.lastDay(); day++) {
            // a stream of its own for each day: more cases on one leave the others as they were
            days.add(day(plan, day, root.split()));
        }
    }

    private static List<Case> day(DemoPlan plan, int day, SplittableRandom random) {
        List<Case> cases = new ArrayList<>();
        Instant midnight = plan.midnight(day);
        for (int i = 0; i < plan.casesPerDay(); i++) {
            double z = SPREAD * random.nextGaussian();
            boolean happened = random.nextDouble() < sigmoid(z);
            boolean drifted = day > plan.honestDays() && day <= plan.correctedDays();
            double said = drifted ? sigmoid(DRIFTED_SLOPE * z + DRIFTED_OFFSET) : sigmoid(z);
            int delay = 1 + random.nextInt(DemoPlan.LONGEST_DELAY_DAYS);
            cases.add(new Case(
                    String.format("day%03d-case%02d", day, i + 1),
                    Math.round(10_000 * said) / 100.0,
                    midnight.plus(FIRST_CASE).plus(CASES_LAST.multipliedBy(i).dividedBy(plan.casesPerDay())),
                    happened,
                    midnight.plus(Duration.ofDays(delay)).plus(OUTCOMES_KNOWN)));
        }
        return List.copyOf(cases);
    }

    /** The cases of a day, counted from 1, in the order of their predictions. */
    List<Case> cases(int day) {
        return days.get(day - 1);
    }

    private static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }
}
