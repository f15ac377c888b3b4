package dev.plumbline.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a reliability diagram shows: outcomes against probabilities, with what chance alone would do.
 *
 * <p>Formula: {@code curve} is the isotonic fit of the outcomes (CORP); {@code band} holds at each position the 2.5 % and 97.5 %
 * quantiles of the same fit to outcomes redrawn from the probabilities; {@code bins} are ten of equal width; {@code histogram} counts
 * rows in twenty.
 *
 * <p>Symbols: x a probability, y the outcome rate there.
 *
 * <p>Input: all pairs. Resamples run over at most {@value #CHUNKS} chunks of neighbouring pairs: with more pairs than that a step of a
 * resampled curve moves by at most one chunk.
 *
 * <p>Direction: the curve below the diagonal means forecasts that are too high. Where it stays inside the band it says nothing
 * against them.
 *
 * <p>Weights count as copies in curve and bins, and as importance weights in the band. With groups the band is that of wholly
 * dependent rows, wider than the truth.
 *
 * <p>Degenerate: one distinct probability gives a curve of one point. Never NaN.
 *
 * <p>Assumption: the band is pointwise: of twenty positions one may leave it by chance. Rows are independent given their
 * probabilities.
 *
 * <p>Reference: Dimitriadis, Gneiting and Jordan 2021, doi:10.1073/pnas.2016191118; Broecker and Smith 2007, doi:10.1175/WAF993.1.
 *
 * <p>Example: x = 0, .1, .1, .2, .3 with y = 0 0 1 0 1: the curve goes through (0, 0), (.1, 1/3), (.2, 1/3), (.3, 1).
 *
 * @param bins ten bins of equal width
 * @param curve corners of the isotonic curve, by position
 * @param band consistency band, by position
 * @param histogram rows in twenty bins of equal width
 * @param ece over the ten bins
 * @param pairs rows
 */
public record ReliabilityDiagram(
        List<ReliabilityBin> bins, List<Point> curve, List<Band> band, List<Long> histogram, double ece, long pairs) {

    private static final int CHUNKS = 1024;
    private static final int DRAWS = 200;
    private static final int POSITIONS = 101;
    private static final int HISTOGRAM = 20;

    /**
     * A corner of the curve.
     *
     * @param x probability
     * @param y fitted outcome rate
     */
    public record Point(double x, double y) {}

    /**
     * What 95 % of resampled curves stay between at a position.
     *
     * @param x probability
     * @param lo 2.5 % quantile
     * @param hi 97.5 % quantile
     */
    public record Band(double x, double lo, double hi) {}

    /** Copies the lists. */
    public ReliabilityDiagram {
        bins = List.copyOf(bins);
        curve = List.copyOf(curve);
        band = List.copyOf(band);
        histogram = List.copyOf(histogram);
    }

    /**
     * The diagram of a sample.
     *
     * @param sample pairs
     * @return what it shows
     */
    public static ReliabilityDiagram of(CalibrationSample sample) {
        CalibrationError error = CalibrationError.equalWidth(sample, ScoreCells.BINS);
        List<Long> histogram =
                BinSums.ofRows(sample, Binning.equalWidth(HISTOGRAM)).counts();
        return new ReliabilityDiagram(
                error.bins(),
                corners(IsotonicRegression.of(sample)),
                band(sample, DRAWS),
                histogram,
                error.ece(),
                sample.size());
    }

    private static List<Point> corners(IsotonicRegression fit) {
        List<Point> corners = new ArrayList<>();
        for (int block = 0; block < fit.blocks(); block++) {
            corners.add(new Point(fit.lower(block), fit.value(block)));
            if (fit.upper(block) > fit.lower(block)) {
                corners.add(new Point(fit.upper(block), fit.value(block)));
            }
        }
        return corners;
    }

    static List<Band> band(CalibrationSample sample, int draws) {
        Chunks chunks = Chunks.of(sample.sorted(), CHUNKS);
        ChunkNull chance = new ChunkNull(sample, chunks);
        double[] x = positions(chunks.x[0], chunks.x[chunks.size() - 1]);
        double[][] drawn = new double[x.length][draws];
        double[] target = new double[chunks.size()];
        SplittableRandom random = new SplittableRandom(chance.seed());
        for (int draw = 0; draw < draws; draw++) {
            chance.draw(random, target);
            for (int c = 0; c < target.length; c++) {
                target[c] =
                        Math.min(Math.max(target[c], 0), chunks.weight[c]); // a normal sum may leave what is possible
            }
            IsotonicRegression fit = IsotonicRegression.pooled(chunks.x, chunks.weight, target, target.length);
            for (int i = 0; i < x.length; i++) {
                drawn[i][draw] = fit.valueAt(x[i]);
            }
        }
        List<Band> band = new ArrayList<>();
        double[] ones = new double[draws];
        Arrays.fill(ones, 1);
        for (int i = 0; i < x.length; i++) {
            Arrays.sort(drawn[i]);
            Quantiles quantiles = Quantiles.of(drawn[i], ones, draws);
            band.add(new Band(x[i], quantiles.at(0.025), quantiles.at(0.975)));
        }
        return band;
    }

    private static double[] positions(double from, double to) {
        if (from == to) {
            return new double[] {from};
        }
        double[] x = new double[POSITIONS];
        Arrays.setAll(x, i -> from + (to - from) * i / (POSITIONS - 1));
        x[POSITIONS - 1] = to;
        return x;
    }

    /**
     * The diagram as a self-contained SVG image: light or dark as the reader's system is, no script, nothing loaded, with a title and a
     * description for those who do not see it.
     *
     * @param title for people; may hold any characters
     * @return an XML document
     */
    public String svg(String title) {
        return new DiagramSvg(this).write(title);
    }
}
