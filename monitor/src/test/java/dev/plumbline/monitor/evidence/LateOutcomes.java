package dev.plumbline.monitor.evidence;

import dev.plumbline.calibration.evidence.Detector;
import dev.plumbline.calibration.evidence.EvidenceBlock;
import dev.plumbline.calibration.evidence.EvidenceGrid;
import dev.plumbline.calibration.evidence.MissingBand;
import dev.plumbline.monitor.evidence.EvidenceStore.DelayCount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A perfect model whose negatives are known {@code horizon} days after the prediction and whose positives come within days: probabilities
 * Beta(2, 5), looked at every midnight for a year. Days enter and are judged as {@link EvidenceLedger} does it.
 */
final class LateOutcomes {
    private static final int YEAR = 365;
    private static final double MEAN_DELAY_OF_POSITIVES = 2;
    private static final double MISSING_RATIO = 1.1;

    /**
     * How a service grows.
     *
     * @param history days of predictions before the first look
     * @param perDay predictions of the first day
     * @param perMonth factor of the traffic every 30 days
     */
    record Traffic(int history, double perDay, double perMonth) {
        long on(int day) {
            return Math.round(perDay * Math.pow(perMonth, day / 30.0));
        }
    }

    /** The predictions of a day, by when they become known. */
    private static final class Cohort {
        final int day;
        final double[] probability;
        final boolean[] positive;
        final double[] delay; // days
        final int[] knownOn; // the first look that knows the outcome
        long known;
        List<DelayCount> delays = List.of();
        EvidenceBlock block;
        double band;
        long knownInBlock;

        Cohort(int day, long size, int horizon, SplittableRandom random) {
            this.day = day;
            int n = Math.toIntExact(size);
            probability = new double[n];
            positive = new boolean[n];
            delay = new double[n];
            knownOn = new int[n];
            for (int i = 0; i < n; i++) {
                probability[i] = beta25(random);
                positive[i] = random.nextDouble() < probability[i];
                delay[i] = positive[i]
                        ? Math.min(horizon, -MEAN_DELAY_OF_POSITIVES * Math.log(1 - random.nextDouble()))
                        : horizon;
                knownOn[i] = (int) Math.ceil(day + random.nextDouble() + delay[i]);
            }
        }

        /** The second smallest of six uniform numbers. */
        private static double beta25(SplittableRandom random) {
            double[] uniform = random.doubles(6).toArray();
            Arrays.sort(uniform);
            return uniform[1];
        }

        void know(int today) {
            long before = known;
            Map<Long, long[]> counts = new TreeMap<>();
            known = 0;
            for (int i = 0; i < knownOn.length; i++) {
                if (knownOn[i] <= today) {
                    known++;
                    counts.computeIfAbsent((long) Math.ceil(delay[i]), late -> new long[2])[positive[i] ? 1 : 0]++;
                }
            }
            if (known != before) {
                List<DelayCount> fresh = new ArrayList<>();
                counts.forEach((late, n) -> {
                    fresh.add(new DelayCount(day, false, late, n[0]));
                    fresh.add(new DelayCount(day, true, late, n[1]));
                });
                fresh.removeIf(each -> each.count() == 0);
                delays = fresh;
            }
        }

        long positives() {
            return delays.stream()
                    .filter(DelayCount::positive)
                    .mapToLong(DelayCount::count)
                    .sum();
        }

        void score(int today) {
            EvidenceBlock.Builder builder = new EvidenceBlock.Builder(EvidenceGrid.narrow(), 1, band);
            for (int i = 0; i < probability.length; i++) {
                if (knownOn[i] <= today) {
                    builder.add(probability[i], positive[i] ? 1 : 0, 1);
                } else {
                    builder.missing(probability[i], 1);
                }
            }
            block = builder.build();
            knownInBlock = known;
        }
    }

    private final List<Cohort> cohorts = new ArrayList<>();
    private final Duration declared;
    private final int horizon;
    private Detector detector = detector();
    private MissingBand band = new MissingBand(MISSING_RATIO);
    private int entered; // the oldest so many cohorts

    /** @param declared the maturity delay; null for a learned one */
    private LateOutcomes(int horizon, Duration declared) {
        this.horizon = horizon;
        this.declared = declared;
    }

    /** The first day of the year whose look called the model drifted; empty when none did. */
    static OptionalInt drifted(Traffic traffic, int horizon, Duration declared, SplittableRandom random) {
        LateOutcomes service = new LateOutcomes(horizon, declared);
        for (int day = 0; day < traffic.history + YEAR; day++) {
            service.cohorts.add(new Cohort(day, traffic.on(day), horizon, random));
            if (day >= traffic.history && service.look(day + 1)) {
                return OptionalInt.of(day - traffic.history);
            }
        }
        return OptionalInt.empty();
    }

    private boolean look(int today) {
        List<DelayCount> delays = new ArrayList<>();
        for (Cohort cohort : cohorts) {
            if (cohort.known < cohort.probability.length) {
                cohort.know(today);
            }
            delays.addAll(cohort.delays);
        }
        Maturity maturity = Maturity.of(declared, delays, today);
        if (declared == null && maturity.delay().isPresent() && maturity.delay().getAsLong() > horizon) {
            throw new AssertionError("learned a delay that no outcome had: " + maturity);
        }
        long last = maturity.lastDay(today).orElse(-1);
        boolean changed = false;
        for (Cohort cohort : cohorts.subList(0, entered)) {
            if (cohort.knownInBlock != cohort.known) {
                cohort.score(today);
                changed = true;
            }
        }
        if (changed) {
            detector = detector();
            cohorts.subList(0, entered).forEach(cohort -> detector.enter(cohort.block));
            band = new MissingBand(MISSING_RATIO);
            cohorts.subList(0, entered).forEach(this::count);
        }
        while (entered < cohorts.size() && cohorts.get(entered).day <= last) {
            Cohort next = cohorts.get(entered++);
            next.band = band.ratio();
            next.score(today);
            detector.enter(next.block);
            count(next);
        }
        return detector.isDrifted();
    }

    private static Detector detector() {
        return new Detector(EvidenceGrid.narrow(), Detector.MATERIAL_LOSS);
    }

    private void count(Cohort cohort) {
        long open = cohort.probability.length - cohort.known;
        band.enter(cohort.positives(), cohort.known - cohort.positives(), open);
    }
}
