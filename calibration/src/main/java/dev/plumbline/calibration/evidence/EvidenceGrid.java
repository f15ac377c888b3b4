package dev.plumbline.calibration.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * The faults that evidence bets on: {@code q = sigmoid(s * logit p + t)}, slope s and shift t in logits, with the share of the stake on
 * each. The first {@link #detectorPoints} are those of the {@link Detector}; the wide grid has more, for the evidence since the clock
 * started, where no start has to be guessed and the stake can be spread further.
 *
 * <p>Any fixed set of faults keeps the false alarms that are promised; this one was chosen by simulation for small delays over shifts of
 * 0.2 to 1 and slopes of 0.5 to 2.
 */
public final class EvidenceGrid {

    private static final double[] SLOPES = {1, 0.5, 0.7, 0.85, 1.2, 1.4, 2};
    private static final double[] OFF_AXIS = {-0.1, 0.1, -0.2, 0.2, -0.3, 0.3, -0.5, 0.5};
    private static final double[] ON_AXIS = {-0.1, 0.1, -0.2, 0.2, -0.3, 0.3, -0.5, 0.5, -1, 1};

    private static final List<Point> DETECTOR_POINTS = detectorGrid();
    private static final EvidenceGrid WIDE = wideGrid();
    private static final EvidenceGrid NARROW = new EvidenceGrid(
            DETECTOR_POINTS, DETECTOR_POINTS.stream().mapToDouble(Point::weight).toArray());

    private record Point(double slope, double shift, double weight) {
        boolean at(Point other) {
            return slope == other.slope && shift == other.shift;
        }
    }

    private final double[] slope;
    private final double[] shift;
    private final double[] logWeight;
    private final double[] logDetectorWeight;

    private EvidenceGrid(List<Point> points, double[] weight) {
        slope = points.stream().mapToDouble(Point::slope).toArray();
        shift = points.stream().mapToDouble(Point::shift).toArray();
        logWeight = DoubleStream.of(weight).map(Math::log).toArray();
        logDetectorWeight = DETECTOR_POINTS.stream()
                .mapToDouble(Point::weight)
                .map(Math::log)
                .toArray();
    }

    /** {@return 64 faults: those of the detector first, and the weights of the wide grid} */
    public static EvidenceGrid wide() {
        return WIDE;
    }

    /** {@return the 18 faults of the detector alone, with its weights, for segments} */
    public static EvidenceGrid narrow() {
        return NARROW;
    }

    private static List<Point> detectorGrid() {
        List<Point> points = new ArrayList<>();
        double[][] shifts = {{0.2, 0.130}, {0.5, 0.115}, {1, 0.100}};
        for (double[] point : shifts) {
            points.add(new Point(1, -point[0], point[1]));
            points.add(new Point(1, point[0], point[1]));
        }
        double[][] slopes = {{0.7, 0.095}, {1.4, 0.095}, {0.5, 0.015}, {2, 0.015}};
        for (double[] point : slopes) {
            points.add(new Point(point[0], 0, point[1]));
        }
        for (double slope : new double[] {0.7, 1.4}) {
            for (double shift : new double[] {-0.2, 0.2, -0.5, 0.5}) {
                points.add(new Point(slope, shift, 0.01125));
            }
        }
        return points;
    }

    private static EvidenceGrid wideGrid() {
        int axes = ON_AXIS.length + SLOPES.length - 1;
        int rest = (SLOPES.length - 1) * OFF_AXIS.length;
        List<Point> all = new ArrayList<>();
        for (double shift : ON_AXIS) {
            all.add(new Point(1, shift, 0.5 / axes));
        }
        for (double slope : SLOPES) {
            if (slope != 1) {
                all.add(new Point(slope, 0, 0.5 / axes));
                for (double shift : OFF_AXIS) {
                    all.add(new Point(slope, shift, 0.5 / rest));
                }
            }
        }
        List<Point> ordered = new ArrayList<>();
        for (Point detector : DETECTOR_POINTS) {
            ordered.add(all.stream().filter(detector::at).findFirst().orElseThrow());
        }
        // the objects themselves: the first equals of a record costs a start of the program some milliseconds
        all.removeIf(point -> ordered.stream().anyMatch(detector -> detector == point));
        ordered.addAll(all);
        return new EvidenceGrid(
                ordered, ordered.stream().mapToDouble(Point::weight).toArray());
    }

    /** {@return how many faults there are} */
    public int size() {
        return slope.length;
    }

    /** {@return how many of them, the first ones, are the detector's} */
    public int detectorPoints() {
        return logDetectorWeight.length;
    }

    /**
     * The slope of a fault on the scale of logits.
     *
     * @param k its index
     * @return s; below 1 when the probabilities are too extreme
     */
    public double slope(int k) {
        return slope[k];
    }

    /**
     * The shift of a fault in logits.
     *
     * @param k its index
     * @return t; above 0 when the probabilities are too low
     */
    public double shift(int k) {
        return shift[k];
    }

    /** The logs of the stakes on each fault, adding up to 1; not to be changed. */
    double[] logWeights() {
        return logWeight;
    }

    /** The logs of the detector's stakes on its points, adding up to 1; not to be changed. */
    double[] logDetectorWeights() {
        return logDetectorWeight;
    }

    /** The slopes that occur, 1 first. */
    static double[] slopes() {
        return SLOPES;
    }
}
