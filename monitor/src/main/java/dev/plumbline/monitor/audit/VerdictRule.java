package dev.plumbline.monitor.audit;

import dev.plumbline.calibration.evidence.Detector;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.evidence.Evalue;
import dev.plumbline.monitor.evidence.Findings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/**
 * The verdict on a stream, from evidence that may be looked at as often as one likes: {@code Drifted} is ever said of at most 5 % of
 * calibrated streams, on each clock; see {@link Detector}.
 */
final class VerdictRule {
    static final long REQUIRED = 50;

    private static final double DISPERSION_WARNING = 0.01;

    /**
     * @param diagnosis what is wrong, or null
     * @param explanation in plain words, for every entry point
     * @param evidence its numbers
     */
    record Judgement(Verdict verdict, Diagnosis diagnosis, Explanation explanation, ObjectNode evidence) {}

    private final Findings findings;
    private final Detector detector;
    private final List<Explanation> parts = new ArrayList<>();

    private VerdictRule(Findings findings) {
        this.findings = findings;
        this.detector = findings.detector();
    }

    static Judgement judge(Findings findings) {
        return new VerdictRule(findings).judge();
    }

    private Judgement judge() {
        Diagnosis diagnosis = findings.diagnosis().map(this::told).orElse(null);
        Verdict verdict = verdict(diagnosis);
        findings.diagnosis().ifPresent(this::addDiagnosis);
        if (detector.pairs() > 0) {
            addEvidence();
        }
        addDispersion();
        if (findings.unready() != null && detector.pairs() >= REQUIRED) {
            parts.add(Explanation.of(findings.unready(), null)); // else the verdict says so
        }
        findings.notes().forEach(note -> parts.add(Explanation.of(note, null)));
        parts.add(Explanation.of(
                findings.clock() == null
                        ? "counted from the first prediction"
                        : "counted from predictions made since " + findings.clock()
                                + "; each start of this clock may be a false" + " alarm with a chance of 5 % anew",
                null));
        return new Judgement(verdict, diagnosis, new Explanation(headline(verdict), null, parts), evidence());
    }

    private Verdict verdict(Diagnosis diagnosis) {
        if (detector.pairs() < REQUIRED) {
            String counts = detector.pairs() + " mature pairs on this clock, " + REQUIRED + " are needed";
            return new Verdict.NotEnoughData(findings.unready() == null ? counts : findings.unready());
        }
        if (findings.isDrifted()) {
            return new Verdict.Drifted(diagnosis);
        }
        return findings.isSuspected() ? new Verdict.Suspected(diagnosis) : new Verdict.Calibrated();
    }

    private String headline(Verdict verdict) {
        if (verdict instanceof Verdict.Calibrated && isDetectable()) {
            return "detectable, not material: the probabilities are off, by less than is worth acting on";
        }
        return verdict.headline();
    }

    /** Also where no fault that is bet on is as small as this one: the interval of the bias leaves 0 out. */
    private boolean isDetectable() {
        return findings.isSure()
                || findings.bias()
                        .filter(bias -> bias.lo() > 0 || bias.hi() < 0)
                        .isPresent();
    }

    private void addDiagnosis(dev.plumbline.calibration.evidence.Diagnosis found) {
        Instant since = time(found.since());
        parts.add(Explanation.of(
                found.direction() + (since == null ? "" : ", as far as can be told since " + since) + ": "
                        + found.remedy(),
                null));
    }

    private void addEvidence() {
        String most = Evalue.words(detector.maxLogE());
        parts.add(Explanation.of(
                "the evidence against the probabilities is " + Evalue.words(detector.logE()) + " now, at most " + most
                        + " so far" + (detector.maxLogE() > 0 ? at(detector.maxLogEBlock()) : ""),
                Evalue.of(detector.logE())));
        parts.add(Explanation.of(
                text(
                        "for a fault that began at some time it is %s; at %.0f to 1 and a material size the verdict is Drifted",
                        Evalue.words(detector.logD()), Detector.SURE),
                Evalue.of(detector.logD())));
        findings.dayTest()
                .ifPresent(test -> parts.add(Explanation.of(
                        "counting each day as one outcome, as declared (dependence: day), it is "
                                + Evalue.words(test.logD()) + "; only this decides, and small faults take it months",
                        Evalue.of(test.logD()))));
        findings.bias()
                .ifPresent(bias -> parts.add(Explanation.of(
                        text(
                                "the mean probability less the mean outcome is between %+.1f and %+.1f points (95 %%, however often one"
                                        + " looks)",
                                100 * bias.lo(), 100 * bias.hi()),
                        null)));
    }

    private void addDispersion() {
        findings.dispersion()
                .filter(each -> findings.dayTest().isEmpty() && each.rejectsAt(DISPERSION_WARNING))
                .ifPresent(each -> parts.add(Explanation.of(
                        text(
                                "days vary %.1f times more than independent outcomes would (p-value %.3g): if they share what"
                                        + " nobody could know, declare dependence: day",
                                each.dispersion(), each.pValue()),
                        each.dispersion())));
    }

    private Diagnosis told(dev.plumbline.calibration.evidence.Diagnosis found) {
        return new Diagnosis(
                found.kind().name().toLowerCase(Locale.ROOT),
                null,
                time(found.since()),
                found.remedy() + " (" + found.direction() + ")");
    }

    private Instant time(int block) {
        return findings.start() == null || block < 0 ? null : findings.start().apply(block);
    }

    private String at(int block) {
        Instant time = time(block);
        return time == null ? "" : " (" + time + ")";
    }

    private ObjectNode evidence() {
        boolean any = detector.blocks() > 0;
        ObjectNode json = Json.object();
        json.put("eValue", any ? (Double) Evalue.of(detector.logE()) : null);
        json.put("logEValue", any ? (Double) detector.logE() : null);
        json.put("maxEValue", any ? (Double) Evalue.of(detector.maxLogE()) : null);
        json.put("detector", any ? (Double) Evalue.of(detector.logD()) : null);
        json.put("suspicion", any ? (Double) Evalue.of(detector.logR()) : null);
        json.put(
                "dayTest",
                findings.dayTest()
                        .filter(test -> any)
                        .map(test -> Evalue.of(test.logD()))
                        .orElse(null));
        json.set("biasInterval", Json.mapper().valueToTree(findings.bias().orElse(null)));
        json.put("since", findings.clock() == null ? null : findings.clock().toString());
        return json;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
