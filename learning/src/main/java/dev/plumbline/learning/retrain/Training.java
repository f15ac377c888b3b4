package dev.plumbline.learning.retrain;

import dev.plumbline.learning.dataset.TrainingData;
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

    static Training on(TrainingData data, TrainingSettings settings, TrainingWatch.Progress progress) {
        TrainingWatch watch = new TrainingWatch(settings.timeLimit(), progress);
        Selection selection = new ModelSelection(settings.trainers()).select(data, watch);
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
                LeakageCheck.report(data, model, test));
    }

    TrainedModel model() {
        return selection.fitted().model();
    }
}
