package dev.plumbline.monitor.audit;

import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.calibrator.Calibrator;
import dev.plumbline.calibration.calibrator.Identity;
import dev.plumbline.calibration.calibrator.PlattCalibrator;
import dev.plumbline.calibration.evidence.Challenger;
import dev.plumbline.calibration.evidence.RaceMove;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.audit.AuditStore.Move;
import dev.plumbline.monitor.evidence.Evalue;
import dev.plumbline.monitor.evidence.Standing;
import dev.plumbline.monitor.gate.GateDecision;
import dev.plumbline.monitor.model.PromotionPolicy;
import dev.plumbline.monitor.refit.RefitCalibrator;
import dev.plumbline.monitor.refit.RefitCalibrator.Refit;
import dev.plumbline.monitor.versions.InForce;
import java.util.Optional;

/** What an audit puts in force: a fit that was promoted, or a former map that has won its race. */
final class Moves {
    private Moves() {}

    /** Forward, by the decision of the gate. */
    static Move forward(
            PromotionPolicy policy,
            GateDecision decision,
            Refit<PlattCalibrator> platt,
            InForce serving,
            Standing standing) {
        Refit<? extends Calibrator> fit = policy == PromotionPolicy.ALWAYS ? platt : winner(serving, standing);
        return new Move(
                "promoted",
                "gate",
                fit.calibrator(),
                fit,
                0,
                decision.grounds().reason(),
                to -> decision.toJson(serving.version(), to));
    }

    /** The leading challenger, fitted to all mature pairs of its window. */
    private static Refit<Calibrator> winner(InForce serving, Standing standing) {
        Challenger challenger = standing.race().leader();
        CalibrationSummary pairs = standing.window();
        return RefitCalibrator.challenger(challenger.fit(pairs), challenger, pairs, serving.modelVersion());
    }

    /** Back, to what served before or to identity, where that has been shown better than what serves. */
    static Optional<Move> back(InForce serving, Standing standing) {
        return standing.race()
                .move()
                .filter(move -> move.kind() == RaceMove.Kind.ROLLED_BACK)
                .map(move -> {
                    int to = move.rival() instanceof Identity ? 0 : serving.previousVersion();
                    String reason = "calibrator " + to + " was shown better than " + serving.version()
                            + ", which serves: evidence " + Evalue.words(move.logEvidence())
                            + " on outcomes since it came into force";
                    return new Move(
                            "rolledBack",
                            "race",
                            move.rival(),
                            null,
                            to,
                            reason,
                            version -> Json.object()
                                    .put("from", serving.version())
                                    .put("to", version)
                                    .put("evidence", Evalue.of(move.logEvidence()))
                                    .put("logLossGain", move.gain().mean())
                                    .put("outcomes", move.gain().pairs()));
                });
    }
}
