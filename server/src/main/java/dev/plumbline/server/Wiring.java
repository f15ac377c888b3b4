package dev.plumbline.server;

import dev.plumbline.learning.retrain.ChangeTrainedModel;
import dev.plumbline.learning.retrain.CompareShadow;
import dev.plumbline.learning.retrain.LookForSkew;
import dev.plumbline.learning.retrain.PredictClass;
import dev.plumbline.learning.retrain.RetrainModel;
import dev.plumbline.learning.retrain.TrainedModelStore;
import dev.plumbline.learning.retrain.TrainingSource;
import dev.plumbline.learning.skew.SkewCheck;
import dev.plumbline.monitor.alert.AlertStore;
import dev.plumbline.monitor.audit.AcknowledgeDrift;
import dev.plumbline.monitor.audit.AuditStore;
import dev.plumbline.monitor.audit.CalibrationAudit;
import dev.plumbline.monitor.audit.ReplayAudit;
import dev.plumbline.monitor.audit.Reports;
import dev.plumbline.monitor.evidence.EvidenceLedger;
import dev.plumbline.monitor.intake.Intake;
import dev.plumbline.monitor.intake.IntakeStore;
import dev.plumbline.monitor.intake.PurgeRows;
import dev.plumbline.monitor.intake.RecordHistory;
import dev.plumbline.monitor.jobs.JobRunner;
import dev.plumbline.monitor.jobs.JobStates;
import dev.plumbline.monitor.jobs.RunStore;
import dev.plumbline.monitor.jobs.SlotPlanner;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.Models;
import dev.plumbline.monitor.serving.CalibrateScores;
import dev.plumbline.monitor.serving.ParameterCache;
import dev.plumbline.monitor.versions.CalibratorStore;
import dev.plumbline.monitor.versions.ChangeCalibrator;
import dev.plumbline.server.PlumblineServer.FirstStart;
import dev.plumbline.server.metrics.CountedIntake;
import dev.plumbline.server.metrics.Metrics;
import dev.plumbline.server.security.KeyRing;
import dev.plumbline.server.security.Keys;
import dev.plumbline.server.security.RateLimits;
import dev.plumbline.server.security.Scope;
import dev.plumbline.store.Database;
import dev.plumbline.store.PredictionExport;
import dev.plumbline.store.Stores;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** Puts the use cases together: the one place that knows which store serves which interface. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@ComponentScan
class Wiring {
    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

    @Bean
    Clock clock(Settings settings) {
        // On the grid of stored times, so that a time reads the same wherever it is shown.
        return settings.clock()
                .<Clock>map(TurnableClock::new)
                .orElseGet(() -> Clock.tick(Clock.systemUTC(), ChronoUnit.MICROS.getDuration()));
    }

    @Bean
    Database database(Settings settings) {
        return Database.open(settings.data());
    }

    @Bean
    Stores stores(Database database) {
        return Stores.over(database);
    }

    @Bean
    IntakeStore intakeStore(Stores stores) {
        return stores.intake();
    }

    @Bean
    CalibratorStore calibratorStore(Stores stores) {
        return stores.calibrators();
    }

    @Bean
    AuditStore auditStore(Stores stores) {
        return stores.audits();
    }

    /** What a process that is gone left running is marked as failed before anything runs here. */
    @Bean
    RunStore runStore(Stores stores, Clock clock) {
        int interrupted = stores.runs().failInterrupted(clock.instant());
        if (interrupted > 0) {
            LOG.warn("[jobs] {} run(s) were interrupted by the last stop and are marked as failed", interrupted);
        }
        return stores.runs();
    }

    @Bean
    Models models(Stores stores, Clock clock, Settings settings) {
        return new Models(stores.models(), clock, settings.defaultModel(), settings.promotion());
    }

    @Bean
    ParameterCache parameterCache(Models models, Stores stores) {
        return new ParameterCache(models, stores.calibrators());
    }

    @Bean
    CalibrateScores calibrateScores(ParameterCache cache) {
        return new CalibrateScores(cache);
    }

    @Bean
    Intake intake(Stores stores, Models models, Clock clock, ParameterCache cache, Metrics metrics) {
        return new Intake(new CountedIntake(stores.intake(), metrics), stores.models(), models, clock, cache::seen);
    }

    @Bean
    PurgeRows purgeRows(Stores stores, Models models, Clock clock) {
        return new PurgeRows(stores.purges(), models, clock);
    }

    @Bean
    RecordHistory recordHistory(Database database) {
        return new PredictionExport(database);
    }

    @Bean
    ChangeCalibrator changeCalibrator(Models models, Stores stores, Clock clock, ParameterCache cache) {
        return new ChangeCalibrator(models, stores.calibrators(), clock, cache::invalidate);
    }

    @Bean
    EvidenceLedger evidenceLedger(Stores stores) {
        return new EvidenceLedger(stores.evidence(), stores.calibrators());
    }

    @Bean
    AcknowledgeDrift acknowledgeDrift(Models models, Stores stores, EvidenceLedger ledger, Clock clock) {
        return new AcknowledgeDrift(models, stores.calibrators(), ledger, clock);
    }

    @Bean
    AlertStore alertStore(Stores stores) {
        return stores.alerts();
    }

    @Bean
    CalibrationAudit calibrationAudit(
            Models models, Stores stores, EvidenceLedger ledger, Clock clock, ParameterCache cache) {
        return new CalibrationAudit(
                models,
                stores.summaries(),
                stores.calibrators(),
                ledger,
                stores.audits(),
                stores.runs(),
                clock,
                cache::invalidate);
    }

    @Bean
    ReplayAudit replayAudit(Models models, Stores stores) {
        return new ReplayAudit(models, stores.auditHistory());
    }

    @Bean
    Reports reports(Models models, Stores stores, EvidenceLedger ledger, Clock clock) {
        return new Reports(models, stores.summaries(), stores.calibrators(), ledger, clock);
    }

    @Bean
    TrainedModelStore trainedModelStore(Stores stores) {
        return stores.trainedModels();
    }

    @Bean
    PredictClass predictClass(Models models, Stores stores) {
        return new PredictClass(models, stores.trainedModels());
    }

    @Bean
    RetrainModel retrainModel(Models models, Stores stores, Clock clock, PredictClass predict, Settings settings) {
        return new RetrainModel(
                models,
                trainingSource(settings.trainingData(), stores),
                stores.intake()::countOutcomes,
                settings.training(),
                new SkewCheck(stores.loggedFeatures()),
                stores.trainedModels(),
                stores.runs()::complete,
                clock,
                predict::invalidate);
    }

    @Bean
    ChangeTrainedModel changeTrainedModel(Models models, Stores stores, Clock clock, PredictClass predict) {
        return new ChangeTrainedModel(models, stores.trainedModels(), clock, predict::invalidate);
    }

    @Bean
    CompareShadow compareShadow(Models models, Stores stores) {
        return new CompareShadow(models, stores.trainedModels(), stores.loggedFeatures());
    }

    @Bean
    LookForSkew lookForSkew(Models models, Stores stores, Clock clock) {
        return new LookForSkew(
                models, stores.trainedModels(), new SkewCheck(stores.loggedFeatures()), stores.alerts(), clock);
    }

    private static TrainingSource trainingSource(Settings.TrainingData data, Stores stores) {
        return data.file()
                .map(file -> TrainingSource.file(file, data.schema()))
                .orElseGet(() -> TrainingSource.logged(stores.loggedFeatures(), data.schema()));
    }

    @Bean
    JobThreads jobThreads(Database database) {
        return new JobThreads();
    }

    @Bean
    JobRunner jobRunner(RunStore runs, Clock clock, JobThreads threads) {
        return new JobRunner(runs, clock, NodeName.local(), threads.executor());
    }

    @Bean
    SlotPlanner slotPlanner(Settings settings, Stores stores, Models models, Clock clock) {
        return new SlotPlanner(
                settings.schedules(),
                stores.slots(),
                () -> models.all().stream().map(Model::name).toList(),
                clock);
    }

    @Bean
    JobStates jobStates(Settings settings, Stores stores, Models models, Clock clock) {
        return new JobStates(settings.schedules(), stores.slots(), stores.runs(), models, clock);
    }

    @Bean
    KeyRing keyRing(Settings settings, Stores stores, Clock clock) {
        KeyRing ring = new KeyRing(settings.data(), stores.keys());
        ring.add(Scope.CRON, settings.cronSecrets());
        ring.add(Scope.INGEST, settings.ingestKeys());
        ring.add(Scope.ADMIN, settings.adminKeys());
        if (settings.ingestKeys().isEmpty()) {
            ring.addKeptOrFresh(Scope.INGEST, clock.instant());
        }
        if (settings.adminKeys().isEmpty()) {
            ring.addKeptOrFresh(Scope.ADMIN, clock.instant());
        }
        return ring;
    }

    @Bean
    FirstStart firstStart(KeyRing ring) {
        return FirstStart.of(ring);
    }

    @Bean
    OperationSettings operation(Settings settings) {
        return settings.operation();
    }

    @Bean
    RateLimits rateLimits(OperationSettings operation) {
        return new RateLimits(operation.requestsPerSecond(), operation.failuresPerSecond());
    }

    @Bean
    Keys keys(KeyRing ring) {
        return ring.keys();
    }
}
