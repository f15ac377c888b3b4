package dev.plumbline.learning.model;

import dev.plumbline.learning.dataset.Feature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Puts features that come by name into the row that a model takes. */
public final class NamedFeatures {

    private NamedFeatures() {}

    /**
     * The row of a model's features.
     *
     * @param features values by name: numbers, truth values, which count as 1 and 0, and for categories texts; a category
     *     that the model does not know counts as missing. Names that the model does not know are ignored, so that a caller
     *     can send what it has. A feature that some training rows lacked may be null or left out
     * @throws FeatureException naming <b>every</b> feature that is missing or of the wrong kind or too large, and the value
     *     given
     */
    public static double[] inOrder(TrainedModel model, Map<String, ?> features) {
        boolean[] mayBeMissing = model.head().missingSeen();
        double[] row = new double[mayBeMissing.length];
        List<FeatureException.Fault> faults = new ArrayList<>();
        for (int j = 0; j < row.length; j++) {
            Feature feature = model.schema().feature(j);
            Object value = features.get(feature.name());
            if (value == null && mayBeMissing[j]) {
                row[j] = Double.NaN;
            } else if (!features.containsKey(feature.name())) {
                faults.add(new FeatureException.Fault(feature.name(), "is missing"));
            } else {
                row[j] = value(feature, value, faults);
            }
        }
        if (!faults.isEmpty()) {
            throw new FeatureException(faults);
        }
        return row;
    }

    private static double value(Feature feature, Object value, List<FeatureException.Fault> faults) {
        switch (feature.kind()) {
            case NUMBER -> {
                if (value instanceof Number number && Math.abs(number.doubleValue()) <= Feature.LARGEST) {
                    return number.doubleValue();
                }
                if (value instanceof Boolean truth) {
                    return truth ? 1 : 0;
                }
            }
            case CATEGORY -> {
                if (value instanceof CharSequence text) {
                    int index = feature.categories().indexOf(text.toString());
                    return index < 0 ? Double.NaN : index;
                }
            }
        }
        faults.add(new FeatureException.Fault(
                feature.name(), "must be " + expected(feature.kind(), value) + ", got " + shown(value)));
        return Double.NaN;
    }

    private static String expected(Feature.Kind kind, Object value) {
        if (kind == Feature.Kind.CATEGORY) {
            return "a text";
        }
        boolean finite = value instanceof Number number && Double.isFinite(number.doubleValue());
        return finite ? "between -" + Feature.LARGEST + " and " + Feature.LARGEST : "a finite number";
    }

    private static String shown(Object value) {
        String text = String.valueOf(value);
        String cut = text.length() <= 60 ? text : text.substring(0, 60) + "...";
        return value instanceof CharSequence ? "\"" + cut + "\"" : cut;
    }
}
