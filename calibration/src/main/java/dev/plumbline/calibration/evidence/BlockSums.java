package dev.plumbline.calibration.evidence;

import java.util.Arrays;

/**
 * What one block of outcomes (those of one prediction time, or of one day) adds to a bet on each of some alternatives: sums of log factors.
 * They do not depend on the order inside the block and merge by {@link #plus}.
 *
 * <p>A unit is a prediction without a group, or a whole group. Its factor for alternative k is L_k with mean at most 1 while the
 * reference is right, so that the product over units is a bet at fair odds or worse.
 *
 * @param units predictions of the block, groups once, those whose outcome never came included
 * @param observed how many of the units have a factor, that is an outcome
 * @param log sum of ln L per alternative
 * @param squares sum of (ln L)^2 per alternative
 */
public record BlockSums(long units, long observed, double[] log, double[] squares) {

    /** Nothing yet, for so many alternatives. */
    public static BlockSums none(int alternatives) {
        return new BlockSums(0, 0, new double[alternatives], new double[alternatives]);
    }

    /** {@return how many alternatives there are} */
    public int alternatives() {
        return log.length;
    }

    /**
     * Both blocks as one.
     *
     * @param other sums for the same alternatives
     * @return the sums added
     */
    public BlockSums plus(BlockSums other) {
        Builder both = new Builder(log.length, 1);
        both.units = units + other.units;
        both.observed = observed + other.observed;
        for (int k = 0; k < log.length; k++) {
            both.log[k] = log[k] + other.log[k];
            both.squares[k] = squares[k] + other.squares[k];
        }
        return both.build();
    }

    /** The power that a factor is raised to: a share of a whole outcome, at most 1. */
    static double power(double weight, double maxWeight) {
        return Math.min(1, weight / maxWeight);
    }

    /** Adds units up. */
    public static final class Builder {
        private final double maxWeight;
        private final double[] log;
        private final double[] squares;
        private long units;
        private long observed;

        /**
         * @param alternatives how many
         * @param maxWeight the weight that counts as a whole outcome, above 0; a factor is raised to the power min(1, w/maxWeight), which
         *     keeps its mean at most 1 (Jensen), as no power above 1 would
         */
        public Builder(int alternatives, double maxWeight) {
            this.maxWeight = maxWeight;
            this.log = new double[alternatives];
            this.squares = new double[alternatives];
        }

        /**
         * A prediction of its own.
         *
         * @param logFactors ln L per alternative, read only
         * @param weight its weight, 0 or more
         */
        public void add(double[] logFactors, double weight) {
            double power = power(weight);
            for (int k = 0; k < log.length; k++) {
                take(k, power * logFactors[k]);
            }
            units++;
            observed++;
        }

        /** Predictions of their own, with an outcome, whose log factors come by {@link #addSums}. */
        void count(long observed) {
            units += observed;
            this.observed += observed;
        }

        /** Sums over predictions that were counted, for one alternative. */
        void addSums(int k, double logs, double squaredLogs) {
            log[k] += logs;
            squares[k] += squaredLogs;
        }

        /** A prediction, or a group, whose outcome never came: a factor of 1. */
        public void missing() {
            units++;
        }

        /**
         * The predictions of one event as one factor: {@code sum u_i L_i + 1 - sum u_i}.
         *
         * @param logFactors per member and alternative
         * @param weights per member
         * @param stakes u per member, fixed before any outcome is known; together at most 1
         */
        public void addGroup(double[][] logFactors, double[] weights, double[] stakes) {
            double kept = notStaked(stakes);
            double[] top =
                    new double[log.length]; // the largest term's log: no sum of what is divided by it is 0 or infinite
            Arrays.fill(top, kept > 0 ? 0 : Double.NEGATIVE_INFINITY);
            for (int i = 0; i < stakes.length; i++) {
                double power = power(weights[i]);
                for (int k = 0; stakes[i] > 0 && k < log.length; k++) {
                    top[k] = Math.max(top[k], power * logFactors[i][k]);
                }
            }
            double[] sum = new double[log.length];
            Arrays.setAll(sum, k -> kept > 0 ? kept * Math.exp(-top[k]) : 0);
            for (int i = 0; i < stakes.length; i++) {
                double power = power(weights[i]);
                for (int k = 0; stakes[i] > 0 && k < log.length; k++) {
                    sum[k] += stakes[i] * Math.exp(power * logFactors[i][k] - top[k]);
                }
            }
            for (int k = 0; k < log.length; k++) {
                take(k, top[k] + Math.log(sum[k]));
            }
            units++;
            observed++;
        }

        private static double notStaked(double[] stakes) {
            double kept = 1;
            for (double stake : stakes) {
                kept -= stake;
            }
            return kept;
        }

        private double power(double weight) {
            return BlockSums.power(weight, maxWeight);
        }

        private void take(int k, double logFactor) {
            log[k] += logFactor;
            squares[k] += logFactor * logFactor;
        }

        /** {@return the sums so far; the builder must not be used again} */
        public BlockSums build() {
            return new BlockSums(units, observed, log, squares);
        }
    }
}
