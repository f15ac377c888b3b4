package dev.plumbline.calibration.evidence;

import dev.plumbline.calibration.Checks;

/**
 * One of several predictions of one event.
 *
 * @param time when it was predicted, in microseconds since 1970
 * @param probability in [0, 1]
 * @param outcome in [0, 1]; of no meaning unless observed
 * @param weight 0 or more
 * @param observed whether its outcome came
 */
public record Member(long time, double probability, double outcome, double weight, boolean observed) {

    /** Checks the ranges. */
    public Member {
        Checks.unit("probability", probability);
        Checks.unit("outcome", outcome);
        Checks.weight(weight);
    }

    /**
     * A prediction whose outcome never came.
     *
     * @param time when it was predicted, in microseconds since 1970
     * @param probability in [0, 1]
     * @param weight 0 or more
     * @return the member
     */
    public static Member missing(long time, double probability, double weight) {
        return new Member(time, probability, 0, weight, false);
    }
}
