package dev.plumbline.calibration.evidence;

/**
 * How the stake on one event is spread over its predictions: the i-th in order of time gets 2^-i, which is fixed before that prediction
 * is made, however many will follow; the rest is never at stake. Predictions of one time share theirs equally.
 */
final class GroupStakes {
    private GroupStakes() {}

    /**
     * The stakes.
     *
     * @param times of the members, never decreasing
     * @return one per member, together at most 1
     */
    static double[] of(long[] times) {
        double[] stakes = new double[times.length];
        for (int from = 0, to; from < times.length; from = to) {
            to = from + 1;
            while (to < times.length && times[to] == times[from]) {
                to++;
            }
            // 2^-(from+1) + ... + 2^-to
            double together = Math.scalb(1.0, -from) - Math.scalb(1.0, -to);
            for (int i = from; i < to; i++) {
                stakes[i] = together / (to - from);
            }
        }
        return stakes;
    }
}
