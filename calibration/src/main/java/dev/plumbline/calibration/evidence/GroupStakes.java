package dev.plumbline.calibration.evidence;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * How much of a group's one bet each of its predictions gets. A stake must be fixed before the prediction is made, because how many follow
 * may depend on the outcome: the i-th gets {@code u_i = 2^-i}, together less than 1 however many come. Those made at one time share theirs equally,
 * so that their order is of no matter; in data without time all are of one. Those made after the day of the first one get none: by then outcomes that the first day's block is
 * bet on may be known.
 *
 * <p>Why a sum and not a product: predictions of one event have one outcome, and a product over them multiplies the same luck.
 *
 * @param members those that count, in time order
 * @param stakes u of each, together at most 1
 * @param first how many were predicted at the first time
 */
record GroupStakes(List<Member> members, double[] stakes, int first) {

    private static final long DAY = 86_400_000_000L;

    /** The UTC day of a time in microseconds since 1970, counted from then. */
    static long day(long time) {
        return Math.floorDiv(time, DAY);
    }

    static GroupStakes byTime(List<Member> group) {
        checkNotEmpty(group);
        Member[] sorted = group.toArray(Member[]::new);
        Arrays.sort(sorted, Comparator.comparingLong(Member::time));
        long day = day(sorted[0].time());
        int counted = 1;
        while (counted < sorted.length && day(sorted[counted].time()) == day) {
            counted++;
        }
        double[] stakes = new double[counted];
        double left = 1;
        int first = 0;
        for (int from = 0; from < counted; ) {
            int to = from + 1;
            while (to < counted && sorted[to].time() == sorted[from].time()) {
                to++;
            }
            double rest = Math.scalb(left, from - to);
            Arrays.fill(stakes, from, to, (left - rest) / (to - from));
            first = from == 0 ? to : first;
            left = rest;
            from = to;
        }
        return new GroupStakes(Arrays.asList(sorted).subList(0, counted), stakes, first);
    }

    private static void checkNotEmpty(List<Member> group) {
        if (group.isEmpty()) {
            throw new IllegalArgumentException("members must have at least 1 value, got 0");
        }
    }

    /** {@return whether any member has an outcome} */
    boolean observed() {
        return members.stream().anyMatch(Member::observed);
    }
}
