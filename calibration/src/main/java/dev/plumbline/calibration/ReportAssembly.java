package dev.plumbline.calibration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** Puts the figures of a {@link CalibrationReport} together, from sums, or from pairs where there are pairs. */
final class ReportAssembly {

    private static final List<String> OF_PAIRS = List.of(
            "baseRate",
            "meanPredicted",
            "bias",
            "band",
            "expectedEce",
            "ecePValue",
            "mce",
            "eceDebiased",
            "brier",
            "logLoss",
            "cox",
            "calibrationInTheLarge",
            "likelihoodRatio",
            "eceInterval",
            "eceEqualMass",
            "smoothEce",
            "auc",
            "corp",
            "spiegelhalter",
            "hosmerLemeshow",
            "kolmogorovSmirnov",
            "integrated",
            "recalibrationGain",
            "minimumDetectable");

    private final CalibrationSummary summary;
    private final CalibrationSample sample; // null: only sums
    private Parts parts; // null: only sums
    private final Map<String, String> reasons = new LinkedHashMap<>();
    private final Map<String, Estimate> estimates = new LinkedHashMap<>();

    ReportAssembly(CalibrationSummary summary, CalibrationSample sample) {
        this.summary = summary;
        this.sample = sample;
    }

    CalibrationReport report() {
        return summary.isEmpty() ? empty() : full();
    }

    private CalibrationReport empty() {
        String reason = summary.count() == 0 ? "there are no pairs" : "all pairs have weight 0";
        OF_PAIRS.forEach(name -> reasons.put(name, reason));
        return new CalibrationReport(
                summary.count(),
                0,
                null,
                null,
                null,
                summary.clipped(),
                0,
                null,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                estimates,
                reasons);
    }

    /** What takes time and stands on its own, of a sample. */
    private record Parts(
            Supplier<Optional<CoxRecalibration>> cox,
            Supplier<Optional<Estimate>> logLoss,
            Supplier<Estimate> brier,
            Supplier<Estimate> bias,
            Supplier<Optional<AreaUnderCurve>> auc,
            Supplier<Optional<SpiegelhalterZ>> spiegelhalter,
            Supplier<Optional<HosmerLemeshow>> hosmerLemeshow,
            Supplier<Interval> eceInterval,
            Supplier<EceNull> eceNull,
            Supplier<Estimate> eceEqualMass,
            Supplier<Estimate> mce,
            Supplier<Unbinned> unbinned) {

        static Parts of(CalibrationSample sample, CalibrationSummary summary) {
            SortedRows rows = sample.rows();
            rows.seed(); // what several of them share is made once, before
            Ahead ahead = new Ahead();
            Parts parts = new Parts(
                    ahead.add(() -> CoxRecalibration.of(sample, summary)),
                    ahead.add(() -> Scores.logLoss(sample)),
                    ahead.add(() -> Scores.brier(sample)),
                    ahead.add(() -> Scores.bias(sample)),
                    ahead.add(() -> AreaUnderCurve.of(sample)),
                    ahead.add(() -> SpiegelhalterZ.of(sample)),
                    ahead.add(() -> HosmerLemeshow.of(sample)),
                    ahead.add(() -> BinBootstrap.ofMean(rows, Binning.equalWidth(ScoreCells.BINS))),
                    ahead.add(() -> EceNull.of(summary)),
                    ahead.add(() -> ErrorEstimates.eceEqualMass(sample)),
                    ahead.add(() -> ErrorEstimates.mce(sample)),
                    Unbinned.of(sample, ahead));
            ahead.run();
            return parts;
        }
    }

    private CalibrationReport full() {
        parts = sample == null ? null : Parts.of(sample, summary);
        CalibrationError binned = CalibrationError.of(summary);
        Estimate ece = ece(binned);
        OptionalDouble logLoss = summary.logLoss();
        if (logLoss.isEmpty()) {
            reasons.put("logLoss", "it is infinite: something with probability 0 happened");
        }
        Fit fit = fit();
        boolean pairs = sample != null;
        if (pairs) {
            estimateScores();
        }
        Double auc = auc();
        Unbinned unbinned = pairs ? parts.unbinned.get() : Unbinned.of(summary);
        unbinned.estimates().forEach(this::estimate);
        return new CalibrationReport(
                summary.count(),
                summary.weight(),
                summary.baseRate(),
                summary.meanProbability(),
                summary.bias(),
                summary.clipped(),
                binned.ece(),
                band(binned.ece()),
                binned.bins(),
                ece.expectedIfCalibrated(),
                ece.pValue(),
                binned.mce(),
                binned.debiased(),
                summary.brier(),
                logLoss.isPresent() ? (Double) logLoss.getAsDouble() : null,
                fit.cox(),
                fit.offset(),
                fit.test(),
                ece.interval().ends(),
                pairs
                        ? estimate("eceEqualMass", parts.eceEqualMass.get())
                        : (Double) CalibrationError.equalMass(summary, ScoreCells.BINS)
                                .ece(),
                unbinned.smoothEce(),
                auc,
                unbinned.corp(),
                orReason(
                        "spiegelhalter",
                        pairs ? parts.spiegelhalter.get() : SpiegelhalterZ.of(summary),
                        "no probability differs from 0, 1/2 and 1"),
                orReason(
                        "hosmerLemeshow",
                        pairs ? parts.hosmerLemeshow.get() : HosmerLemeshow.of(summary),
                        "no group of pairs can vary, or one that is certain came out otherwise"),
                unbinned.kolmogorovSmirnov(),
                unbinned.integrated(),
                fit.gain(),
                minimumDetectable(),
                estimates,
                reasons);
    }

    private Estimate ece(CalibrationError binned) {
        Estimate ece;
        if (sample != null && sample.hasGroups()) {
            ece = ErrorEstimates.ece(sample);
        } else {
            EceNull chance = sample == null ? EceNull.of(summary) : parts.eceNull.get();
            Interval interval = sample == null ? BinBootstrap.ofMean(summary) : parts.eceInterval.get();
            ece = new Estimate(binned.ece(), chance.expected(), chance.pValue(), interval.including(binned.ece()));
        }
        estimate("ece", ece);
        return ece;
    }

    /** The figures of the line on the log-odds scale; all null when there is none. */
    private record Fit(
            CalibrationReport.Cox cox,
            Double offset,
            CalibrationReport.LikelihoodRatio test,
            RecalibrationGain gain,
            int degreesOfFreedom) {}

    private Fit fit() {
        Optional<Fit> fit = sample == null
                ? LikelihoodRatioTest.of(summary)
                        .map(t -> new Fit(
                                new CalibrationReport.Cox(t.intercept(), t.slope()),
                                t.offset(),
                                new CalibrationReport.LikelihoodRatio(t.statistic(), t.pValue()),
                                RecalibrationGain.of(summary, t),
                                t.degreesOfFreedom()))
                : parts.cox.get().map(this::fit);
        if (fit.isEmpty()) {
            String reason = reasonForNoFit();
            for (String name : List.of("cox", "calibrationInTheLarge", "likelihoodRatio", "recalibrationGain")) {
                reasons.put(name, reason);
            }
        } else if (fit.get().degreesOfFreedom() == 1) {
            reasons.put(
                    "likelihoodRatio",
                    "all probabilities are equal: only the offset is tested, with 1 degree of freedom; the slope is set to 1");
        }
        return fit.orElse(new Fit(null, null, null, null, 0));
    }

    private Fit fit(CoxRecalibration cox) {
        return new Fit(
                new CalibrationReport.Cox(estimate("coxIntercept", cox.intercept()), estimate("coxSlope", cox.slope())),
                estimate("calibrationInTheLarge", cox.offset()),
                new CalibrationReport.LikelihoodRatio(cox.statistic(), cox.pValue()),
                RecalibrationGain.of(cox.gain()),
                cox.degreesOfFreedom());
    }

    private void estimateScores() {
        estimate("bias", parts.bias.get());
        estimate("brier", parts.brier.get());
        parts.logLoss.get().ifPresent(loss -> estimate("logLoss", loss));
        estimate("mce", parts.mce.get());
    }

    private Double auc() {
        double rate = summary.baseRate();
        if (sample != null) {
            Optional<AreaUnderCurve> area = parts.auc.get();
            area.ifPresent(a -> estimate("auc", new Estimate(a.value(), null, null, a.interval())));
            return orReason("auc", area.map(AreaUnderCurve::value), reasonForNoFit());
        }
        return orReason(
                "auc",
                rate > 1e-9 && rate < 1 - 1e-9 ? Optional.of(AreaUnderCurve.value(summary)) : Optional.empty(),
                reasonForNoFit());
    }

    private Double minimumDetectable() {
        OptionalDouble shift = DetectableShift.of(summary);
        return orReason(
                "minimumDetectable",
                shift.isPresent() ? Optional.of(shift.getAsDouble()) : Optional.empty(),
                "too few pairs to find a shift of any size");
    }

    private double estimate(String name, Estimate estimate) {
        estimates.put(name, estimate.bounded());
        return estimate.value();
    }

    private <T> T orReason(String name, Optional<T> figure, String reason) {
        if (figure.isEmpty()) {
            reasons.put(name, reason);
        }
        return figure.orElse(null);
    }

    private String reasonForNoFit() {
        double rate = summary.baseRate();
        if (rate <= 1e-9) {
            return "every outcome is 0";
        }
        return rate >= 1 - 1e-9
                ? "every outcome is 1"
                : "a threshold on the probability separates the outcomes, so no finite fit exists";
    }

    static String band(double ece) {
        if (ece < 0.10) {
            return "well-calibrated";
        }
        return ece <= 0.15 ? "acceptable" : "needs-attention";
    }
}
