package dev.plumbline.learning.retrain;

import java.time.Instant;
import java.util.List;

/**
 * What a version that is not in force would have said to recorded predictions, beside what the one in force says to them; under
 * wire names.
 *
 * @param modelVersion the version that is looked at
 * @param servingVersion the version in force
 * @param since predictions made after this were looked at: both versions were there by then, so neither learnt from what came of them
 * @param rows those with features and an outcome that both versions could predict
 * @param leftOut those with features and an outcome that one of them could not
 * @param logLoss mean -ln p(true class) of the version, in nats; null without rows
 * @param servingLogLoss the same of the version in force
 * @param logLossGain mean saving per row, in nats; above 0 the version would have been better; null without rows
 * @param interval 95 % interval of the gain; null for fewer than two rows
 * @param evidence for better, "so much to 1", see {@link PromotionRule}; null without rows
 * @param explanation the same in words
 */
public record ShadowReport(
        String modelVersion,
        String servingVersion,
        Instant since,
        int rows,
        int leftOut,
        Double logLoss,
        Double servingLogLoss,
        Double logLossGain,
        List<Double> interval,
        Double evidence,
        String explanation) {}
