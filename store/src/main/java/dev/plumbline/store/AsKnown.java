package dev.plumbline.store;

import dev.plumbline.monitor.audit.AuditHistory.Known;
import dev.plumbline.monitor.audit.AuditRequest;
import dev.plumbline.monitor.audit.AuditStore;
import dev.plumbline.monitor.evidence.EvidenceStore;
import dev.plumbline.monitor.jobs.RunHandle;
import dev.plumbline.monitor.jobs.RunStore;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.ModelSettings;
import dev.plumbline.monitor.model.ModelStore;
import dev.plumbline.monitor.model.PromotionPolicy;
import dev.plumbline.monitor.pairs.SummaryStore;
import dev.plumbline.monitor.versions.CalibratorStore;
import dev.plumbline.store.KnownRows.PurgedSince;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A database of its own, in a temporary folder of its owner alone, that holds what one audit knew. */
final class AsKnown implements Known {
    private static final int ATTEMPT = 1;
    private static final Logger LOG = LoggerFactory.getLogger(AsKnown.class);

    private final StoredAudit audit;
    private final Path folder;
    private final Database database;
    private final Stores stores;
    private final SummaryStore summaries;

    private AsKnown(StoredAudit audit, String name, Path folder, PurgedSince purged) {
        this.audit = audit;
        this.folder = folder;
        this.database = Database.open(folder);
        this.stores = Stores.over(database);
        this.summaries = new KnownSummaries(stores.summaries(), purged, name);
    }

    /**
     * Lays out what an audit knew.
     *
     * @param live the database that serves
     * @throws dev.plumbline.monitor.ConflictException if a prediction that it knew is deleted
     */
    static Known open(Path live, Model model, StoredAudit audit) {
        Path folder = temporaryFolder();
        try {
            SqliteFile file = new SqliteFile(folder.resolve(Database.FILE));
            new Schema(file).bringUpToDate();
            PurgedSince purged = KnownRows.layOut(file, live, model, audit);
            return new AsKnown(audit, "Audit " + audit.id() + " of model " + model.name(), folder, purged);
        } catch (SQLException e) {
            delete(folder);
            throw SqlErrors.translate(e);
        } catch (RuntimeException e) {
            delete(folder);
            throw e;
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("plumbline-replay-");
        } catch (IOException e) {
            throw new UncheckedIOException("a replay needs a temporary folder: " + e, e);
        }
    }

    /** For whoever looks at what was laid out. */
    Database database() {
        return database;
    }

    @Override
    public AuditRequest request() {
        return audit.request();
    }

    @Override
    public PromotionPolicy policy() {
        return audit.policy();
    }

    @Override
    public Instant auditedAt() {
        return audit.auditedAt();
    }

    @Override
    public RunHandle run() {
        return new RunHandle(audit.run(), ATTEMPT);
    }

    @Override
    public byte[] record() {
        return audit.record();
    }

    @Override
    public ModelStore models() {
        return new ThisVersion(stores.models(), audit.modelVersion());
    }

    @Override
    public SummaryStore summaries() {
        return summaries;
    }

    @Override
    public EvidenceStore evidence() {
        return stores.evidence();
    }

    @Override
    public CalibratorStore calibrators() {
        return stores.calibrators();
    }

    @Override
    public AuditStore audits() {
        return stores.audits();
    }

    @Override
    public RunStore runs() {
        return stores.runs();
    }

    @Override
    public void close() {
        try {
            database.close();
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            LOG.warn("[replay] the temporary folder {} could not be deleted: {}", folder, e.toString());
        }
    }

    /** Which version is the current one is kept with the audit: rows that told it may be purged. */
    private record ThisVersion(ModelStore store, String version) implements ModelStore {
        @Override
        public Optional<Model> find(String name) {
            return store.find(name);
        }

        @Override
        public List<Model> all() {
            return store.all();
        }

        @Override
        public Declared declare(String name, ModelSettings initial, UnaryOperator<ModelSettings> change, Instant now) {
            return store.declare(name, initial, change, now);
        }

        @Override
        public String currentVersion(Model model) {
            return version;
        }
    }
}
