package dev.plumbline.learning.model;

/** One column of the design matrix: a number made of one feature's value, which is NaN where it is missing. */
public sealed interface Column {

    /** The index of the feature it is made of. */
    int feature();

    /** The column's entry for a value of its feature. */
    double of(double value);

    /** A number brought to one scale: (value - mean) / scale, and 0, the mean, where it is missing. */
    record Standardised(int feature, double mean, double scale) implements Column {

        public Standardised {
            if (!Double.isFinite(mean)) {
                throw new IllegalArgumentException("mean must be finite, got " + mean);
            }
            if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("scale must be finite and above 0, got " + scale);
            }
        }

        @Override
        public double of(double value) {
            return Double.isNaN(value) ? 0 : (value - mean) / scale;
        }

        /** The same number for trees. */
        public WithGaps withGaps() {
            return new WithGaps(feature, mean, scale);
        }
    }

    /** 1 where the value is missing, else 0. */
    record Missing(int feature) implements Column {
        @Override
        public double of(double value) {
            return Double.isNaN(value) ? 1 : 0;
        }
    }

    /** 1 where the value is this category, else 0. */
    record OneHot(int feature, int category) implements Column {
        @Override
        public double of(double value) {
            return value == category ? 1 : 0;
        }
    }

    /**
     * A number brought to one scale, NaN where it is missing: what trees split on. Brought to one scale because trees compare
     * numbers of 24 bits, in which the milliseconds of today are all the same.
     */
    record WithGaps(int feature, double mean, double scale) implements Column {

        public WithGaps {
            new Standardised(feature, mean, scale);
        }

        @Override
        public double of(double value) {
            return (value - mean) / scale;
        }
    }
}
