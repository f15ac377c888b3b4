package dev.plumbline.monitor.gate;

import dev.plumbline.calibration.LogLossGain;
import dev.plumbline.calibration.calibrator.PlattCalibrator;
import dev.plumbline.calibration.evidence.Challenger;
import dev.plumbline.calibration.evidence.LiveRace;
import dev.plumbline.calibration.evidence.Race;
import dev.plumbline.calibration.evidence.RaceMove;
import dev.plumbline.monitor.evidence.Evalue;
import dev.plumbline.monitor.evidence.Standing;
import dev.plumbline.monitor.gate.GateDecision.Grounds;
import dev.plumbline.monitor.gate.GateDecision.Kept;
import dev.plumbline.monitor.gate.GateDecision.Promoted;
import dev.plumbline.monitor.model.PromotionPolicy;
import dev.plumbline.monitor.versions.InForce;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * The one place that decides what comes into force. Under {@code gated} the challengers race against what serves on outcomes that they
 * were not fitted to, day by day as outcomes mature (see {@link LiveRace}); the leader comes into force when the evidence reaches 20 to
 * 1. The Platt refit of the contract is what {@code always} puts in force; under the other policies it is kept and shown.
 */
public final class CalibratorGate {
    /** Pairs that a fit after a rollback must rest on. */
    private static final long REQUIRED = 50;

    private CalibratorGate() {}

    /**
     * Decides about going forward; a race that a former map has won is a matter of its own.
     *
     * @param serving what serves now
     * @param platt the fresh Platt fit; null where there were too few pairs
     * @param tooFew why there is no Platt fit
     * @param standing of the version, with its races
     * @param pairedSince how many pairs were recorded since a time, as far as matters
     */
    public static GateDecision decide(
            PromotionPolicy policy,
            InForce serving,
            PlattCalibrator platt,
            String tooFew,
            Standing standing,
            ToLongFunction<Instant> pairedSince) {
        return switch (policy) {
            case ALWAYS -> always(serving, platt, tooFew, pairedSince);
            case MANUAL ->
                new Kept(Grounds.because(
                        platt == null ? null : platt.method(),
                        platt == null
                                ? tooFew
                                : "policy manual: a person promotes this version or leaves it; " + words(standing)));
            case GATED -> race(standing, platt == null ? tooFew + "; " : "");
        };
    }

    private static GateDecision always(
            InForce serving, PlattCalibrator platt, String tooFew, ToLongFunction<Instant> pairedSince) {
        if (platt == null) {
            return new Kept(Grounds.because(null, tooFew));
        }
        if (platt.equals(serving.calibrator())) {
            return new Kept(Grounds.because(platt.method(), "the refit gives the parameters that serve already"));
        }
        if (serving.rolledBackAt() != null && pairedSince.applyAsLong(serving.rolledBackAt()) < REQUIRED) {
            return new Kept(Grounds.because(
                    platt.method(),
                    "rolled back at " + serving.rolledBackAt() + ": only pairs recorded since count, "
                            + pairedSince.applyAsLong(serving.rolledBackAt()) + " so far, " + REQUIRED
                            + " are needed"));
        }
        return new Promoted(
                Grounds.because(platt.method(), "policy always: the fresh parameters serve from the next request on"));
    }

    /** @param before what else is to be said where nothing is promoted */
    private static GateDecision race(Standing standing, String before) {
        Race race = standing.race().challengers();
        Challenger leader = standing.race().leader();
        if (race.units() == 0) {
            return new Kept(Grounds.because(null, before + words(standing)));
        }
        LogLossGain gain = standing.race().gain();
        boolean fitted = standing.fit(leader) != null;
        boolean promoted = standing.race()
                .move()
                .filter(move -> move.kind() == RaceMove.Kind.PROMOTED)
                .isPresent();
        Grounds grounds = new Grounds(
                fitted ? standing.fit(leader).method() : null,
                fitted ? (Double) gain.mean() : null,
                fitted && Double.isFinite(gain.low()) ? List.of(gain.low(), gain.high()) : null,
                Evalue.of(race.logEvidence()),
                promoted ? words(standing) : before + words(standing));
        return promoted ? new Promoted(grounds) : new Kept(grounds);
    }

    /** Where the race stands, in words. */
    private static String words(Standing standing) {
        Race race = standing.race().challengers();
        if (race.units() == 0) {
            return "no day of predictions has mature outcomes on this clock yet, so nothing has raced";
        }
        Challenger leader = standing.race().leader();
        if (standing.fit(leader) == null) {
            return "no challenger has been fitted yet: its first fit takes 25 mature pairs of earlier days";
        }
        LogLossGain gain = standing.race().gain();
        return String.format(
                Locale.ROOT,
                "the evidence for a change is %s, %d to 1 is needed; %s leads, it %s %.5f nats an outcome on %d outcomes that it was"
                        + " not fitted to",
                Evalue.words(race.logEvidence()),
                (int) Race.THRESHOLD,
                leader,
                gain.mean() >= 0 ? "saved" : "cost",
                Math.abs(gain.mean()),
                gain.pairs());
    }
}
