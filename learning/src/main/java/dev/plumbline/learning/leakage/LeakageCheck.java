package dev.plumbline.learning.leakage;

import dev.plumbline.learning.dataset.LabelledRows;
import dev.plumbline.learning.dataset.TrainingData;
import dev.plumbline.learning.leakage.LeakageReport.FeatureLeak;
import dev.plumbline.learning.model.Evaluation;
import dev.plumbline.learning.model.TrainedModel;
import dev.plumbline.learning.trainer.Refits;
import dev.plumbline.learning.trainer.Selection;
import dev.plumbline.learning.trainer.TrainingWatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Looks for features that give the label away, by the numbers alone.
 *
 * <p><b>Suspected</b> is a result that is too good to be true on rows the model has not seen:
 *
 * <ul>
 *   <li>the model leaves less than {@value #UNEXPLAINED} of the label's entropy unexplained (test log loss against that of the
 *       base rates) <b>and</b> is right in at least {@value #NEARLY_ALWAYS} of the rows; or
 *   <li>the same with at least {@value #MOSTLY} right, when the {@value #MISLABELLED} of the rows that cost the model most are
 *       left out: a few wrong labels cost a model that is sure as much as all other rows together; or
 *   <li>one feature alone leaves less than {@value #UNEXPLAINED} of it, whether or not the model can use it.
 * </ul>
 *
 * <p>Why these: what people or markets do is not explained to nine tenths by what is known beforehand, while a label that was
 * computed from its features is; an honest strong model (accuracy 0.95, a quarter of the entropy left) stays below. Log loss
 * and not accuracy alone, because 98 % right is no feat where one class has 98 % of the rows. It is a suspicion: clean
 * measurements of a physical thing can be that good.
 *
 * <p><b>Named</b> as carrying it are the features without which the model falls back by a twentieth of the entropy or more, and
 * those that alone explain half of it; and what is computed from them ({@link MadeOf}). Models without a feature are made for
 * those that the trained one uses most, as many as are worth their time ({@link Refits}).
 */
public final class LeakageCheck {

    static final double UNEXPLAINED = 0.10;
    static final double NEARLY_ALWAYS = 0.98;
    static final double MISLABELLED = 0.02;
    static final double MOSTLY = 0.95;

    private static final double LEANT_ON = 0.05;
    private static final double TELLING_ALONE = 0.50;
    private static final int NAMED_AT_MOST = 10;

    private LeakageCheck() {}

    /**
     * The report.
     *
     * @param data what the model was trained on
     * @param selection the trained model, and the way to make it again without a feature
     * @param test the model's evaluation on the test rows of that data
     * @param watch told each model that is made again
     */
    public static LeakageReport report(TrainingData data, Selection selection, Evaluation test, TrainingWatch watch) {
        TrainedModel model = selection.fitted().model();
        List<SingleFeatures.Alone> alone = SingleFeatures.judge(data);
        Double[] without = without(data, selection, test, watch);
        List<FeatureLeak> features = new ArrayList<>();
        for (int j = 0; j < without.length; j++) {
            features.add(new FeatureLeak(
                    data.featureNames().get(j), alone.get(j).auc(), alone.get(j).logLoss(), without[j]));
        }
        features.sort(Comparator.comparingDouble(FeatureLeak::logLossAlone));

        // rows of a single class have no entropy to explain: whatever says that class looks perfect
        boolean toExplain = classesIn(test) > 1;
        double bound = toExplain ? UNEXPLAINED * test.baseRateLogLoss() : 0;
        boolean byModel = test.logLoss() < bound && test.accuracy() >= NEARLY_ALWAYS
                || toExplain && test.accuracy() >= MOSTLY && unexplained(model, data.test()) < UNEXPLAINED;
        boolean byFeature = features.get(0).logLossAlone() < bound;
        String explanation = byModel || byFeature
                ? suspicion(data, test, features, byModel)
                : String.format(
                        Locale.ROOT,
                        "Not suspected: on the test rows the model has log loss %.4f against %.4f of the base rates"
                                + " and is right in %.1f %%; the most telling feature alone, %s, has log loss %.4f.",
                        test.logLoss(),
                        test.baseRateLogLoss(),
                        100 * test.accuracy(),
                        features.get(0).name(),
                        features.get(0).logLossAlone());
        return new LeakageReport(byModel || byFeature, features, explanation);
    }

    /** The log loss without each feature; null for those that the model uses least. */
    private static Double[] without(TrainingData data, Selection selection, Evaluation test, TrainingWatch watch) {
        double[] masked = Evaluation.maskedLogLosses(selection.fitted().model(), data.test());
        Set<String> unused = Set.copyOf(selection.fitted().constantFeatures());
        Double[] without = new Double[masked.length];
        IntStream.range(0, masked.length)
                .boxed()
                .sorted(Comparator.comparingDouble(j -> -masked[j]))
                .limit(selection.refits().worthwhile())
                .forEach(j -> {
                    String name = data.featureNames().get(j);
                    watch.step("judging", "the model without " + name);
                    without[j] = unused.contains(name)
                            ? test.logLoss()
                            : Arrays.stream(Evaluation.rowLosses(
                                            selection.refits().without(j, watch), data.test()))
                                    .average()
                                    .orElseThrow();
                });
        return without;
    }

    /** What is left of the label's entropy without the rows that cost the model most. */
    private static double unexplained(TrainedModel model, LabelledRows rows) {
        int[] truth = rows.classIndices(model.classes());
        double[] baseRates = model.baseRates();
        double[] losses = Evaluation.rowLosses(model, rows);
        int kept = losses.length - (int) (MISLABELLED * losses.length);
        double left = 0;
        double base = 0;
        // the base rates pay for the same rows: without those of a rare class, they know nearly all as well
        for (int i : IntStream.range(0, losses.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> losses[i]))
                .limit(kept)
                .mapToInt(i -> i)
                .toArray()) {
            left += losses[i];
            base -= Math.log(baseRates[truth[i]]);
        }
        return left / base;
    }

    private static long classesIn(Evaluation test) {
        return Arrays.stream(test.confusionMatrix())
                .filter(row -> Arrays.stream(row).sum() > 0)
                .count();
    }

    private static String suspicion(TrainingData data, Evaluation test, List<FeatureLeak> features, boolean byModel) {
        double base = test.baseRateLogLoss();
        String found = byModel
                ? String.format(
                        Locale.ROOT,
                        "Too good to be true: on rows it has not seen the model is right in %.1f %% and its log loss is"
                                + " %.4f, %.1f %% of the base rates' %.4f%s.",
                        100 * test.accuracy(),
                        test.logLoss(),
                        100 * test.logLoss() / base,
                        base,
                        test.logLoss() < UNEXPLAINED * base
                                ? ""
                                : ", most of it in a few rows whose labels may be wrong")
                : String.format(
                        Locale.ROOT,
                        "Too good to be true: %s alone has log loss %.4f on rows not seen, %.1f %% of the base rates' %.4f.",
                        features.get(0).name(),
                        features.get(0).logLossAlone(),
                        100 * features.get(0).logLossAlone() / base,
                        base);
        List<String> carriers =
                carriers(test, features).stream().map(FeatureLeak::name).toList();
        List<String> made = MadeOf.these(data, carriers);
        return found + " Features that determine the label: " + named(carriers)
                + (made.isEmpty() ? "" : "; computed from these: " + named(made))
                + ". Do they exist when the prediction is needed?";
    }

    private static List<FeatureLeak> carriers(Evaluation test, List<FeatureLeak> features) {
        double base = test.baseRateLogLoss();
        List<FeatureLeak> carriers = features.stream()
                .filter(feature ->
                        feature.logLossWithout() != null && feature.logLossWithout() - test.logLoss() >= LEANT_ON * base
                                || feature.logLossAlone() <= TELLING_ALONE * base)
                .toList();
        // none by itself: many features say the same, and the most telling ones are where to begin
        return carriers.isEmpty() ? features.subList(0, Math.min(3, features.size())) : carriers;
    }

    private static String named(List<String> names) {
        int more = names.size() - NAMED_AT_MOST;
        return names.stream().limit(NAMED_AT_MOST).collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "");
    }
}
