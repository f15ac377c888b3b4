package dev.plumbline.store;

import dev.plumbline.monitor.intake.NewOutcome;
import dev.plumbline.monitor.intake.RowAnswer;
import dev.plumbline.monitor.model.Model;
import java.sql.SQLException;
import java.util.Optional;

/** Records one batch of outcomes inside one transaction. Rows are judged one after the other. */
final class OutcomeIntake {
    // One statement finds the open prediction, closes it and tells what the sums need: most outcomes end here.
    private static final String CLOSE = """
            update predictions
            set actual = ?, true_class = ?, observed_at = ?, outcome_recorded_at = ?, paired_at = ?, corrections = ?
            where model = ? and caller_id = ? and outcome_recorded_at is null
            returning version, score, probability, weight, predicted_at
            """;
    private static final String CORRECT = """
            update predictions
            set actual = ?, true_class = ?, observed_at = ?, outcome_recorded_at = ?, corrections = ?,
                paired_at = coalesce(paired_at, ?)
            where id = ?
            """;

    private final Session session;
    private final Model model;
    private final long now;
    private final SumsChange sums = new SumsChange();

    OutcomeIntake(Session session, Model model, long now) {
        this.session = session;
        this.model = model;
        this.now = now;
    }

    RowAnswer record(NewOutcome sent) throws SQLException {
        StoredOutcome first = StoredOutcome.first(sent, now);
        Optional<Long> predictedAt = close(session, model.id(), sent.predictionId(), first, now, sums);
        if (predictedAt.isPresent()) {
            return RowAnswer.taken(first.observedAt() - predictedAt.get());
        }
        Optional<StoredPrediction> closed = StoredPrediction.find(session, model.id(), sent.predictionId());
        if (closed.isPresent()) {
            return compare(closed.get(), sent);
        }
        if (WaitingOutcomes.insert(session, model.id(), sent.predictionId(), first)) {
            return RowAnswer.WAITING;
        }
        return compareWaiting(sent);
    }

    /**
     * Gives an open prediction its outcome; the pair enters the sums. Empty if there is no such prediction or it has one.
     *
     * @param pairedAt when the later of the two was recorded
     * @return when the prediction was made
     */
    static Optional<Long> close(
            Session session, long model, String predictionId, StoredOutcome outcome, long pairedAt, SumsChange sums)
            throws SQLException {
        Double actual = outcome.actual();
        return session.first(
                CLOSE,
                row -> {
                    if (actual != null) {
                        sums.add(new Pair(
                                row.getInt("version"),
                                row.getDouble("score"),
                                Columns.number(row, "probability"),
                                row.getDouble("weight"),
                                row.getLong("predicted_at"),
                                outcome.observedAt(),
                                actual));
                    }
                    return row.getLong("predicted_at");
                },
                actual,
                outcome.trueClass(),
                outcome.observedAt(),
                outcome.recordedAt(),
                actual == null ? null : (Long) pairedAt,
                outcome.corrections(),
                model,
                predictionId);
    }

    private RowAnswer compare(StoredPrediction prediction, NewOutcome sent) throws SQLException {
        StoredOutcome old = prediction.outcome();
        if (old.says(sent)) {
            return RowAnswer.REPEATED;
        }
        StoredOutcome corrected = old.corrected(sent, now);
        OutcomeHistory.add(session, model.id(), sent.predictionId(), old, now);
        session.update(
                CORRECT,
                corrected.actual(),
                corrected.trueClass(),
                corrected.observedAt(),
                corrected.recordedAt(),
                corrected.corrections(),
                corrected.actual() == null ? null : (Long) now,
                prediction.id());
        prediction.pairWith(old).ifPresent(sums::subtract);
        prediction.pairWith(corrected).ifPresent(sums::add);
        return RowAnswer.CORRECTED;
    }

    private RowAnswer compareWaiting(NewOutcome sent) throws SQLException {
        StoredOutcome old =
                WaitingOutcomes.find(session, model.id(), sent.predictionId()).orElseThrow();
        if (old.says(sent)) {
            return RowAnswer.REPEATED;
        }
        OutcomeHistory.add(session, model.id(), sent.predictionId(), old, now);
        WaitingOutcomes.replace(session, model.id(), sent.predictionId(), old.corrected(sent, now));
        return RowAnswer.CORRECTED;
    }

    /** Writes what the batch changed in the sums. */
    void finish() throws SQLException {
        sums.apply(session, model.id());
    }
}
