package dev.plumbline.store;

import dev.plumbline.monitor.intake.NewOutcome;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What is known to have happened, beside a prediction or waiting for one.
 *
 * @param actual null while only the class is known
 * @param recorded when this content was recorded
 * @param corrections how many contents it replaced, one after the other
 */
record StoredOutcome(Double actual, String trueClass, long observedAt, Stamp recorded, int corrections) {
    /** What a first row is recorded as. */
    static StoredOutcome first(NewOutcome sent, Stamp now) {
        return new StoredOutcome(
                sent.actual(),
                sent.trueClass(),
                sent.observedAt() == null ? now.at() : Times.micros(sent.observedAt()),
                now,
                0);
    }

    /**
     * From the columns actual, true_class, observed_at, corrections and those named.
     *
     * @param recordedAt the column of the time of recording
     * @param era that of its era
     */
    static StoredOutcome map(ResultSet row, String recordedAt, String era) throws SQLException {
        return new StoredOutcome(
                Columns.number(row, "actual"),
                row.getString("true_class"),
                row.getLong("observed_at"),
                new Stamp(row.getLong(recordedAt), row.getLong(era)),
                row.getInt("corrections"));
    }

    /** Whether every field that was sent is what is stored. */
    boolean says(NewOutcome sent) {
        return (sent.actual() == null || sent.actual().equals(actual))
                && (sent.trueClass() == null || sent.trueClass().equals(trueClass))
                && (sent.observedAt() == null || Times.micros(sent.observedAt()) == observedAt);
    }

    /** This with the sent fields replaced. */
    StoredOutcome corrected(NewOutcome sent, Stamp now) {
        return new StoredOutcome(
                sent.actual() != null ? sent.actual() : actual,
                sent.trueClass() != null ? sent.trueClass() : trueClass,
                sent.observedAt() != null ? Times.micros(sent.observedAt()) : observedAt,
                now,
                corrections + 1);
    }
}
