package dev.plumbline.store;

import dev.plumbline.monitor.Page;
import dev.plumbline.monitor.audit.AuditStore;
import dev.plumbline.monitor.jobs.Completion;
import dev.plumbline.monitor.jobs.RunHandle;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.refit.RefitCalibrator.Refit;
import dev.plumbline.monitor.versions.Promotion;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Audits to the byte, committed as a whole with what they decided. */
final class JdbcAuditStore implements AuditStore {
    private static final String NEXT_ID = "select coalesce(max(id), 0) + 1 from audits";
    private static final String NEWEST_CALIBRATOR = "select max(version) from calibrators where model = ?";
    private static final String INSERT = """
            insert into audits (id, model, run, audited_at, request, settings, policy, model_version, era, newest_prediction,
                newest_promotion, newest_purge, newest_calibrator, record)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String FIND = "select record from audits where model = ? and id = ?";
    private static final String PAGE =
            "select id, record from audits where model = ? and id < ? order by id desc limit ?";

    private final Database database;

    JdbcAuditStore(Database database) {
        this.database = database;
    }

    @Override
    public <T> T look(Function<Look, T> work) {
        return database.look(work);
    }

    @Override
    public byte[] commit(Draft draft, RunHandle run, Renderer renderer) {
        return database.write(session -> {
            Model model = draft.model();
            Promotions.requireServing(session, model, draft.modelVersion(), draft.serving());
            long newestCalibrator = session.number(NEWEST_CALIBRATOR, model.id());
            Integer platt = draft.platt() == null ? null : (Integer) keep(session, draft, draft.platt());
            Integer moved = draft.move() == null ? null : (Integer) move(session, draft, draft.move());
            long id = session.number(NEXT_ID);
            byte[] record = renderer.render(id, platt, moved);
            Look look = draft.look();
            Database.keepEra(session, look.era() + 1);
            session.update(
                    INSERT,
                    id,
                    model.id(),
                    run.id(),
                    draft.auditedAt(),
                    draft.request().toJson().toString(),
                    model.settings().toJson().toString(),
                    draft.policy().wire(),
                    draft.modelVersion(),
                    look.era(),
                    look.newestPrediction(),
                    look.newestPromotion(),
                    look.newestPurge(),
                    newestCalibrator,
                    record);
            for (Days days : draft.days()) {
                JdbcEvidenceStore.keep(session, model, days.version(), days.clock(), id, days.entered());
            }
            JdbcAlertStore.append(session, model.id(), draft.alerts(), draft.auditedAt());
            if (draft.request().restates() == null) { // else the run goes on to its own audit
                JdbcRunStore.complete(session, new Completion(run, record, draft.auditedAt()));
            }
            return record;
        });
    }

    private static int keep(Session session, Draft draft, Refit<?> fit) throws SQLException {
        return JdbcCalibratorStore.keep(
                session, draft.model(), draft.modelVersion(), fit.calibrator(), fit.record(), draft.auditedAt());
    }

    private static int move(Session session, Draft draft, Move move) throws SQLException {
        int to = move.fit() == null ? move.to() : keep(session, draft, move.fit());
        JdbcCalibratorStore.requireSound(session, draft.model(), draft.modelVersion(), to);
        Promotions.append(
                session,
                draft.model().id(),
                new Promotion(
                        0,
                        draft.modelVersion(),
                        draft.serving(),
                        to,
                        move.kind(),
                        move.by(),
                        draft.auditedAt(),
                        move.reason(),
                        move.grounds().apply(to)));
        return to;
    }

    @Override
    public Optional<byte[]> find(Model model, long auditId) {
        return database.read(session -> session.first(FIND, row -> row.getBytes(1), model.id(), auditId));
    }

    @Override
    public Page<JsonNode> list(Model model, long before, int limit) {
        return database.read(session -> StoredRecord.page(session, PAGE, model, before, limit));
    }
}
