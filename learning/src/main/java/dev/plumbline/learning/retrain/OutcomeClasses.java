package dev.plumbline.learning.retrain;

import dev.plumbline.learning.dataset.LoggedFeatures.Pair;
import dev.plumbline.learning.dataset.TrainingDataException;
import dev.plumbline.learning.model.Tiers;
import dev.plumbline.monitor.model.ModelSettings;
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
    private final Tiers tiers;

    OutcomeClasses(ModelSettings settings) {
        declared = settings.classes();
        numbered = declared.stream().allMatch(OutcomeClasses::isLabel);
        tiers = settings.tierMidpoints().isEmpty()
                ? Tiers.standard(declared.isEmpty() ? CLASSES : declared.size())
                : new Tiers(settings.tierMidpoints().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray());
    }

    private static boolean isLabel(String name) {
        return name.matches("[0-9]{1,9}");
    }

    /** The labels of all declared classes; empty when none are. */
    List<Integer> labels() {
        return declared.stream().map(this::label).toList();
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

    /** @throws TrainingDataException if the class is neither a whole number nor declared */
    int of(Pair pair) {
        if (pair.trueClass() == null) {
            int tier = tiers.of(100 * pair.actual());
            return declared.isEmpty() ? tier + 1 : label(declared.get(tier));
        }
        if (numbered ? !isLabel(pair.trueClass()) : !declared.contains(pair.trueClass())) {
            throw new TrainingDataException(
                    "prediction \"" + pair.predictionId() + "\": its class must be a whole number"
                            + " of 0 or more, or one of the classes that the model declares " + declared + ", got \""
                            + pair.trueClass() + "\"");
        }
        return label(pair.trueClass());
    }

    private int label(String name) {
        return numbered ? Integer.parseInt(name) : declared.indexOf(name) + 1;
    }
}
