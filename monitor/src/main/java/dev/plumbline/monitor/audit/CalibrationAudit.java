package dev.plumbline.monitor.audit;

import dev.plumbline.monitor.ConflictException;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.audit.ReportBuilder.Built;
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
import dev.plumbline.monitor.pairs.SummaryStore;
import dev.plumbline.monitor.pairs.SummaryStore.Cohorts;
import dev.plumbline.monitor.pairs.Window;
import dev.plumbline.monitor.refit.RefitCalibrator;
import dev.plumbline.monitor.refit.RefitCalibrator.Refit;
import dev.plumbline.monitor.versions.CalibratorJson;
import dev.plumbline.monitor.versions.CalibratorStore;
import dev.plumbline.monitor.versions.InForce;
import java.time.Clock;
import java.time.Instant;
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
    private final RefitCalibrator refits = new RefitCalibrator();
    private final CalibratorGate gate;
    private final AuditStore audits;
    private final RunStore runs;
    private final Clock clock;
    private final Consumer<String> onChange;

    /** @param onChange told the model whose parameters may have changed: the cache forgets them */
    public CalibrationAudit(
            Models models,
            SummaryStore summaries,
            CalibratorStore calibrators,
            AuditStore audits,
            RunStore runs,
            Clock clock,
            Consumer<String> onChange) {
        this.models = models;
        this.reports = new ReportBuilder(models, summaries, calibrators);
        this.gate = new CalibratorGate(summaries);
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
        Built built = reports.build(model, window, request.version(), now);
        long samples = built.report().totalSamples();
        if (request.skipBelowRequired() && samples < REQUIRED_SAMPLES) {
            return skip(model, samples, run, now);
        }
        // of a handful of pairs the ECE is large by chance: the contract's rule begins where its audit does
        boolean drift = samples >= REQUIRED_SAMPLES && built.report().ece() > DRIFT_THRESHOLD;
        InForce serving = built.serving();
        Refit refit = request.refit() ? refits.fit(built.currentPairs(), window).orElse(null) : null;
        GateDecision decision = decide(model, request, window, serving, refit, built);
        boolean promote = decision instanceof Promoted;
        AuditStore.Draft draft = new AuditStore.Draft(
                model,
                built.current(),
                now,
                refit,
                promote,
                serving.version(),
                decision.grounds().reason(),
                promote ? decision.toJson(serving.version(), null) : null,
                request,
                models.policy(model),
                look);
        byte[] answer = audits.commit(
                draft,
                run,
                (auditId, candidate) ->
                        Json.bytes(record(built, drift, refit, decision, serving, auditId, candidate, now)));
        if (!silent) {
            onChange.accept(model.name());
            log(model, built, drift, request, refit, decision);
        }
        return answer;
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

    private GateDecision decide(
            Model model, AuditRequest request, Window window, InForce serving, Refit refit, Built built) {
        if (!request.refit()) {
            return new Kept(Grounds.because(null, "no refit was asked for"));
        }
        if (refit == null) {
            return new Kept(Grounds.because(
                    null,
                    "not enough data for a fit: " + built.currentPairs().score().count() + " pairs of version "
                            + built.current() + " in the window, " + RefitCalibrator.REQUIRED + " are needed"));
        }
        Cohorts cohorts = new Cohorts(
                model,
                built.current(),
                ReportBuilder.matureWindow(model, null, window, model.settings().refitWindow()),
                serving.rolledBackAt());
        return gate.decide(models.policy(model), cohorts, serving, refit.calibrator());
    }

    private static ObjectNode record(
            Built built,
            boolean drift,
            Refit refit,
            GateDecision decision,
            InForce serving,
            long auditId,
            Integer candidate,
            Instant now) {
        boolean inForce = refit != null
                && (decision instanceof Promoted || refit.calibrator().equals(serving.calibrator()));
        ObjectNode json = Json.object();
        json.put("status", "completed");
        json.put("auditId", auditId);
        json.put("auditedAt", now.toString());
        json.put("driftDetected", drift);
        json.put("driftThreshold", DRIFT_THRESHOLD);
        json.put("plattRefitted", refit != null);
        json.set("plattParams", refit == null ? null : CalibratorJson.parameters(refit.calibrator()));
        json.put("plattInForce", inForce);
        json.set("promotion", decision.toJson(serving.version(), candidate));
        json.putNull("restates");
        json.setAll(built.json());
        return json;
    }

    private static void log(
            Model model, Built built, boolean drift, AuditRequest request, Refit refit, GateDecision decision) {
        if (drift) {
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
        if (refit != null) {
            LOG.info(
                    "[calibration-audit] Platt refit of model {} version {}: A={} B={}; {}: {}",
                    model.name(),
                    built.current(),
                    refit.calibrator().a(),
                    refit.calibrator().b(),
                    decision.decision(),
                    decision.grounds().reason());
        } else if (request.refit()) {
            LOG.info(
                    "[calibration-audit] Not enough data for Platt fit: {} of {} pairs of model {} version {}",
                    built.currentPairs().score().count(),
                    RefitCalibrator.REQUIRED,
                    model.name(),
                    built.current());
        }
    }
}
