package dev.plumbline.learning.model;

/**
 * A decision tree of a boosted model, in nodes numbered from the root: a node's left child is the next one.
 *
 * <pre>at a leaf:  the answer is value[i]
 * else:       x = the row's design column column[i], as a float
 *             go to i + 1 if x &lt; value[i], or x is missing and missingLeft[i]; else to right[i]</pre>
 *
 * <p>Comparisons are of floats, as XGBoost's are: a threshold that it put between two floats cuts there and nowhere else.
 *
 * @param column the design column that a node compares, {@value #LEAF} for a leaf
 * @param value the threshold, or the leaf's answer
 * @param right where a node's right child stands, after its left one; 0 for a leaf
 * @param missingLeft where a missing value goes
 */
@SuppressWarnings("ArrayRecordComponent") // never handed out
record Tree(int[] column, float[] value, int[] right, boolean[] missingLeft) {

    static final int LEAF = -1;

    /** Checks that every path ends at a leaf of the tree and every number is finite. */
    Tree {
        int n = column.length;
        Checks.require(n >= 1, "a tree must have a node, got none");
        Checks.length("value of a tree", value.length, n);
        Checks.length("right of a tree", right.length, n);
        Checks.length("missingLeft of a tree", missingLeft.length, n);
        for (int i = 0; i < n; i++) {
            Checks.require(
                    Float.isFinite(value[i]), "value of a tree must be finite, got " + value[i] + " at node " + i);
            boolean leaf = column[i] == LEAF;
            Checks.require(
                    leaf || (column[i] >= 0 && right[i] > i + 1 && right[i] < n),
                    "a node of a tree must have children after it, got right " + right[i] + " at node " + i + " of "
                            + n);
        }
    }

    /** The answer for a row of design columns; NaN is missing. */
    float answer(float[] x) {
        int at = 0;
        while (column[at] != LEAF) {
            at = next(at, x[column[at]]);
        }
        return value[at];
    }

    /** The answer for x with the columns {@code from} to {@code to - 1} of y. */
    float answer(float[] x, float[] y, int from, int to) {
        int at = 0;
        while (column[at] != LEAF) {
            int c = column[at];
            at = next(at, c >= from && c < to ? y[c] : x[c]);
        }
        return value[at];
    }

    /** Where a node sends a value. */
    int next(int at, float x) {
        boolean left = Float.isNaN(x) ? missingLeft[at] : x < value[at];
        return left ? at + 1 : right[at];
    }
}
