package dev.plumbline.store;

import dev.plumbline.monitor.ConflictException;
import dev.plumbline.monitor.model.Model;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Lays out in an empty database what an audit knew: the rows of its model as they were when it looked, and the sums made of
 * them by the code of intake. The database that serves is read in one snapshot and goes on serving.
 */
final class KnownRows {
    private static final String ATTACH = "attach database ? as live";
    private static final String DELETED = """
            select deleted_at from live.deleted_predictions
            where model = ? and prediction <= ? and deleted_era > ? order by id limit 1
            """;
    private static final String MODEL = """
            insert into models (id, name, settings, created_at) select id, name, ?, created_at from live.models where id = ?
            """;
    private static final String VERSIONS = "insert into versions select * from live.versions where model = ?";
    private static final String SEGMENT_VALUES =
            "insert into segment_values select * from live.segment_values where model = ?";
    private static final String CALIBRATORS =
            "insert into calibrators select * from live.calibrators where model = ? and version <= ?";
    private static final String PROMOTIONS =
            "insert into promotions select * from live.promotions where model = ? and id <= ?";
    private static final String ACKNOWLEDGEMENTS =
            "insert into acknowledgements select * from live.acknowledgements where model = ? and era <= ?";
    // Bands and fits stay what they were when a day entered; its sums are made again, as of no change.
    private static final String EVIDENCE = """
            insert into evidence_days (model, version, clock, day, audit, band, changes, sums)
            select model, version, clock, day, audit, band, -1, sums from live.evidence_days where model = ? and audit < ?
            """;
    private static final String PURGES = "insert into purges select * from live.purges where model = ? and id <= ?";
    private static final String PREDICTIONS =
            "insert into predictions select * from live.predictions where model = ? and id <= ?";
    private static final String NOT_YET = """
            update predictions
            set actual = null, true_class = null, observed_at = null, outcome_recorded_at = null, outcome_era = null,
                paired_at = null, corrections = 0
            where outcome_era > ?
            """;
    // How often it was corrected by then nothing of an audit asks.
    private static final String AS_THEN = """
            update predictions
            set actual = h.actual, true_class = h.true_class, observed_at = h.observed_at,
                outcome_recorded_at = h.recorded_at, outcome_era = h.recorded_era, paired_at = h.paired_at
            from live.outcome_history h
            where h.model = ? and h.recorded_era <= ? and h.replaced_era > ?
                and predictions.model = h.model and predictions.caller_id = h.prediction_id
            """;
    private static final String PURGED_SUMS = """
            insert into pair_sums
            select * from live.pair_sums where model = ? and basis in ('purged observed', 'purged predicted')
            """;
    private static final String PURGED_COUNTS = """
            insert into prediction_counts (model, day, version, n, purged)
            select model, day, version, purged, purged from live.prediction_counts where model = ? and purged > 0
            """;
    // How late pairs became known whose rows are gone: what is counted, less the rows that are left.
    private static final String DELAYS_OF_PURGED = """
            insert into outcome_delays (model, version, day, positive, delay, n)
            select d.model, d.version, d.day, d.positive, d.delay, d.n - coalesce(k.n, 0) from live.outcome_delays d
            left join (
                select version, predicted_at / ?2 - (predicted_at % ?2 < 0) as day, actual > 0.5 as positive,
                    (max(0, observed_at - predicted_at) + ?2 - 1) / ?2 as delay, count(*) as n
                from live.predictions where model = ?1 and actual is not null group by 1, 2, 3, 4) k
                on k.version = d.version and k.day = d.day and k.positive = d.positive and k.delay = d.delay
            where d.model = ?1 and d.n > coalesce(k.n, 0)
            on conflict (model, version, day, positive, delay) do update set n = outcome_delays.n + excluded.n
            """;
    // Whole days since 1970 also before it: "/" cuts towards 0.
    private static final String COUNTS = """
            insert into prediction_counts (model, day, version, n)
            select model, predicted_at / ? - (predicted_at % ? < 0), version, count(*) from predictions where true
            group by 1, 2, 3
            on conflict (model, day, version) do update set n = prediction_counts.n + excluded.n
            """;
    private static final String PAIRS = """
            select version, score, probability, weight, predicted_at, observed_at, actual, segments from predictions
            where actual is not null order by id
            """;
    private static final String SUMS_OF_PURGED = """
            select basis, segment, day, version, part, cell, n, w, wp, wp2, wy, wy2, wpy, wy_ln_p, wq_ln_q, w2v
            from pair_sums where basis in ('purged observed', 'purged predicted')
            """;
    private static final String RUN = """
            insert into runs (id, job, model, variant, node, started_at, status, attempts)
            values (?, 'audit', '', '', '', 0, 'running', 1)
            """;
    // The next audit has the number after it.
    private static final String AUDIT_BEFORE = """
            insert into audits (id, model, run, audited_at, request, settings, policy, model_version, era, newest_prediction,
                newest_promotion, newest_purge, newest_calibrator, record)
            values (?, ?, ?, 0, '', '', '', '', 0, 0, 0, 0, 0, x'')
            """;
    private static final String PURGED_SINCE = """
            select before_at, before_at, started_at from live.purges
            where model = ? and id > ? and newest_prediction > 0 order by before_at desc limit 1
            """;
    // Also of a purge that had begun and was under way at the look.
    private static final String CHANGED_BEFORE_PURGED = """
            select before_at, max(before_at, newest_observation + 1) as reach, started_at from live.purges
            where model = ? and (newest_prediction > ? or newest_era > ?) order by reach desc limit 1
            """;

    /** Pairs folded in memory before the sums are written. */
    private static final int FOLDED = 200_000;

    /**
     * Rows from before {@code before} may be gone since {@code at}, in stored time.
     *
     * @param reach before which what was known of them was observed, later than {@code before} where an outcome was corrected
     */
    record Purge(long before, long reach, long at) {}

    /**
     * What was purged after the look.
     *
     * @param rows the rows that are gone; the sums of their days are as they were
     * @param sums those among them that came or were changed between look and purge: the sums of these days are no longer known
     */
    record PurgedSince(Optional<Purge> rows, Optional<Purge> sums) {}

    private final Session session;
    private final StoredAudit audit;
    private final Object model;

    private KnownRows(Session session, StoredAudit audit) {
        this.session = session;
        this.audit = audit;
        this.model = audit.model();
    }

    /**
     * Fills an empty database.
     *
     * @param live the database that serves
     * @throws ConflictException if a prediction that the audit knew is deleted
     */
    static PurgedSince layOut(SqliteFile file, Path live, Model model, StoredAudit audit) throws SQLException {
        try (Session session = new Session(file.connectWriter())) {
            session.update(ATTACH, live.toString());
            // Not "immediate", which would take the turn of whoever writes to the live one.
            session.update("begin");
            PurgedSince purged = new KnownRows(session, audit).layOut(model);
            session.update("commit");
            return purged;
        }
    }

    private PurgedSince layOut(Model declared) throws SQLException {
        refuseDeleted(declared);
        long era = audit.look().era();
        session.update(MODEL, audit.settings(), model);
        session.update(VERSIONS, model);
        session.update(SEGMENT_VALUES, model);
        session.update(CALIBRATORS, model, audit.newestCalibrator());
        session.update(PROMOTIONS, model, audit.look().newestPromotion());
        session.update(ACKNOWLEDGEMENTS, model, era);
        session.update(EVIDENCE, model, audit.id());
        session.update(PURGES, model, audit.look().newestPurge());
        session.update(PREDICTIONS, model, audit.look().newestPrediction());
        session.update(NOT_YET, era);
        session.update(AS_THEN, model, era, era);
        session.update(PURGED_SUMS, model);
        session.update(PURGED_COUNTS, model);
        session.update(COUNTS, Times.DAY, Times.DAY);
        addUp(JdbcModelStore.find(session, declared.name()).orElseThrow());
        if (audit.look().newestPurge() > 0) {
            session.update(DELAYS_OF_PURGED, model, Times.DAY);
        }
        session.update(RUN, audit.run());
        if (audit.id() > 1) {
            session.update(AUDIT_BEFORE, audit.id() - 1, model, audit.run());
        }
        return new PurgedSince(
                purge(PURGED_SINCE, model, audit.look().newestPurge()),
                purge(CHANGED_BEFORE_PURGED, model, audit.look().newestPrediction(), era));
    }

    private void refuseDeleted(Model declared) throws SQLException {
        Optional<Long> deletedAt = session.first(
                DELETED,
                row -> row.getLong(1),
                model,
                audit.look().newestPrediction(),
                audit.look().era());
        if (deletedAt.isPresent()) {
            throw new ConflictException("Audit " + audit.id() + " of model " + declared.name()
                    + " cannot be computed again: a prediction that it knew was deleted at "
                    + Times.instant(deletedAt.get()));
        }
    }

    private Optional<Purge> purge(String sql, Object... values) throws SQLException {
        return session.first(sql, row -> new Purge(row.getLong(1), row.getLong(2), row.getLong(3)), values);
    }

    private void addUp(Model then) throws SQLException {
        DeclaredSegments segments = new DeclaredSegments(session, then);
        SumsChange[] sums = {new SumsChange()};
        int[] pairs = {0};
        session.each(PAIRS, row -> {
            sums[0].add(Pair.of(row, segments.admit(row.getString("segments"))));
            if (++pairs[0] % FOLDED == 0) {
                sums[0].apply(session, then.id());
                sums[0] = new SumsChange();
            }
        });
        session.each(SUMS_OF_PURGED, row -> {
            SumsChange.Key key = SumsChange.Key.of(row);
            if (key.segment().equals(SumsChange.ALL) || segments.isOfDeclaredKey(key.segment())) {
                sums[0].addPurged(key, JdbcSummaryStore.cellSums(row));
            }
        });
        sums[0].apply(session, then.id());
    }
}
