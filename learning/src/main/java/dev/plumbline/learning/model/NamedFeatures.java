package dev.plumbline.learning.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Puts features that come by name into the order a model takes them in. */
public final class NamedFeatures {

    private NamedFeatures() {}

    /**
     * The values of a model's features.
     *
     * @param featureNames the features in the model's order
     * @param features values by name: numbers, or truth values, which count as 1 and 0. Names that the model does not know
     *     are ignored, so that a caller can send what it has
     * @throws FeatureException naming <b>every</b> feature that is missing, no number or not finite, and the value given
     */
    public static double[] inOrder(List<String> featureNames, Map<String, ?> features) {
        double[] values = new double[featureNames.size()];
        List<FeatureException.Fault> faults = new ArrayList<>();
        for (int j = 0; j < values.length; j++) {
            String name = featureNames.get(j);
            Object value = features.get(name);
            if (!features.containsKey(name)) {
                faults.add(new FeatureException.Fault(name, "is missing"));
            } else if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
                values[j] = number.doubleValue();
            } else if (value instanceof Boolean truth) {
                values[j] = truth ? 1 : 0;
            } else {
                faults.add(new FeatureException.Fault(name, "must be a finite number, got " + shown(value)));
            }
        }
        if (!faults.isEmpty()) {
            throw new FeatureException(faults);
        }
        return values;
    }

    private static String shown(Object value) {
        String text = String.valueOf(value);
        String cut = text.length() <= 60 ? text : text.substring(0, 60) + "...";
        return value instanceof CharSequence ? "\"" + cut + "\"" : cut;
    }
}
