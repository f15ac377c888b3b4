package dev.plumbline.store;

import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.intake.PurgeStore;
import dev.plumbline.monitor.model.Model;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes old rows away and moves what they added to the sums into the sums of purged pairs, in the same transaction. */
final class JdbcPurgeStore implements PurgeStore {
    /** Rows looked at in one transaction: intake waits for it no longer than for a batch of its own. */
    static final int STEP = 2_000;

    private static final String BEGIN = "insert into purges (model, before_at, started_at) values (?, ?, ?)";
    private static final String BEFORE = "select before_at from purges where model = ? order by before_at desc limit 1";
    private static final String OLD = """
            select id, caller_id, version, score, probability, weight, predicted_at, observed_at, actual, segments,
                outcome_era
            from predictions
            where model = ? and version = ? and predicted_at < ? and (predicted_at, id) > (?, ?)
            order by predicted_at, id limit ?
            """;
    private static final String TOOK = """
            update purges set newest_prediction = max(newest_prediction, ?), newest_era = max(newest_era, ?),
                newest_observation = max(newest_observation, ?)
            where id = (select max(id) from purges where model = ?)
            """;
    private static final String NEXT_VERSION = "select min(id) from versions where model = ? and id > ?";
    private static final String DELETE = "delete from predictions where id = ?";
    private static final String NEWEST_IN_HISTORY = """
            select coalesce(max(h.observed_at), 0) from json_each(?) ids
            cross join outcome_history h where h.model = ? and h.prediction_id = ids.value
            """;
    private static final String DELETE_HISTORY = "delete from outcome_history where model = ? and prediction_id = ?";
    private static final String COUNT = """
            update prediction_counts set purged = purged + ? where model = ? and day = ? and version = ?
            """;
    private static final String WAITING_HISTORY = """
            delete from outcome_history where model = ? and prediction_id in
                (select prediction_id from waiting_outcomes where model = ? and observed_at < ?)
            """;
    private static final String WAITING = "delete from waiting_outcomes where model = ? and observed_at < ?";

    private final Database database;

    JdbcPurgeStore(Database database) {
        this.database = database;
    }

    /** The time before which rows may be gone, in stored time; empty when nothing was purged. */
    static Optional<Long> before(Session session, long model) throws SQLException {
        return session.first(BEFORE, row -> row.getLong(1), model);
    }

    @Override
    public void begin(Model model, Instant before, Instant now) {
        database.write(session -> session.update(BEGIN, model.id(), before, now));
    }

    @Override
    public Step step(Model model, Instant before, Place place, Instant now) {
        return database.write(
                session -> new Purge(session, model, Times.micros(before), Times.micros(now)).from(place));
    }

    @Override
    public int waiting(Model model, Instant before) {
        return database.write(session -> {
            session.update(WAITING_HISTORY, model.id(), model.id(), before);
            return session.update(WAITING, model.id(), before);
        });
    }

    /** One step. */
    private static final class Purge {
        private final Session session;
        private final Model model;
        private final long before;
        private final long now;
        private final DeclaredSegments segments;
        private final SumsChange sums = SumsChange.ofPurged();
        private final Map<Long, Integer> days = new HashMap<>();
        private final List<String> ids = new ArrayList<>();
        private final List<Object[]> rows = new ArrayList<>();
        private Place last;
        private int seen;
        private long newestRow;
        private long newestEra;

        Purge(Session session, Model model, long before, long now) throws SQLException {
            this.session = session;
            this.model = model;
            this.before = before;
            this.now = now;
            this.segments = new DeclaredSegments(session, JdbcModelStore.now(session, model));
        }

        Step from(Place place) throws SQLException {
            int version = place.version();
            session.each(OLD, this::take, model.id(), version, before, place.predictedAt(), place.row(), STEP);
            sums.apply(session, model.id());
            PurgedIds.add(session, model.id(), ids, now);
            List<Object[]> counts = new ArrayList<>();
            days.forEach((day, purged) -> counts.add(new Object[] {purged, model.id(), day, version}));
            session.updateEach(COUNT, counts);
            session.updateEach(DELETE, rows);
            // a corrected outcome may have been observed later, by what it was before
            long newestObservation = session.number(NEWEST_IN_HISTORY, Json.text(ids), model.id());
            session.update(TOOK, newestRow, newestEra, newestObservation, model.id());
            session.updateEach(
                    DELETE_HISTORY,
                    ids.stream().map(id -> new Object[] {model.id(), id}).toList());
            return new Step(rows.size(), seen == STEP ? last : nextVersion(version));
        }

        private void take(ResultSet row) throws SQLException {
            seen++;
            long predictedAt = row.getLong("predicted_at");
            last = new Place(row.getInt("version"), predictedAt, row.getLong("id"));
            Long observedAt = Columns.longInteger(row, "observed_at");
            if (observedAt != null && observedAt >= before) {
                return;
            }
            rows.add(new Object[] {row.getLong("id")});
            newestRow = Math.max(newestRow, row.getLong("id"));
            newestEra = Math.max(newestEra, row.getLong("outcome_era")); // 0 when it never had an outcome
            ids.add(row.getString("caller_id"));
            days.merge(Times.day(predictedAt), 1, Integer::sum);
            if (Columns.number(row, "actual") != null) {
                sums.add(Pair.of(row, segments.of(row.getString("segments"))));
            }
        }

        /** The start of the next version; null after the last. */
        private Place nextVersion(int version) throws SQLException {
            long next = session.number(NEXT_VERSION, model.id(), version);
            return next == 0 ? null : new Place((int) next, Long.MIN_VALUE, 0);
        }
    }
}
