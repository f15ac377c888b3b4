package dev.plumbline.store;

import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.CellSums;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.pairs.SummaryStore;
import dev.plumbline.monitor.pairs.Window;
import dev.plumbline.store.PartSums.Parts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongFunction;

/** Reads sums: whole days as they are kept, parts of a day made from rows. */
final class JdbcSummaryStore implements SummaryStore {
    /** Columns of sums over rows of the sums, for {@link #cellSums}. */
    static final String ADDED_UP = """
            sum(n) as n, sum(w) as w, sum(wp) as wp, sum(wp2) as wp2, sum(wy) as wy, sum(wy2) as wy2, sum(wpy) as wpy,
                sum(wy_ln_p) as wy_ln_p, sum(wq_ln_q) as wq_ln_q, sum(w2v) as w2v""";

    private static final String CHANGES =
            "select day, changes from observed_changes where model = ? and day >= ? and day < ? order by day";
    private static final String DAYS = """
            select day, version, part, cell, n, w, wp, wp2, wy, wy2, wpy, wy_ln_p, wq_ln_q, w2v from pair_sums
            where model = ? and basis = ? and segment = '' and day >= ? and day <= ?
            """;
    // What most rows have in common is told in one number, which the driver hands over far quicker than three: 0 and 1
    // are the outcome
    // of a pair of weight 1 whose score was issued.
    private static final String PAIR = """
            version, score, case when weight = 1 and actual in (0, 1) and (probability is null or probability = score)
                then cast(actual as integer) else 2 end as plain, probability, actual, weight""";
    private static final String OBSERVED_ROWS = """
            select %s from predictions
            where model = ? and observed_at >= ? and observed_at < ? and actual is not null
            """.formatted(PAIR);
    private static final String OBSERVED_BETWEEN =
            "select exists (select 1 from predictions where model = ? and observed_at >= ? and observed_at < ?)";
    private static final String PAIRED_SINCE = """
            select count(*) from
                (select 1 from predictions where model = ? and version = ? and paired_at >= ? limit ?)
            """;
    private static final String VERSION = "select id from versions where model = ? and name = ?";
    private static final String LABELLED_ROWS = """
            select %s, segments from predictions
            where model = ? and observed_at >= ? and observed_at < ? and actual is not null and segments is not null
            """.formatted(PAIR);
    private static final String SEGMENTS = """
            select segment, cell, %s from pair_sums
            where model = ? and basis = ? and segment > '' and day >= ? and day < ? and version = ? and part <> ?
            group by segment, cell
            """.formatted(ADDED_UP);
    private static final String VERSION_NAMES = "select id, name from versions where model = ?";

    private record Unit(long model, String suffix, long number) {}

    private final Database database;
    private final SumsCache<Unit, Map<Integer, Parts>> cache = new SumsCache<>(
            versions -> versions.values().stream().mapToInt(Parts::cells).sum());

    JdbcSummaryStore(Database database) {
        this.database = database;
    }

    @Override
    public List<VersionSummary> observed(Model model, Window window) {
        return database.read(session -> {
            Map<Integer, PartSums> versions = new TreeMap<>(); // by number, that is in the order of first sight
            Span span = withWholeLastDay(session, model, kept(session, model, window));
            Span.Plan plan = span.plan();
            for (Span.Days days : plan.days()) {
                addDays(session, model.id(), days, versions);
            }
            for (Span.Edge edge : plan.edges()) {
                session.each(
                        OBSERVED_ROWS,
                        row -> addPair(row, of(versions, row.getInt(1)), edge.away()),
                        model.id(),
                        edge.rows().from(),
                        edge.rows().end());
            }
            return named(session, model, versions);
        });
    }

    private void addDays(Session session, long model, Span.Days days, Map<Integer, PartSums> versions)
            throws SQLException {
        cache.each(
                changes(session, model, days),
                unit -> new Unit(model, days.suffix(), unit),
                (first, last) -> between(session, model, days.suffix(), first, last),
                (unit, parts) ->
                        parts.forEach((version, sums) -> of(versions, version).add(sums)));
    }

    /** By day or block of days, those only that have sums. */
    private static SortedMap<Long, Long> changes(Session session, long model, Span.Days days) throws SQLException {
        int length = days.suffix().isEmpty() ? 1 : SumsChange.BLOCK;
        SortedMap<Long, Long> changes = new TreeMap<>();
        session.each(
                CHANGES,
                row -> changes.merge(Math.floorDiv(row.getLong(1), length), row.getLong(2), Long::sum),
                model,
                days.first() * length,
                days.end() * length);
        return changes;
    }

    private static LongFunction<Map<Integer, Parts>> between(
            Session session, long model, String suffix, long first, long last) throws SQLException {
        Map<Long, Map<Integer, PartSums>> read = new HashMap<>();
        session.each(
                DAYS,
                row -> of(read.computeIfAbsent(row.getLong("day"), unit -> new HashMap<>()), row.getInt("version"))
                        .add(row.getString("part"), row.getInt("cell"), cellSums(row)),
                model,
                SumsChange.OBSERVED + suffix,
                first,
                last);
        return unit -> {
            Map<Integer, Parts> parts = new HashMap<>();
            read.getOrDefault(unit, Map.of()).forEach((version, sums) -> parts.put(version, sums.build()));
            return parts;
        };
    }

    /** The window with whole days where rows may be purged. */
    static Span kept(Session session, Model model, Window window) throws SQLException {
        return Span.of(window)
                .widened(JdbcPurgeStore.before(session, model.id()).orElse(Long.MIN_VALUE));
    }

    /** Most windows end now: when nothing came later that day, its sums are the part up to now. */
    private static Span withWholeLastDay(Session session, Model model, Span span) throws SQLException {
        long endOfDay = Times.firstDayFrom(span.end()) * Times.DAY;
        boolean more = span.isEmpty() || session.number(OBSERVED_BETWEEN, model.id(), span.end(), endOfDay) == 1;
        return more ? span : new Span(span.from(), endOfDay);
    }

    private static PartSums of(Map<Integer, PartSums> versions, int version) {
        return versions.computeIfAbsent(version, number -> new PartSums());
    }

    /** By the numbers of the columns of {@link #PAIR}: of an edge there may be tens of thousands of rows. */
    private static void addPair(ResultSet row, PartSums sums, boolean away) throws SQLException {
        int plain = row.getInt(3);
        if (plain < 2) {
            sums.addPair(row.getDouble(2), null, plain, 1, away);
        } else {
            sums.addPair(row.getDouble(2), Columns.number(row, 4), row.getDouble(5), row.getDouble(6), away);
        }
    }

    /** From the columns that are named like the sums. */
    static CellSums cellSums(ResultSet row) throws SQLException {
        return new CellSums(
                row.getLong("n"),
                row.getDouble("w"),
                row.getDouble("wp"),
                row.getDouble("wp2"),
                row.getDouble("wy"),
                row.getDouble("wy2"),
                row.getDouble("wpy"),
                row.getDouble("wy_ln_p"),
                row.getDouble("wq_ln_q"),
                row.getDouble("w2v"));
    }

    private static List<VersionSummary> named(Session session, Model model, Map<Integer, PartSums> versions)
            throws SQLException {
        Map<Integer, String> names = names(session, model);
        List<VersionSummary> summaries = new ArrayList<>();
        versions.forEach((version, sums) -> {
            Parts parts = sums.build();
            if (parts.pairs() > 0) {
                summaries.add(parts.summary(names.get(version)));
            }
        });
        return summaries;
    }

    private static Map<Integer, String> names(Session session, Model model) throws SQLException {
        Map<Integer, String> names = new HashMap<>();
        session.each(VERSION_NAMES, row -> names.put(row.getInt(1), row.getString(2)), model.id());
        return names;
    }

    @Override
    public int pairedSince(Model model, String version, Instant since, int most) {
        return database.read(session ->
                (int) session.number(PAIRED_SINCE, model.id(), number(session, model, version), since, most));
    }

    /** A version that was never seen has the number of no version. */
    static int number(Session session, Model model, String version) throws SQLException {
        return (int) session.number(VERSION, model.id(), version);
    }

    @Override
    public SortedMap<String, CalibrationSummary> segments(Model model, String version, Window window) {
        if (model.settings().segments().isEmpty()) {
            return new TreeMap<>();
        }
        return database.read(session -> {
            Span span = Span.of(window);
            DeclaredSegments declared = new DeclaredSegments(session, model);
            SortedMap<String, CalibrationSummary.Builder> sums = new TreeMap<>();
            session.each(
                    SEGMENTS,
                    row -> {
                        String segment = row.getString("segment");
                        if (declared.isOfDeclaredKey(segment)) {
                            sums.computeIfAbsent(segment, name -> CalibrationSummary.builder())
                                    .add(row.getInt("cell"), cellSums(row));
                        }
                    },
                    model.id(),
                    SumsChange.PREDICTED,
                    Times.day(span.from()),
                    Times.firstDayFrom(span.end()),
                    number(session, model, version),
                    SumsChange.SCORE);
            SortedMap<String, CalibrationSummary> built = new TreeMap<>();
            sums.forEach((segment, builder) -> built.put(segment, builder.build()));
            return built;
        });
    }

    @Override
    public Optional<Instant> purgedBefore(Model model) {
        return database.read(
                session -> JdbcPurgeStore.before(session, model.id()).map(Times::instant));
    }

    @Override
    public VersionSummary segment(Model model, Window observed, String version, String key, String value) {
        // Labels are stored as an object of texts, whose inner quotes are escaped: behind its bracket or comma,
        // this can only be the label itself.
        String first = Json.text(Map.of(key, value)).replaceFirst("}$", "");
        String later = "," + first.substring(1);
        return database.read(session -> {
            Span span = Span.of(observed);
            PartSums sums = new PartSums();
            Map<Integer, String> names = names(session, model);
            session.each(
                    LABELLED_ROWS,
                    row -> {
                        boolean inVersion = version == null || version.equals(names.get(row.getInt("version")));
                        String segments = row.getString("segments");
                        if (inVersion && (segments.contains(first) || segments.contains(later))) {
                            addPair(row, sums, false);
                        }
                    },
                    model.id(),
                    span.from(),
                    span.end());
            return sums.build().summary(version);
        });
    }
}
