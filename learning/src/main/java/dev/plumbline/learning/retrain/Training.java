package dev.plumbline.learning.retrain;

import dev.plumbline.learning.dataset.TrainingData;
import dev.plumbline.learning.dataset.TrainingDataException;
import dev.plumbline.learning.leakage.LeakageCheck;
import dev.plumbline.learning.leakage.LeakageReport;
import dev.plumbline.learning.model.ClassReliability;
import dev.plumbline.learning.model.Evaluation;
import dev.plumbline.learning.model.Importance;
import dev.plumbline.learning.model.ModelJson;
import dev.plumbline.learning.model.TrainedModel;
import dev.plumbline.learning.trainer.ModelSelection;
import dev.plumbline.learning.trainer.Selection;
import dev.plumbline.learning.trainer.TrainingWatch;
import dev.plumbline.monitor.PlumblineVersion;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A data set, the model that was selected from it, and all that is found out about that model before it is decided what
 * becomes of it. The test rows are looked at here, once the model is fixed.
 *
 * @param json the model's portable form
 */
@SuppressWarnings("ArrayRecordComponent") // handed through, never compared
record Training(
        TrainingData data,
        Selection selection,
        byte[] json,
        Evaluation train,
        Evaluation test,
        ClassReliability calibration,
        List<Importance> importance,
        LeakageReport leakage) {

    static Training on(TrainingData data, TrainingSettings settings, TrainingWatch.Progress progress, long start) {
        TrainingWatch watch = new TrainingWatch(settings.timeLimit(), progress, start);
        Selection selection = new ModelSelection(settings.trainers()).select(data, watch);
        requireOneThatVaries(data, selection.fitted().constantFeatures());
        TrainedModel model = selection.fitted().model();
        watch.step("judging", "test rows");
        Evaluation test = Evaluation.of(model, data.test());
        return new Training(
                data,
                selection,
                ModelJson.write(model, PlumblineVersion.TEXT),
                Evaluation.of(model, data.train()),
                test,
                ClassReliability.of(model, data.test()),
                Importance.of(model, data.test()),
                LeakageCheck.report(data, selection, test, watch));
    }

    private static void requireOneThatVaries(TrainingData data, List<String> constant) {
        if (constant.size() == data.featureNames().size()) {
            String values = IntStream.range(0, Math.min(5, constant.size()))
                    .mapToObj(j -> constant.get(j) + " " + shown(data, j))
                    .collect(Collectors.joining(", "));
            throw new TrainingDataException("every feature has one value in all training rows, or none: " + values
                    + (constant.size() > 5 ? " and " + (constant.size() - 5) + " more" : "")
                    + ": there is nothing to learn from");
        }
    }

    private static String shown(TrainingData data, int j) {
        double value = data.train().value(0, j);
        List<String> categories = data.schema().feature(j).categories();
        if (Double.isNaN(value)) {
            return "is missing";
        }
        return "is " + (categories.isEmpty() ? value : "\"" + categories.get((int) value) + "\"");
    }

    TrainedModel model() {
        return selection.fitted().model();
    }
}
