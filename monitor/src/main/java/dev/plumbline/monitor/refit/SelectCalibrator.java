package dev.plumbline.monitor.refit;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.LogLossGain;
import dev.plumbline.calibration.calibrator.CalibrationMethod;
import dev.plumbline.calibration.calibrator.Calibrator;
import dev.plumbline.calibration.calibrator.Folds;
import dev.plumbline.calibration.calibrator.Identity;
import dev.plumbline.calibration.calibrator.LogitPlattCalibrator;
import dev.plumbline.calibration.calibrator.OutOfFold;
import dev.plumbline.calibration.calibrator.PlattCalibrator;
import dev.plumbline.calibration.calibrator.TemperatureCalibrator;
import dev.plumbline.calibration.evidence.Challenger;
import dev.plumbline.calibration.evidence.Race;
import dev.plumbline.calibration.evidence.RaceEvent;
import dev.plumbline.calibration.evidence.RaceMove;
import dev.plumbline.calibration.evidence.RaceResult;
import dev.plumbline.calibration.evidence.RaceRules;
import dev.plumbline.calibration.evidence.TimedRace;
import dev.plumbline.monitor.evidence.Evalue;
import dev.plumbline.monitor.gate.GateDecision;
import dev.plumbline.monitor.gate.GateDecision.Grounds;
import dev.plumbline.monitor.gate.GateDecision.Kept;
import dev.plumbline.monitor.gate.GateDecision.Promoted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Compares every method on pairs at hand, each out of fold, and picks the one that is shown better than leaving the scores
 * alone. Where times are known, that is what serves after a race through the whole file ({@link TimedRace}), by the rule that puts
 * calibrators in force in the service. Without times it is the method with the largest lower bound of what it saves, at a level that is
 * shared among all that were tried. None may: identity is kept.
 *
 * <p>Without times, measured on 1,000 streams of known truth (SelectCalibratorStatisticalTest): none is worse afterwards in expected log loss, and 85 % of the gain is kept of an oracle
 * that picks the best method fitted to all pairs; of 400 whose fault starts in mid-stream none is worse either, and 58 % is kept.
 */
public final class SelectCalibrator {
    /** The chance, at most, of promoting anything when nothing is better than the scores as they are. */
    static final double LEVEL = 0.025;

    private static final int FOLDS = 5;
    private static final double ROUNDING = 1e-9;
    /** Pairs below which nothing is judged. */
    public static final int REQUIRED = 50;

    /**
     * One method.
     *
     * @param fitted to all pairs
     * @param outOfFold how it does on pairs it has not seen
     * @param sign what speaks against it whatever it saves, in words; or null
     */
    public record Candidate(CalibrationMethod method, Calibrator fitted, OutOfFold outOfFold, String sign) {}

    /** @param chosen what serves from now on: the promoted candidate, or identity */
    public record Selection(List<Candidate> candidates, GateDecision decision, Candidate chosen) {}

    private SelectCalibrator() {}

    /**
     * Compares all methods.
     *
     * @param times when each pair was predicted; null when not known
     */
    public static Selection of(CalibrationSample sample, long[] times) {
        // rows of one time are like rows without times: there is no before and after
        boolean timed =
                times != null && Arrays.stream(times).distinct().limit(2).count() == 2;
        Folds folds = Folds.of(sample, timed ? times : null, FOLDS);
        List<Candidate> candidates = new ArrayList<>();
        for (CalibrationMethod method : CalibrationMethod.values()) {
            candidates.add(candidate(folds, method));
        }
        return timed && sample.size() >= REQUIRED
                ? byRace(candidates, sample, times)
                : decide(candidates, sample.size());
    }

    /** Of a file the largest weight is a whole outcome, and rows without an outcome are not in it. */
    private static RaceRules rules(CalibrationSample sample) {
        return new RaceRules(Arrays.stream(sample.weights()).max().orElse(1), 1);
    }

    /**
     * What serves after a race through the whole file, with a look after every prediction time; it is fitted to its window as it is at the
     * end, for the pairs that come next.
     */
    private static Selection byRace(List<Candidate> candidates, CalibrationSample sample, long[] times) {
        RaceResult race = TimedRace.of(sample, times, rules(sample));
        if (race.serving() instanceof Identity) {
            return new Selection(candidates, new Kept(kept(race)), candidates.get(0));
        }
        // what serves came by a promotion, also where a later one was rolled back
        RaceEvent last = race.events().stream()
                .filter(event -> event.move().kind() == RaceMove.Kind.PROMOTED
                        && event.to().equals(race.serving()))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        Challenger challenger = last.move().challenger();
        CalibrationMethod method = CalibrationMethod.parse(race.serving().method());
        Candidate compared = candidates.stream()
                .filter(each -> each.method() == method)
                .findFirst()
                .orElseThrow();
        boolean all = challenger.window(sample.size()) == sample.size();
        Calibrator fitted =
                all ? compared.fitted() : challenger.fit(newest(sample, times, challenger.window(sample.size())));
        String reason = String.format(
                Locale.ROOT,
                "in time order, the evidence for %s over %s was %s after %d of %d pairs, on outcomes that it was not fitted to; nothing since"
                        + " speaks against it. It is fitted to %s",
                challenger,
                last.from() instanceof Identity
                        ? "the scores as they are"
                        : last.from().method(),
                Evalue.words(last.move().logEvidence()),
                last.after(),
                race.pairs(),
                all ? "all pairs" : "the newest pairs of its window");
        Grounds grounds =
                grounds(method.toString(), last.move().gain(), last.move().logEvidence(), reason);
        return new Selection(
                candidates,
                new Promoted(grounds),
                new Candidate(method, fitted, compared.outOfFold(), compared.sign()));
    }

    /** At least so many of the newest pairs: those of one time stay together. */
    private static CalibrationSample newest(CalibrationSample sample, long[] times, long count) {
        long[] rising = times.clone();
        Arrays.sort(rising);
        long since = rising[rising.length - (int) count];
        int[] rows =
                IntStream.range(0, times.length).filter(i -> times[i] >= since).toArray();
        return CalibrationSample.of(
                Arrays.stream(rows).mapToDouble(sample::probability).toArray(),
                Arrays.stream(rows).mapToDouble(sample::outcome).toArray(),
                Arrays.stream(rows).mapToDouble(sample::weight).toArray());
    }

    private static Grounds kept(RaceResult race) {
        RaceResult.Standing leader = race.leader();
        String standing = String.format(
                Locale.ROOT,
                "in time order, the evidence for a change is %s after %d pairs, %d to 1 is needed",
                Evalue.words(race.logEvidence()),
                race.pairs(),
                (int) Race.THRESHOLD);
        String undone = race.events().isEmpty()
                ? ""
                : "; what was put in force before was shown worse and taken back after "
                        + race.events().get(race.events().size() - 1).after() + " pairs";
        String method = leader.fit() == null ? null : leader.fit().method();
        return grounds(method, leader.gain(), race.logEvidence(), standing + undone);
    }

    private static Grounds grounds(String method, LogLossGain gain, double logEvidence, String reason) {
        return new Grounds(
                method,
                method == null ? null : (Double) gain.mean(),
                method != null && Double.isFinite(gain.low()) ? List.of(gain.low(), gain.high()) : null,
                Evalue.of(logEvidence),
                reason);
    }

    /** One method alone, without a decision. */
    public static Candidate one(CalibrationSample sample, long[] times, CalibrationMethod method) {
        return candidate(Folds.of(sample, times, FOLDS), method);
    }

    private static Candidate candidate(Folds folds, CalibrationMethod method) {
        Calibrator fitted = method.fit(folds.sample());
        return new Candidate(method, fitted, OutOfFold.of(folds, method), sign(fitted));
    }

    /** A map that turns the ranking round may fit best, and still says that something else is wrong. */
    private static String sign(Calibrator fitted) {
        if (fitted instanceof TemperatureCalibrator temperature && !temperature.exists()) {
            return "no positive temperature exists: the scores carry nothing, or point the wrong way";
        }
        // scores that carry nothing have a slope of 0, but for rounding: that turns nothing
        boolean turned = fitted instanceof PlattCalibrator platt && platt.a() > ROUNDING
                || fitted instanceof LogitPlattCalibrator logit && logit.slope() < -ROUNDING;
        return turned ? "a bad sign: it turns the ranking of the scores round" : null;
    }

    private static Selection decide(List<Candidate> candidates, int pairs) {
        List<Candidate> eligible = candidates.stream()
                .filter(each -> each.method() != CalibrationMethod.IDENTITY && each.sign() == null)
                .toList();
        Candidate identity = candidates.get(0);
        double alpha = LEVEL / Math.max(1, candidates.size() - 1);
        Optional<Candidate> best = eligible.stream()
                .max(Comparator.comparingDouble(each -> each.outOfFold().gain().lowerBound(alpha)));
        if (best.isEmpty() || pairs < REQUIRED) {
            String reason = pairs < REQUIRED
                    ? pairs + " pairs, " + REQUIRED + " are needed to judge"
                    : "no method keeps the ranking of the scores";
            return new Selection(candidates, new Kept(Grounds.because(null, reason)), identity);
        }
        Candidate candidate = best.get();
        LogLossGain gain = candidate.outOfFold().gain();
        boolean better = gain.lowerBound(alpha) > 0;
        String reason = String.format(
                Locale.ROOT,
                "out of fold, %s %s %.5f nats an outcome on %d pairs (95 %% interval %.5f to %.5f); with %d methods tried the"
                        + " bound is %.5f: %s",
                candidate.method(),
                gain.mean() >= 0 ? "saves" : "costs",
                Math.abs(gain.mean()),
                gain.pairs(),
                gain.low(),
                gain.high(),
                candidates.size() - 1,
                gain.lowerBound(alpha),
                better ? "shown better than the scores as they are" : "not shown better than the scores as they are");
        Grounds grounds =
                new Grounds(candidate.method().toString(), gain.mean(), List.of(gain.low(), gain.high()), null, reason);
        return better
                ? new Selection(candidates, new Promoted(grounds), candidate)
                : new Selection(candidates, new Kept(grounds), identity);
    }
}
