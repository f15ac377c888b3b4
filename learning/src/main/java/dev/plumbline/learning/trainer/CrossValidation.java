package dev.plumbline.learning.trainer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Judges a trainer on held-out training rows: at each of its settings it learns from the rows of every split and is judged by
 * those held out. The setting of the least log loss is the one to fit all rows with.
 */
final class CrossValidation {

    /**
     * A trainer at its best setting.
     *
     * @param setting see {@link Trainer#fit}
     * @param logLoss mean over the held-out rows, in nats; NaN if no row could be held out
     * @param probabilities of the held-out rows, class by class
     * @param labels their classes
     */
    @SuppressWarnings("ArrayRecordComponent") // handed through, never compared
    record Result(Trainer trainer, int setting, double logLoss, double[][] probabilities, int[] labels) {}

    private record Judged(Judge judge, Trainer.Path path) {}

    private CrossValidation() {}

    static Result of(Trainer trainer, Problem problem, List<Folds.Split> splits, TrainingWatch watch) {
        List<Judged> judged = new ArrayList<>();
        for (Folds.Split split : splits) {
            Judge judge = new Judge(split.heldOut(), problem.labels(), counts(problem, split.learn()));
            if (judge.present().length >= 2) {
                int[] labels = Arrays.stream(split.learn())
                        .map(i -> Arrays.binarySearch(judge.present(), problem.labels()[i]))
                        .toArray();
                judged.add(new Judged(
                        judge, trainer.learn(problem, split.learn(), labels, judge.present().length, judge, watch)));
            }
        }
        double[] losses = summed(judged);
        int best = 0;
        for (int setting = 1; setting < losses.length; setting++) {
            best = losses[setting] < losses[best] ? setting : best;
        }
        List<double[]> probabilities = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (Judged one : judged) {
            int setting = Math.min(best, one.path().losses().length - 1);
            for (double[] logs :
                    one.judge().logProbabilities(one.path().scores().apply(setting))) {
                probabilities.add(Arrays.stream(logs).map(Math::exp).toArray());
            }
            Arrays.stream(one.judge().truth()).forEach(labels::add);
        }
        int n = labels.size();
        return new Result(
                trainer,
                best,
                n == 0 ? Double.NaN : losses[best] / n,
                probabilities.toArray(double[][]::new),
                labels.stream().mapToInt(Integer::intValue).toArray());
    }

    private static int[] counts(Problem problem, int[] rows) {
        int[] counts = new int[problem.classes()];
        for (int row : rows) {
            counts[problem.labels()[row]]++;
        }
        return counts;
    }

    private static double[] summed(List<Judged> judged) {
        double[] losses = new double[judged.isEmpty() ? 1 : judged.get(0).path().losses().length];
        for (Judged one : judged) {
            for (int setting = 0; setting < losses.length; setting++) {
                losses[setting] += one.path().losses()[setting];
            }
        }
        return losses;
    }
}
