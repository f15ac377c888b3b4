package dev.plumbline.calibration.calibrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.calibration.CalibrationSample;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Where the classes touch, and just before and after. */
class SeparationTest {

    private static boolean separated(Features features, boolean second, double[] negatives, double... positives) {
        return separated(features, true, second, negatives, positives);
    }

    private static boolean separated(
            Features features, boolean first, boolean second, double[] negatives, double... positives) {
        double[] p = Arrays.copyOf(negatives, negatives.length + positives.length);
        System.arraycopy(positives, 0, p, negatives.length, positives.length);
        double[] y = new double[p.length];
        Arrays.fill(y, negatives.length, y.length, 1);
        return Separation.of(RowSource.of(CalibrationSample.of(p, y)), features, first, second);
    }

    private static double[] at(double... values) {
        return values;
    }

    @Test
    void oneFeature_classesThatTouch_areSeparated() {
        assertThat(separated(Features.LOGIT, false, at(.1, .4), .4, .8)).isTrue();
        assertThat(separated(Features.LOGIT, false, at(.4, .8), .1, .4)).isTrue();
        assertThat(separated(Features.LOGIT, false, at(.1, .41), .4, .8)).isFalse();
        assertThat(separated(Features.LOGIT, false, at(.4, .8), .1, .41)).isFalse();
        assertThat(separated(Features.LOGIT, false, at(.4), .4)).isTrue();
    }

    @Test
    void withoutIntercept_onlyAHalfSeparates() {
        assertThat(separated(Features.LOGIT_ONLY, false, at(.1, .5), .5, .8)).isTrue();
        assertThat(separated(Features.LOGIT_ONLY, false, at(.5, .8), .1, .5)).isTrue();
        assertThat(separated(Features.LOGIT_ONLY, false, at(.1, .51), .5, .8)).isFalse();
        assertThat(separated(Features.LOGIT_ONLY, false, at(.1, .5), .49, .8)).isFalse();
        assertThat(separated(Features.LOGIT_ONLY, false, at(.49, .8), .1, .5)).isFalse();
        assertThat(separated(Features.LOGIT_ONLY, false, at(.5, .8), .1, .51)).isFalse();
        assertThat(separated(Features.LOGIT_ONLY, false, at(), .6, .8)).isTrue(); // one class on one side
        assertThat(separated(Features.LOGIT_ONLY, false, at(), .4, .8)).isFalse();
        assertThat(separated(Features.LOGIT_ONLY, false, false, at(.5), .5)).isFalse(); // nothing varies
    }

    @Test
    void twoFeatures_oneClassAtTheEndsOfTheOther_isSeparated() {
        assertThat(separated(Features.SQUARE, true, at(.2, .8), .2, .5, .8)).isTrue();
        assertThat(separated(Features.SQUARE, true, at(.3, .5), .2, .3, .5, .8)).isTrue();
        assertThat(separated(Features.SQUARE, true, at(.3, .5), .2, .4, .8)).isFalse();
        assertThat(separated(Features.SQUARE, true, at(.2, .8, .5), .2, .3, .8)).isFalse();
        assertThat(separated(Features.SQUARE, true, at(.2, .5, .8), .2, .8)).isTrue();
        assertThat(separated(Features.SQUARE, true, at(.2, .3, .6), .3, .6)).isTrue();
        assertThat(separated(Features.SQUARE, true, at(.3, .6, .8), .3, .6)).isTrue();
    }

    @Test
    void intercept_oneClassAlone_isSeparated() {
        assertThat(separated(Features.OFFSET, false, at(.2), .8)).isFalse();
        assertThat(separated(Features.OFFSET, false, at(), .8)).isTrue();
        assertThat(separated(Features.LOGIT, false, at(.3))).isTrue();
        assertThat(separated(Features.LOGIT, false, false, at(.3), .3)).isFalse();
    }

    /** A weight times a target may come back a rounding less than the weight; a thousandth of it is a class of its own. */
    @Test
    void fractions_countAsBothClasses_roundingsDoNot() {
        double third = 1 / 3.0;
        CalibrationSample rounded = CalibrationSample.of(at(.2, .3, .8), at(0, 0, 1), at(third, 3, 0.1));
        assertThat(Separation.of(RowSource.of(rounded, 1e-17, 1 - 1e-16), Features.LOGIT, true, false))
                .isTrue();
        assertThat(Separation.of(RowSource.of(rounded, 1e-3, 1 - 1e-3), Features.LOGIT, true, false))
                .isFalse();
    }

    /** Rows are read in pieces: what decides may stand in any. */
    @Test
    void manyRows_theLastOneDecides() {
        int n = 3000;
        double[] p = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            p[i] = (i + 1) / (n + 1.0);
            y[i] = p[i] > 0.5 ? 1 : 0;
        }
        assertThat(Separation.of(RowSource.of(CalibrationSample.of(p, y)), Features.LOGIT, true, false))
                .isTrue();
        y[n - 1] = 0;
        assertThat(Separation.of(RowSource.of(CalibrationSample.of(p, y)), Features.LOGIT, true, false))
                .isFalse();
    }
}
