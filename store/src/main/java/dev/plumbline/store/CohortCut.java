package dev.plumbline.store;

import dev.plumbline.monitor.pairs.SummaryStore.Cohorts;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the time that parts the newest pairs of some cohorts from the others: the counts of days tell on which day it lies,
 * the rows of that day alone tell when.
 */
final class CohortCut {
    private static final String VERSION = "select id from versions where model = ? and name = ?";
    private static final String DAYS = """
            select day, paired from prediction_counts
            where model = ? and day >= ? and day < ? and version = ? and paired > 0 order by day
            """;
    private static final String TIMES = """
            select predicted_at, count(*) from predictions
            where model = ? and version = ? and predicted_at >= ? and predicted_at < ? and paired_at >= ?
            group by predicted_at order by predicted_at desc
            """;
    private static final String COUNT = """
            select count(*) from predictions
            where model = ? and version = ? and predicted_at >= ? and predicted_at < ? and paired_at >= ?
            """;
    private static final String FIRST_TIME = """
            select predicted_at from predictions
            where model = ? and version = ? and predicted_at >= ? and predicted_at < ? and paired_at >= ?
            order by predicted_at limit 1
            """;

    /** A day with this share of the pairs or less is not cut: its start or its end is near enough, and read from the sums. */
    private static final double SMALL = 0.05;

    /** A stretch of prediction time and how many pairs it has, at least one. */
    private record Piece(Span span, long pairs) {}

    private final Session session;
    private final Cohorts cohorts;
    private final int version;
    private final long purgedBefore;

    CohortCut(Session session, Cohorts cohorts, int version) throws SQLException {
        this.session = session;
        this.purgedBefore = JdbcPurgeStore.before(session, cohorts.model().id()).orElse(Long.MIN_VALUE);
        this.cohorts = cohorts;
        this.version = version;
    }

    /** The number of the cohorts' version; empty when it was never seen. */
    static Optional<Integer> version(Session session, Cohorts cohorts) throws SQLException {
        return session.first(VERSION, row -> row.getInt(1), cohorts.model().id(), cohorts.version());
    }

    /** From when on a pair must have been recorded; every pair was recorded after {@link Long#MIN_VALUE}. */
    static long since(Cohorts cohorts) {
        return cohorts.pairedSince() == null ? Long.MIN_VALUE : Times.micros(cohorts.pairedSince());
    }

    /** The time from which on the share of pairs is nearest to {@code share}, with pairs on both sides. */
    Optional<Long> at(double share) throws SQLException {
        List<Piece> pieces = pieces();
        long pairs = pieces.stream().mapToLong(Piece::pairs).sum();
        double wanted = share * pairs;
        long newer = 0;
        int crossing = pieces.size() - 1;
        while (crossing > 0 && newer + pieces.get(crossing).pairs() < wanted) {
            newer += pieces.get(crossing--).pairs();
        }
        if (crossing < 0) {
            return Optional.empty();
        }
        return nearest(pieces, crossing, newer, wanted, pairs);
    }

    /**
     * The cut lies in the piece where the count of newer pairs reaches what is wanted, or at the first time after it.
     *
     * @param newer how many pairs come after the piece
     * @param pairs how many there are in all
     */
    private Optional<Long> nearest(List<Piece> pieces, int crossing, long newer, double wanted, long pairs)
            throws SQLException {
        List<long[]> candidates = new ArrayList<>(); // time, pairs from then on
        if (newer > 0) {
            candidates.add(new long[] {firstTime(pieces.get(crossing + 1).span()), newer});
        }
        Piece piece = pieces.get(crossing);
        if (isPurged(piece.span()) || piece.pairs() <= SMALL * pairs) {
            candidates.add(new long[] {firstTime(piece.span()), newer + piece.pairs()});
        } else {
            long[] count = {newer};
            session.each(
                    TIMES,
                    row -> candidates.add(new long[] {row.getLong(1), count[0] += row.getLong(2)}),
                    values(piece.span()));
        }
        if (crossing == 0) {
            candidates.remove(candidates.size() - 1); // the very first time: nothing would be older
        }
        return candidates.stream()
                .min((a, b) -> Double.compare(Math.abs(a[1] - wanted), Math.abs(b[1] - wanted)))
                .map(best -> best[0]);
    }

    /** Whether the count of the span came from sums whose rows may be gone. */
    private boolean isPurged(Span span) {
        return cohorts.pairedSince() == null && span.from() < purgedBefore;
    }

    /** Rows of a day that is purged are gone: its start stands for its first time. */
    private long firstTime(Span span) throws SQLException {
        return isPurged(span) ? span.from() : session.number(FIRST_TIME, values(span));
    }

    /** Oldest first; empty ones are left out. */
    private List<Piece> pieces() throws SQLException {
        Span span = JdbcSummaryStore.kept(session, cohorts.model(), cohorts.predicted());
        List<Piece> pieces = new ArrayList<>();
        if (cohorts.pairedSince() != null || !span.hasWholeDays()) {
            addCounted(span, pieces);
            return pieces;
        }
        addCounted(span.before(), pieces);
        session.each(
                DAYS,
                row -> {
                    long start = row.getLong(1) * Times.DAY;
                    pieces.add(new Piece(new Span(start, start + Times.DAY), row.getLong(2)));
                },
                cohorts.model().id(),
                span.firstDay(),
                span.endDay(),
                version);
        addCounted(span.after(), pieces);
        return pieces;
    }

    private void addCounted(Span span, List<Piece> pieces) throws SQLException {
        long pairs = session.number(COUNT, values(span));
        if (pairs > 0) {
            pieces.add(new Piece(span, pairs));
        }
    }

    private Object[] values(Span span) {
        return new Object[] {cohorts.model().id(), version, span.from(), span.end(), since(cohorts)};
    }
}
