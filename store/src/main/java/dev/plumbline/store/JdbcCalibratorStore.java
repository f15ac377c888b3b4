package dev.plumbline.store;

import dev.plumbline.calibration.calibrator.Calibrator;
import dev.plumbline.calibration.calibrator.Identity;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.NotFoundException;
import dev.plumbline.monitor.Page;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.versions.CalibratorJson;
import dev.plumbline.monitor.versions.CalibratorStore;
import dev.plumbline.monitor.versions.CalibratorVersion;
import dev.plumbline.monitor.versions.CalibratorVersion.Check;
import dev.plumbline.monitor.versions.InForce;
import dev.plumbline.monitor.versions.Promotion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Calibrator versions: fitted once, kept for ever, verified whenever they are loaded to serve. */
final class JdbcCalibratorStore implements CalibratorStore {
    private static final String FIND = """
            select version, model_version, method, parameters, checks, fit, created_at from calibrators
            where model = ? and version = ?
            """;
    private static final String PAGE = """
            select version, model_version, method, parameters, checks, fit, created_at from calibrators
            where model = ? and version < ? order by version desc limit ?
            """;
    private static final String NEWEST = """
            select version, model_version, method, parameters, checks, fit, created_at from calibrators
            where model = ? and model_version = ? and method = ? order by version desc limit 1
            """;
    private static final String NEXT_VERSION = "select coalesce(max(version), 0) + 1 from calibrators where model = ?";
    private static final String INSERT = """
            insert into calibrators (model, version, model_version, method, parameters, checks, fit, created_at)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String ACKNOWLEDGED = """
            select made_at from acknowledgements where model = ? and model_version = ? order by id desc limit 1
            """;
    private static final String ACKNOWLEDGE = """
            insert into acknowledgements (model, model_version, made_at, era, reason, evidence) values (?, ?, ?, ?, ?, ?)
            """;

    private final Database database;

    JdbcCalibratorStore(Database database) {
        this.database = database;
    }

    @Override
    public InForce inForce(Model model, String modelVersion) {
        return database.read(session -> {
            Optional<Promotion> newest = Promotions.newest(session, model.id(), modelVersion);
            int version = newest.map(Promotion::to).orElse(0);
            Calibrator calibrator = version == 0
                    ? new Identity()
                    : require(session, model, modelVersion, version).verified().calibrator();
            int previous = newest.filter(each -> !each.kind().equals(Promotions.ROLLED_BACK_KIND))
                    .map(Promotion::from)
                    .orElse(version);
            Instant rolledBackAt = Promotions.rolledBackAt(session, model.id(), modelVersion);
            Instant since = newest.map(Promotion::at).orElse(null);
            Instant acknowledged = session.first(
                            ACKNOWLEDGED, row -> Times.instant(row, "made_at"), model.id(), modelVersion)
                    .orElse(null);
            Instant clock =
                    since == null || (acknowledged != null && acknowledged.isAfter(since)) ? acknowledged : since;
            return new InForce(modelVersion, version, calibrator, previous, since, rolledBackAt, clock);
        });
    }

    @Override
    public void acknowledge(Model model, String modelVersion, String reason, JsonNode evidence, Instant now) {
        database.write(session -> {
            Stamp stamp = database.stamp(session, now);
            return session.update(
                    ACKNOWLEDGE, model.id(), modelVersion, stamp.at(), stamp.era(), reason, Json.text(evidence));
        });
    }

    @Override
    public Optional<CalibratorVersion> find(Model model, int version) {
        return database.read(session -> find(session, model, version));
    }

    private static Optional<CalibratorVersion> find(Session session, Model model, int version) throws SQLException {
        return session.first(FIND, JdbcCalibratorStore::map, model.id(), version);
    }

    private static CalibratorVersion require(Session session, Model model, String modelVersion, int version)
            throws SQLException {
        return find(session, model, version)
                .filter(found -> found.modelVersion().equals(modelVersion))
                .orElseThrow(() -> new NotFoundException("Unknown calibrator version: " + version + " of model "
                        + model.name() + " version " + modelVersion));
    }

    private static CalibratorVersion map(ResultSet row) throws SQLException {
        List<Check> checks = StreamSupport.stream(
                        Json.read(row.getString("checks")).spliterator(), false)
                .map(check -> new Check(
                        check.required("score").doubleValue(),
                        check.required("probability").doubleValue()))
                .toList();
        return new CalibratorVersion(
                row.getInt("version"),
                row.getString("model_version"),
                CalibratorJson.read(row.getString("method"), Json.read(row.getString("parameters"))),
                checks,
                Json.read(row.getString("fit")),
                Times.instant(row, "created_at"));
    }

    @Override
    public Page<CalibratorVersion> list(Model model, long before, int limit) {
        return database.read(session -> Page.of(
                session.list(PAGE, JdbcCalibratorStore::map, model.id(), before, limit + 1),
                limit,
                CalibratorVersion::version));
    }

    @Override
    public Page<Promotion> promotions(Model model, long before, int limit) {
        return database.read(session -> Promotions.page(session, model.id(), before, limit));
    }

    @Override
    public Promotion move(
            Model model,
            String modelVersion,
            int to,
            int expected,
            String kind,
            String by,
            String reason,
            Instant now) {
        return database.write(session -> {
            Promotions.requireServing(session, model, modelVersion, expected);
            requireSound(session, model, modelVersion, to);
            return Promotions.append(
                    session, model.id(), new Promotion(0, modelVersion, expected, to, kind, by, now, reason, null));
        });
    }

    /** Loads what is about to serve back from the database and reproduces its golden pairs. */
    static void requireSound(Session session, Model model, String modelVersion, int version) throws SQLException {
        if (version != 0) {
            require(session, model, modelVersion, version).verified();
        }
    }

    /**
     * Keeps a fit.
     *
     * @return its version, which is that of the model version's newest calibrator of its method when the parameters are the same
     */
    static int keep(Session session, Model model, String modelVersion, Calibrator calibrator, JsonNode fit, Instant now)
            throws SQLException {
        Optional<CalibratorVersion> newest =
                session.first(NEWEST, JdbcCalibratorStore::map, model.id(), modelVersion, calibrator.method());
        if (newest.isPresent() && newest.get().calibrator().equals(calibrator)) {
            return newest.get().version();
        }
        int version = (int) session.number(NEXT_VERSION, model.id());
        session.update(
                INSERT,
                model.id(),
                version,
                modelVersion,
                calibrator.method(),
                Json.text(CalibratorJson.parameters(calibrator)),
                Json.text(CalibratorVersion.checksOf(calibrator)),
                Json.text(fit),
                now);
        return version;
    }

    @Override
    public Optional<Integer> previous(Model model, String modelVersion) {
        return database.read(session -> Promotions.previous(session, model.id(), modelVersion));
    }
}
