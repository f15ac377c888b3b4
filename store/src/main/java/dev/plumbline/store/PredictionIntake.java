package dev.plumbline.store;

import dev.plumbline.monitor.intake.NewPrediction;
import dev.plumbline.monitor.intake.RowAnswer;
import dev.plumbline.monitor.model.Model;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Records one batch of predictions inside one transaction. Rows are judged one after the other. */
final class PredictionIntake {
    private static final String INSERT = """
            insert into predictions (model, caller_id, version, score, probability, calibrator_version, predicted_at,
                recorded_at, group_name, weight, segments, features)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (model, caller_id) do nothing
            """;
    private static final String VERSIONS = "select name, id from versions where model = ?";
    private static final String INSERT_VERSION = "insert into versions (model, id, name) values (?, ?, ?)";
    private static final String COUNT = """
            insert into prediction_counts (model, day, version, n) values (?, ?, ?, ?)
            on conflict (model, day, version) do update set n = prediction_counts.n + excluded.n
            """;

    private record DayOfVersion(long day, int version) {}

    private final Session session;
    private final Model model;
    private final long now;
    private final boolean outcomesWait;
    private final Map<String, Integer> versions = new HashMap<>();
    private final Map<DayOfVersion, Integer> counts = new HashMap<>();
    private final SumsChange sums = new SumsChange();

    PredictionIntake(Session session, Model model, long now) throws SQLException {
        this.session = session;
        this.model = model;
        this.now = now;
        this.outcomesWait = WaitingOutcomes.any(session, model.id());
        session.each(VERSIONS, row -> versions.put(row.getString(1), row.getInt(2)), model.id());
    }

    RowAnswer record(NewPrediction sent) throws SQLException {
        String versionName = sent.version() == null ? NewPrediction.DEFAULT_VERSION : sent.version();
        Integer known = versions.get(versionName);
        int version = known == null ? versions.size() + 1 : known;
        long predictedAt = sent.predictedAt() == null ? now : Times.micros(sent.predictedAt());
        double weight = sent.weight() == null ? 1 : sent.weight();
        int inserted = session.update(
                INSERT,
                model.id(),
                sent.id(),
                version,
                sent.score(),
                sent.probability(),
                sent.calibratorVersion(),
                predictedAt,
                now,
                sent.group(),
                weight,
                StoredPrediction.segmentsText(sent.segments()),
                sent.features());
        if (inserted == 0) {
            return StoredPrediction.find(session, model.id(), sent.id())
                    .orElseThrow()
                    .compare(sent, model.settings().scoreScale());
        }
        if (known == null) { // only now: a refused row leaves no version behind
            session.update(INSERT_VERSION, model.id(), version, versionName);
            versions.put(versionName, version);
        }
        counts.merge(new DayOfVersion(Times.day(predictedAt), version), 1, Integer::sum);
        if (outcomesWait) {
            pair(sent.id());
        }
        return RowAnswer.TAKEN;
    }

    private void pair(String id) throws SQLException {
        Optional<StoredOutcome> waiting = WaitingOutcomes.take(session, model.id(), id);
        if (waiting.isPresent()) {
            OutcomeIntake.close(session, model.id(), id, waiting.get(), now, sums);
        }
    }

    /** Writes what the batch changed in the counts and the sums. */
    void finish() throws SQLException {
        for (Map.Entry<DayOfVersion, Integer> each : counts.entrySet()) {
            session.update(COUNT, model.id(), each.getKey().day(), each.getKey().version(), each.getValue());
        }
        sums.apply(session, model.id());
    }
}
