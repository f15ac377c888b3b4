package dev.plumbline.monitor.versions;

import dev.plumbline.monitor.ConflictException;
import dev.plumbline.monitor.NotFoundException;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.Models;
import java.time.Clock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A person promotes a version or rolls one back, saying which version is expected to serve now. */
public final class ChangeCalibrator {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeCalibrator.class);

    private final Models models;
    private final CalibratorStore store;
    private final Clock clock;
    private final Consumer<String> onChange;

    /** @param onChange told the model whose parameters changed */
    public ChangeCalibrator(Models models, CalibratorStore store, Clock clock, Consumer<String> onChange) {
        this.models = models;
        this.store = store;
        this.clock = clock;
        this.onChange = onChange;
    }

    /** Puts a version in force, for the model version that it was fitted on (0: for the current version). */
    public Promotion promote(String modelName, int version, int expectedVersion, String reason) {
        Model model = models.require(modelName);
        String modelVersion = version == 0
                ? models.currentVersion(model)
                : store.find(model, version)
                        .map(CalibratorVersion::modelVersion)
                        .orElseThrow(() -> new NotFoundException(
                                "Unknown calibrator version: " + version + " of model " + model.name()));
        return move(model, modelVersion, version, expectedVersion, "promoted", reason);
    }

    /** Goes back to what served before, for the current version of the model. */
    public Promotion rollback(String modelName, int expectedVersion, String reason) {
        Model model = models.require(modelName);
        String modelVersion = models.currentVersion(model);
        int previous = store.previous(model, modelVersion)
                .orElseThrow(
                        () -> new ConflictException("Nothing to roll back: no calibrator was ever promoted for model "
                                + model.name() + " version " + modelVersion));
        return move(model, modelVersion, previous, expectedVersion, "rolledBack", reason);
    }

    private Promotion move(Model model, String modelVersion, int to, int expected, String kind, String reason) {
        Promotion promotion = store.move(model, modelVersion, to, expected, kind, "admin", reason, clock.instant());
        onChange.accept(model.name());
        LOG.info(
                "[calibrator] model {} version {}: {} from calibrator {} to {} by admin: {}",
                model.name(),
                modelVersion,
                kind,
                promotion.from(),
                promotion.to(),
                reason);
        return promotion;
    }
}
