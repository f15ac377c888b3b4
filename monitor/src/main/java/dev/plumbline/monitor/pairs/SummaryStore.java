package dev.plumbline.monitor.pairs;

import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.monitor.model.Model;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Reads the sums of pairs: whole days of a window from the day-by-cell sums, the part of a day at an edge from rows. Pairs
 * are outcomes with their prediction; a waiting outcome is none.
 */
public interface SummaryStore {
    /**
     * The pairs of one version of a model.
     *
     * @param issued by the probability that was issued
     * @param score by the model's score
     * @param differing how many rows were issued something else than their score
     */
    record VersionSummary(String version, CalibrationSummary issued, CalibrationSummary score, long differing) {}

    /** The pairs whose outcome was observed in the window, per version, in the order in which versions were first seen. */
    List<VersionSummary> observed(Model model, Window window);

    /** How many pairs of a version were recorded at {@code since} or later, as far as {@code most}. */
    int pairedSince(Model model, String version, Instant since, int most);

    /**
     * The start of a day before which rows may be purged; empty when none are. A window that begins or ends inside an earlier
     * day counts the whole day.
     */
    Optional<Instant> purgedBefore(Model model);

    /**
     * The pairs of every declared segment of a version, as issued, from its sums: those of whole days of prediction that end in the
     * window. Named {@code KEY:VALUE}, or {@code KEY} for values beyond the first hundred.
     */
    SortedMap<String, CalibrationSummary> segments(Model model, String version, Window window);

    /** Pairs observed in the window that carry the label, whatever their version unless one is given; from rows. */
    VersionSummary segment(Model model, Window observed, String version, String key, String value);
}
