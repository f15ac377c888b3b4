package dev.plumbline.store;

import dev.plumbline.calibration.CellSums;
import dev.plumbline.monitor.model.Model;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes all sums anew from the rows and compares them with the stored ones. */
public final class Verify {
    private static final double TOLERANCE = 1e-9;

    private static final String MODELS = "select name from models order by id";
    private static final String ROWS = """
            select version, score, probability, weight, predicted_at, observed_at, actual, segments from predictions
            where model = ?
            """;
    private static final String SUMS = """
            select basis, segment, day, version, part, cell, n, w, wp, wp2, wy, wy2, wpy, wy_ln_p, wq_ln_q, w2v
            from pair_sums where model = ? and basis in ('observed', 'observed 16', 'predicted')
            """;
    private static final String PURGED_SUMS = """
            select basis, segment, day, version, part, cell, n, w, wp, wp2, wy, wy2, wpy, wy_ln_p, wq_ln_q, w2v
            from pair_sums where model = ? and basis in ('purged observed', 'purged predicted')
            """;
    private static final String COUNTS = "select version, day, n - purged from prediction_counts where model = ?";
    private static final String PAIRED = "select version, day, paired from prediction_counts where model = ?";
    private static final String ALL_COUNTS = "select coalesce(sum(n - purged), 0) from prediction_counts";
    private static final String STRANDED = """
            select w.prediction_id from waiting_outcomes w
            join predictions p on p.model = w.model and p.caller_id = w.prediction_id
            where w.model = ? limit 1
            """;
    private static final String UNCOUNTED = """
            select min(day) from pair_sums s
            where model = ? and basis = 'observed' and segment = ''
                and not exists (select 1 from observed_changes c where c.model = s.model and c.day = s.day)
            having min(day) is not null
            """;
    private static final String UNNAMED = """
            select caller_id from predictions p
            where model = ? and not exists (select 1 from versions v where v.model = p.model and v.id = p.version) limit 1
            """;

    /**
     * What was found.
     *
     * @param pairs how many pairs were added up
     * @param sums how many stored sums they were compared with
     * @param difference the first difference in words; empty when all is well
     */
    public record Result(long pairs, long sums, Optional<String> difference) {}

    /** Told how far it is. */
    public interface Progress {
        /** @param rows how many rows there are to read */
        void begin(long rows);

        /** A row was read. */
        void row();
    }

    private static final Progress UNSEEN = new Progress() {
        @Override
        public void begin(long rows) {}

        @Override
        public void row() {}
    };

    private final Progress progress;
    private long pairs;
    private long sums;

    private Verify(Progress progress) {
        this.progress = progress;
    }

    /** Reads the whole database, on one snapshot; intake may go on meanwhile. */
    public static Result run(Database database) {
        return run(database, UNSEEN);
    }

    public static Result run(Database database, Progress progress) {
        return database.read(session -> new Verify(progress).run(session));
    }

    private Result run(Session session) throws SQLException {
        progress.begin(session.number(ALL_COUNTS));
        for (String name : session.list(MODELS, row -> row.getString(1))) {
            Model model = JdbcModelStore.find(session, name).orElseThrow();
            Optional<String> difference = firstDifference(session, model);
            if (difference.isPresent()) {
                return new Result(pairs, sums, difference.map(text -> "model " + name + ": " + text));
            }
        }
        return new Result(pairs, sums, Optional.empty());
    }

    private Optional<String> firstDifference(Session session, Model declared) throws SQLException {
        long model = declared.id();
        SumsChange made = new SumsChange();
        Map<SumsChange.Cohort, Long> counts = new HashMap<>();
        DeclaredSegments segments = new DeclaredSegments(session, declared);
        session.each(ROWS, row -> addRow(row, segments, made, counts), model);
        session.each(PURGED_SUMS, row -> addPurged(row, segments, made), model);
        made.addBlocks();
        Optional<String> difference = compareSums(session, model, made.folded());
        if (difference.isEmpty()) {
            difference = compareCounts(session, COUNTS, "predictions whose rows are kept", model, counts);
        }
        if (difference.isEmpty()) {
            Map<SumsChange.Cohort, Long> paired = new HashMap<>();
            made.paired().forEach((cohort, n) -> paired.put(cohort, (long) n));
            difference = compareCounts(session, PAIRED, "paired predictions", model, paired);
        }
        if (difference.isEmpty()) {
            difference = session.first(
                    STRANDED,
                    row -> "the outcome of prediction " + row.getString(1) + " waits, but it is there",
                    model);
        }
        if (difference.isEmpty()) {
            difference = session.first(
                    UNCOUNTED,
                    row -> "the outcomes of " + LocalDate.ofEpochDay(row.getLong(1))
                            + " have sums, but no number of changes: reports leave them out",
                    model);
        }
        if (difference.isEmpty()) {
            difference = session.first(
                    UNNAMED, row -> "prediction " + row.getString(1) + " has a version without a name", model);
        }
        return difference;
    }

    private void addRow(ResultSet row, DeclaredSegments segments, SumsChange made, Map<SumsChange.Cohort, Long> counts)
            throws SQLException {
        progress.row();
        long day = Times.day(row.getLong("predicted_at"));
        counts.merge(new SumsChange.Cohort(day, row.getInt("version")), 1L, Long::sum);
        Double actual = Columns.number(row, "actual");
        if (actual != null) {
            pairs++;
            made.add(Pair.of(row, segments.of(row.getString("segments"))));
        }
    }

    /** Those of a key that was taken off the model count again when it is declared again. */
    private static void addPurged(ResultSet row, DeclaredSegments segments, SumsChange made) throws SQLException {
        SumsChange.Key key = SumsChange.Key.of(row);
        if (key.segment().equals(SumsChange.ALL) || segments.isOfDeclaredKey(key.segment())) {
            made.addPurged(key, JdbcSummaryStore.cellSums(row));
        }
    }

    private static Optional<String> compareCounts(
            Session session, String sql, String what, long model, Map<SumsChange.Cohort, Long> made)
            throws SQLException {
        Map<SumsChange.Cohort, Long> kept = new HashMap<>();
        session.each(sql, row -> kept.put(new SumsChange.Cohort(row.getLong(2), row.getInt(1)), row.getLong(3)), model);
        Set<SumsChange.Cohort> all = new HashSet<>(made.keySet());
        all.addAll(kept.keySet());
        return all.stream()
                .filter(key -> !kept.getOrDefault(key, 0L).equals(made.getOrDefault(key, 0L)))
                .min(Comparator.comparingLong(SumsChange.Cohort::day).thenComparingInt(SumsChange.Cohort::version))
                .map(key -> what + " of version number " + key.version() + " on " + date(key.day())
                        + " are counted as " + kept.getOrDefault(key, 0L) + ", the rows give "
                        + made.getOrDefault(key, 0L));
    }

    private static LocalDate date(long day) {
        return LocalDate.ofEpochDay(day);
    }

    private Optional<String> compareSums(Session session, long model, Map<SumsChange.Key, CellSums> made)
            throws SQLException {
        Set<SumsChange.Key> missing = new HashSet<>(made.keySet());
        Map<SumsChange.Key, String> wrong = new HashMap<>();
        session.each(
                SUMS,
                row -> {
                    sums++;
                    SumsChange.Key key = SumsChange.Key.of(row);
                    missing.remove(key);
                    CellSums kept = JdbcSummaryStore.cellSums(row);
                    String difference = difference(kept, made.getOrDefault(key, CellSums.ZERO));
                    if (difference != null) {
                        wrong.put(key, difference);
                    }
                },
                model);
        missing.forEach(key ->
                wrong.put(key, "n is not stored, the rows give " + made.get(key).n()));
        return wrong.keySet().stream()
                .min(SumsChange.Key.ORDER)
                .map(key -> "sums by " + key.basis() + " day " + date(firstDay(key))
                        + (key.segment().isEmpty() ? "" : ", segment " + key.segment())
                        + ", version number " + key.version() + ", part " + key.part() + ", cell " + key.cell() + ": "
                        + wrong.get(key));
    }

    private static long firstDay(SumsChange.Key key) {
        return key.basis().endsWith(SumsChange.BLOCKS) ? key.day() * SumsChange.BLOCK : key.day();
    }

    /** In words, or null. */
    private static String difference(CellSums kept, CellSums made) {
        if (kept.n() != made.n() || kept.n() == 0) {
            return "n is " + kept.n() + ", the rows give " + made.n();
        }
        String[] names = {"w", "wp", "wp2", "wy", "wy2", "wpy", "wyLnP", "wqLnQ", "w2v"};
        List<Double> a = values(kept);
        List<Double> b = values(made);
        for (int i = 0; i < names.length; i++) {
            double scale = Math.max(1, Math.max(Math.abs(a.get(i)), Math.abs(b.get(i))));
            if (!(Math.abs(a.get(i) - b.get(i)) <= TOLERANCE * scale)) {
                return names[i] + " is " + a.get(i) + ", the rows give " + b.get(i);
            }
        }
        return null;
    }

    private static List<Double> values(CellSums s) {
        return List.of(s.w(), s.wp(), s.wp2(), s.wy(), s.wy2(), s.wpy(), s.wyLnP(), s.wqLnQ(), s.w2v());
    }
}
