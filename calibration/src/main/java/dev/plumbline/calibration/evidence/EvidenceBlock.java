package dev.plumbline.calibration.evidence;

import dev.plumbline.calibration.Checks;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Everything that the outcomes of one block (one prediction time, or one matured day) say for or against the probabilities. It does not
 * depend on the order of rows inside the block and merges by {@link #plus}, as long as no group is split between two blocks.
 *
 * @param pairs rows with an outcome that entered, members of groups one by one
 * @param factors units and sums of log factors per fault of the grid
 * @param residuals sums of residuals, groups as one
 */
public record EvidenceBlock(long pairs, BlockSums factors, ResidualSums residuals) {

    private static final byte LAYOUT = 1;

    /** Nothing yet. */
    public static EvidenceBlock none(EvidenceGrid grid) {
        return new EvidenceBlock(0, BlockSums.none(grid.size()), ResidualSums.none());
    }

    /**
     * Both blocks as one.
     *
     * @param other a block of the same grid, else {@link IllegalArgumentException}
     * @return the sums added
     */
    public EvidenceBlock plus(EvidenceBlock other) {
        if (factors.alternatives() != other.factors.alternatives()) {
            throw new IllegalArgumentException("other must be a block of " + factors.alternatives()
                    + " faults as this one, got " + other.factors.alternatives());
        }
        return new EvidenceBlock(pairs + other.pairs, factors.plus(other.factors), residuals.plus(other.residuals));
    }

    /**
     * The block for storage: layout (1 byte, now 1), number of faults (4), pairs, units, observed units (8 each), then doubles: log sums, sums of
     * squares, the five sums of residuals, gains, bounds; big endian. 1,165 bytes for the wide grid.
     *
     * @return all sums, to the last bit
     */
    public byte[] toBytes() {
        int faults = factors.alternatives();
        ByteBuffer bytes = ByteBuffer.allocate(length(faults));
        bytes.put(LAYOUT).putInt(faults).putLong(pairs).putLong(factors.units()).putLong(factors.observed());
        put(bytes, factors.log());
        put(bytes, factors.squares());
        bytes.putDouble(residuals.weight())
                .putDouble(residuals.residual())
                .putDouble(residuals.squares())
                .putDouble(residuals.variance())
                .putDouble(residuals.fourth());
        put(bytes, residuals.gain());
        put(bytes, residuals.bound());
        return bytes.array();
    }

    /**
     * The block that was stored.
     *
     * @param stored what {@link #toBytes} gave, else {@link IllegalArgumentException}
     * @return the same block
     */
    public static EvidenceBlock fromBytes(byte[] stored) {
        if (stored.length < length(0) || stored[0] != LAYOUT) {
            throw new IllegalArgumentException("stored must be a block of layout " + LAYOUT + ", got "
                    + (stored.length == 0 ? "no bytes" : stored.length + " bytes of layout " + stored[0]));
        }
        ByteBuffer bytes = ByteBuffer.wrap(stored, 1, stored.length - 1);
        int faults = bytes.getInt();
        if (faults < 0 || faults > stored.length || stored.length != length(faults)) {
            throw new IllegalArgumentException(
                    "stored must have the length of its " + faults + " faults, got " + stored.length + " bytes");
        }
        long pairs = bytes.getLong();
        BlockSums factors =
                new BlockSums(bytes.getLong(), bytes.getLong(), doubles(bytes, faults), doubles(bytes, faults));
        ResidualSums residuals = new ResidualSums(
                bytes.getDouble(),
                bytes.getDouble(),
                bytes.getDouble(),
                bytes.getDouble(),
                bytes.getDouble(),
                doubles(bytes, ResidualSums.BETS),
                doubles(bytes, ResidualSums.BETS));
        return new EvidenceBlock(pairs, factors, residuals);
    }

    private static int length(int faults) {
        return 1 + Integer.BYTES + 3 * Long.BYTES + Double.BYTES * (2 * faults + 5 + 2 * ResidualSums.BETS);
    }

    private static void put(ByteBuffer bytes, double[] values) {
        bytes.asDoubleBuffer().put(values);
        bytes.position(bytes.position() + Double.BYTES * values.length);
    }

    private static double[] doubles(ByteBuffer bytes, int count) {
        double[] values = new double[count];
        bytes.asDoubleBuffer().get(values);
        bytes.position(bytes.position() + Double.BYTES * count);
        return values;
    }

    /** Adds predictions up, in any order. */
    public static final class Builder {
        /** Up to so many predictions each fault's factor of each costs less than making moments into sums. */
        private static final int FEW = 1_024;

        private final EvidenceGrid grid;
        private final double maxWeight;
        private final double band;
        private final PairFactors pair;
        private final double[] logFactors;
        private final BlockSums.Builder factors;
        private final ResidualSums.Builder residuals = new ResidualSums.Builder();
        private FactorMoments moments; // null while there are few
        private long pairs;

        /**
         * @param grid the faults that are bet on
         * @param maxWeight the weight of a whole outcome, above 0; larger ones count as this
         * @param band g of the block, at least 1, see {@link MissingBand}; 1 when no outcome goes missing
         */
        public Builder(EvidenceGrid grid, double maxWeight, double band) {
            Checks.positive("maxWeight", maxWeight);
            Checks.finiteAtLeast("band", band, 1);
            this.grid = grid;
            this.maxWeight = maxWeight;
            this.band = band;
            this.pair = new PairFactors(grid);
            this.logFactors = new double[grid.size()];
            this.factors = new BlockSums.Builder(grid.size(), maxWeight);
        }

        /**
         * A prediction of its own, with its outcome.
         *
         * @param probability in [0, 1]
         * @param outcome in [0, 1]
         * @param weight 0 or more
         * @return this
         */
        public Builder add(double probability, double outcome, double weight) {
            Checks.unit("probability", probability);
            Checks.unit("outcome", outcome);
            Checks.weight(weight);
            double share = BlockSums.power(weight, maxWeight);
            if (pairs >= FEW && band == 1 && (outcome == 0 || outcome == 1)) {
                moments = moments == null ? new FactorMoments() : moments;
                moments.add(probability, outcome == 1, share);
                factors.count(1);
            } else {
                pair.of(probability, outcome, band, 1, logFactors);
                factors.add(logFactors, weight);
            }
            residuals.add(probability, outcome, share, band);
            pairs++;
            return this;
        }

        /**
         * A prediction of its own whose outcome never came.
         *
         * @param probability in [0, 1]
         * @param weight 0 or more
         * @return this
         */
        public Builder missing(double probability, double weight) {
            Checks.unit("probability", probability);
            Checks.weight(weight);
            factors.missing();
            residuals.missing(probability, BlockSums.power(weight, maxWeight), band);
            return this;
        }

        /**
         * All predictions of one event, in any order; those made after the first one's day are left out here.
         *
         * @param members at least one
         * @return this
         */
        public Builder addGroup(List<Member> members) {
            GroupStakes group = GroupStakes.byTime(members);
            int size = group.stakes().length;
            if (group.observed()) {
                double[][] logs = new double[size][logFactors.length];
                double[] weights = new double[size];
                for (int i = 0; i < size; i++) {
                    Member member = group.members().get(i);
                    weights[i] = member.weight();
                    if (member.observed()) {
                        pair.of(member.probability(), member.outcome(), band, 1, logs[i]);
                        pairs++;
                    }
                }
                factors.addGroup(logs, weights, group.stakes());
            } else {
                factors.missing();
            }
            addResidual(group.members().subList(0, group.first()));
            return this;
        }

        /** The members predicted first stand for the group: how many come later may depend on the outcome. */
        private void addResidual(List<Member> first) {
            double p = 0;
            double y = 0;
            double weight = 0;
            int observed = 0;
            for (Member member : first) {
                p += member.probability() / first.size();
                weight += BlockSums.power(member.weight(), maxWeight) / first.size();
                y += member.outcome();
                observed += member.observed() ? 1 : 0;
            }
            if (observed == 0) {
                residuals.missing(Math.min(1, p), weight, band);
            } else {
                residuals.add(Math.min(1, p), y / observed, weight, band);
            }
        }

        /** {@return the block; the builder must not be used again} */
        public EvidenceBlock build() {
            if (moments != null) {
                moments.addTo(factors, grid);
            }
            return new EvidenceBlock(pairs, factors.build(), residuals.build());
        }
    }
}
