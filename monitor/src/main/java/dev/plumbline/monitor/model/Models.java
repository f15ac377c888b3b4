package dev.plumbline.monitor.model;

import dev.plumbline.monitor.InvalidArgumentException;
import dev.plumbline.monitor.NotFoundException;
import java.time.Clock;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Finds and declares models. The default model always exists. */
public final class Models {
    private final ModelStore store;
    private final Clock clock;
    private final String defaultName;
    private final PromotionPolicy defaultPolicy;

    /**
     * @param defaultName the model that the contract's endpoints act on when none is named; declared here if need be, on the
     *     percent scale
     * @param defaultPolicy the policy of models that declare none
     */
    public Models(ModelStore store, Clock clock, String defaultName, PromotionPolicy defaultPolicy) {
        this.store = store;
        this.clock = clock;
        this.defaultName = Model.checkedName(defaultName);
        this.defaultPolicy = defaultPolicy;
        if (store.find(defaultName).isEmpty()) {
            store.declare(defaultName, initialSettings(defaultName), settings -> settings, clock.instant());
        }
    }

    /**
     * The model of that name; null means the default one.
     *
     * @throws NotFoundException "Unknown model: NAME"
     */
    public Model require(String name) {
        String wanted = name == null ? defaultName : name;
        return store.find(wanted).orElseThrow(() -> NotFoundException.model(wanted));
    }

    public List<Model> all() {
        return store.all();
    }

    /** Declares a model, or changes its declaration by the fields that are sent. */
    public ModelStore.Declared declare(String name, JsonNode patch) {
        Model.checkedName(name);
        return store.declare(name, initialSettings(name), settings -> changed(settings, patch), clock.instant());
    }

    private static ModelSettings changed(ModelSettings settings, JsonNode patch) {
        ModelSettings changed = SettingsPatch.apply(settings, patch);
        for (String key : changed.segments()) {
            if (key.contains(":") && !settings.segments().contains(key)) {
                throw new InvalidArgumentException("segments", "names without ':', which parts KEY:VALUE", key);
            }
        }
        return changed;
    }

    /** What a model of that name starts with: the default model on the percent scale, any other on the unit scale. */
    public ModelSettings initialSettings(String name) {
        return ModelSettings.defaults(name.equals(defaultName) ? ScoreScale.PERCENT : ScoreScale.UNIT);
    }

    public PromotionPolicy policy(Model model) {
        return model.settings().promotion().orElse(defaultPolicy);
    }

    public String currentVersion(Model model) {
        return store.currentVersion(model);
    }
}
