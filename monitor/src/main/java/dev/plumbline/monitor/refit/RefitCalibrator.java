package dev.plumbline.monitor.refit;

import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.LogLossGain;
import dev.plumbline.calibration.calibrator.Calibrator;
import dev.plumbline.calibration.calibrator.Identity;
import dev.plumbline.calibration.calibrator.PlattCalibrator;
import dev.plumbline.calibration.calibrator.PlattFit;
import dev.plumbline.calibration.evidence.Challenger;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.PlumblineVersion;
import dev.plumbline.monitor.pairs.SummaryStore.VersionSummary;
import dev.plumbline.monitor.pairs.Window;
import dev.plumbline.monitor.versions.CalibratorJson;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Fits maps of the scores of one version's pairs, with the record that is kept of each. */
public final class RefitCalibrator {
    /** Pairs below which nothing is fitted. */
    public static final long REQUIRED = 50;

    /**
     * A fit.
     *
     * @param record its JSON: method, parameters, totalSamples, log loss before and after (in sample), provenance
     */
    public record Refit<C extends Calibrator>(C calibrator, ObjectNode record) {}

    private RefitCalibrator() {}

    /** The Platt fit on all pairs given, with smoothed targets; empty when there are under {@value #REQUIRED}, or none with a weight. */
    public static Optional<Refit<PlattCalibrator>> platt(VersionSummary pairs, Window window) {
        CalibrationSummary scores = pairs.score();
        if (scores.count() < REQUIRED || scores.isEmpty()) {
            return Optional.empty();
        }
        Refit<PlattCalibrator> refit = of(PlattFit.fit(scores, PlattFit.Targets.SMOOTHED), scores, pairs.version());
        provenance(refit).put("targets", "smoothed").set("window", window.toJson());
        return Optional.of(refit);
    }

    /** The winner of a race, fitted to its window again. */
    public static Refit<Calibrator> challenger(
            Calibrator fitted, Challenger challenger, CalibrationSummary scores, String version) {
        Refit<Calibrator> refit = of(fitted, scores, version);
        provenance(refit).put("challenger", challenger.toString());
        return refit;
    }

    private static ObjectNode provenance(Refit<?> refit) {
        return (ObjectNode) refit.record().required("provenance");
    }

    private static <C extends Calibrator> Refit<C> of(C calibrator, CalibrationSummary scores, String version) {
        ObjectNode record = Json.object();
        record.put("method", calibrator.method());
        record.set("parameters", CalibratorJson.parameters(calibrator));
        record.put("totalSamples", scores.count());
        record.put("logLossBefore", LogLossGain.logLoss(scores, new Identity()));
        record.put("logLossAfter", LogLossGain.logLoss(scores, calibrator));
        record.putObject("provenance")
                .put("modelVersion", version)
                .put("basis", "sums")
                .put("libraryVersion", PlumblineVersion.TEXT);
        return new Refit<>(calibrator, record);
    }
}
