package dev.plumbline.store;

import dev.plumbline.monitor.model.Model;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the sums of segments in step with the declaration of a model. What purged pairs added stays when their key is taken
 * off, for nothing could make it again, and counts again when the key is declared again.
 */
final class SegmentSums {
    // KEY itself, and every KEY:VALUE: ";" is the character after ":".
    private static final String FORGET = """
            delete from pair_sums
            where model = ? and basis = 'predicted' and (segment = ? or (segment >= ? and segment < ?))
            """;
    private static final String ANY_PURGED = """
            select exists (select 1 from pair_sums
                where model = ? and basis = 'purged predicted' and (segment = ? or (segment >= ? and segment < ?)))
            """;
    private static final String PURGED = """
            select basis, segment, day, version, part, cell, n, w, wp, wp2, wy, wy2, wpy, wy_ln_p, wq_ln_q, w2v
            from pair_sums
            where model = ? and basis = 'purged predicted' and (segment = ? or (segment >= ? and segment < ?))
            """;
    private static final String LABELLED_PAIRS = """
            select version, score, probability, weight, predicted_at, observed_at, actual, segments from predictions
            where model = ? and actual is not null and segments is not null
            """;

    private SegmentSums() {}

    /** Forgets the sums of keys that are declared no longer and makes those of new ones from what is kept. */
    static void follow(Session session, Model old, Model changed) throws SQLException {
        List<String> gone = new ArrayList<>(old.settings().segments());
        gone.removeAll(changed.settings().segments());
        for (String key : gone) {
            session.update(FORGET, of(old, key));
            if (session.number(ANY_PURGED, of(old, key)) == 0) {
                DeclaredSegments.forget(session, old.id(), key);
            }
        }
        List<String> fresh = new ArrayList<>(changed.settings().segments());
        fresh.removeAll(old.settings().segments());
        if (!fresh.isEmpty()) {
            DeclaredSegments segments = new DeclaredSegments(session, changed, fresh);
            SumsChange sums = SumsChange.ofSegmentsOnly();
            session.each(
                    LABELLED_PAIRS,
                    row -> sums.add(Pair.of(row, segments.admit(row.getString("segments")))),
                    changed.id());
            for (String key : fresh) {
                session.each(
                        PURGED,
                        row -> sums.addPurged(SumsChange.Key.of(row), JdbcSummaryStore.cellSums(row)),
                        of(changed, key));
            }
            sums.apply(session, changed.id());
        }
    }

    private static Object[] of(Model model, String key) {
        return new Object[] {model.id(), key, key + ":", key + ";"};
    }
}
