package dev.plumbline.store;

import dev.plumbline.calibration.CellSums;
import dev.plumbline.calibration.ScoreCells;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a batch changes in the sums of pairs, folded in memory so that each row of the sums is touched once. Not thread-safe.
 */
final class SumsChange {
    static final String OBSERVED = "observed";
    static final String PREDICTED = "predicted";
    /** What comes behind the basis of sums by blocks of days. */
    static final String BLOCKS = " 16";
    /** Days in a block. */
    static final int BLOCK = 16;
    /** The score was issued. */
    static final String SAME = "same";
    /** What was issued, where it was not the score. */
    static final String ISSUED = "issued";
    /** The score, where something else was issued. */
    static final String SCORE = "score";
    /** The segment that every pair is in. */
    static final String ALL = "";

    private static final String ADD = """
            insert into pair_sums (model, basis, segment, day, version, part, cell,
                n, w, wp, wp2, wy, wy2, wpy, wy_ln_p, wq_ln_q, w2v)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (model, basis, segment, day, version, part, cell) do update set
                n = pair_sums.n + excluded.n, w = pair_sums.w + excluded.w, wp = pair_sums.wp + excluded.wp,
                wp2 = pair_sums.wp2 + excluded.wp2, wy = pair_sums.wy + excluded.wy, wy2 = pair_sums.wy2 + excluded.wy2,
                wpy = pair_sums.wpy + excluded.wpy, wy_ln_p = pair_sums.wy_ln_p + excluded.wy_ln_p,
                wq_ln_q = pair_sums.wq_ln_q + excluded.wq_ln_q, w2v = pair_sums.w2v + excluded.w2v
            """;
    private static final String DELETE_EMPTY = """
            delete from pair_sums
            where model = ? and basis = ? and segment = ? and day = ? and version = ? and part = ? and cell = ? and n = 0
            """;

    /** A row of the sums of a model; its order is that of the table, so that neighbours are written together. */
    record Key(String basis, String segment, long day, int version, String part, int cell) {
        static final Comparator<Key> ORDER = Comparator.comparing(Key::basis)
                .thenComparing(Key::segment)
                .thenComparingLong(Key::day)
                .thenComparingInt(Key::version)
                .thenComparing(Key::part)
                .thenComparingInt(Key::cell);

        /** From the columns that are named like its parts. */
        static Key of(ResultSet row) throws SQLException {
            return new Key(
                    row.getString("basis"),
                    row.getString("segment"),
                    row.getLong("day"),
                    row.getInt("version"),
                    row.getString("part"),
                    row.getInt("cell"));
        }

        Key withBasis(String otherBasis, long otherDay) {
            return new Key(otherBasis, segment, otherDay, version, part, cell);
        }
    }

    /** What comes before the basis of sums of pairs whose rows are gone. */
    private static final String PURGED = "purged ";

    private static final String PAIRED = """
            update prediction_counts set paired = paired + ?, changes = changes + 1
            where model = ? and day = ? and version = ?
            """;
    private static final String OBSERVED_CHANGED = """
            insert into observed_changes (model, day, changes) values (?, ?, 1)
            on conflict (model, day) do update set changes = observed_changes.changes + 1
            """;
    private static final String DELAY = """
            insert into outcome_delays (model, version, day, positive, delay, n) values (?, ?, ?, ?, ?, ?)
            on conflict (model, version, day, positive, delay) do update set n = outcome_delays.n + excluded.n
            """;
    private static final String DELETE_EMPTY_DELAYS = """
            delete from outcome_delays
            where model = ? and version = ? and day = ? and positive = ? and delay = ? and n = 0
            """;

    /** A day of predictions of a version. */
    record Cohort(long day, int version) {}

    /**
     * How late outcomes of a day of predictions became known.
     *
     * @param delay in whole days, rounded up
     */
    record Delay(Cohort cohort, boolean positive, long delay) {
        static Delay of(Pair pair, Cohort cohort) {
            long late = Math.max(0, pair.observedAt() - pair.predictedAt());
            return new Delay(cohort, pair.actual() > 0.5, Times.firstDayFrom(late));
        }
    }

    private final Map<Key, CellSums> changes = new HashMap<>();
    private final Map<Delay, Integer> delays = new HashMap<>();
    private final Map<Cohort, Integer> paired = new HashMap<>();
    private final String observed;
    private final String predicted;
    private final boolean all;
    private final boolean blocks;

    private SumsChange(String prefix, boolean all) {
        this.observed = prefix + OBSERVED;
        this.predicted = prefix + PREDICTED;
        this.all = all;
        this.blocks = all && prefix.isEmpty();
    }

    /** A change in the sums of all pairs. */
    SumsChange() {
        this("", true);
    }

    /** A change that leaves the sums of all pairs as they are. */
    static SumsChange ofSegmentsOnly() {
        return new SumsChange("", false);
    }

    /** A change in the sums of those pairs whose rows are gone. */
    static SumsChange ofPurged() {
        return new SumsChange(PURGED, true);
    }

    /** Adds sums of purged pairs to all sums that contain them. */
    void addPurged(Key purged, CellSums sums) {
        Key key = purged.withBasis(purged.basis().substring(PURGED.length()), purged.day());
        change(key, sums, false);
        if (key.segment().equals(ALL)
                && key.basis().equals(PREDICTED)
                && !key.part().equals(ISSUED)) {
            paired.merge(new Cohort(key.day(), key.version()), (int) sums.n(), Integer::sum);
        }
    }

    void add(Pair pair) {
        change(pair, false);
    }

    void subtract(Pair pair) {
        change(pair, true);
    }

    private void change(Pair pair, boolean away) {
        if (Pair.differs(pair.score(), pair.probability())) {
            change(pair, ISSUED, pair.probability(), away);
            change(pair, SCORE, pair.score(), away);
        } else {
            change(pair, SAME, pair.score(), away);
        }
        if (blocks) {
            Cohort cohort = new Cohort(Times.day(pair.predictedAt()), pair.version());
            paired.merge(cohort, away ? -1 : 1, Integer::sum);
            delays.merge(Delay.of(pair, cohort), away ? -1 : 1, Integer::sum);
        }
    }

    private void change(Pair pair, String part, double p, boolean away) {
        int cell = ScoreCells.cell(p);
        CellSums sums = CellSums.summable(p, pair.actual(), pair.weight());
        long predictedDay = Times.day(pair.predictedAt());
        if (all) {
            change(new Key(observed, ALL, Times.day(pair.observedAt()), pair.version(), part, cell), sums, away);
            change(new Key(predicted, ALL, predictedDay, pair.version(), part, cell), sums, away);
        }
        for (String segment : pair.segments()) {
            int coarse = ScoreCells.coarse(cell);
            change(new Key(predicted, segment, predictedDay, pair.version(), part, coarse), sums, away);
        }
    }

    private void change(Key key, CellSums sums, boolean away) {
        CellSums before = changes.getOrDefault(key, CellSums.ZERO);
        changes.put(key, away ? before.minus(sums) : before.plus(sums));
    }

    /** Adds what the days of a block change to the block; once, when all is folded. */
    void addBlocks() {
        Map<Key, CellSums> byBlock = new HashMap<>();
        changes.forEach((key, sums) -> {
            if (key.segment().equals(ALL) && key.basis().equals(OBSERVED)) {
                Key block = key.withBasis(key.basis() + BLOCKS, Math.floorDiv(key.day(), BLOCK));
                byBlock.merge(block, sums, CellSums::plus);
            }
        });
        changes.putAll(byBlock);
    }

    /** The folded sums, for whoever compares them with the stored ones. */
    Map<Key, CellSums> folded() {
        return changes;
    }

    /** How many predictions of each cohort are paired, by the same. */
    Map<Cohort, Integer> paired() {
        return paired;
    }

    /** Writes the change; rows that nothing is left of go. */
    void apply(Session session, long model) throws SQLException {
        if (blocks) {
            addBlocks();
        }
        List<Object[]> added = new ArrayList<>(changes.size());
        List<Object[]> perhapsEmpty = new ArrayList<>();
        for (Key key : changes.keySet().stream().sorted(Key.ORDER).toList()) {
            CellSums s = changes.get(key);
            added.add(new Object[] {
                model,
                key.basis(),
                key.segment(),
                key.day(),
                key.version(),
                key.part(),
                key.cell(),
                s.n(),
                s.w(),
                s.wp(),
                s.wp2(),
                s.wy(),
                s.wy2(),
                s.wpy(),
                s.wyLnP(),
                s.wqLnQ(),
                s.w2v()
            });
            // A row can only become empty where rows were taken away, also when as many came back and none is left.
            if (s.n() <= 0) {
                perhapsEmpty.add(new Object[] {
                    model, key.basis(), key.segment(), key.day(), key.version(), key.part(), key.cell()
                });
            }
        }
        session.updateEach(ADD, added);
        session.updateEach(DELETE_EMPTY, perhapsEmpty);
        List<Object[]> counts = new ArrayList<>();
        paired.forEach((cohort, n) -> counts.add(new Object[] {n, model, cohort.day(), cohort.version()}));
        session.updateEach(PAIRED, counts);
        session.updateEach(
                OBSERVED_CHANGED,
                changes.keySet().stream()
                        .filter(key -> key.basis().equals(OBSERVED))
                        .map(Key::day)
                        .distinct()
                        .map(day -> new Object[] {model, day})
                        .toList());
        applyDelays(session, model);
    }

    private void applyDelays(Session session, long model) throws SQLException {
        List<Object[]> added = new ArrayList<>();
        List<Object[]> perhapsEmpty = new ArrayList<>();
        delays.forEach((delay, n) -> {
            Cohort cohort = delay.cohort();
            int positive = delay.positive() ? 1 : 0;
            if (n != 0) {
                added.add(new Object[] {model, cohort.version(), cohort.day(), positive, delay.delay(), n});
            }
            if (n < 0) {
                perhapsEmpty.add(new Object[] {model, cohort.version(), cohort.day(), positive, delay.delay()});
            }
        });
        session.updateEach(DELAY, added);
        session.updateEach(DELETE_EMPTY_DELAYS, perhapsEmpty);
    }
}
