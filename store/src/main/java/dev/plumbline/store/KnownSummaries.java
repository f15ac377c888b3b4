package dev.plumbline.store;

import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.monitor.ConflictException;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.pairs.SummaryStore;
import dev.plumbline.monitor.pairs.Window;
import dev.plumbline.store.KnownRows.Purge;
import dev.plumbline.store.KnownRows.PurgedSince;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** The pairs that an audit knew, as far as they can still be told: refuses what rows were needed for that are purged by now. */
final class KnownSummaries implements SummaryStore {
    private final SummaryStore store;
    private final PurgedSince purged;
    private final String audit;

    /** @param audit how to name it */
    KnownSummaries(SummaryStore store, PurgedSince purged, String audit) {
        this.store = store;
        this.purged = purged;
        this.audit = audit;
    }

    @Override
    public List<VersionSummary> observed(Model model, Window window) {
        requireDays(model, window);
        return store.observed(model, window);
    }

    @Override
    public int pairedSince(Model model, String version, Instant since, int most) {
        requireRows(Times.micros(since));
        return store.pairedSince(model, version, since, most);
    }

    @Override
    public SortedMap<String, CalibrationSummary> segments(Model model, String version, Window window) {
        requireDays(model, window);
        return store.segments(model, version, window);
    }

    @Override
    public Optional<Instant> purgedBefore(Model model) {
        return store.purgedBefore(model);
    }

    @Override
    public VersionSummary segment(Model model, Window observed, String version, String key, String value) {
        requireRows(Span.of(observed).from());
        return store.segment(model, observed, version, key, value);
    }

    /** Whole days are still in the sums, the part of a day is not. */
    private void requireDays(Model model, Window window) {
        Span span = Span.of(window)
                .widened(store.purgedBefore(model).map(Times::micros).orElse(Long.MIN_VALUE));
        if (span.isEmpty()) {
            return;
        }
        purged.sums().filter(purge -> span.from() < purge.reach()).ifPresent(this::refuse);
        boolean cut = window.from() != null && !isStartOfDay(span.from());
        purged.rows().ifPresent(purge -> {
            if ((cut && span.from() < purge.before()) || (!isStartOfDay(span.end()) && span.end() < purge.before())) {
                refuse(purge);
            }
        });
    }

    private static boolean isStartOfDay(long micros) {
        return Math.floorMod(micros, Times.DAY) == 0;
    }

    private void requireRows(long from) {
        purged.rows().filter(purge -> from < purge.before()).ifPresent(this::refuse);
    }

    private void refuse(Purge purge) {
        throw new ConflictException(audit + " cannot be computed again: rows that it rests on, from before "
                + Times.instant(purge.before()) + ", were purged at " + Times.instant(purge.at()));
    }
}
