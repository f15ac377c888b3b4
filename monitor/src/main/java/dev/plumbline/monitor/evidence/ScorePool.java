package dev.plumbline.monitor.evidence;

import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.evidence.Contestants;
import dev.plumbline.monitor.evidence.EvidenceStore.CohortDay;
import dev.plumbline.monitor.evidence.EvidenceStore.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The pairs that challengers are fitted to: whole days before the one that they will be scored on, as far back as the refit window
 * reaches and not from before a rollback. Their sums are read once, when they are first needed.
 */
final class ScorePool {
    private final Snapshot snapshot;
    private final TreeMap<Long, CohortDay> days = new TreeMap<>();
    private final long reach;
    private final long since;
    private Map<Long, CalibrationSummary> sums;
    private long from; // of the sums that were read

    /**
     * @param reach how many days a fit looks back
     * @param since the first day that counts
     */
    ScorePool(Snapshot snapshot, List<CohortDay> days, long reach, long since) {
        this.snapshot = snapshot;
        this.reach = reach;
        this.since = since;
        days.forEach(day -> this.days.put(day.day(), day));
    }

    /** The contestants with fits to the days before {@code day}, made again where enough pairs have come since the last. */
    Contestants before(long day, Contestants contestants) {
        // fits become due by all pairs so far: those of a window that moves on do not grow for ever
        long all = pairs(since, day);
        if (!contestants.isDue(all)) {
            return contestants;
        }
        Contestants fitted = contestants.fitted(pairs(first(day), day), count -> newest(day, count));
        return new Contestants(fitted.serving(), fitted.rivals(), fitted.fits(), all);
    }

    /** The sums of the whole days before {@code day} that hold the newest {@code count} pairs. */
    CalibrationSummary newest(long day, long count) {
        read(first(day));
        CalibrationSummary.Builder all = CalibrationSummary.builder();
        long taken = 0;
        for (long each : days.subMap(first(day), true, day, false).descendingKeySet()) {
            if (taken >= count) {
                break;
            }
            CalibrationSummary pairs = sums.get(each);
            if (pairs != null) {
                all.add(pairs);
                taken += pairs.count();
            }
        }
        return all.build();
    }

    /** How many pairs count for fits that are scored on {@code day}. */
    long pairs(long day) {
        return pairs(first(day), day);
    }

    private long pairs(long first, long end) {
        return first >= end
                ? 0
                : days.subMap(first, end).values().stream()
                        .mapToLong(CohortDay::paired)
                        .sum();
    }

    private long first(long day) {
        return Math.min(day, Math.max(since, day - reach));
    }

    /** Days are asked for in order, so what is read once is enough. */
    private void read(long first) {
        if (sums == null || first < from) {
            from = first;
            sums = snapshot.scores(first, Long.MAX_VALUE);
        }
    }
}
