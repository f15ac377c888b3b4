package dev.plumbline.learning.retrain;

import dev.plumbline.learning.model.ModelFormatException;
import dev.plumbline.learning.model.ModelJson;
import dev.plumbline.monitor.PlumblineVersion;
import dev.plumbline.monitor.model.Model;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a candidate has to be better than.
 *
 * @param serving what serves; empty when nothing does, or when it cannot be read
 * @param version of what serves; null when nothing does
 * @param sameModel the candidate is the very model that serves
 * @param rolledBack the candidate is a stored version that was rolled back when it last served
 * @param damage why what serves cannot be read; null where nothing is wrong
 */
record Standing(Optional<StoredModel> serving, String version, boolean sameModel, boolean rolledBack, String damage) {
    private static final Logger LOG = LoggerFactory.getLogger(Standing.class);

    /** Nothing serves: only the base rates are left to beat. */
    static final Standing NOTHING = new Standing(Optional.empty(), null, false, false, null);

    /** @param candidate its portable form */
    static Standing of(TrainedModelStore store, Model model, byte[] candidate) {
        boolean rolledBack = store.rolledBack(model, candidate);
        try {
            Optional<StoredModel> serving = store.serving(model);
            boolean same = serving.isPresent()
                    && Arrays.equals(ModelJson.write(serving.get().model(), PlumblineVersion.TEXT), candidate);
            String version = serving.map(StoredModel::version).orElse(null);
            return new Standing(serving, version, same, rolledBack, null);
        } catch (ModelFormatException e) {
            // what serves no longer works: that must not keep a sound model from taking its place
            LOG.error("[retrain-ml] model {}: what serves cannot be read", model.name(), e);
            String version =
                    store.promotions(model, Long.MAX_VALUE, 1).items().get(0).to();
            return new Standing(Optional.empty(), version, false, rolledBack, e.getMessage());
        }
    }
}
