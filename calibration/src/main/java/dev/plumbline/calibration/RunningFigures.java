package dev.plumbline.calibration;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Those figures of a {@link CalibrationReport} that sums give exactly, of pairs that come part by part and are not kept: its size does not
 * grow with their number. Merges by {@link #plus}.
 *
 * <p>While all weights are 1 and only figures over bins are asked for, sums are whole numbers: the order of pairs and parts is of no matter to the last
 * bit. Else sums are those of a {@link CalibrationSummary}, whose last bits may depend on it.
 */
public final class RunningFigures {

    private static final List<String> OF_CELLS = List.of("clipped", "brier", "logLoss");

    /** The figures that can be asked for, by their names in the report. */
    public static final List<String> NAMES = List.of(
            "totalSamples",
            "totalWeight",
            "baseRate",
            "meanPredicted",
            "bias",
            "clipped",
            "ece",
            "band",
            "bins",
            "mce",
            "eceDebiased",
            "brier",
            "logLoss");

    private static final Binning BINS = Binning.equalWidth(ScoreCells.BINS);

    private final List<String> names;
    private final boolean weighted;
    private final BinTally tally; // null: by cells
    private final CalibrationSummary.Builder cells;

    /**
     * No pairs yet.
     *
     * @param names of the figures wanted, out of {@link #NAMES}, in any order
     * @param weighted whether weights may differ from 1
     */
    public RunningFigures(Collection<String> names, boolean weighted) {
        for (String name : names) {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException(
                        "names must be out of " + String.join(", ", NAMES) + ", got " + name);
            }
        }
        this.names = NAMES.stream().filter(names::contains).toList();
        this.weighted = weighted;
        boolean byCells = weighted || names.stream().anyMatch(OF_CELLS::contains);
        tally = byCells ? null : new BinTally(BINS);
        cells = byCells ? CalibrationSummary.builder() : null;
    }

    /** {@return the same figures of no pairs yet} */
    public RunningFigures fresh() {
        return new RunningFigures(names, weighted);
    }

    /**
     * Adds pairs; the arrays are not kept.
     *
     * @param p probabilities in [0, 1]
     * @param y outcomes in [0, 1], at least as many as {@code size}
     * @param w weights of 0 or more; null where all are 1
     * @param size how many pairs of the beginning of the arrays
     */
    public void add(double[] p, double[] y, double[] w, int size) {
        if (tally == null) {
            for (int i = 0; i < size; i++) {
                cells.addPair(p[i] + 0.0, y[i], w == null ? 1 : w[i]); // -0.0 is 0.0
            }
            return;
        }
        if (w != null) {
            throw new IllegalArgumentException("w must be null for figures that were begun unweighted, got weights");
        }
        boolean binary = true;
        for (int i = 0; i < size; i++) {
            double probability = p[i];
            double outcome = y[i];
            if (!(probability >= 0 && probability <= 1)) {
                Checks.unit("p", probability, i);
            }
            if (outcome != 0 && outcome != 1) {
                Checks.unit("y", outcome, i);
                binary = false;
            }
        }
        tally.add(p, y, 0, size, binary);
    }

    /**
     * Adds the pairs of others, which were begun with the same names and weights.
     *
     * @param other not to be used again
     * @return this
     */
    public RunningFigures plus(RunningFigures other) {
        if (!names.equals(other.names) || weighted != other.weighted) {
            throw new IllegalArgumentException("other must have the figures " + names + (weighted ? ", weighted" : "")
                    + ", got " + other.names + (other.weighted ? ", weighted" : ""));
        }
        if (tally == null) {
            cells.add(other.cells.build());
        } else {
            tally.plus(other.tally);
        }
        return this;
    }

    /** {@return whether there is nothing to average: no pair, or only pairs of weight 0} */
    public boolean isEmpty() {
        return sums().totalWeight() == 0;
    }

    private BinSums sums() {
        return tally == null ? BinSums.of(cells.build()) : BinSums.of(BINS, tally);
    }

    /**
     * What all pairs so far come to.
     *
     * @return the figures wanted by name, in the order of the report; null for what does not exist (a mean of no weight, an infinite log loss)
     */
    public Map<String, Object> values() {
        CalibrationSummary summary = tally == null ? cells.build() : CalibrationSummary.empty();
        BinSums sums = sums();
        CalibrationError error = CalibrationError.of(sums);
        double weight = sums.totalWeight();
        double p = NeumaierSum.of(sums.wp);
        double y = NeumaierSum.of(sums.wy);
        Map<String, Object> values = new LinkedHashMap<>();
        for (String name : names) {
            values.put(
                    name,
                    switch (name) {
                        case "totalSamples" -> sums.rows();
                        case "totalWeight" -> weight;
                        case "clipped" -> summary.clipped();
                        case "ece" -> error.ece();
                        case "bins" -> error.bins();
                        default -> weight > 0 ? mean(name, summary, error, y / weight, p / weight) : null;
                    });
        }
        return values;
    }

    /** What there is of pairs with weight only. */
    private static Object mean(
            String name, CalibrationSummary summary, CalibrationError error, double baseRate, double predicted) {
        return switch (name) {
            case "baseRate" -> baseRate;
            case "meanPredicted" -> predicted;
            case "bias" -> predicted - baseRate;
            case "band" -> ReportAssembly.band(error.ece());
            case "mce" -> error.mce();
            case "eceDebiased" -> error.debiased();
            case "brier" -> summary.brier();
            case "logLoss" -> summary.logLoss().isPresent() ? summary.logLoss().getAsDouble() : null;
            default -> throw new IllegalStateException("no figure has the name " + name);
        };
    }
}
