package dev.plumbline.learning.model;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Boosted trees over the classes that training rows had, see {@link Forest}. Served without the library that trained it. */
public final class TreesModel extends TrainedModel {

    /** The trainer's name. */
    public static final String TRAINER = "boosted-trees";

    private final Encoding encoding;
    private final Forest forest;
    private final int[] seen;

    /**
     * @param encoding the design columns, numbers with their gaps
     * @param forest trees for the classes with training rows, in their order
     * @throws IllegalArgumentException if shapes differ; the message names what does
     */
    public TreesModel(ModelHead head, Encoding encoding, Forest forest) {
        super(head);
        int[] counts = head.trainingCounts();
        this.seen = IntStream.range(0, counts.length).filter(k -> counts[k] > 0).toArray();
        this.encoding = encoding;
        this.forest = forest;
        Checks.require(
                forest.classes() == seen.length,
                "trees must be for the " + seen.length + " classes with training rows, got " + forest.classes());
        for (Tree tree : forest.trees()) {
            for (int column : tree.column()) {
                Checks.require(
                        column < encoding.size(),
                        "trees must compare the " + encoding.size() + " columns, got column " + column);
            }
        }
    }

    @Override
    public String trainer() {
        return TRAINER;
    }

    @Override
    double[] scores(double[] row) {
        return spread(encoding.floats(row));
    }

    private double[] spread(float[] x) {
        float[] bySeen = forest.scores(x, forest.rounds());
        double[] scores = new double[head().classes().length];
        for (int s = 0; s < seen.length; s++) {
            scores[seen[s]] = bySeen[s];
        }
        return scores;
    }

    @Override
    double[] exchanged(int k, double[] row, double[] other) {
        float[] x = encoding.floats(row);
        float[] y = encoding.floats(other);
        double[] full = scores(row);
        double[] exchanged = new double[row.length];
        double[][] changes = changes(x, y);
        Arrays.fill(exchanged, toLogProbabilities(full.clone())[k]);
        for (int j = 0; j < row.length; j++) {
            if (changes[j] != null) {
                double[] scores = full.clone();
                for (int s = 0; s < seen.length; s++) {
                    scores[seen[s]] += changes[j][s];
                }
                exchanged[j] = toLogProbabilities(scores)[k];
            }
        }
        return exchanged;
    }

    /**
     * For each feature what its columns of y in place of those of x change, class by class; null where nothing. A tree is asked
     * again only for the features that x met on its way through it: another one cannot turn it aside.
     */
    private double[][] changes(float[] x, float[] y) {
        int features = head().schema().size();
        double[][] changes = new double[features][];
        int[] asked = new int[features];
        int number = 0;
        for (Tree tree : forest.trees()) {
            int s = number++ % seen.length;
            float answer = tree.answer(x);
            for (int at = 0; tree.column()[at] != Tree.LEAF; at = tree.next(at, x[tree.column()[at]])) {
                int j = encoding.column(tree.column()[at]).feature();
                if (asked[j] != number) {
                    asked[j] = number;
                    float other = tree.answer(x, y, encoding.from(j), encoding.from(j + 1));
                    if (other != answer) {
                        changes[j] = changes[j] == null ? new double[seen.length] : changes[j];
                        changes[j][s] += other - answer;
                    }
                }
            }
        }
        return changes;
    }

    @Override
    TreesModel with(ModelHead other) {
        return new TreesModel(other, encoding, forest);
    }

    @Override
    double[] typicalRow() {
        return encoding.typicalRow();
    }

    Encoding encoding() {
        return encoding;
    }

    Forest forest() {
        return forest;
    }
}
