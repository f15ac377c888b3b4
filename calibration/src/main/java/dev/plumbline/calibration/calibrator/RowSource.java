package dev.plumbline.calibration.calibrator;

import dev.plumbline.calibration.CalibrationSample;

/** Rows of a fit, handed over a piece at a time so that a million of them are never copied as a whole. */
interface RowSource {

    /** The number of rows, some of which may have weight 0. */
    int size();

    /**
     * Fills the first {@code count} places of the buffers from row {@code from} on.
     *
     * @param p probabilities
     * @param w weights
     * @param wt weight times target
     */
    void load(int from, int count, double[] p, double[] w, double[] wt);

    /** The pairs of a sample, with outcomes as targets. */
    static RowSource of(CalibrationSample sample) {
        return of(sample, 0, 1);
    }

    /** The pairs of a sample, with targets that rise linearly from {@code low} at outcome 0 to {@code high} at outcome 1. */
    static RowSource of(CalibrationSample sample, double low, double high) {
        return new RowSource() {
            @Override
            public int size() {
                return sample.size();
            }

            @Override
            public void load(int from, int count, double[] p, double[] w, double[] wt) {
                double rise = high - low;
                for (int i = 0; i < count; i++) {
                    double weight = sample.weight(from + i);
                    p[i] = sample.probability(from + i);
                    w[i] = weight;
                    wt[i] = weight * (low + rise * sample.outcome(from + i));
                }
            }
        };
    }
}
