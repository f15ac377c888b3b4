package dev.plumbline.monitor.intake;

import java.time.Instant;

/**
 * An outcome as it was sent, checked and on the unit scale. Null means not sent.
 *
 * @param predictionId the prediction it belongs to, which may still be on its way
 * @param actual what happened, in [0, 1]; null when only the class was sent
 * @param trueClass the true class, for models with classes
 * @param observedAt default: the time of arrival
 */
public record NewOutcome(String predictionId, Double actual, String trueClass, Instant observedAt) {}
