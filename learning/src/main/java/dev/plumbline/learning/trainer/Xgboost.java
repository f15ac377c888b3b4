package dev.plumbline.learning.trainer;

import dev.plumbline.learning.model.Forest;
import dev.plumbline.learning.model.XgboostJson;
import java.util.LinkedHashMap;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * The one place that meets XGBoost. Its native library (16 MB, unpacked to a temporary file) is loaded when the first instance is
 * made. One thread, nothing drawn at random: the same rows give the same trees.
 */
final class Xgboost implements AutoCloseable {

    private final DMatrix rows;
    private final Booster booster;
    private final int classes;
    private int round;

    /**
     * @param columns the design matrix, NaN where a value is missing
     * @param labels the class of each row, 0 to classes - 1
     * @param depth the most decisions in a row
     * @param learningRate what each round adds is shrunk by this
     * @param leaves the least sum of p (1 - p) in a leaf
     */
    Xgboost(double[][] columns, int[] labels, int classes, int depth, double learningRate, double leaves) {
        this.classes = classes;
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("objective", "multi:softprob");
        parameters.put("num_class", classes);
        parameters.put("max_depth", depth);
        parameters.put("eta", learningRate);
        parameters.put("min_child_weight", leaves);
        parameters.put("base_score", 0);
        parameters.put("tree_method", "hist");
        parameters.put("nthread", 1);
        parameters.put("seed", 0);
        parameters.put("verbosity", 0);
        try {
            this.rows = matrix(columns, labels);
            this.booster = XGBoost.train(rows, parameters, 0, Map.of(), null, null);
        } catch (XGBoostError e) {
            throw failed(e);
        }
    }

    private static DMatrix matrix(double[][] columns, int[] labels) throws XGBoostError {
        int width = columns.length;
        float[] values = new float[labels.length * width];
        float[] classOf = new float[labels.length];
        for (int i = 0; i < labels.length; i++) {
            for (int j = 0; j < width; j++) {
                values[i * width + j] = (float) columns[j][i];
            }
            classOf[i] = labels[i];
        }
        DMatrix matrix = new DMatrix(values, labels.length, width, Float.NaN);
        matrix.setLabel(classOf);
        return matrix;
    }

    /** Adds a round of trees, one for each class. */
    void update() {
        try {
            booster.update(rows, round++);
        } catch (XGBoostError e) {
            throw failed(e);
        }
    }

    /** The trees so far. */
    Forest forest() {
        try {
            return XgboostJson.read(booster.toByteArray("json"), classes);
        } catch (XGBoostError e) {
            throw failed(e);
        }
    }

    /** Other rows, to be scored by the trees so far after each round. */
    Others others(double[][] columns, int[] labels) {
        try {
            return new Others(matrix(columns, labels));
        } catch (XGBoostError e) {
            throw failed(e);
        }
    }

    /** Rows that are not learnt from. */
    final class Others implements AutoCloseable {

        private final DMatrix matrix;

        private Others(DMatrix matrix) {
            this.matrix = matrix;
        }

        /** XGBoost's own scores by the trees so far. */
        double[][] scores() {
            try {
                float[][] found = booster.predict(matrix, true, 0);
                double[][] scores = new double[found.length][classes];
                for (int i = 0; i < found.length; i++) {
                    for (int k = 0; k < classes; k++) {
                        scores[i][k] = found[i][k];
                    }
                }
                return scores;
            } catch (XGBoostError e) {
                throw failed(e);
            }
        }

        @Override
        public void close() {
            matrix.dispose();
        }
    }

    private static IllegalStateException failed(XGBoostError e) {
        return new IllegalStateException("XGBoost failed: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        booster.dispose();
        rows.dispose();
    }
}
