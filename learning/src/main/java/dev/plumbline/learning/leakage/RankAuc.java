package dev.plumbline.learning.leakage;

/**
 * Area under the ROC curve of one feature against one class, by midranks (Mann-Whitney): the chance that a row of the class
 * has a larger value than a row of another class, ties counting one half.
 */
final class RankAuc {

    private RankAuc() {}

    /**
     * The most telling class of one feature: the largest of max(auc, 1 - auc) over the classes that have rows inside and
     * outside, so that it does not matter whether large or small values speak for the class. 0.5 if there is none.
     *
     * @param sorted the values, ascending
     * @param classOfSorted each sorted value's class, 0 to classes - 1
     * @return in [0.5, 1]
     */
    static double mostTelling(double[] sorted, int[] classOfSorted, int classes) {
        double[] rankSums = new double[classes];
        long[] counts = new long[classes];
        int n = sorted.length;
        int from = 0;
        while (from < n) {
            int to = from + 1;
            while (to < n && sorted[to] == sorted[from]) {
                to++;
            }
            double midrank = (from + 1 + to) / 2.0; // of the ranks from + 1 .. to
            for (int i = from; i < to; i++) {
                rankSums[classOfSorted[i]] += midrank;
                counts[classOfSorted[i]]++;
            }
            from = to;
        }
        double largest = 0.5;
        for (int k = 0; k < classes; k++) {
            long inside = counts[k];
            long outside = n - inside;
            if (inside > 0 && outside > 0) {
                double auc = (rankSums[k] - inside * (inside + 1) / 2.0) / ((double) inside * outside);
                largest = Math.max(largest, Math.max(auc, 1 - auc));
            }
        }
        return largest;
    }
}
