package dev.plumbline.store;

import dev.plumbline.monitor.model.Model;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Keeps the sums of segments in step with the declaration of a model. */
final class SegmentSums {
    // KEY itself, and every KEY:VALUE: ";" is the character after ":".
    private static final String FORGET = """
            delete from pair_sums
            where model = ? and basis in ('predicted', 'purged predicted')
                and (segment = ? or (segment >= ? and segment < ?))
            """;
    private static final String LABELLED_PAIRS = """
            select version, score, probability, weight, predicted_at, observed_at, actual, segments from predictions
            where model = ? and actual is not null and segments is not null
            """;

    private SegmentSums() {}

    /** Forgets the sums of keys that are declared no longer and makes those of new ones from the rows that are kept. */
    static void follow(Session session, Model old, Model changed) throws SQLException {
        List<String> gone = new ArrayList<>(old.settings().segments());
        gone.removeAll(changed.settings().segments());
        for (String key : gone) {
            session.update(FORGET, old.id(), key, key + ":", key + ";");
            DeclaredSegments.forget(session, old.id(), key);
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
            sums.apply(session, changed.id());
        }
    }
}
