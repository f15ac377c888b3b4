package dev.plumbline.monitor.evidence;

import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.monitor.model.Model;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads what the evidence on a version of a model is made of. Days are whole UTC days since 1970-01-01. */
public interface EvidenceStore {
    /** Does all reading as of one moment. */
    <T> T read(Model model, String version, Function<Snapshot, T> work);

    /** One version of a model at one moment. */
    interface Snapshot {
        /** The days with predictions, oldest first. */
        List<CohortDay> days();

        /** The days that have entered on the clock, oldest first; {@code clock} null: the first one. */
        List<EnteredDay> entered(Instant clock);

        /** Whether rows of a day that had entered on the clock by an audit have changed since its sums were made, but for a purge. */
        boolean hasChanged(Instant clock, long audit);

        /** How late outcomes became known, of all versions of the model. */
        List<DelayCount> delays();

        /**
         * The predictions of a day.
         *
         * @param from those from before it are left out; null for all
         * @param keys the segments to tell
         */
        CohortRows rows(long day, Instant from, List<String> keys);

        /** The pairs of the days of [first, end) by what was issued, whatever the clock. */
        CalibrationSummary issued(long first, long end);

        /** The pairs of each day of [first, end), by score, whatever the clock. */
        Map<Long, CalibrationSummary> scores(long first, long end);
    }

    /**
     * A day of predictions.
     *
     * @param predictions how many
     * @param paired how many of them have the value of an outcome
     * @param positives how many of those are above one half
     * @param purged of how many the rows are gone
     * @param changes the number of the last change to its rows
     */
    record CohortDay(long day, long predictions, long paired, long positives, long purged, long changes) {}

    /**
     * A day that has entered the evidence.
     *
     * @param audit by which it entered; 0 while that has no number
     * @param band the dead band that its pairs were judged with, fixed when it entered
     * @param changes as of which change of its rows {@code sums} are
     * @param sums what its rows came to, and the fits that they were scored with, fixed likewise; see {@link DaySums}
     */
    record EnteredDay(long day, long audit, double band, long changes, byte[] sums) {}

    /**
     * Pairs of one day of predictions whose outcomes became known equally late.
     *
     * @param positive whether the outcome is above one half
     * @param delay whole days from prediction to observation, rounded up
     */
    record DelayCount(long day, boolean positive, long delay, long count) {}
}
