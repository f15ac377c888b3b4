package dev.plumbline.learning.retrain;

import dev.plumbline.learning.dataset.LoggedFeatures;
import dev.plumbline.learning.model.ModelFormatException;
import dev.plumbline.monitor.ConflictException;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.Page;
import dev.plumbline.monitor.jobs.RunHandle;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.ModelSettings;
import dev.plumbline.monitor.model.ModelStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The smallest stores that keep the promises this module relies on; the real ones are tested in their own module. */
final class FakeStores {

    private FakeStores() {}

    static final class TrainedModels implements TrainedModelStore {
        final List<TrainingRun> versions = new ArrayList<>();
        final List<JsonNode> records = new ArrayList<>();
        final Set<String> rolledBack = new HashSet<>();
        String serving;
        int reads;
        boolean damaged;
        /** Runs once before the next commit, as another node would. */
        Runnable interference = () -> {};

        @Override
        public Optional<StoredModel> serving(Model model) {
            reads++;
            if (damaged) {
                throw new ModelFormatException("a golden row", null);
            }
            return Optional.ofNullable(serving).map(version -> {
                TrainingRun run = versions.get(Integer.parseInt(version) - 1);
                return StoredModel.load(version, run.modelJson(), run.trainedAt());
            });
        }

        @Override
        public Optional<StoredModel> find(Model model, int version) {
            throw new UnsupportedOperationException("tested over HTTP");
        }

        @Override
        public Optional<byte[]> reference(Model model, String version) {
            return Optional.of(versions.get(Integer.parseInt(version) - 1).reference());
        }

        @Override
        public boolean rolledBack(Model model, byte[] modelJson) {
            return rolledBack.contains(new String(modelJson, StandardCharsets.UTF_8));
        }

        @Override
        public TrainedVersion add(Model model, byte[] modelJson, JsonNode provenance, Instant now) {
            throw new UnsupportedOperationException("tested over HTTP");
        }

        @Override
        public Optional<byte[]> portable(Model model, int version) {
            throw new UnsupportedOperationException("tested over HTTP");
        }

        @Override
        public Page<TrainedVersion> versions(Model model, long before, int limit) {
            throw new UnsupportedOperationException("tested over HTTP");
        }

        @Override
        public TrainedPromotion move(Model model, int to, int expected, String kind, String reason, Instant now) {
            throw new UnsupportedOperationException("tested over HTTP");
        }

        @Override
        public Optional<Integer> previous(Model model) {
            throw new UnsupportedOperationException("tested over HTTP");
        }

        @Override
        public Page<TrainedPromotion> promotions(Model model, long before, int limit) {
            return new Page<>(
                    List.of(new TrainedPromotion(1, null, serving, "promoted", "gate", Instant.EPOCH, "", null)), null);
        }

        @Override
        public byte[] commit(TrainingRun run, RunHandle handle, Renderer renderer) {
            Runnable once = interference;
            interference = () -> {};
            once.run();
            if (!Objects.equals(run.expectedServing(), serving)) {
                throw new ConflictException("version " + serving + " serves, not " + run.expectedServing());
            }
            int at = 0;
            while (at < versions.size() && !Arrays.equals(versions.get(at).modelJson(), run.modelJson())) {
                at++;
            }
            if (at == versions.size()) {
                versions.add(run);
            }
            String version = String.valueOf(at + 1);
            byte[] record = renderer.render(version);
            records.add(Json.read(record));
            serving = run.serve() ? version : serving;
            return record;
        }

        @Override
        public Page<JsonNode> list(Model model, long before, int limit) {
            return new Page<>(records, null);
        }
    }

    /** A model that logs no features. */
    static final class NothingLogged implements LoggedFeatures {
        @Override
        public boolean any(Model model) {
            return false;
        }

        @Override
        public Account pairs(Model model, int most, Consumer<Pair> consumer) {
            return new Account(0, 0, 0, 0);
        }

        @Override
        public long sample(Model model, Instant from, Instant to, int about, Consumer<ObjectNode> consumer) {
            return 0;
        }
    }

    static final class Declarations implements ModelStore {
        private final Map<String, Model> models = new TreeMap<>();

        @Override
        public Optional<Model> find(String name) {
            return Optional.ofNullable(models.get(name));
        }

        @Override
        public List<Model> all() {
            return List.copyOf(models.values());
        }

        @Override
        public Declared declare(String name, ModelSettings initial, UnaryOperator<ModelSettings> change, Instant now) {
            Model old = models.get(name);
            long id = old == null ? models.size() + 1 : old.id();
            Model model = new Model(id, name, change.apply(old == null ? initial : old.settings()), now);
            models.put(name, model);
            return new Declared(model, old == null);
        }

        @Override
        public String currentVersion(Model model) {
            return "1";
        }
    }
}
