package dev.plumbline.calibration;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The figures of a report that have no bins.
 *
 * @param estimates of all of them by name; from sums without expectation and p-value, Kolmogorov-Smirnov excepted
 */
record Unbinned(
        double smoothEce,
        CalibrationReport.Corp corp,
        KolmogorovSmirnov kolmogorovSmirnov,
        IntegratedCalibration integrated,
        Map<String, Estimate> estimates) {

    /** Of pairs; the parts are there after {@link Ahead#run}. */
    static Supplier<Unbinned> of(CalibrationSample sample, Ahead ahead) {
        Supplier<ChunkIntervals> intervals = ahead.add(() -> ChunkIntervals.of(sample));
        Supplier<SmoothCalibrationError> smooth = ahead.add(() -> SmoothCalibrationError.of(sample));
        Supplier<CalibrationReport.Corp> corp = ahead.add(
                () -> new CalibrationReport.Corp(CorpDecomposition.brier(sample), CorpDecomposition.logLoss(sample)));
        Supplier<KolmogorovSmirnov> test = ahead.add(() -> KolmogorovSmirnov.of(sample));
        Supplier<IntegratedCalibration> curve = ahead.add(() -> IntegratedCalibration.of(sample));
        Supplier<Interval> ofTest =
                ahead.add(() -> intervals.get().kolmogorovSmirnov(smooth.get().bandwidth()));
        Supplier<Map<String, Estimate>> ofCurve = ahead.add(() ->
                ErrorEstimates.integrated(sample, curve.get(), intervals.get().integrated()));
        Supplier<Map<String, Estimate>> ofCorp = ahead.add(() -> ErrorEstimates.corp(
                sample,
                corp.get().brier(),
                corp.get().logLoss(),
                intervals.get().corp()));
        Supplier<Interval> ofSmooth =
                ahead.add(() -> intervals.get().smoothEce(smooth.get().bandwidth()));
        Supplier<Estimate> smoothEstimate = ahead.add(() -> ErrorEstimates.smoothEce(sample, smooth.get(), ofSmooth));
        return () -> {
            Map<String, Estimate> estimates = new LinkedHashMap<>();
            estimates.put("smoothEce", smoothEstimate.get());
            estimates.putAll(ofCorp.get());
            estimates.put("kolmogorovSmirnov", test.get().estimate(ofTest.get()));
            estimates.putAll(ofCurve.get());
            return new Unbinned(smooth.get().value(), corp.get(), test.get(), curve.get(), estimates);
        };
    }

    /** Of sums with weight. */
    static Unbinned of(CalibrationSummary summary) {
        SmoothCalibrationError smooth = SmoothCalibrationError.of(summary);
        CalibrationReport.Corp corp =
                new CalibrationReport.Corp(CorpDecomposition.brier(summary), CorpDecomposition.logLoss(summary));
        KolmogorovSmirnov test = KolmogorovSmirnov.of(summary);
        IntegratedCalibration curve = IntegratedCalibration.of(summary);
        ChunkIntervals intervals = ChunkIntervals.of(summary);
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        estimates.put("smoothEce", estimate(smooth.value(), intervals.smoothEce(smooth.bandwidth())));
        Interval[] ofCorp = intervals.corp();
        estimates.put("miscalibration", estimate(corp.brier().miscalibration(), ofCorp[0]));
        estimates.put("discrimination", estimate(corp.brier().discrimination(), ofCorp[1]));
        estimates.put("logLossMiscalibration", estimate(corp.logLoss().miscalibration(), ofCorp[2]));
        estimates.put("logLossDiscrimination", estimate(corp.logLoss().discrimination(), ofCorp[3]));
        estimates.put("kolmogorovSmirnov", test.estimate(intervals.kolmogorovSmirnov(smooth.bandwidth())));
        Interval[] ofCurve = intervals.integrated();
        estimates.put("ici", estimate(curve.ici(), ofCurve[0]));
        estimates.put("e50", estimate(curve.e50(), ofCurve[1]));
        estimates.put("e90", estimate(curve.e90(), ofCurve[2]));
        estimates.put("emax", estimate(curve.emax(), ofCurve[3]));
        return new Unbinned(smooth.value(), corp, test, curve, estimates);
    }

    private static Estimate estimate(double value, Interval interval) {
        return new Estimate(value, null, null, interval.including(value));
    }
}
