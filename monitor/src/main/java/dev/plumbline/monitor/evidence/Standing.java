package dev.plumbline.monitor.evidence;

import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.calibrator.Calibrator;
import dev.plumbline.calibration.evidence.Challenger;
import dev.plumbline.calibration.evidence.Contestants;
import dev.plumbline.calibration.evidence.LiveRace;
import dev.plumbline.monitor.evidence.EvidenceStore.EnteredDay;
import java.util.List;
import java.util.SortedMap;

/**
 * Where a version of a model stands: what its matured days say about the probabilities, and about the maps that race.
 *
 * @param findings about what was issued
 * @param segments the same in each declared segment
 * @param maturity when outcomes count as complete
 * @param immature pairs on this clock that do not count yet
 * @param race of the maps of the score, since the clock started
 * @param latest the maps with their latest fits
 * @param keep days that entered, or whose rows have changed since they did
 * @param window all mature pairs of the leading challenger's window, by score; empty while no race is decided
 */
public record Standing(
        Findings findings,
        SortedMap<String, Findings> segments,
        Maturity maturity,
        long immature,
        LiveRace race,
        Contestants latest,
        List<EnteredDay> keep,
        CalibrationSummary window) {

    /** The latest fit of a challenger, or null. */
    public Calibrator fit(Challenger challenger) {
        return latest.fits().get(challenger.ordinal());
    }
}
