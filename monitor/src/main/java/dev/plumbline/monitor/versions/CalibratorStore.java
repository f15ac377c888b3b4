package dev.plumbline.monitor.versions;

import dev.plumbline.calibration.calibrator.Calibrator;
import dev.plumbline.calibration.calibrator.Identity;
import dev.plumbline.monitor.Page;
import dev.plumbline.monitor.model.Model;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Where calibrator versions and promotions are kept. Nothing is ever deleted; the pointer is the newest promotion. */
public interface CalibratorStore {
    /** What serves a version of the model; identity, version 0, when nothing was promoted. Verified on load. */
    InForce inForce(Model model, String modelVersion);

    Optional<CalibratorVersion> find(Model model, int version);

    /** The map that served before what serves; what serves, where nothing did. It is verified when it is to serve again. */
    default Calibrator before(Model model, InForce serving) {
        int version = serving.previousVersion();
        return version == serving.version()
                ? serving.calibrator()
                : version == 0
                        ? new Identity()
                        : find(model, version)
                                .map(CalibratorVersion::calibrator)
                                .orElseGet(serving::calibrator);
    }

    /** Versions, newest first, those below {@code before}. */
    Page<CalibratorVersion> list(Model model, long before, int limit);

    /** Promotions, newest first, those with an id below {@code before}. */
    Page<Promotion> promotions(Model model, long before, int limit);

    /**
     * Moves the pointer, in one transaction: the target is loaded back and verified, the expected version compared.
     *
     * @param modelVersion whose pointer
     * @param to the calibrator version; 0 for identity
     * @throws dev.plumbline.monitor.ConflictException if something else than {@code expected} serves, naming what serves
     * @throws dev.plumbline.monitor.NotFoundException if there is no such calibrator version for that model version
     */
    Promotion move(
            Model model, String modelVersion, int to, int expected, String kind, String by, String reason, Instant now);

    /**
     * A person has looked at a drift: the clock of the evidence starts anew.
     *
     * @param evidence the verdict and its numbers at that time
     */
    void acknowledge(Model model, String modelVersion, String reason, JsonNode evidence, Instant now);

    /**
     * What a rollback would go back to: the calibrator version that served before the one in force came; empty when nothing
     * was promoted. Going back twice goes two promotions back, not to and fro.
     */
    Optional<Integer> previous(Model model, String modelVersion);
}
