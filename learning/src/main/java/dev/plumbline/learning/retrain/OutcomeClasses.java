package dev.plumbline.learning.retrain;

import dev.plumbline.learning.dataset.LoggedFeatures.Pair;
import dev.plumbline.learning.model.Tiers;
import dev.plumbline.monitor.ConflictException;
import dev.plumbline.monitor.model.ModelSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The classes of a model as labels, which are whole numbers: a declared class that is one is its own label; where classes are
 * declared by words their labels are their places, from 1. An outcome without a class has that of the tier its value falls in.
 */
final class OutcomeClasses {

    /** The contract's tiers, where no classes are declared. */
    private static final int CLASSES = 5;

    private final List<String> declared;
    private final boolean numbered;
    private final List<Double> midpoints; // declared ones

    OutcomeClasses(ModelSettings settings) {
        declared = settings.classes();
        numbered = declared.stream().allMatch(OutcomeClasses::isLabel);
        midpoints = settings.tierMidpoints();
    }

    private static Tiers tiers(List<Double> midpoints) {
        return new Tiers(midpoints.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** What outcomes without a class are put in. */
    private Tiers tiers() {
        return midpoints.isEmpty() ? Tiers.standard(declared.isEmpty() ? CLASSES : declared.size()) : tiers(midpoints);
    }

    /**
     * The tiers of a trained model's classes, for its score: the declared midpoints, by place when there is one for each class, else
     * by label.
     *
     * @param labels the classes, ascending
     * @throws ConflictException if there are other midpoints than classes
     */
    Tiers tiers(int[] labels) {
        if (midpoints.isEmpty()) {
            return Tiers.standard(labels.length);
        }
        if (midpoints.size() == labels.length) {
            return tiers(midpoints);
        }
        List<Integer> known = ofTiers();
        List<Double> found = new ArrayList<>();
        for (int label : labels) {
            if (!known.contains(label)) {
                throw new ConflictException("the model declares tierMidpoints " + midpoints + " for the classes "
                        + known + ", but was trained on " + Arrays.toString(labels)
                        + ": declare one for each of these");
            }
            found.add(midpoints.get(known.indexOf(label)));
        }
        return tiers(found);
    }

    private static boolean isLabel(String name) {
        return name.matches("[0-9]{1,9}");
    }

    /** The labels of all declared classes; empty when none are. */
    List<Integer> labels() {
        return declared.stream().map(this::label).toList();
    }

    /** The labels of all tiers, whether or not outcomes fell in each. */
    List<Integer> ofTiers() {
        return declared.isEmpty()
                ? IntStream.rangeClosed(1, tiers().midpoints().length).boxed().toList()
                : labels();
    }

    /** The same where they are numbers; of a source that has labels of its own words are but names for them. */
    List<Integer> numbers() {
        return numbered ? labels() : List.of();
    }

    /** What labels are called: the declared words where there is one for each of the labels 1, 2, .., else the labels themselves. */
    List<String> names(int[] labels) {
        boolean places = declared.size() == labels.length
                && IntStream.range(0, labels.length).allMatch(k -> labels[k] == k + 1);
        return places && !numbered
                ? declared
                : Arrays.stream(labels).mapToObj(Integer::toString).toList();
    }

    /** Whether a pair's class is a whole number, or one of the declared words. */
    boolean has(Pair pair) {
        String name = pair.trueClass();
        return name == null || (numbered ? isLabel(name) : declared.contains(name));
    }

    /** What {@link #has} asks for. */
    String inWords() {
        return numbered ? "the whole numbers from 0 on" : declared.toString();
    }

    /** The label of a pair that {@linkplain #has has} one. */
    int of(Pair pair) {
        if (pair.trueClass() == null) {
            int tier = tiers().of(100 * pair.actual());
            return declared.isEmpty() ? tier + 1 : label(declared.get(tier));
        }
        return label(pair.trueClass());
    }

    private int label(String name) {
        return numbered ? Integer.parseInt(name) : declared.indexOf(name) + 1;
    }
}
