package dev.plumbline.monitor.refit;

import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.LogLossGain;
import dev.plumbline.calibration.calibrator.Identity;
import dev.plumbline.calibration.calibrator.PlattCalibrator;
import dev.plumbline.calibration.calibrator.PlattFit;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.PlumblineVersion;
import dev.plumbline.monitor.pairs.SummaryStore.VersionSummary;
import dev.plumbline.monitor.pairs.Window;
import dev.plumbline.monitor.versions.CalibratorJson;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Fits Platt scaling afresh on the scores of one version's pairs. */
public final class RefitCalibrator {
    /** Pairs below which nothing is fitted. */
    public static final long REQUIRED = 50;

    /**
     * A fit.
     *
     * @param record its JSON: method, parameters, totalSamples, log loss before and after (in sample), provenance
     */
    public record Refit(PlattCalibrator calibrator, ObjectNode record) {}

    /** The fit on all pairs given, with smoothed targets; empty when there are under {@value #REQUIRED}. */
    public Optional<Refit> fit(VersionSummary pairs, Window window) {
        CalibrationSummary scores = pairs.score();
        if (scores.count() < REQUIRED) {
            return Optional.empty();
        }
        PlattCalibrator platt = PlattFit.fit(scores, PlattFit.Targets.SMOOTHED);
        ObjectNode record = Json.object();
        record.put("method", platt.method());
        record.set("parameters", CalibratorJson.parameters(platt));
        record.put("totalSamples", scores.count());
        record.put("logLossBefore", LogLossGain.logLoss(scores, new Identity()));
        record.put("logLossAfter", LogLossGain.logLoss(scores, platt));
        ObjectNode provenance = record.putObject("provenance");
        provenance.put("modelVersion", pairs.version());
        provenance.set("window", window.toJson());
        provenance.put("targets", "smoothed");
        provenance.put("basis", "sums");
        provenance.put("libraryVersion", PlumblineVersion.TEXT);
        return Optional.of(new Refit(platt, record));
    }
}
