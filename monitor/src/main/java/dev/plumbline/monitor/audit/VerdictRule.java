package dev.plumbline.monitor.audit;

import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.LikelihoodRatioTest;
import dev.plumbline.calibration.Scores;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The verdict on a version, from its mature pairs since its clock started: the likelihood-ratio test of intercept 0 and
 * slope 1. It is a test for one look: a calibrated version is called {@code Drifted} in about 0.1 % and {@code Suspected} in
 * about 1 % of looks, so it says how sure one look is, not how sure a year of daily looks is. Every answer says so.
 */
final class VerdictRule {
    static final long REQUIRED = 50;
    private static final double SUSPECTED = 0.01;
    private static final double DRIFTED = 0.001;
    private static final double CHI_SQUARED_1_AT_1_PERCENT = 6.6348966010212145;

    /** @param explanation in plain words, for every entry point */
    record Judgement(Verdict verdict, Explanation explanation, LikelihoodRatioTest test) {}

    private VerdictRule() {}

    static Judgement judge(CalibrationSummary mature, Instant since) {
        if (mature.count() < REQUIRED) {
            Verdict few = new Verdict.NotEnoughData(mature.count(), REQUIRED);
            return new Judgement(few, Explanation.of(few.headline(), (double) mature.count(), clock(since)), null);
        }
        Optional<LikelihoodRatioTest> found = LikelihoodRatioTest.of(mature);
        if (found.isEmpty()) {
            return withoutFit(mature, since);
        }
        LikelihoodRatioTest test = found.get();
        Verdict verdict = verdict(test, mature.bias(), since);
        List<Explanation> parts = new ArrayList<>();
        parts.add(Explanation.of(
                text(
                        "the likelihood-ratio test against intercept 0, slope 1 has p-value %.3g (a test for one look)",
                        test.pValue()),
                test.pValue()));
        parts.add(Explanation.of(
                text(
                        "on average the probabilities are %.1f points too %s",
                        100 * Math.abs(mature.bias()), mature.bias() >= 0 ? "high" : "low"),
                mature.bias()));
        parts.add(Explanation.of(
                text("the slope is %.2f (1 is right; below 1 the probabilities are too extreme)", test.slope()),
                test.slope()));
        parts.add(clock(since));
        return new Judgement(verdict, new Explanation(verdict.headline(), null, parts), test);
    }

    /** One class only, or outcomes that a threshold separates: no finite slope exists, but the mean can be tested. */
    private static Judgement withoutFit(CalibrationSummary mature, Instant since) {
        double pValue = Scores.biasPValue(mature);
        Verdict verdict = new Verdict.Calibrated();
        if (pValue < SUSPECTED) {
            Diagnosis diagnosis = new Diagnosis(
                    "offset",
                    null,
                    since,
                    "re-offset: on average the probabilities are too " + (mature.bias() >= 0 ? "high" : "low"));
            verdict = pValue < DRIFTED ? new Verdict.Drifted(diagnosis) : new Verdict.Suspected(diagnosis);
        }
        return new Judgement(
                verdict,
                Explanation.of(
                        verdict.headline(),
                        null,
                        Explanation.of(
                                text(
                                        "no finite slope exists (%s), so only the mean is tested: p-value %.3g (a test for one look)",
                                        mature.baseRate() <= 0 || mature.baseRate() >= 1
                                                ? "all outcomes are the same"
                                                : "a threshold on the probability separates the outcomes",
                                        pValue),
                                pValue),
                        clock(since)),
                null);
    }

    private static Verdict verdict(LikelihoodRatioTest test, double bias, Instant since) {
        if (!(test.pValue() < SUSPECTED)) {
            return new Verdict.Calibrated();
        }
        Diagnosis diagnosis = diagnose(test, bias, since);
        return test.pValue() < DRIFTED ? new Verdict.Drifted(diagnosis) : new Verdict.Suspected(diagnosis);
    }

    /** Nested: the offset, if the slope adds nothing to it. */
    private static Diagnosis diagnose(LikelihoodRatioTest test, double bias, Instant since) {
        double slopeAdds = test.statistic() - test.offsetStatistic();
        boolean offsetAlone = test.offsetPValue() < SUSPECTED && slopeAdds < CHI_SQUARED_1_AT_1_PERCENT;
        return offsetAlone
                ? new Diagnosis(
                        "offset",
                        null,
                        since,
                        "re-offset: the probabilities are too " + (bias >= 0 ? "high" : "low")
                                + " all along; a refit mends it")
                : new Diagnosis(
                        "slope",
                        null,
                        since,
                        "refit: the probabilities are " + (test.slope() < 1 ? "too extreme" : "not extreme enough"));
    }

    private static Explanation clock(Instant since) {
        return Explanation.of(
                since == null ? "counted from the first prediction" : "counted from predictions made since " + since,
                null);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
