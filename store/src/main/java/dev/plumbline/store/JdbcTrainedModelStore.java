package dev.plumbline.store;

import dev.plumbline.learning.retrain.StoredModel;
import dev.plumbline.learning.retrain.TrainedModelStore;
import dev.plumbline.learning.retrain.TrainingRun;
import dev.plumbline.monitor.ConflictException;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.Page;
import dev.plumbline.monitor.jobs.Completion;
import dev.plumbline.monitor.jobs.RunHandle;
import dev.plumbline.monitor.model.Model;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

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
    private static final String SERVING =
            "select to_version from trained_model_promotions where model = ? order by id desc limit 1";
    private static final String PROMOTE = """
            insert into trained_model_promotions (model, from_version, to_version, made_at, reason)
            values (?, ?, ?, ?, ?)
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
            Optional<Integer> version = servingVersion(session, model);
            return version.isEmpty() ? Optional.empty() : Optional.of(load(session, model, version.get()));
        });
    }

    private static Optional<Integer> servingVersion(Session session, Model model) throws SQLException {
        return session.first(SERVING, row -> row.getInt(1), model.id());
    }

    /** The model as it was stored, its golden rows reproduced. */
    private static StoredModel load(Session session, Model model, int version) throws SQLException {
        return session.first(FIND, JdbcTrainedModelStore::map, model.id(), version)
                .orElseThrow(() -> notStored(model, version));
    }

    private static StoredModel map(ResultSet row) throws SQLException {
        return StoredModel.load(
                Integer.toString(row.getInt("version")),
                row.getBytes("portable_form"),
                Times.instant(row, "trained_at"));
    }

    @Override
    public byte[] reference(Model model, String version) {
        return database.read(
                session -> session.first(REFERENCE, row -> row.getBytes(1), model.id(), Integer.parseInt(version))
                        .orElseThrow(() -> notStored(model, version)));
    }

    private static IllegalStateException notStored(Model model, Object version) {
        return new IllegalStateException(
                "trained model version " + version + " of model " + model.name() + " is not stored");
    }

    @Override
    public byte[] commit(TrainingRun run, RunHandle handle, Renderer renderer) {
        return database.write(session -> {
            Model model = run.model();
            Integer serving = servingVersion(session, model).orElse(null);
            requireServing(run, serving);
            int version = keep(session, run);
            if (run.serve()) {
                load(session, model, version); // only what can be loaded again may serve
                session.update(PROMOTE, model.id(), serving, version, run.trainedAt(), run.reason());
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

    private static void requireServing(TrainingRun run, Integer serving) {
        String found = serving == null ? null : serving.toString();
        if (!Objects.equals(found, run.expectedServing())) {
            throw new ConflictException("Trained model " + named(found) + " serves model "
                    + run.model().name() + ", expected was " + named(run.expectedServing()));
        }
    }

    private static String named(String version) {
        return version == null ? "none" : "version " + version;
    }

    private static int keep(Session session, TrainingRun run) throws SQLException {
        Optional<Integer> same =
                session.first(SAME, row -> row.getInt(1), run.model().id(), run.modelJson());
        if (same.isPresent()) {
            return same.get();
        }
        int version = (int) session.number(NEXT_VERSION, run.model().id());
        session.update(
                INSERT,
                run.model().id(),
                version,
                run.modelJson(),
                run.reference(),
                Json.text(run.provenance()),
                run.trainedAt());
        return version;
    }

    @Override
    public Page<JsonNode> list(Model model, long before, int limit) {
        return database.read(session -> StoredRecord.page(session, PAGE, model, before, limit));
    }
}
