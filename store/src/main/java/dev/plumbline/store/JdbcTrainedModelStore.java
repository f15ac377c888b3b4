package dev.plumbline.store;

import dev.plumbline.learning.retrain.StoredModel;
import dev.plumbline.learning.retrain.TrainedModelStore;
import dev.plumbline.learning.retrain.TrainedPromotion;
import dev.plumbline.learning.retrain.TrainedVersion;
import dev.plumbline.learning.retrain.TrainedVersion.State;
import dev.plumbline.learning.retrain.TrainingRun;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.NotFoundException;
import dev.plumbline.monitor.Page;
import dev.plumbline.monitor.gate.GateDecision.Grounds;
import dev.plumbline.monitor.jobs.Completion;
import dev.plumbline.monitor.jobs.RunHandle;
import dev.plumbline.monitor.model.Model;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Trained models, what serves, and the records of training runs. */
final class JdbcTrainedModelStore implements TrainedModelStore {
    private static final String FIND =
            "select version, portable_form, trained_at from trained_models where model = ? and version = ?";
    private static final String REFERENCE = "select reference from trained_models where model = ? and version = ?";
    private static final String SAME =
            "select version from trained_models where model = ? and portable_form = ? order by version limit 1";
    private static final String NEXT_VERSION =
            "select coalesce(max(version), 0) + 1 from trained_models where model = ?";
    private static final String INSERT = """
            insert into trained_models (model, version, portable_form, reference, provenance, trained_at)
            values (?, ?, ?, ?, ?, ?)
            """;
    private static final String PORTABLE = "select portable_form from trained_models where model = ? and version = ?";
    private static final String VERSIONS = """
            select version, trained_at, provenance,
                (select record from training_runs r
                    where r.model = m.model and r.trained_version = m.version order by r.id limit 1) as record,
                exists (select 1 from trained_model_promotions p
                    where p.model = m.model and p.to_version = m.version) as served
            from trained_models m where model = ? and version < ? order by version desc limit ?
            """;
    private static final String INSERT_RUN = """
            insert into training_runs (model, run, trained_version, trained_at, on_training_rows, on_test_rows, record)
            values (?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String PAGE =
            "select id, record from training_runs where model = ? and id < ? order by id desc limit ?";

    private final Database database;

    JdbcTrainedModelStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<StoredModel> serving(Model model) {
        return database.read(session -> {
            Optional<Integer> version = TrainedPromotions.serving(session, model);
            return version.isEmpty() ? Optional.empty() : Optional.of(load(session, model, version.get()));
        });
    }

    @Override
    public Optional<StoredModel> find(Model model, int version) {
        return database.read(session -> find(session, model, version));
    }

    /** The model as it was stored, its golden rows reproduced. */
    private static Optional<StoredModel> find(Session session, Model model, int version) throws SQLException {
        return session.first(FIND, JdbcTrainedModelStore::map, model.id(), version);
    }

    private static StoredModel load(Session session, Model model, int version) throws SQLException {
        return find(session, model, version).orElseThrow(() -> notStored(model, version));
    }

    private static StoredModel map(ResultSet row) throws SQLException {
        return StoredModel.load(
                Integer.toString(row.getInt("version")),
                row.getBytes("portable_form"),
                Times.instant(row, "trained_at"));
    }

    @Override
    public Optional<byte[]> reference(Model model, String version) {
        return database.read(session -> session.first(
                        REFERENCE, row -> Optional.ofNullable(row.getBytes(1)), model.id(), Integer.parseInt(version))
                .orElseThrow(() -> notStored(model, version)));
    }

    @Override
    public boolean rolledBack(Model model, byte[] modelJson) {
        return database.read(session -> {
            Optional<Integer> version = same(session, model, modelJson);
            return version.isPresent() && TrainedPromotions.rolledBack(session, model, version.get());
        });
    }

    private static Optional<Integer> same(Session session, Model model, byte[] modelJson) throws SQLException {
        return session.first(SAME, row -> row.getInt(1), model.id(), modelJson);
    }

    private static IllegalStateException notStored(Model model, Object version) {
        return new IllegalStateException(
                "trained model version " + version + " of model " + model.name() + " is not stored");
    }

    @Override
    public byte[] commit(TrainingRun run, RunHandle handle, Renderer renderer) {
        return database.write(session -> {
            Model model = run.model();
            TrainedPromotions.requireServing(session, model, number(run.expectedServing()));
            int version = keep(
                    session, model, run.modelJson(), run.reference(), Json.text(run.provenance()), run.trainedAt());
            if (run.serve()) {
                load(session, model, version); // only what can be loaded again may serve
                TrainedPromotions.append(session, model, promotion(run, version));
            }
            byte[] record = renderer.render(Integer.toString(version));
            session.update(
                    INSERT_RUN,
                    model.id(),
                    handle.id(),
                    version,
                    run.trainedAt(),
                    Json.text(run.train()),
                    Json.text(run.test()),
                    record);
            JdbcRunStore.complete(session, new Completion(handle, record, run.trainedAt()));
            return record;
        });
    }

    private static Integer number(String version) {
        return version == null ? null : (Integer) Integer.parseInt(version);
    }

    private static TrainedPromotion promotion(TrainingRun run, int version) {
        Grounds grounds = run.decision().grounds();
        ObjectNode evidence =
                Json.object().put("logLossGain", grounds.logLossGain()).put("evidence", grounds.evidence());
        evidence.set("interval", Json.mapper().valueToTree(grounds.interval()));
        return new TrainedPromotion(
                0,
                run.expectedServing(),
                Integer.toString(version),
                Moves.PROMOTED,
                "gate",
                run.trainedAt(),
                grounds.reason(),
                evidence);
    }

    private static int keep(
            Session session, Model model, byte[] modelJson, byte[] reference, String provenance, Instant now)
            throws SQLException {
        Optional<Integer> same = same(session, model, modelJson);
        if (same.isPresent()) {
            return same.get();
        }
        int version = (int) session.number(NEXT_VERSION, model.id());
        session.update(INSERT, model.id(), version, modelJson, reference, provenance, now);
        return version;
    }

    @Override
    public TrainedVersion add(Model model, byte[] modelJson, JsonNode provenance, Instant now) {
        return database.write(session -> {
            int version = keep(session, model, modelJson, null, Json.text(provenance), now);
            return versions(session, model, version + 1L, 1).items().get(0);
        });
    }

    @Override
    public Optional<byte[]> portable(Model model, int version) {
        return database.read(session -> session.first(PORTABLE, row -> row.getBytes(1), model.id(), version));
    }

    @Override
    public Page<TrainedVersion> versions(Model model, long before, int limit) {
        return database.read(session -> versions(session, model, before, limit));
    }

    private static Page<TrainedVersion> versions(Session session, Model model, long before, int limit)
            throws SQLException {
        int serving = TrainedPromotions.serving(session, model).orElse(0);
        return Page.of(
                session.list(VERSIONS, row -> version(row, serving), model.id(), before, limit + 1),
                limit,
                version -> Long.parseLong(version.modelVersion()));
    }

    private static TrainedVersion version(ResultSet row, int serving) throws SQLException {
        int version = row.getInt("version");
        byte[] record = row.getBytes("record");
        State state = version == serving ? State.SERVING : row.getBoolean("served") ? State.RETIRED : State.CANDIDATE;
        return new TrainedVersion(
                Integer.toString(version),
                state,
                Times.instant(row, "trained_at"),
                Json.read(row.getString("provenance")),
                record == null ? null : Json.read(record));
    }

    @Override
    public TrainedPromotion move(Model model, int to, int expected, String kind, String reason, Instant now) {
        return database.write(session -> {
            Integer from = expected == 0 ? null : (Integer) expected;
            TrainedPromotions.requireServing(session, model, from);
            if (session.first(FIND, row -> row.getInt("version"), model.id(), to)
                    .isEmpty()) {
                throw new NotFoundException("Unknown trained model version: " + to + " of model " + model.name());
            }
            load(session, model, to); // only what can be loaded again may serve
            return TrainedPromotions.append(
                    session,
                    model,
                    new TrainedPromotion(
                            0,
                            from == null ? null : from.toString(),
                            Integer.toString(to),
                            kind,
                            "admin",
                            now,
                            reason,
                            null));
        });
    }

    @Override
    public Optional<Integer> previous(Model model) {
        return database.read(session -> TrainedPromotions.previous(session, model));
    }

    @Override
    public Page<TrainedPromotion> promotions(Model model, long before, int limit) {
        return database.read(session -> TrainedPromotions.page(session, model, before, limit));
    }

    @Override
    public Page<JsonNode> list(Model model, long before, int limit) {
        return database.read(session -> StoredRecord.page(session, PAGE, model, before, limit));
    }
}
