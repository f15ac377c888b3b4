package dev.plumbline.calibration.evidence;

import dev.plumbline.calibration.calibrator.Calibrator;

/**
 * A change of what serves.
 *
 * @param after how many pairs had been read
 * @param move what the evidence said
 * @param from what served before
 * @param to what serves from the next pair on
 */
public record RaceEvent(long after, RaceMove move, Calibrator from, Calibrator to) {}
