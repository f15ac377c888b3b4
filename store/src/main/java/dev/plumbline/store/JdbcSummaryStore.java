package dev.plumbline.store;

import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.CellSums;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.pairs.SummaryStore;
import dev.plumbline.monitor.pairs.Window;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads sums: whole days as they are kept, parts of a day made from rows. */
final class JdbcSummaryStore implements SummaryStore {
    /** Columns of sums over rows of the sums, for {@link #cellSums}. */
    static final String ADDED_UP = """
            sum(n) as n, sum(w) as w, sum(wp) as wp, sum(wp2) as wp2, sum(wy) as wy, sum(wy2) as wy2, sum(wpy) as wpy,
                sum(wy_ln_p) as wy_ln_p, sum(wq_ln_q) as wq_ln_q, sum(w2v) as w2v""";

    private static final String DAYS = """
            select version, part, cell, %s from pair_sums
            where model = ? and basis = ? and segment = '' and day >= ? and day < ?
            group by version, part, cell
            """.formatted(ADDED_UP);
    private static final String OBSERVED_ROWS = """
            select version, score, probability, actual, weight from predictions
            where model = ? and observed_at >= ? and observed_at < ? and actual is not null
            """;
    private static final String OBSERVED_BETWEEN =
            "select exists (select 1 from predictions where model = ? and observed_at >= ? and observed_at < ?)";
    private static final String PAIRED_SINCE = """
            select count(*) from
                (select 1 from predictions where model = ? and version = ? and paired_at >= ? limit ?)
            """;
    private static final String VERSION = "select id from versions where model = ? and name = ?";
    private static final String LABELLED_ROWS = """
            select p.version, score, probability, actual, weight, segments from predictions p
            where model = ? and observed_at >= ? and observed_at < ? and actual is not null and segments is not null
            """;
    private static final String SEGMENTS = """
            select segment, cell, %s from pair_sums
            where model = ? and basis = ? and segment > '' and day >= ? and day < ? and version = ? and part <> ?
            group by segment, cell
            """.formatted(ADDED_UP);
    private static final String VERSION_NAMES = "select id, name from versions where model = ?";

    private final Database database;

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
                session.each(
                        DAYS,
                        row -> addSums(row, of(versions, row)),
                        model.id(),
                        SumsChange.OBSERVED + days.suffix(),
                        days.first(),
                        days.end());
            }
            for (Span.Edge edge : plan.edges()) {
                session.each(
                        OBSERVED_ROWS,
                        row -> of(versions, row).addPair(row, edge.away()),
                        model.id(),
                        edge.rows().from(),
                        edge.rows().end());
            }
            return named(session, model, versions);
        });
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

    private static PartSums of(Map<Integer, PartSums> versions, ResultSet row) throws SQLException {
        return versions.computeIfAbsent(row.getInt("version"), number -> new PartSums());
    }

    private static void addSums(ResultSet row, PartSums sums) throws SQLException {
        sums.add(row.getString("part"), row.getInt("cell"), cellSums(row));
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
        return versions.entrySet().stream()
                .filter(each -> !each.getValue().isEmpty())
                .map(each -> each.getValue().summary(names.get(each.getKey())))
                .toList();
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
                            sums.addPair(row, false);
                        }
                    },
                    model.id(),
                    span.from(),
                    span.end());
            return sums.summary(version);
        });
    }
}
