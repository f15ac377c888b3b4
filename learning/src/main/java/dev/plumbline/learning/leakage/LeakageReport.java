package dev.plumbline.learning.leakage;

import java.util.List;

/**
 * What the data says about features that give the label away. Component names are the wire names.
 *
 * @param suspected whether the result is too good to be believed without a look at the features
 * @param features every feature, the most telling first
 * @param explanation what was found, in words and numbers, with the question to ask
 */
public record LeakageReport(boolean suspected, List<FeatureLeak> features, String explanation) {

    public LeakageReport {
        features = List.copyOf(features);
    }

    /**
     * How well one feature alone tells the label.
     *
     * @param name the feature
     * @param auc one class against the rest by this feature's rank, over all rows, for the class that it tells best and in
     *     the direction that tells best: 0.5 nothing, 1 without error
     * @param logLossAlone log loss on the test rows of a tree on this feature only, in nats; compare the base rates'
     * @param logLossWithout log loss on the test rows, in nats, of the model without this feature ({@link
     *     dev.plumbline.learning.trainer.Refits}): above the model's own where no other feature can stand for it; null where that
     *     was not looked at
     */
    public record FeatureLeak(String name, double auc, double logLossAlone, Double logLossWithout) {}
}
