package dev.plumbline.learning.trainer;

/**
 * A trainer that was considered. Component names are wire names.
 *
 * @param trainer its name
 * @param heldOutLogLoss mean -ln p(true class) over held-out training rows at its best setting, in nats, before calibration;
 *     null if it was not tried, or no row could be held out
 * @param chosen whether the model is by it
 * @param reason why it was not tried; null if it was
 */
public record Candidate(String trainer, Double heldOutLogLoss, boolean chosen, String reason) {}
