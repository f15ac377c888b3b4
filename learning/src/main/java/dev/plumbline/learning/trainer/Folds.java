package dev.plumbline.learning.trainer;

import dev.plumbline.learning.dataset.LabelledRows;
import dev.plumbline.learning.dataset.RowHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which training rows are held out when. The test set is not touched.
 *
 * <p>Without a split of its own, a data set is dealt to {@value #FOLDS} folds class by class, in the order of a hash of the
 * rows' content: every fold has every class that it can have, and the order of the rows in the file decides nothing. From
 * {@value #ENOUGH} rows on one fold is held out, below that each in turn.
 */
final class Folds {

    private static final int FOLDS = 5;
    private static final int ENOUGH = 2_000;

    /** An odd step (that of SplitMix64), so that rows of zeros do not all hash to 0. */
    private static final long GAMMA = 0x9e3779b97f4a7c15L;

    /** Rows that are learnt from and rows that are held out meanwhile; both by index, ascending. */
    @SuppressWarnings("ArrayRecordComponent") // handed through, never compared
    record Split(int[] learn, int[] heldOut) {}

    private Folds() {}

    /** The splits of dealt rows. */
    static List<Split> dealt(Problem problem) {
        int[] fold = deal(problem.train(), problem.labels(), problem.classes());
        return splits(fold, problem.rows() >= ENOUGH ? 1 : FOLDS);
    }

    /**
     * The splits of a declared fold number per row: each fold from 0 up is held out in turn while all other rows are learnt
     * from; a row of a number below 0 is never held out.
     */
    static List<Split> declared(int[] fold) {
        return splits(fold, Arrays.stream(fold).max().orElse(-1) + 1);
    }

    private static List<Split> splits(int[] fold, int heldOutFolds) {
        List<Split> splits = new ArrayList<>();
        for (int held = 0; held < heldOutFolds; held++) {
            int out = held;
            IntStream rows = IntStream.range(0, fold.length);
            int[] heldOut = rows.filter(i -> fold[i] == out).toArray();
            int[] learn =
                    IntStream.range(0, fold.length).filter(i -> fold[i] != out).toArray();
            if (heldOut.length > 0 && learn.length > 0) {
                splits.add(new Split(learn, heldOut));
            }
        }
        return splits;
    }

    /** The fold of each row, 0 to 4. */
    static int[] deal(LabelledRows rows, int[] labels, int classes) {
        int n = labels.length;
        long[] hashes = new long[n];
        for (int i = 0; i < n; i++) {
            for (double value : rows.copyRow(i)) {
                hashes[i] = RowHash.mix((hashes[i] ^ Double.doubleToLongBits(value)) + GAMMA);
            }
        }
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingLong(i -> hashes[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] dealt = new int[classes];
        int[] fold = new int[n];
        for (int i : order) {
            // the first fold of class k is k, so that classes of one row do not all land in fold 0
            fold[i] = (labels[i] + dealt[labels[i]]++) % FOLDS;
        }
        return fold;
    }
}
