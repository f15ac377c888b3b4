package dev.plumbline.monitor.evidence;

import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.calibrator.Calibrator;
import dev.plumbline.calibration.evidence.Contestants;
import dev.plumbline.calibration.evidence.EvidenceBlock;
import dev.plumbline.calibration.evidence.EvidenceGrid;
import dev.plumbline.calibration.evidence.LiveRace;
import dev.plumbline.calibration.evidence.MissingBand;
import dev.plumbline.monitor.evidence.EvidenceStore.CohortDay;
import dev.plumbline.monitor.evidence.EvidenceStore.EnteredDay;
import dev.plumbline.monitor.evidence.EvidenceStore.Snapshot;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.ModelSettings;
import dev.plumbline.monitor.versions.CalibratorStore;
import dev.plumbline.monitor.versions.InForce;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Keeps the evidence on a version of a model, day by day of its predictions. A day enters when its outcomes count as complete
 * ({@link Maturity}); once entered it stays. Its rows are read once, and again only when they have changed; everything else is worked
 * out from the sums of days.
 */
public final class EvidenceLedger {
    /** Pairs from which on one fault is told from another. */
    private static final long ENOUGH_TO_TELL = 200_000;

    /** A day that had lost rows to a purge before it could enter. */
    private static final String GONE =
            "days whose rows were purged before their outcomes were complete are no evidence: ";

    private final EvidenceStore store;
    private final CalibratorStore calibrators;

    public EvidenceLedger(EvidenceStore store, CalibratorStore calibrators) {
        this.store = store;
        this.calibrators = calibrators;
    }

    /** Which days are looked at. */
    public sealed interface Extent {
        /** All that have entered, and those that can by now. */
        record Whole() implements Extent {}

        /** The same, but where the rows of those that can enter are more than {@code rows}, none of them: somebody waits for the answer. */
        record Quick(long rows) implements Extent {}

        /** Those that had entered by an audit, as their rows are by now. */
        record KnownTo(long audit) implements Extent {}
    }

    /**
     * Where a version stands.
     *
     * @param serving what serves the version, and its clock
     * @param now the time of asking
     */
    public Standing standing(Model model, InForce serving, Instant now, Extent extent) {
        Calibrator before = calibrators.before(model, serving);
        return store.read(
                model,
                serving.modelVersion(),
                snapshot -> new Entry(model, serving, before, now, extent, snapshot).standing());
    }

    /** Whether rows of a day that had entered by an audit have changed since its sums were made. */
    public boolean hasChanged(Model model, InForce serving, long audit) {
        return store.read(model, serving.modelVersion(), snapshot -> snapshot.hasChanged(serving.clockStart(), audit));
    }

    /** One look. */
    private static final class Entry {
        private final Extent extent;
        private final ModelSettings settings;
        private final InForce serving;
        private final Snapshot snapshot;
        private final List<CohortDay> cohorts;
        private final Maturity maturity;
        private final long clockDay;
        private final OptionalLong lastMature;
        private final ScorePool pool;
        private final List<EnteredDay> keep = new ArrayList<>();
        private final TreeMap<Long, DaySums> days = new TreeMap<>();
        private final Contestants start;
        private Contestants contestants;
        private final MissingBand band;
        private double widestBand = 1;
        private long missing;
        private long immature;
        private long gone;
        private boolean leavesOut;
        private long waiting;

        Entry(Model model, InForce serving, Calibrator before, Instant now, Extent extent, Snapshot snapshot) {
            this.extent = extent;
            this.settings = model.settings();
            this.serving = serving;
            this.snapshot = snapshot;
            this.cohorts = snapshot.days();
            long today = Maturity.day(now);
            this.maturity = Maturity.of(settings.maturityDelay().orElse(null), snapshot.delays(), today);
            this.lastMature = maturity.lastDay(today);
            this.clockDay = serving.clockStart() == null ? Long.MIN_VALUE : Maturity.day(serving.clockStart());
            this.pool = new ScorePool(snapshot, cohorts, reach(), firstDayForFits());
            this.start = Contestants.start(serving.calibrator(), before);
            this.contestants = start;
            this.band = new MissingBand(settings.missingRatio());
        }

        private long reach() {
            return settings.refitWindow().map(Maturity::wholeDays).orElse(Long.MAX_VALUE / 2);
        }

        /** After a rollback only pairs recorded since count: those of predictions made since are. */
        private long firstDayForFits() {
            Instant rolledBack = serving.rolledBackAt();
            if (rolledBack == null) {
                return Long.MIN_VALUE / 2;
            }
            long day = Maturity.day(rolledBack);
            return rolledBack.equals(Instant.ofEpochSecond(Duration.ofDays(day).toSeconds())) ? day : day + 1;
        }

        Standing standing() {
            Map<Long, EnteredDay> entered = new HashMap<>();
            snapshot.entered(serving.clockStart()).forEach(day -> entered.put(day.day(), day));
            leavesOut = leavesOut(entered);
            for (CohortDay cohort : cohorts) {
                if (cohort.day() >= clockDay) {
                    take(cohort, entered.get(cohort.day()));
                }
            }
            LiveRace race = new LiveRace(start);
            days.values().forEach(day -> race.enter(day.race()));
            return new Standing(findings(), segments(), maturity, immature, race, contestants, keep, window(race));
        }

        private Findings findings() {
            List<String> notes = new ArrayList<>();
            if (waiting > 0) {
                notes.add(
                        waiting + " days of predictions are complete since the newest audit; the next one enters them");
            }
            if (gone > 0) {
                notes.add(GONE + gone);
            }
            if (widestBand > 1) {
                notes.add(String.format(
                        Locale.ROOT,
                        "%d predictions of matured days have no outcome: evidence holds as long as those of one class go missing at"
                                + " most %.3g times as often as those of the other (%s)",
                        missing,
                        widestBand,
                        widestBand < settings.missingRatio() ? "as their number implies" : "assumed: missingRatio"));
            }
            SortedMap<Long, EvidenceBlock> issued = new TreeMap<>();
            days.forEach((day, sums) -> issued.put(day, sums.issued()));
            return Findings.of(
                    issued,
                    EvidenceGrid.wide(),
                    settings,
                    this::issuedSince,
                    serving.clockStart(),
                    maturity.delay().isPresent() ? null : maturity.words(),
                    notes);
        }

        /** Of years of a busy model the newest days tell a slope from a shift as well as all of them. */
        private CalibrationSummary issuedSince(int day) {
            long from = days.lastKey();
            long pairs = days.lastEntry().getValue().issued().pairs();
            while (from > day && pairs < ENOUGH_TO_TELL) {
                from = days.lowerKey(from);
                pairs += days.get(from).issued().pairs();
            }
            return snapshot.issued(from, days.lastKey() + 1);
        }

        /** Of a segment there are no sums fine enough to tell shapes. */
        private SortedMap<String, Findings> segments() {
            SortedMap<String, SortedMap<Long, EvidenceBlock>> blocks = new TreeMap<>();
            days.forEach((day, sums) -> sums.segments().forEach((name, block) -> {
                if (isDeclared(name)) {
                    blocks.computeIfAbsent(name, key -> new TreeMap<>()).put(day, block);
                }
            }));
            SortedMap<String, Findings> segments = new TreeMap<>();
            blocks.forEach((name, ofDay) -> segments.put(
                    name,
                    Findings.of(
                            ofDay,
                            EvidenceGrid.narrow(),
                            settings,
                            day -> CalibrationSummary.empty(),
                            serving.clockStart(),
                            null,
                            List.of())));
            return segments;
        }

        /** Days may have entered when other segments were declared. */
        private boolean isDeclared(String segment) {
            return settings.segments().stream().anyMatch(key -> segment.equals(key) || segment.startsWith(key + ":"));
        }

        /** What the winner of a race is fitted to: days before the first one that is not mature. */
        private CalibrationSummary window(LiveRace race) {
            if (race.move().isEmpty()) {
                return CalibrationSummary.empty();
            }
            long next = days.lastKey() + 1;
            return pool.newest(next, race.leader().window(pool.pairs(next)));
        }

        /** Somebody who waits for a report does not wait for the rows of years. */
        private boolean leavesOut(Map<Long, EnteredDay> entered) {
            return extent instanceof Extent.Quick quick
                    && cohorts.stream()
                                    .filter(cohort -> cohort.day() >= clockDay
                                            && isMature(cohort)
                                            && !entered.containsKey(cohort.day()))
                                    .mapToLong(CohortDay::predictions)
                                    .sum()
                            > quick.rows();
        }

        private boolean isMature(CohortDay cohort) {
            return lastMature.isPresent() && cohort.day() <= lastMature.getAsLong();
        }

        private void take(CohortDay cohort, EnteredDay day) {
            if (extent instanceof Extent.KnownTo known && (day == null || day.audit() > known.audit())) {
                return;
            }
            if (day == null && !isMature(cohort)) {
                immature += cohort.paired();
                return;
            }
            if (day == null && leavesOut) {
                waiting++;
                return;
            }
            // of a day that lost rows the sums can no longer be made, those there are stay
            if (day == null && cohort.purged() > 0) {
                gone++;
                return;
            }
            double fixed = day == null ? band.ratio() : day.band();
            DaySums sums = day == null ? null : DaySums.of(day.sums());
            if (day == null || (day.changes() != cohort.changes() && cohort.purged() == 0)) {
                Contestants by =
                        sums == null ? pool.before(cohort.day(), contestants) : contestants.resumed(sums.race());
                double maxWeight = sums == null ? settings.maxWeight() : sums.maxWeight();
                List<String> keys = sums == null ? settings.segments() : sums.keys();
                sums = DayScorer.score(
                        snapshot.rows(cohort.day(), serving.clockStart(), keys), maxWeight, keys, fixed, by);
                keep.add(new EnteredDay(
                        cohort.day(), day == null ? 0 : day.audit(), fixed, cohort.changes(), sums.toBytes()));
            }
            contestants = contestants.resumed(sums.race());
            days.put(cohort.day(), sums);
            widestBand = Math.max(widestBand, fixed);
            count(cohort);
        }

        /** What a band on later days may rest on. */
        private void count(CohortDay cohort) {
            long open = cohort.predictions() - cohort.paired();
            band.enter(cohort.positives(), cohort.paired() - cohort.positives(), open);
            missing += open;
        }
    }
}
