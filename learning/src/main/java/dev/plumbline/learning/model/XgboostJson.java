package dev.plumbline.learning.model;

import dev.plumbline.monitor.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads the trees out of the JSON that XGBoost saves a model as, so that XGBoost is not needed to serve it. */
public final class XgboostJson {

    private XgboostJson() {}

    /**
     * The trees of a model with objective {@code multi:softprob} and base score 0.
     *
     * @param json XGBoost's JSON, UTF-8
     * @param classes the number of classes
     */
    public static Forest read(byte[] json, int classes) {
        JsonNode model =
                Json.read(json).path("learner").path("gradient_booster").path("model");
        List<Tree> trees = new ArrayList<>();
        int expected = 0;
        JsonNode info = Parts.list(model, "tree_info");
        for (JsonNode tree : Parts.list(model, "trees")) {
            int of = info.get(trees.size()).intValue();
            Checks.require(of == expected, "trees must come class after class, got " + of + " for " + expected);
            expected = (expected + 1) % classes;
            trees.add(new Nodes(tree).inOrder());
        }
        return new Forest(classes, trees);
    }

    /** The nodes of one tree, brought into the order of {@link Tree}; nodes that were pruned away are not met. */
    private static final class Nodes {

        private final JsonNode left;
        private final JsonNode right;
        private final JsonNode column;
        private final JsonNode value; // a leaf's answer stands where other nodes have their threshold
        private final JsonNode missingLeft;
        private final List<Integer> order = new ArrayList<>();
        private final int[] place;

        Nodes(JsonNode tree) {
            left = Parts.list(tree, "left_children");
            right = Parts.list(tree, "right_children");
            column = Parts.list(tree, "split_indices");
            value = Parts.list(tree, "split_conditions");
            missingLeft = Parts.list(tree, "default_left");
            place = new int[left.size()];
        }

        Tree inOrder() {
            visit(0);
            int n = order.size();
            int[] columns = new int[n];
            float[] values = new float[n];
            int[] rights = new int[n];
            boolean[] missing = new boolean[n];
            for (int i = 0; i < n; i++) {
                int node = order.get(i);
                boolean leaf = left.get(node).intValue() < 0;
                columns[i] = leaf ? Tree.LEAF : column.get(node).intValue();
                values[i] = value.get(node).floatValue();
                rights[i] = leaf ? 0 : place[right.get(node).intValue()];
                missing[i] = !leaf && missingLeft.get(node).intValue() != 0;
            }
            return new Tree(columns, values, rights, missing);
        }

        private void visit(int node) {
            place[node] = order.size();
            order.add(node);
            if (left.get(node).intValue() >= 0) {
                visit(left.get(node).intValue());
                visit(right.get(node).intValue());
            }
        }
    }
}
