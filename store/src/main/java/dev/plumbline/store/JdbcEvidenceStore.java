package dev.plumbline.store;

import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.monitor.evidence.CohortRows;
import dev.plumbline.monitor.evidence.EvidenceStore;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.store.PartSums.Parts;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongFunction;

/** Days of predictions: their counts and rows, and what they came to when they entered the evidence. */
final class JdbcEvidenceStore implements EvidenceStore {
    private static final String DAYS = """
            select day, n, paired, purged, changes,
                (select coalesce(sum(d.n), 0) from outcome_delays d
                    where d.model = c.model and d.version = c.version and d.day = c.day and d.positive = 1) as positives
            from prediction_counts c where model = ? and version = ? and n > 0 order by day
            """;
    private static final String ENTERED = """
            select day, audit, band, changes, sums from evidence_days
            where model = ? and version = ? and clock = ? order by day
            """;
    private static final String CHANGED = """
            select exists (select 1 from evidence_days e
                join prediction_counts c on c.model = e.model and c.version = e.version and c.day = e.day
                where e.model = ? and e.version = ? and e.clock = ? and e.audit <= ?
                    and c.n > 0 and c.purged = 0 and c.changes <> e.changes)
            """;
    private static final String DELAYS = """
            select day, positive, delay, sum(n) from outcome_delays where model = ? group by day, positive, delay
            """;
    // What most rows have in common is told in one number, which the driver hands over far quicker than four: 0 and 1
    // are the outcome of
    // a prediction of weight 1 outside all groups whose score was issued.
    private static final String ROWS = """
            select predicted_at, score,
                case when weight = 1 and actual in (0, 1) and group_name is null and (probability is null or probability = score)
                    then cast(actual as integer) else 2 end as plain,
                coalesce(probability, score), coalesce(actual, -1), weight, group_name, %s
            from predictions
            where model = ? and version = ? and predicted_at >= ? and predicted_at < ? order by predicted_at, id
            """;
    private static final String LABELLED = ROWS.formatted("segments");
    private static final String UNLABELLED = ROWS.formatted("null");
    private static final String BEGUN_BEFORE = """
            select distinct group_name from predictions p
            where model = ? and version = ? and predicted_at >= ? and predicted_at < ? and group_name is not null
                and exists (select 1 from predictions e where e.model = p.model and e.version = p.version
                    and e.group_name = p.group_name and e.predicted_at < ?)
            """;
    private static final String CHANGES =
            "select day, changes from prediction_counts where model = ? and version = ? and day >= ? and day < ?";
    private static final String SUMS = """
            select day, part, cell, n, w, wp, wp2, wy, wy2, wpy, wy_ln_p, wq_ln_q, w2v from pair_sums
            where model = ? and basis = ? and segment = '' and day >= ? and day <= ? and version = ?
            """;
    private static final String KEEP = """
            insert into evidence_days (model, version, clock, day, audit, band, changes, sums)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (model, version, clock, day) do update set changes = excluded.changes, sums = excluded.sums
            """;

    /** The first clock has no start. */
    private static final long FIRST_CLOCK = Long.MIN_VALUE;

    private final Database database;
    private final SumsCache<VersionDay, Parts> cache = new SumsCache<>(Parts::cells);

    JdbcEvidenceStore(Database database) {
        this.database = database;
    }

    @Override
    public <T> T read(Model model, String version, Function<Snapshot, T> work) {
        return database.read(session -> work.apply(
                new At(session, cache, model, model.id(), JdbcSummaryStore.number(session, model, version))));
    }

    /** Keeps days in the transaction of the audit that they entered by; of one that has entered before only its sums. */
    static void keep(Session session, Model model, String version, Instant clock, long audit, List<EnteredDay> days)
            throws SQLException {
        int number = JdbcSummaryStore.number(session, model, version);
        session.updateEach(
                KEEP,
                days.stream()
                        .map(day -> new Object[] {
                            model.id(), number, stored(clock), day.day(), audit, day.band(), day.changes(), day.sums()
                        })
                        .toList());
    }

    private static long stored(Instant clock) {
        return clock == null ? FIRST_CLOCK : Times.micros(clock);
    }

    private record VersionDay(long model, int version, long day) {}

    private record At(Session session, SumsCache<VersionDay, Parts> cache, Model declared, long model, int version)
            implements Snapshot {
        @Override
        public List<CohortDay> days() {
            return reading(() -> session.list(
                    DAYS,
                    row -> new CohortDay(
                            row.getLong("day"),
                            row.getLong("n"),
                            row.getLong("paired"),
                            row.getLong("positives"),
                            row.getLong("purged"),
                            row.getLong("changes")),
                    model,
                    version));
        }

        @Override
        public List<EnteredDay> entered(Instant clock) {
            return reading(() -> session.list(
                    ENTERED,
                    row -> new EnteredDay(
                            row.getLong(1), row.getLong(2), row.getDouble(3), row.getLong(4), row.getBytes(5)),
                    model,
                    version,
                    stored(clock)));
        }

        @Override
        public boolean hasChanged(Instant clock, long audit) {
            return reading(() -> session.number(CHANGED, model, version, stored(clock), audit) == 1);
        }

        @Override
        public List<DelayCount> delays() {
            return reading(() -> session.list(
                    DELAYS,
                    row -> new DelayCount(row.getLong(1), row.getInt(2) == 1, row.getLong(3), row.getLong(4)),
                    model));
        }

        @Override
        public CohortRows rows(long day, Instant from, List<String> keys) {
            long start = Math.max(day * Times.DAY, stored(from));
            long end = (day + 1) * Times.DAY;
            return reading(() -> {
                CohortRows.Builder rows = new CohortRows.Builder();
                DeclaredSegments segments = new DeclaredSegments(session, declared, keys);
                session.each(
                        keys.isEmpty() ? UNLABELLED : LABELLED,
                        row -> {
                            List<String> in = keys.isEmpty() ? List.of() : segments.named(row.getString(8));
                            double score = row.getDouble(2);
                            int plain = row.getInt(3);
                            if (plain < 2) {
                                rows.add(row.getLong(1), score, score, plain, 1, null, in);
                                return;
                            }
                            double actual = row.getDouble(5);
                            rows.add(
                                    row.getLong(1),
                                    score,
                                    row.getDouble(4),
                                    actual < 0 ? Double.NaN : actual,
                                    row.getDouble(6),
                                    row.getString(7),
                                    in);
                        },
                        model,
                        version,
                        start,
                        end);
                return rows.build(rows.isGrouped() ? begunBefore(start, end, day) : Set.of());
            });
        }

        private Set<String> begunBefore(long start, long end, long day) throws SQLException {
            return new HashSet<>(
                    session.list(BEGUN_BEFORE, row -> row.getString(1), model, version, start, end, day * Times.DAY));
        }

        @Override
        public CalibrationSummary issued(long first, long end) {
            CalibrationSummary.Builder all = CalibrationSummary.builder();
            visit(first, end, (day, sums) -> all.add(sums.allIssued()));
            return all.build();
        }

        @Override
        public Map<Long, CalibrationSummary> scores(long first, long end) {
            Map<Long, CalibrationSummary> scores = new TreeMap<>();
            visit(first, end, (day, sums) -> scores.put(day, sums.allScores()));
            return scores;
        }

        private void visit(long first, long end, BiConsumer<Long, Parts> visitor) {
            reading(() -> {
                SortedMap<Long, Long> changes = new TreeMap<>();
                session.each(CHANGES, row -> changes.put(row.getLong(1), row.getLong(2)), model, version, first, end);
                cache.each(changes, day -> new VersionDay(model, version, day), this::between, visitor);
                return null;
            });
        }

        private LongFunction<Parts> between(long first, long last) throws SQLException {
            Map<Long, PartSums> days = new HashMap<>();
            session.each(
                    SUMS,
                    row -> days.computeIfAbsent(row.getLong("day"), day -> new PartSums())
                            .add(row.getString("part"), row.getInt("cell"), JdbcSummaryStore.cellSums(row)),
                    model,
                    SumsChange.PREDICTED,
                    first,
                    last,
                    version);
            return day -> days.getOrDefault(day, new PartSums()).build();
        }

        /** A database.read reports what goes wrong as every other read does. */
        private static <T> T reading(Read<T> read) {
            try {
                return read.run();
            } catch (SQLException e) {
                throw SqlErrors.translate(e);
            }
        }
    }

    @FunctionalInterface
    private interface Read<T> {
        T run() throws SQLException;
    }
}
