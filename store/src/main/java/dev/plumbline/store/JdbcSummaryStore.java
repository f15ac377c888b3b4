package dev.plumbline.store;

import dev.plumbline.calibration.CellSums;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.pairs.SummaryStore;
import dev.plumbline.monitor.pairs.Window;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads sums: whole days as they are kept, parts of a day made from rows. */
final class JdbcSummaryStore implements SummaryStore {
    private static final String DAYS = """
            select version, part, cell, sum(n) as n, sum(w) as w, sum(wp) as wp, sum(wp2) as wp2, sum(wy) as wy,
                sum(wy2) as wy2, sum(wpy) as wpy, sum(wy_ln_p) as wy_ln_p, sum(wq_ln_q) as wq_ln_q, sum(w2v) as w2v
            from pair_sums
            where model = ? and basis = ? and segment = '' and day >= ? and day < ?
            group by version, part, cell
            """;
    private static final String DAYS_OF_VERSION = """
            select version, part, cell, sum(n) as n, sum(w) as w, sum(wp) as wp, sum(wp2) as wp2, sum(wy) as wy,
                sum(wy2) as wy2, sum(wpy) as wpy, sum(wy_ln_p) as wy_ln_p, sum(wq_ln_q) as wq_ln_q, sum(w2v) as w2v
            from pair_sums
            where model = ? and basis = ? and segment = '' and day >= ? and day < ? and version = ?
            group by version, part, cell
            """;
    private static final String OBSERVED_ROWS = """
            select version, score, probability, actual, weight from predictions
            where model = ? and observed_at >= ? and observed_at < ? and actual is not null
            """;
    private static final String OBSERVED_BETWEEN =
            "select exists (select 1 from predictions where model = ? and observed_at >= ? and observed_at < ?)";
    private static final String PREDICTED_BETWEEN = """
            select exists (select 1 from predictions
                where model = ? and version = ? and predicted_at >= ? and predicted_at < ?)
            """;
    private static final String PREDICTED_ROWS = """
            select version, score, probability, actual, weight from predictions
            where model = ? and version = ? and predicted_at >= ? and predicted_at < ? and paired_at >= ?
            """;
    private static final String LABELLED_ROWS = """
            select p.version, score, probability, actual, weight, segments from predictions p
            where model = ? and observed_at >= ? and observed_at < ? and actual is not null and segments is not null
            """;
    private static final String VERSION_NAMES = "select id, name from versions where model = ?";

    private final Database database;

    JdbcSummaryStore(Database database) {
        this.database = database;
    }

    @Override
    public List<VersionSummary> observed(Model model, Window window) {
        return database.read(session -> {
            Map<Integer, PartSums> versions = new TreeMap<>(); // by number, that is in the order of first sight
            Span span = withWholeLastDay(session, OBSERVED_BETWEEN, kept(session, model, window), model.id());
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
    private static Span withWholeLastDay(Session session, String rowsBetween, Span span, Object... of)
            throws SQLException {
        long endOfDay = Times.firstDayFrom(span.end()) * Times.DAY;
        Object[] values = Arrays.copyOf(of, of.length + 2);
        values[of.length] = span.end();
        values[of.length + 1] = endOfDay;
        boolean more = span.isEmpty() || session.number(rowsBetween, values) == 1;
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
    public VersionSummary cohorts(Cohorts cohorts) {
        return database.read(session -> {
            PartSums sums = new PartSums();
            Optional<Integer> version = CohortCut.version(session, cohorts);
            if (version.isPresent()) {
                addCohorts(session, cohorts, version.get(), sums);
            }
            return sums.summary(cohorts.version());
        });
    }

    private static void addCohorts(Session session, Cohorts cohorts, int version, PartSums sums) throws SQLException {
        long model = cohorts.model().id();
        Span span = kept(session, cohorts.model(), cohorts.predicted());
        // The sums do not know when a pair was recorded.
        Span.Plan plan = cohorts.pairedSince() == null
                ? withWholeLastDay(session, PREDICTED_BETWEEN, span, model, version)
                        .plan()
                : new Span.Plan(List.of(), List.of(new Span.Edge(span, false)));
        for (Span.Days days : plan.days()) {
            session.each(
                    DAYS_OF_VERSION,
                    row -> addSums(row, sums),
                    model,
                    SumsChange.PREDICTED + days.suffix(),
                    days.first(),
                    days.end(),
                    version);
        }
        for (Span.Edge edge : plan.edges()) {
            session.each(
                    PREDICTED_ROWS,
                    row -> sums.addPair(row, edge.away()),
                    model,
                    version,
                    edge.rows().from(),
                    edge.rows().end(),
                    CohortCut.since(cohorts));
        }
    }

    @Override
    public Optional<Instant> cut(Cohorts cohorts, double share) {
        return database.read(session -> {
            Optional<Integer> version = CohortCut.version(session, cohorts);
            return version.isEmpty()
                    ? Optional.empty()
                    : new CohortCut(session, cohorts, version.get()).at(share).map(Times::instant);
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
