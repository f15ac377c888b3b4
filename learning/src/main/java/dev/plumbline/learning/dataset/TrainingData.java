package dev.plumbline.learning.dataset;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * A data set to train on and one to test on, checked: the same features in every row, every number within its feature's bounds, every category
 * one of its feature's, every label a whole number of at least 0, at least two classes, at least one test row and no fewer
 * training rows than classes. A value may be missing (NaN), even in every row: such a feature, like a constant one, is left
 * out of the fit.
 *
 * <p>The wire contract speaks of labels 1 to 5; any whole numbers are taken, and the classes are those of the data. They
 * are read from <b>both</b> sets, because a class without a test row must keep its row in the confusion matrix; declared
 * classes may add to them.
 *
 * <p>Messages name places as the JSON has them ({@code trainSet.features row 17}), counted from 0.
 */
public final class TrainingData {

    /**
     * More different labels than this are no classes but a number to be predicted, and a fit with one weight per class and
     * feature would neither end nor mean anything.
     */
    static final int MOST_CLASSES = 1_000;

    private final FeatureSchema schema;
    private final List<String> featureNames;
    private final LabelledRows train;
    private final LabelledRows test;
    private final int[] classes;

    /**
     * Checks and keeps the data.
     *
     * @param schema the columns, in order
     * @param train the rows to learn from
     * @param test the rows to judge by
     * @param declaredClasses classes that belong to the model even if no row has them; may be empty
     * @throws TrainingDataException if the data cannot be used; the message names the place and the value
     */
    public TrainingData(
            FeatureSchema schema, LabelledRows train, LabelledRows test, Collection<Integer> declaredClasses) {
        checkSet("trainSet", train, schema);
        checkSet("testSet", test, schema);
        this.schema = schema;
        this.featureNames = schema.names();
        this.train = train;
        this.test = test;
        this.classes = classesOf(train, test, declaredClasses);
    }

    private static void checkSet(String set, LabelledRows rows, FeatureSchema schema) {
        if (rows.size() == 0) {
            throw new TrainingDataException(set + " has no rows");
        }
        if (rows.labelCount() != rows.size()) {
            throw new TrainingDataException(
                    set + " has " + rows.size() + " rows of features but " + rows.labelCount() + " labels");
        }
        for (int i = 0; i < rows.size(); i++) {
            if (rows.width(i) != schema.size()) {
                throw new TrainingDataException(set + ".features row " + i + " has " + rows.width(i)
                        + " values, expected " + schema.size() + " (featureNames)");
            }
            for (int j = 0; j < schema.size(); j++) {
                checkValue(set, i, j, rows.value(i, j), schema.feature(j));
            }
            if (rows.label(i) < 0) {
                throw new TrainingDataException(
                        set + ".labels[" + i + "] must be a whole number of at least 0, got " + rows.label(i));
            }
        }
    }

    private static void checkValue(String set, int row, int column, double value, Feature feature) {
        if (feature.kind() == Feature.Kind.NUMBER && !feature.holds(value)) {
            throw new TrainingDataException(set + ".features row " + row + " must have a number " + feature.range()
                    + " for " + feature.name() + " (column " + column + "), got " + value);
        }
        int categories = feature.categories().size();
        boolean category = value >= 0 && value < categories && value == Math.rint(value);
        if (feature.kind() == Feature.Kind.CATEGORY && !Double.isNaN(value) && !category) {
            throw new TrainingDataException(set + ".features row " + row + " must have the number of one of the "
                    + categories + " categories of " + feature.name() + " (column " + column + "), got " + value);
        }
    }

    private static int[] classesOf(LabelledRows train, LabelledRows test, Collection<Integer> declared) {
        TreeSet<Integer> classes = new TreeSet<>();
        for (int i = 0; i < train.size(); i++) {
            classes.add(train.label(i));
        }
        int inTraining = classes.size();
        if (inTraining == 1) {
            throw new TrainingDataException(
                    "trainSet.labels has only the class " + classes.first() + ": there is nothing to learn");
        }
        for (int i = 0; i < test.size(); i++) {
            classes.add(test.label(i));
        }
        for (int declaredClass : declared) {
            if (declaredClass < 0) {
                throw new TrainingDataException("a declared class must be at least 0, got " + declaredClass);
            }
            classes.add(declaredClass);
        }
        if (classes.size() > MOST_CLASSES) {
            throw new TrainingDataException("the labels have " + classes.size() + " different values, at most "
                    + MOST_CLASSES + " classes are learnt: are these classes?");
        }
        if (train.size() < classes.size()) {
            throw new TrainingDataException(
                    "trainSet has " + train.size() + " rows, fewer than the " + classes.size() + " classes " + classes);
        }
        return classes.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The columns. */
    public FeatureSchema schema() {
        return schema;
    }

    /** The features' names, in the order of the columns. */
    public List<String> featureNames() {
        return featureNames;
    }

    /** The rows to learn from. */
    public LabelledRows train() {
        return train;
    }

    /** The rows to judge by. */
    public LabelledRows test() {
        return test;
    }

    /** All classes, ascending: those of both sets and the declared ones. */
    public int[] classes() {
        return classes.clone();
    }
}
