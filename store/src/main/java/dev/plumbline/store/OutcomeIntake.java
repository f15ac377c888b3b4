package dev.plumbline.store;

import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.intake.NewOutcome;
import dev.plumbline.monitor.intake.RowAnswer;
import dev.plumbline.monitor.model.Model;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Records one batch of outcomes inside one transaction. The open predictions of all are looked up at once and closed at once,
 * for most outcomes end there; the others are judged one after the other, as if every row were.
 */
final class OutcomeIntake {
    static final String CLOSE = """
            update predictions
            set actual = ?, true_class = ?, observed_at = ?, outcome_recorded_at = ?, outcome_era = ?, paired_at = ?,
                corrections = ?
            where id = ?
            """;
    // "cross join" keeps the planner from reading the table for each id.
    private static final String OPEN = """
            select ids.key, predictions.id, version, score, probability, weight, predicted_at, segments
            from json_each(?) ids cross join predictions
            where model = ? and caller_id = ids.value and outcome_recorded_at is null
            """;
    private static final String CORRECT = """
            update predictions
            set actual = ?, true_class = ?, observed_at = ?, outcome_recorded_at = ?, outcome_era = ?, corrections = ?,
                paired_at = coalesce(paired_at, ?)
            where id = ?
            """;

    /** What the sums need of an open prediction. */
    private record Open(
            long id, int version, double score, Double probability, double weight, long predictedAt, String labels) {}

    private final Session session;
    private final Model model;
    private final Stamp now;
    private final DeclaredSegments segments;
    private final SumsChange sums = new SumsChange();
    private final List<Object[]> closings = new ArrayList<>();
    /** The predictions that the waiting closings are about. */
    private final Set<Long> closing = new HashSet<>();

    OutcomeIntake(Session session, Model model, Stamp now) throws SQLException {
        this.session = session;
        this.model = model;
        this.now = now;
        this.segments = new DeclaredSegments(session, model);
    }

    List<RowAnswer> record(List<NewOutcome> sent) throws SQLException {
        Open[] open = open(sent);
        List<RowAnswer> answers = new ArrayList<>(sent.size());
        for (int i = 0; i < open.length; i++) {
            answers.add(record(sent.get(i), open[i]));
        }
        close();
        sums.apply(session, model.id());
        return answers;
    }

    /** The open prediction of each outcome, or null. */
    private Open[] open(List<NewOutcome> sent) throws SQLException {
        Open[] open = new Open[sent.size()];
        session.each(
                OPEN,
                row -> {
                    open[row.getInt(1)] = new Open(
                            row.getLong(2),
                            row.getInt(3),
                            row.getDouble(4),
                            Columns.number(row, 5),
                            row.getDouble(6),
                            row.getLong(7),
                            row.getString(8));
                },
                Json.text(sent.stream().map(NewOutcome::predictionId).toList()),
                model.id());
        return open;
    }

    private RowAnswer record(NewOutcome sent, Open open) throws SQLException {
        StoredOutcome first = StoredOutcome.first(sent, now);
        if (open != null && closing.add(open.id())) {
            closings.add(closing(open.id(), first, now.at()));
            if (first.actual() != null) {
                sums.add(new Pair(
                        open.version(),
                        open.score(),
                        open.probability(),
                        open.weight(),
                        open.predictedAt(),
                        first.observedAt(),
                        first.actual(),
                        segments.admit(open.labels())));
            }
            return RowAnswer.taken(first.observedAt() - open.predictedAt());
        }
        close(); // the row may be about one of these
        Optional<StoredPrediction> closed = StoredPrediction.find(session, model.id(), sent.predictionId());
        if (closed.isPresent()) {
            return compare(closed.get(), sent);
        }
        Optional<RowAnswer> purged = PurgedIds.refusal(session, model.id(), "predictionId", sent.predictionId());
        if (purged.isPresent()) {
            return purged.get();
        }
        if (WaitingOutcomes.insert(session, model.id(), sent.predictionId(), first)) {
            return RowAnswer.WAITING;
        }
        return compareWaiting(sent);
    }

    private void close() throws SQLException {
        session.updateEach(CLOSE, closings);
        closings.clear();
    }

    /**
     * The values of {@link #CLOSE}.
     *
     * @param pairedAt when the later of the two was recorded
     */
    static Object[] closing(long prediction, StoredOutcome outcome, long pairedAt) {
        return new Object[] {
            outcome.actual(),
            outcome.trueClass(),
            outcome.observedAt(),
            outcome.recorded().at(),
            outcome.recorded().era(),
            outcome.actual() == null ? null : (Long) pairedAt,
            outcome.corrections(),
            prediction
        };
    }

    private RowAnswer compare(StoredPrediction prediction, NewOutcome sent) throws SQLException {
        StoredOutcome old = prediction.outcome();
        if (old.says(sent)) {
            return RowAnswer.REPEATED;
        }
        StoredOutcome corrected = old.corrected(sent, now);
        OutcomeHistory.add(session, model.id(), sent.predictionId(), old, prediction.pairedAt(), now);
        session.update(
                CORRECT,
                corrected.actual(),
                corrected.trueClass(),
                corrected.observedAt(),
                corrected.recorded().at(),
                corrected.recorded().era(),
                corrected.corrections(),
                corrected.actual() == null ? null : (Long) now.at(),
                prediction.id());
        prediction.pairWith(old, segments.of(prediction.segments())).ifPresent(sums::subtract);
        if (corrected.actual() != null) {
            prediction
                    .pairWith(corrected, segments.admit(prediction.segments()))
                    .ifPresent(sums::add);
        }
        return RowAnswer.CORRECTED;
    }

    private RowAnswer compareWaiting(NewOutcome sent) throws SQLException {
        StoredOutcome old =
                WaitingOutcomes.find(session, model.id(), sent.predictionId()).orElseThrow();
        if (old.says(sent)) {
            return RowAnswer.REPEATED;
        }
        OutcomeHistory.add(session, model.id(), sent.predictionId(), old, null, now);
        WaitingOutcomes.replace(session, model.id(), sent.predictionId(), old.corrected(sent, now));
        return RowAnswer.CORRECTED;
    }
}
