package dev.plumbline.monitor.intake;

import dev.plumbline.monitor.model.ModelSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * One row of a history: a prediction, its outcome, or both.
 *
 * @param prediction null: the row holds the outcome only
 * @param outcome null: the outcome is still open
 */
public record NewRecord(NewPrediction prediction, NewOutcome outcome) {
    public NewRecord {
        if (prediction == null && outcome == null) {
            throw new IllegalArgumentException("a record holds a prediction, an outcome, or both; got neither");
        }
    }

    /**
     * Records predictions, then the outcomes of the rows whose prediction was not refused: the outcome of another prediction
     * must not reach the one that is stored under the same id.
     *
     * @return one answer per row: a row counts as repeated only if all of it is
     */
    static List<RowAnswer> record(
            IntakeStore store, String model, ModelSettings initial, List<NewRecord> rows, Instant now) {
        List<NewPrediction> predictions = new ArrayList<>(rows.size());
        rows.stream().map(NewRecord::prediction).filter(each -> each != null).forEach(predictions::add);
        Iterator<RowAnswer> ofPredictions =
                store.recordPredictions(model, initial, predictions, now).iterator();
        List<RowAnswer> answers = new ArrayList<>(rows.size());
        List<NewOutcome> outcomes = new ArrayList<>(rows.size());
        for (NewRecord row : rows) {
            RowAnswer answer = row.prediction == null ? null : ofPredictions.next();
            answers.add(answer);
            if (row.outcome != null && !refused(answer)) {
                outcomes.add(row.outcome);
            }
        }
        Iterator<RowAnswer> ofOutcomes =
                store.recordOutcomes(model, initial, outcomes, now).iterator();
        for (int i = 0; i < answers.size(); i++) {
            if (rows.get(i).outcome != null && !refused(answers.get(i))) {
                answers.set(i, together(answers.get(i), ofOutcomes.next()));
            }
        }
        return answers;
    }

    int textLength() {
        return prediction == null ? 0 : prediction.textLength();
    }

    private static boolean refused(RowAnswer answer) {
        return answer != null
                && answer.result() != RowAnswer.Result.TAKEN
                && answer.result() != RowAnswer.Result.REPEATED;
    }

    private static RowAnswer together(RowAnswer prediction, RowAnswer outcome) {
        boolean outcomeRepeated = prediction != null && outcome.result() == RowAnswer.Result.REPEATED;
        return outcomeRepeated ? prediction : outcome;
    }
}
