package dev.plumbline.monitor.audit;

import dev.plumbline.calibration.calibrator.Calibrator;
import dev.plumbline.calibration.calibrator.PlattCalibrator;
import dev.plumbline.calibration.evidence.RaceMove;
import dev.plumbline.monitor.ConflictException;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.audit.AuditStore.Move;
import dev.plumbline.monitor.audit.ReportBuilder.Built;
import dev.plumbline.monitor.evidence.Evalue;
import dev.plumbline.monitor.evidence.EvidenceLedger;
import dev.plumbline.monitor.evidence.EvidenceLedger.Extent;
import dev.plumbline.monitor.evidence.Standing;
import dev.plumbline.monitor.gate.CalibratorGate;
import dev.plumbline.monitor.gate.GateDecision;
import dev.plumbline.monitor.gate.GateDecision.Grounds;
import dev.plumbline.monitor.gate.GateDecision.Kept;
import dev.plumbline.monitor.gate.GateDecision.Promoted;
import dev.plumbline.monitor.jobs.Completion;
import dev.plumbline.monitor.jobs.RunHandle;
import dev.plumbline.monitor.jobs.RunStore;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.Models;
import dev.plumbline.monitor.model.PromotionPolicy;
import dev.plumbline.monitor.pairs.SummaryStore;
import dev.plumbline.monitor.pairs.Window;
import dev.plumbline.monitor.refit.RefitCalibrator;
import dev.plumbline.monitor.refit.RefitCalibrator.Refit;
import dev.plumbline.monitor.versions.CalibratorJson;
import dev.plumbline.monitor.versions.CalibratorStore;
import dev.plumbline.monitor.versions.InForce;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The audit: report, verdict, refit, gate, promotion, record. The cron endpoint, the schedule, {@code POST .../audits} and
 * the command line all call this and only parse and render around it.
 */
public final class CalibrationAudit {
    /** The contract's window, in days. */
    public static final int WINDOW_DAYS = 90;

    /** The contract's smallest number of pairs. */
    public static final long REQUIRED_SAMPLES = 50;

    /** The contract's threshold for the warning. */
    public static final double DRIFT_THRESHOLD = 0.15;

    private static final int ATTEMPTS = 3;
    private static final Logger LOG = LoggerFactory.getLogger(CalibrationAudit.class);

    private final Models models;
    private final ReportBuilder reports;
    private final SummaryStore summaries;
    private final Restatements restatements;
    private final AuditStore audits;
    private final RunStore runs;
    private final Clock clock;
    private final Consumer<String> onChange;

    /** @param onChange told the model whose parameters may have changed: the cache forgets them */
    public CalibrationAudit(
            Models models,
            SummaryStore summaries,
            CalibratorStore calibrators,
            EvidenceLedger ledger,
            AuditStore audits,
            RunStore runs,
            Clock clock,
            Consumer<String> onChange) {
        this.models = models;
        this.reports = new ReportBuilder(models, summaries, calibrators, ledger);
        this.summaries = summaries;
        this.restatements = new Restatements(models, calibrators, ledger, audits);
        this.audits = audits;
        this.runs = runs;
        this.clock = clock;
        this.onChange = onChange;
    }

    /**
     * Runs an audit and commits what it found and decided, together with the run's completion.
     *
     * @return the bytes of the answer, which are those of the record
     */
    public byte[] run(AuditRequest request, RunHandle run) {
        audits.look(look -> {
            restatements
                    .due(models.require(request.model()), clock.instant())
                    .ifPresent(stated -> attempt(look, stated, run, true));
            return null;
        });
        for (int attempt = 1; ; attempt++) {
            try {
                return audits.look(look -> attempt(look, request, run, false));
            } catch (ConflictException e) {
                // Somebody promoted while this audit was looking: look again at what serves now.
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                LOG.info("[calibration-audit] {}; looking again", e.getMessage());
            }
        }
    }

    /** The same over stores that hold what was known to an audit before; in silence, for nothing happens now. */
    byte[] replay(AuditRequest request, RunHandle run) {
        return audits.look(look -> attempt(look, request, run, true));
    }

    private byte[] attempt(AuditStore.Look look, AuditRequest request, RunHandle run, boolean silent) {
        Model model = models.require(request.model());
        Instant now = clock.instant();
        Window window = request.period().window(now);
        boolean restated = request.restates() != null;
        Extent extent = restated ? new Extent.KnownTo(request.restates()) : new Extent.Whole();
        Built built = reports.build(model, window, request.version(), now, extent);
        long samples = built.report().totalSamples();
        if (request.skipBelowRequired() && samples < REQUIRED_SAMPLES) {
            return skip(model, samples, run, now);
        }
        Found found = restated ? restated(built) : decide(model, request, window, built);
        AuditStore.Draft draft = new AuditStore.Draft(
                model,
                built.current(),
                now,
                found.platt(),
                found.move(),
                built.serving().version(),
                built.days(),
                restated ? List.of() : AuditAlerts.of(model, built, found.move()),
                request,
                models.policy(model),
                look);
        byte[] answer = audits.commit(
                draft,
                run,
                (auditId, platt, moved) -> Json.bytes(record(built, found, request, auditId, platt, moved, now)));
        if (!silent) {
            onChange.accept(model.name());
            log(model, built, found, request);
        }
        return answer;
    }

    /**
     * What the audit found and decided.
     *
     * @param platt the contract's refit, or null
     * @param move what the decision, or a race that a former map has won, puts in force; or null
     */
    private record Found(boolean drift, Refit<PlattCalibrator> platt, GateDecision decision, Move move) {}

    private static Found restated(Built built) {
        return new Found(
                isDrift(built),
                null,
                new Kept(Grounds.because(null, "an audit is stated anew, nothing is decided")),
                null);
    }

    // of a handful of pairs the ECE is large by chance: the contract's rule begins where its audit does
    private static boolean isDrift(Built built) {
        return built.report().totalSamples() >= REQUIRED_SAMPLES
                && built.report().ece() > DRIFT_THRESHOLD;
    }

    private Found decide(Model model, AuditRequest request, Window window, Built built) {
        boolean drift = isDrift(built);
        InForce serving = built.serving();
        Standing standing = built.standing();
        Refit<PlattCalibrator> platt = request.refit()
                ? RefitCalibrator.platt(built.currentPairs(), window).orElse(null)
                : null;
        PromotionPolicy policy = models.policy(model);
        Optional<Move> back = policy == PromotionPolicy.ALWAYS
                ? Optional.empty() // the next refit would be put in force again whatever was better
                : Moves.back(serving, standing);
        if (back.isPresent()) {
            RaceMove race = standing.race().move().orElseThrow();
            GateDecision kept = new Kept(new Grounds(
                    race.rival().method(),
                    null,
                    null,
                    Evalue.of(race.logEvidence()),
                    back.get().reason()));
            return new Found(drift, platt, kept, back.get());
        }
        if (!request.refit()) {
            return new Found(drift, null, new Kept(Grounds.because(null, "no refit was asked for")), null);
        }
        GateDecision decision = CalibratorGate.decide(
                policy,
                serving,
                platt == null ? null : platt.calibrator(),
                "not enough data for a fit: " + built.currentPairs().score().count() + " pairs of version "
                        + built.current() + " in the window, " + RefitCalibrator.REQUIRED + " with a weight are needed",
                standing,
                since -> summaries.pairedSince(model, built.current(), since, (int) REQUIRED_SAMPLES));
        Move move = decision instanceof Promoted ? Moves.forward(policy, decision, platt, serving, standing) : null;
        return new Found(drift, platt, decision, move);
    }

    private byte[] skip(Model model, long samples, RunHandle run, Instant now) {
        byte[] answer = Json.bytes(Json.object()
                .put("status", "skipped")
                .put("reason", "Insufficient outcome data")
                .put("samples", samples)
                .put("required", REQUIRED_SAMPLES));
        runs.complete(new Completion(run, answer, now));
        LOG.info(
                "[calibration-audit] model {}: skipped, {} of {} pairs in the last {} days",
                model.name(),
                samples,
                REQUIRED_SAMPLES,
                WINDOW_DAYS);
        return answer;
    }

    private static ObjectNode record(
            Built built, Found found, AuditRequest request, long auditId, Integer platt, Integer moved, Instant now) {
        InForce serving = built.serving();
        Calibrator next =
                found.move() == null ? serving.calibrator() : found.move().calibrator();
        ObjectNode json = Json.object();
        json.put("status", "completed");
        json.put("auditId", auditId);
        json.put("auditedAt", now.toString());
        json.put("driftDetected", found.drift());
        json.put("driftThreshold", DRIFT_THRESHOLD);
        json.put("plattRefitted", found.platt() != null);
        json.set(
                "plattParams",
                found.platt() == null
                        ? null
                        : CalibratorJson.parameters(found.platt().calibrator()));
        json.put(
                "plattInForce",
                found.platt() != null && found.platt().calibrator().equals(next));
        json.set("promotion", found.decision().toJson(serving.version(), moved == null ? platt : moved));
        json.put("restates", request.restates());
        json.setAll(built.json());
        return json;
    }

    private static void log(Model model, Built built, Found found, AuditRequest request) {
        if (found.drift()) {
            LOG.warn(
                    "[calibration-audit] DRIFT ALERT: ECE {} exceeds threshold {}",
                    built.report().ece(),
                    DRIFT_THRESHOLD);
            LOG.info(
                    "[calibration-audit] that is model {}, {} pairs; verdict {}",
                    model.name(),
                    built.report().totalSamples(),
                    built.json().path("verdict").asString());
        }
        if (found.platt() != null) {
            LOG.info(
                    "[calibration-audit] Platt refit of model {} version {}: A={} B={}; {}: {}",
                    model.name(),
                    built.current(),
                    found.platt().calibrator().a(),
                    found.platt().calibrator().b(),
                    found.decision().decision(),
                    found.decision().grounds().reason());
        } else if (request.refit()) {
            LOG.info(
                    "[calibration-audit] Not enough data for Platt fit: {} of {} pairs of model {} version {}",
                    built.currentPairs().score().count(),
                    RefitCalibrator.REQUIRED,
                    model.name(),
                    built.current());
        }
        if (found.move() != null) {
            LOG.warn(
                    "[calibration-audit] model {} version {}: {} by {}: {}",
                    model.name(),
                    built.current(),
                    found.move().kind(),
                    found.move().by(),
                    found.move().reason());
        }
    }
}
