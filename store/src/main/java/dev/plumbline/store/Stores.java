package dev.plumbline.store;

import dev.plumbline.learning.dataset.LoggedFeatures;
import dev.plumbline.learning.retrain.TrainedModelStore;
import dev.plumbline.monitor.alert.AlertStore;
import dev.plumbline.monitor.audit.AuditHistory;
import dev.plumbline.monitor.audit.AuditStore;
import dev.plumbline.monitor.evidence.EvidenceStore;
import dev.plumbline.monitor.intake.IntakeStore;
import dev.plumbline.monitor.intake.PurgeStore;
import dev.plumbline.monitor.jobs.RunStore;
import dev.plumbline.monitor.jobs.SlotStore;
import dev.plumbline.monitor.keys.KeyStore;
import dev.plumbline.monitor.model.ModelStore;
import dev.plumbline.monitor.pairs.SummaryStore;
import dev.plumbline.monitor.versions.CalibratorStore;

/** All stores, over one database. Whoever opened the database closes it. */
public record Stores(
        ModelStore models,
        IntakeStore intake,
        PurgeStore purges,
        SummaryStore summaries,
        CalibratorStore calibrators,
        AuditStore audits,
        AuditHistory auditHistory,
        RunStore runs,
        SlotStore slots,
        TrainedModelStore trainedModels,
        LoggedFeatures loggedFeatures,
        KeyStore keys,
        EvidenceStore evidence,
        AlertStore alerts) {
    /** The stores of an open database. */
    public static Stores over(Database database) {
        return new Stores(
                new JdbcModelStore(database),
                new JdbcIntakeStore(database),
                new JdbcPurgeStore(database),
                new JdbcSummaryStore(database),
                new JdbcCalibratorStore(database),
                new JdbcAuditStore(database),
                new JdbcAuditHistory(database),
                new JdbcRunStore(database),
                new JdbcSlotStore(database),
                new JdbcTrainedModelStore(database),
                new JdbcLoggedFeatures(database),
                new JdbcKeyStore(database),
                new JdbcEvidenceStore(database),
                new JdbcAlertStore(database));
    }
}
