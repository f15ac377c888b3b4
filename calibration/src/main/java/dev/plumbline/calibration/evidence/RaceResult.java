package dev.plumbline.calibration.evidence;

import dev.plumbline.calibration.LogLossGain;
import dev.plumbline.calibration.calibrator.Calibrator;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a race over pairs stands.
 *
 * @param pairs how many were read
 * @param events every change of what serves, in order
 * @param serving the map in force
 * @param logEvidence ln of the evidence of the challengers against it, since the last change; promotion at ln 20
 * @param standings every challenger's share, in the order of {@link Challenger}
 */
public record RaceResult(
        long pairs, List<RaceEvent> events, Calibrator serving, double logEvidence, List<Standing> standings) {
    /**
     * A challenger against what serves, since the last change.
     *
     * @param challenger which
     * @param fit its latest fit; null where there are too few pairs
     * @param logEvidence ln of the part of the evidence that it carries
     * @param gain what it saved, in nats per outcome, with a 95 % interval
     */
    public record Standing(Challenger challenger, Calibrator fit, double logEvidence, LogLossGain gain) {}

    /** Copies the lists. */
    public RaceResult {
        events = List.copyOf(events);
        standings = List.copyOf(standings);
    }

    static RaceResult of(long pairs, List<RaceEvent> events, Contestants contestants, LiveRace live) {
        Race race = live.challengers();
        List<Standing> standings = new ArrayList<>();
        for (Challenger challenger : Challenger.values()) {
            int m = challenger.ordinal();
            standings.add(new Standing(challenger, contestants.fits().get(m), race.logEvidence(m), race.gain(m)));
        }
        return new RaceResult(pairs, events, contestants.serving(), race.logEvidence(), standings);
    }

    /** {@return the challenger that carries most of the evidence} */
    public Standing leader() {
        Standing leader = standings.get(0);
        for (Standing each : standings) {
            leader = each.logEvidence() > leader.logEvidence() ? each : leader;
        }
        return leader;
    }
}
