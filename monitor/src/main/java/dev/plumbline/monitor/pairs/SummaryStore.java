package dev.plumbline.monitor.pairs;

import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.monitor.model.Model;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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

    /**
     * Pairs by the time of their prediction.
     *
     * @param predicted the window of {@code predictedAt}
     * @param pairedSince only pairs whose outcome was recorded at this time or later (read from rows); null for all
     */
    record Cohorts(Model model, String version, Window predicted, Instant pairedSince) {}

    VersionSummary cohorts(Cohorts cohorts);

    /**
     * The instant that cuts off the newest pairs of the cohorts: the {@code predictedAt} nearest to which the share of pairs
     * predicted then or later is {@code share}; where the day it falls on has at most one in twenty of the pairs, the nearer of
     * that day's ends. Pairs of equal time stay together. Empty when all pairs have one time.
     */
    Optional<Instant> cut(Cohorts cohorts, double share);

    /**
     * The start of a day before which rows may be purged; empty when none are. A window that begins or ends inside an earlier
     * day counts the whole day.
     */
    Optional<Instant> purgedBefore(Model model);

    /** Pairs observed in the window that carry the label, whatever their version unless one is given; from rows. */
    VersionSummary segment(Model model, Window observed, String version, String key, String value);
}
