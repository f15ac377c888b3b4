package dev.plumbline.calibration.calibrator;

import dev.plumbline.calibration.ScorePools;

/**
 * The isotonic fit's value at one more pair, for every place where that pair may stand, in time linear in their number.
 *
 * <p>Draw cumulated targets over cumulated weights. An isotonic fit is the slope of the greatest convex minorant of these
 * points (Barlow, Bartholomew, Bremner and Brunk 1972). One more pair (s, y) splits them: those left of s stay, the others
 * move by (1, y), and the value at s is the slope of the edge that bridges the gap, the common lower tangent of the lower hulls
 * of both sides. The bridge is looked for from where it was for the place before: as s grows both of its ends only move to
 * the right, so that all searches together are as long as the line of points.
 */
final class VennAbersSweep {

    private final double[] weight; // cumulated; point 0 is the origin
    private final double[] target;
    private final double one; // y of the one more pair
    private final int[] left; // lower hull of the points left of the gap, the last one at the gap
    private final int[] right; // lower hull of those right of it, the last one at the gap
    private final int[] replaced; // per point what stood in its place in the right hull, and how high the hull was
    private final int[] height;
    private int leftTop;
    private int rightTop;
    private int i; // the bridge goes from left[i] to right[k]
    private int k;

    private VennAbersSweep(ScorePools pools, double y) {
        int n = pools.size() + 1;
        weight = new double[n];
        target = new double[n];
        one = y;
        left = new int[n];
        right = new int[n];
        replaced = new int[n];
        height = new int[n];
        for (int j = 1; j < n; j++) {
            weight[j] = weight[j - 1] + pools.weight(j - 1);
            target[j] = target[j - 1] + pools.target(j - 1);
        }
        rightTop = -1;
        for (int j = n - 1; j >= 0; j--) {
            pushRight(j);
        }
        k = rightTop;
    }

    /** The values below the first score, at it, between it and the second, and so on to beyond the last. */
    static double[] values(ScorePools pools, double y) {
        VennAbersSweep sweep = new VennAbersSweep(pools, y);
        double[] values = new double[2 * pools.size() + 1];
        values[0] = sweep.bridge();
        for (int j = 1; j <= pools.size(); j++) {
            sweep.popRight(j - 1); // at the score: its own pairs move with the new one
            values[2 * j - 1] = Math.max(sweep.bridge(), values[2 * j - 2]); // the maximum lets rounding pass, no more
            sweep.pushLeft(j);
            values[2 * j] = Math.max(sweep.bridge(), values[2 * j - 1]);
        }
        return values;
    }

    private double bridge() {
        i = Math.min(i, leftTop);
        k = Math.min(k, rightTop);
        boolean first = true; // later rounds only widen the bridge
        boolean moved = true;
        while (moved) {
            moved = false;
            while (k > 0 && turnRight(left[i], right[k], right[k - 1]) < 0) {
                k--;
                moved = true;
            }
            while (first && k < rightTop && turnRight(left[i], right[k + 1], right[k]) > 0) {
                k++;
                moved = true;
            }
            while (i > 0 && turnLeft(left[i - 1], left[i], right[k]) < 0) {
                i--;
                moved = true;
            }
            while (first && i < leftTop && turnLeft(left[i], left[i + 1], right[k]) > 0) {
                i++;
                moved = true;
            }
            first = false;
        }
        double slope = (target[right[k]] - target[left[i]] + one) / (weight[right[k]] - weight[left[i]] + 1);
        return Math.min(Math.max(slope, 0), 1);
    }

    // Differences first, then the one more pair: added to a large sum its weight of 1 would be lost.

    /** Above 0 when the nearer of two right points lies below the line from a left one to the farther. */
    private double turnRight(int a, int near, int far) {
        return cross(
                weight[near] - weight[a] + 1,
                target[near] - target[a] + one,
                weight[far] - weight[a] + 1,
                target[far] - target[a] + one);
    }

    /** Above 0 when the nearer of two left points lies below the line from the farther to a right one. */
    private double turnLeft(int far, int near, int c) {
        return cross(
                weight[near] - weight[far],
                target[near] - target[far],
                weight[c] - weight[far] + 1,
                target[c] - target[far] + one);
    }

    private void pushLeft(int point) {
        while (leftTop > 0 && !below(left[leftTop - 1], left[leftTop], point)) {
            leftTop--;
        }
        left[++leftTop] = point;
    }

    private void pushRight(int point) {
        height[point] = rightTop;
        while (rightTop > 0 && !below(point, right[rightTop], right[rightTop - 1])) {
            rightTop--;
        }
        replaced[point] = right[++rightTop];
        right[rightTop] = point;
    }

    private void popRight(int point) {
        right[rightTop] = replaced[point];
        rightTop = height[point];
    }

    /** Whether the middle one of three points of one side lies below the line of the others. */
    private boolean below(int a, int b, int c) {
        return cross(weight[b] - weight[a], target[b] - target[a], weight[c] - weight[a], target[c] - target[a]) > 0;
    }

    private static double cross(double x1, double y1, double x2, double y2) {
        return x1 * y2 - y1 * x2; // exact for counts up to some ten millions
    }
}
