package dev.plumbline.learning.retrain;

import dev.plumbline.learning.dataset.LabelledRows;
import dev.plumbline.learning.model.Evaluation;
import dev.plumbline.learning.model.TrainedModel;
import dev.plumbline.monitor.gate.GateDecision;
import dev.plumbline.monitor.gate.GateDecision.Grounds;
import dev.plumbline.monitor.gate.GateDecision.Kept;
import dev.plumbline.monitor.gate.GateDecision.Promoted;
import dev.plumbline.monitor.model.PromotionPolicy;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a freshly trained model comes into force. All that decides stands here.
 *
 * <ol>
 *   <li>A model equal to the one that serves changes nothing and is kept, under any policy.
 *   <li>Policy {@code always}: it serves. Policy {@code manual}: it does not, unless nothing serves yet.
 *   <li>Nothing serves yet: it serves if its test log loss is below that of the base rates; a model that is worse than a
 *       constant guess is not let loose.
 *   <li>Something serves on the same features and classes: it replaces it if its log loss on the new test rows is not above
 *       that of the serving model on the same rows.
 *   <li>Something serves on other features or classes, so that it cannot be asked about these rows: it replaces it if it
 *       beats the base rates.
 * </ol>
 *
 * <p>The gain is the mean saving of log loss per test row, in nats, against what it was compared with; its 95 % interval is
 * the normal one over the rows' differences, for information only.
 */
final class PromotionRule {

    private static final double QUANTILE = 1.959963984540054; // of the normal distribution at 0.975

    private PromotionRule() {}

    static GateDecision decide(
            PromotionPolicy policy,
            TrainedModel candidate,
            Evaluation test,
            LabelledRows rows,
            Optional<StoredModel> serving,
            boolean sameAsServing) {
        if (sameAsServing) {
            return new Kept(Grounds.because(
                    candidate.trainer(),
                    "training gave the very model that serves, version "
                            + serving.orElseThrow().version()));
        }
        boolean comparable = serving.isPresent() && comparable(serving.get().model(), candidate);
        double[] against =
                comparable ? Evaluation.rowLosses(serving.get().model(), rows) : baseRateLosses(candidate, rows);
        double[] gains = difference(against, Evaluation.rowLosses(candidate, rows));
        double gain = mean(gains);
        boolean better = comparable ? gain >= 0 : gain > 0;
        String numbers = numbers(test, serving, comparable, mean(against));
        String method = candidate.trainer();
        return switch (policy) {
            case ALWAYS -> new Promoted(grounds(method, gains, "policy always; " + numbers));
            case MANUAL ->
                serving.isPresent()
                        ? new Kept(grounds(method, gains, "policy manual: a person promotes; " + numbers))
                        : decision(better, method, gains, numbers);
            case GATED -> decision(better, method, gains, numbers);
        };
    }

    private static GateDecision decision(boolean better, String method, double[] gains, String numbers) {
        Grounds grounds = grounds(method, gains, numbers);
        return better ? new Promoted(grounds) : new Kept(grounds);
    }

    private static String numbers(Evaluation test, Optional<StoredModel> serving, boolean comparable, double against) {
        String candidate = String.format(Locale.ROOT, "log loss %.6f on %d test rows", test.logLoss(), test.rows());
        if (comparable) {
            return String.format(
                    Locale.ROOT,
                    "%s, %s %.6f of the serving version %s on the same rows",
                    candidate,
                    test.logLoss() <= against ? "not above the" : "above the",
                    against,
                    serving.orElseThrow().version());
        }
        return String.format(
                Locale.ROOT,
                "%s, %s %.6f of the base rates; %s",
                candidate,
                test.logLoss() < against ? "below the" : "not below the",
                against,
                serving.map(old -> "the serving version " + old.version()
                                + " has other features or classes and cannot be compared")
                        .orElse("no model serves yet"));
    }

    private static boolean comparable(TrainedModel serving, TrainedModel candidate) {
        return serving.featureNames().equals(candidate.featureNames())
                && Arrays.equals(serving.classes(), candidate.classes());
    }

    private static double[] baseRateLosses(TrainedModel candidate, LabelledRows rows) {
        double[] rates = candidate.baseRates();
        return Arrays.stream(rows.classIndices(candidate.classes()))
                .mapToDouble(k -> -Math.log(rates[k]))
                .toArray();
    }

    private static double[] difference(double[] a, double[] b) {
        double[] difference = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            difference[i] = a[i] - b[i];
        }
        return difference;
    }

    private static Grounds grounds(String method, double[] gains, String reason) {
        double mean = mean(gains);
        if (gains.length < 2) {
            return new Grounds(method, mean, null, null, reason);
        }
        double squares = 0;
        for (double gain : gains) {
            squares += (gain - mean) * (gain - mean);
        }
        double half = QUANTILE * Math.sqrt(squares / (gains.length - 1) / gains.length);
        return new Grounds(method, mean, List.of(mean - half, mean + half), null, reason);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
