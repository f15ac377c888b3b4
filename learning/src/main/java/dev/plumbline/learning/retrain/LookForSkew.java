package dev.plumbline.learning.retrain;

import dev.plumbline.learning.skew.SkewCheck;
import dev.plumbline.learning.skew.SkewReport;
import dev.plumbline.learning.skew.TrainingReference;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.NotFoundException;
import dev.plumbline.monitor.alert.Alert;
import dev.plumbline.monitor.alert.AlertStore;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.Models;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares what the trained model in force is asked with what it was trained on, and tells people of a change once. */
public final class LookForSkew {
    private static final Logger LOG = LoggerFactory.getLogger(LookForSkew.class);

    private final Models models;
    private final TrainedModelStore store;
    private final SkewCheck check;
    private final AlertStore alerts;
    private final Clock clock;

    public LookForSkew(Models models, TrainedModelStore store, SkewCheck check, AlertStore alerts, Clock clock) {
        this.models = models;
        this.store = store;
        this.check = check;
        this.alerts = alerts;
        this.clock = clock;
    }

    /**
     * The report of now; empty when no trained model is in force, or an imported one, whose training rows are not known here.
     *
     * @throws NotFoundException if there is no model of that name
     */
    public Optional<SkewReport> report(String modelName) {
        return report(models.require(modelName));
    }

    private Optional<SkewReport> report(Model model) {
        return store.serving(model)
                .flatMap(serving -> store.reference(model, serving.version())
                        .map(TrainingReference::read)
                        .map(reference ->
                                check.report(model, serving.version(), serving.model(), reference, clock.instant())));
    }

    /** The same, with an alert where a change is news, or is over. */
    public void look(String modelName) {
        Model model = models.require(modelName);
        report(model).filter(report -> !report.features().isEmpty()).ifPresent(report -> {
            if (report.found()) {
                LOG.warn("[skew] model {}: {}", model.name(), report.explanation());
            }
            alerts.append(
                    model,
                    List.of(new Alert(
                            Alert.Type.SKEW_FOUND,
                            "skew:" + report.modelVersion(),
                            "",
                            report.found(),
                            Json.object()
                                    .put("model", model.name())
                                    .put("modelVersion", report.modelVersion())
                                    .put("explanation", report.explanation())
                                    .set(
                                            "features",
                                            Json.mapper()
                                                    .valueToTree(report.features().stream()
                                                            .filter(SkewReport.FeatureSkew::flagged)
                                                            .toList())))),
                    clock.instant());
        });
    }
}
