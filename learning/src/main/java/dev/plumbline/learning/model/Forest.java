package dev.plumbline.learning.model;

import java.util.List;

/**
 * Boosted trees: in each round one tree for each class. The score of a class is the sum of its trees' answers, added up in
 * floats, as XGBoost does.
 */
public final class Forest {

    private final int classes;
    private final Tree[] trees;

    /** @param trees round after round, class after class */
    Forest(int classes, List<Tree> trees) {
        Checks.require(
                classes >= 2 && trees.size() % classes == 0,
                "a forest must have as many trees for each of at least 2 classes, got " + trees.size() + " for "
                        + classes);
        this.classes = classes;
        this.trees = trees.toArray(Tree[]::new);
    }

    /** How many rounds there are. */
    public int rounds() {
        return trees.length / classes;
    }

    int classes() {
        return classes;
    }

    List<Tree> trees() {
        return List.of(trees);
    }

    /**
     * The scores of a row after some rounds.
     *
     * @param x the row's design columns, NaN where missing
     * @param rounds at most {@link #rounds}
     */
    public float[] scores(float[] x, int rounds) {
        float[] scores = new float[classes];
        for (int t = 0; t < rounds * classes; t++) {
            scores[t % classes] += trees[t].answer(x);
        }
        return scores;
    }
}
