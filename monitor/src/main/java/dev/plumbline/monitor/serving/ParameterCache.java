package dev.plumbline.monitor.serving;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.Models;
import dev.plumbline.monitor.versions.CalibratorStore;
import dev.plumbline.monitor.versions.InForce;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parameters in force, kept for 24 hours and forgotten on every change (key {@code platt-params}), so that serving reads
 * no calibrator from the database and the next request after a change uses what is in force then.
 */
public final class ParameterCache {
    private static final Logger LOG = LoggerFactory.getLogger(ParameterCache.class);
    private static final String NAME = "platt-params";
    private static final int MOST = 10_000;

    /** The generation makes a value that was loaded just before a change, and stored just after it, unreachable. */
    private record Key(String name, String model, String modelVersion, long generation) {}

    private final Models models;
    private final CalibratorStore store;
    private final Cache<Key, InForce> parameters = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofHours(24))
            .maximumSize(MOST)
            .build();
    private final Cache<String, String> currentVersions = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofMinutes(1))
            .maximumSize(MOST)
            .build();
    private final ConcurrentMap<String, AtomicLong> generations = new ConcurrentHashMap<>();

    public ParameterCache(Models models, CalibratorStore store) {
        this.models = models;
        this.store = store;
    }

    /**
     * What serves a version of a model.
     *
     * @param modelVersion null for the model's current version
     */
    public InForce inForce(String modelName, String modelVersion) {
        String version = modelVersion != null
                ? modelVersion
                : currentVersions.get(modelName, name -> models.currentVersion(models.require(name)));
        Key key = new Key(NAME, modelName, version, generation(modelName).get());
        return parameters.get(key, missing -> load(missing.model(), missing.modelVersion()));
    }

    /** How long the oldest parameters of a model that serve from memory have been there; empty when none do. */
    public Optional<Duration> age(String modelName) {
        var ages = parameters.policy().expireAfterWrite().orElseThrow();
        return parameters.asMap().keySet().stream()
                .filter(key -> key.model().equals(modelName))
                .flatMap(key -> ages.ageOf(key).stream())
                .max(Comparator.naturalOrder());
    }

    private AtomicLong generation(String modelName) {
        return generations.computeIfAbsent(modelName, name -> new AtomicLong());
    }

    private InForce load(String modelName, String modelVersion) {
        Model model = models.require(modelName);
        return store.inForce(model, modelVersion);
    }

    /** Forgets a model's parameters, after an audit, a promotion, a rollback or a new declaration. */
    public void invalidate(String modelName) {
        generation(modelName).incrementAndGet();
        parameters.asMap().keySet().removeIf(key -> key.model().equals(modelName));
        currentVersions.invalidate(modelName);
        LOG.debug("[calibrator] cache key {} of model {} invalidated", NAME, modelName);
    }

    /** Predictions of these versions came in: another version may be the current one now. */
    public void seen(String modelName, Set<String> versions) {
        String current = currentVersions.getIfPresent(modelName);
        if (current != null && !versions.equals(Set.of(current))) {
            currentVersions.invalidate(modelName);
        }
    }
}
