package dev.plumbline.store;

import dev.plumbline.monitor.ConflictException;
import dev.plumbline.monitor.Page;
import dev.plumbline.monitor.intake.IntakeStore;
import dev.plumbline.monitor.intake.NewOutcome;
import dev.plumbline.monitor.intake.NewPrediction;
import dev.plumbline.monitor.intake.RowAnswer;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.ModelSettings;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Predictions and outcomes, and the sums that follow them in the same transaction. */
final class JdbcIntakeStore implements IntakeStore {
    private static final String DELETE_PREDICTION = "delete from predictions where id = ?";
    private static final String COUNT_DOWN = """
            update prediction_counts set n = n - 1, changes = changes + 1 where model = ? and day = ? and version = ?
            """;
    private static final String REOPEN = """
            update predictions
            set actual = null, true_class = null, observed_at = null, outcome_recorded_at = null, paired_at = null,
                outcome_era = ?,
                corrections = 0
            where id = ?
            """;
    private static final String TOMBSTONE = """
            insert into deleted_predictions (model, prediction, deleted_at, deleted_era) values (?, ?, ?, ?)
            """;
    private static final String COUNT_PREDICTIONS = "select coalesce(sum(n), 0) from prediction_counts where model = ?";
    private static final String LARGEST_SCORE = "select count(*), max(score) from predictions where model = ?";
    // "+model" keeps the planner in the order of arrival: it stops after the first rows instead of sorting all.
    private static final String LARGEST_FIRST_SCORE = """
            select count(*), max(score)
            from (select score from predictions where +model = ? order by id limit ?) first_predictions
            """;
    private static final String COUNT_OUTCOMES =
            "select count(*) from predictions where model = ? and observed_at is not null";

    private final Database database;

    JdbcIntakeStore(Database database) {
        this.database = database;
    }

    @Override
    public List<RowAnswer> recordPredictions(
            String model, ModelSettings initial, List<NewPrediction> rows, Instant now) {
        if (rows.isEmpty()) {
            return List.of();
        }
        return database.write(session ->
                new PredictionIntake(session, declared(session, model, initial, now), Times.micros(now)).record(rows));
    }

    @Override
    public List<RowAnswer> recordOutcomes(String model, ModelSettings initial, List<NewOutcome> rows, Instant now) {
        if (rows.isEmpty()) {
            return List.of();
        }
        return database.write(session -> new OutcomeIntake(
                        session, declared(session, model, initial, now), database.stamp(session, now))
                .record(rows));
    }

    /** A model without rows takes the first one whatever it says, so declaring it here never declares it for nothing. */
    private static Model declared(Session session, String name, ModelSettings initial, Instant now)
            throws SQLException {
        Optional<Model> known = JdbcModelStore.find(session, name);
        return known.isPresent() ? known.get() : JdbcModelStore.insert(session, name, initial, now);
    }

    @Override
    public boolean deletePrediction(Model model, String id, Instant now) {
        return database.write(session -> {
            Optional<StoredPrediction> found = StoredPrediction.find(session, model.id(), id);
            if (found.isEmpty()) {
                refusePurged(session, model, id);
                return false;
            }
            StoredPrediction prediction = found.get();
            subtract(session, model, prediction);
            session.update(DELETE_PREDICTION, prediction.id());
            Stamp stamp = database.stamp(session, now);
            session.update(TOMBSTONE, model.id(), prediction.id(), stamp.at(), stamp.era());
            OutcomeHistory.delete(session, model.id(), id);
            long day = Times.day(prediction.predictedAt());
            session.update(COUNT_DOWN, model.id(), day, prediction.version());
            return true;
        });
    }

    @Override
    public boolean deleteOutcome(Model model, String predictionId, Instant now) {
        return database.write(session -> {
            Optional<StoredPrediction> found = StoredPrediction.find(session, model.id(), predictionId);
            if (found.isPresent()) {
                return reopen(session, model, found.get(), now);
            }
            refusePurged(session, model, predictionId);
            OutcomeHistory.delete(session, model.id(), predictionId); // no audit knew it without its prediction
            return WaitingOutcomes.delete(session, model.id(), predictionId);
        });
    }

    private boolean reopen(Session session, Model model, StoredPrediction prediction, Instant now) throws SQLException {
        StoredOutcome outcome = prediction.outcome();
        if (outcome == null) {
            return false;
        }
        subtract(session, model, prediction);
        Stamp stamp = database.stamp(session, now);
        OutcomeHistory.add(session, model.id(), prediction.callerId(), outcome, prediction.pairedAt(), stamp);
        OutcomeHistory.withdraw(session, model.id(), prediction.callerId());
        return session.update(REOPEN, stamp.era(), prediction.id()) == 1;
    }

    private static void refusePurged(Session session, Model model, String id) throws SQLException {
        Optional<Long> purgedAt = PurgedIds.purgedAt(session, model.id(), id);
        if (purgedAt.isPresent()) {
            throw new ConflictException(
                    "The row of prediction " + id + " was purged at " + Times.instant(purgedAt.get())
                            + ": its pair stays in the sums and can no longer be changed or deleted");
        }
    }

    private static void subtract(Session session, Model model, StoredPrediction prediction) throws SQLException {
        Optional<Pair> pair = prediction.pairWith(
                prediction.outcome(),
                new DeclaredSegments(session, JdbcModelStore.now(session, model)).of(prediction.segments()));
        if (pair.isPresent()) {
            SumsChange sums = new SumsChange();
            sums.subtract(pair.get());
            sums.apply(session, model.id());
        }
    }

    @Override
    public Optional<JsonNode> find(Model model, String predictionId) {
        return database.read(session -> {
            Optional<StoredPrediction> found = StoredPrediction.find(session, model.id(), predictionId);
            return found.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            PredictionDocument.of(found.get(), OutcomeHistory.find(session, model.id(), predictionId)));
        });
    }

    @Override
    public ScoreCheck checkScores(Model model, int first) {
        return database.read(session -> {
            Session.Row<ScoreCheck> check = row -> new ScoreCheck(row.getInt(1), row.getDouble(2));
            // With few rows the index of the model finds them all; the scan below would look for more till the end.
            Optional<ScoreCheck> found = session.number(COUNT_PREDICTIONS, model.id()) < first
                    ? session.first(LARGEST_SCORE, check, model.id())
                    : session.first(LARGEST_FIRST_SCORE, check, model.id(), first);
            return found.orElseThrow();
        });
    }

    @Override
    public long countOutcomes(Model model) {
        return database.read(
                session -> session.number(COUNT_OUTCOMES, model.id()) + WaitingOutcomes.count(session, model.id()));
    }

    @Override
    public Page<JsonNode> waiting(Model model, long before, int limit) {
        return database.read(session -> WaitingOutcomes.page(session, model.id(), before, limit));
    }
}
