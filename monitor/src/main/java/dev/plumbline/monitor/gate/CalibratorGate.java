package dev.plumbline.monitor.gate;

import dev.plumbline.calibration.LogLossGain;
import dev.plumbline.calibration.calibrator.Calibrator;
import dev.plumbline.calibration.calibrator.PlattCalibrator;
import dev.plumbline.calibration.calibrator.PlattFit;
import dev.plumbline.monitor.gate.GateDecision.Grounds;
import dev.plumbline.monitor.gate.GateDecision.Kept;
import dev.plumbline.monitor.gate.GateDecision.Promoted;
import dev.plumbline.monitor.model.PromotionPolicy;
import dev.plumbline.monitor.pairs.SummaryStore;
import dev.plumbline.monitor.pairs.SummaryStore.Cohorts;
import dev.plumbline.monitor.pairs.SummaryStore.VersionSummary;
import dev.plumbline.monitor.pairs.Window;
import dev.plumbline.monitor.versions.InForce;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The one place that decides whether a refit comes into force. Under {@code gated}: the method is fitted on the older three
 * quarters of the mature pairs, by time of prediction, and judged on the newest quarter, which that fit has not seen; it is
 * promoted only if the 95 % interval of its saving over what serves lies above 0. What is then put in force is the refit on
 * all pairs.
 */
public final class CalibratorGate {
    private static final long REQUIRED = 50;
    private static final long REQUIRED_NEWEST = 25;
    private static final double NEWEST_SHARE = 0.25;

    private final SummaryStore summaries;

    public CalibratorGate(SummaryStore summaries) {
        this.summaries = summaries;
    }

    /**
     * Decides.
     *
     * @param cohorts the mature pairs that count: since the last rollback, if there was one
     * @param serving what serves now
     * @param candidate the refit on all pairs
     */
    public GateDecision decide(PromotionPolicy policy, Cohorts cohorts, InForce serving, PlattCalibrator candidate) {
        if (candidate.equals(serving.calibrator())) {
            return new Kept(Grounds.because(candidate.method(), "the refit gives the parameters that serve already"));
        }
        if (serving.rolledBackAt() != null) {
            long since = summaries.cohorts(cohorts).score().count();
            if (since < REQUIRED) {
                return new Kept(Grounds.because(
                        candidate.method(),
                        "rolled back at " + serving.rolledBackAt() + ": only pairs recorded since count, " + since
                                + " so far, " + REQUIRED + " are needed"));
            }
        }
        return switch (policy) {
            case ALWAYS ->
                new Promoted(Grounds.because(
                        candidate.method(), "policy always: the fresh parameters serve from the next request on"));
            case MANUAL ->
                new Kept(Grounds.because(
                        candidate.method(), "policy manual: a person promotes this version or leaves it"));
            case GATED -> judge(cohorts, serving.calibrator(), candidate.method());
        };
    }

    private GateDecision judge(Cohorts cohorts, Calibrator serving, String method) {
        Optional<Instant> cut = summaries.cut(cohorts, NEWEST_SHARE);
        if (cut.isEmpty()) {
            long pairs = summaries.cohorts(cohorts).score().count();
            return new Kept(Grounds.because(
                    method,
                    pairs < REQUIRED
                            ? tooFew(pairs)
                            : "all " + pairs
                                    + " predictions carry the same time, so there is no newest quarter to judge on"));
        }
        VersionSummary older = summaries.cohorts(until(cohorts, cut.get()));
        VersionSummary newest = summaries.cohorts(since(cohorts, cut.get()));
        long pairs = older.score().count() + newest.score().count();
        if (pairs < REQUIRED) {
            return new Kept(Grounds.because(method, tooFew(pairs)));
        }
        if (newest.score().count() < REQUIRED_NEWEST || older.score().isEmpty()) {
            return new Kept(Grounds.because(
                    method,
                    newest.score().count() + " pairs in the newest quarter, " + REQUIRED_NEWEST
                            + " are needed to judge"));
        }
        PlattCalibrator judged = PlattFit.fit(older.score(), PlattFit.Targets.SMOOTHED);
        LogLossGain gain = LogLossGain.of(newest.score(), serving, judged);
        boolean better = gain.low() > 0;
        String reason = String.format(
                Locale.ROOT,
                "fitted on the %d older pairs, it %s %.4f nats an outcome on the newest %d (95 %% interval %.4f to %.4f): %s",
                older.score().count(),
                gain.mean() >= 0 ? "saves" : "costs",
                Math.abs(gain.mean()),
                gain.pairs(),
                gain.low(),
                gain.high(),
                better ? "shown better than what serves" : "not shown better than what serves");
        Grounds grounds = new Grounds(method, gain.mean(), List.of(gain.low(), gain.high()), reason);
        return better ? new Promoted(grounds) : new Kept(grounds);
    }

    private static String tooFew(long pairs) {
        return pairs + " mature pairs predicted in the refit window, " + REQUIRED + " are needed to judge";
    }

    private static Cohorts until(Cohorts cohorts, Instant cut) {
        return new Cohorts(
                cohorts.model(),
                cohorts.version(),
                Window.between(cohorts.predicted().from(), cut),
                cohorts.pairedSince());
    }

    private static Cohorts since(Cohorts cohorts, Instant cut) {
        return new Cohorts(
                cohorts.model(),
                cohorts.version(),
                new Window(cut, cohorts.predicted().to(), cohorts.predicted().untilNow()),
                cohorts.pairedSince());
    }
}
