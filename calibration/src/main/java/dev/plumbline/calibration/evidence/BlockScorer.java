package dev.plumbline.calibration.evidence;

import dev.plumbline.calibration.Checks;
import dev.plumbline.calibration.calibrator.Calibrator;
import java.util.List;

/**
 * Scores the outcomes of one block (those of one prediction time, or of one day) by maps that were fitted before it. Order inside the
 * block does not matter, beyond rounding.
 */
public final class BlockScorer {
    private final Contestants contestants;
    private final double missingRatio;
    private final BlockSums.Builder challengers;
    private final BlockSums.Builder rivals;

    BlockScorer(Contestants contestants, RaceRules rules) {
        this.contestants = contestants;
        this.missingRatio = rules.missingRatio();
        this.challengers = new BlockSums.Builder(contestants.fits().size(), rules.maxWeight());
        this.rivals = new BlockSums.Builder(contestants.rivals().size(), rules.maxWeight());
    }

    /**
     * A prediction of its own.
     *
     * @param p score in [0, 1]
     * @param y outcome in [0, 1]
     * @param w weight, 0 or more
     */
    public void add(double p, double y, double w) {
        Checks.unit("outcome", y);
        Checks.weight(w);
        double serving = contestants.serving().apply(p);
        challengers.add(factors(contestants.fits(), serving, p, y), w);
        rivals.add(factors(contestants.rivals(), serving, p, y), w);
    }

    /**
     * All predictions of one event, as one factor; those made after the first one's day are left out, see {@link GroupStakes}.
     *
     * @param members at least one, in any order
     */
    public void addGroup(List<Member> members) {
        GroupStakes group = GroupStakes.byTime(members);
        if (!group.observed()) {
            missing();
            return;
        }
        int size = group.stakes().length;
        double[][] ofChallengers = new double[size][contestants.fits().size()];
        double[][] ofRivals = new double[size][contestants.rivals().size()];
        double[] weights = new double[size];
        for (int i = 0; i < size; i++) {
            Member member = group.members().get(i);
            weights[i] = member.weight();
            if (member.observed()) {
                double p = member.probability();
                double serving = contestants.serving().apply(p);
                ofChallengers[i] = factors(contestants.fits(), serving, p, member.outcome());
                ofRivals[i] = factors(contestants.rivals(), serving, p, member.outcome());
            }
        }
        challengers.addGroup(ofChallengers, weights, group.stakes());
        rivals.addGroup(ofRivals, weights, group.stakes());
    }

    /** A prediction, or a group, whose outcome never came. */
    public void missing() {
        challengers.missing();
        rivals.missing();
    }

    private double[] factors(List<Calibrator> maps, double serving, double p, double y) {
        double[] factors = new double[maps.size()];
        for (int m = 0; m < factors.length; m++) {
            Calibrator map = maps.get(m);
            factors[m] = map == null ? 0 : LogFactor.of(y, map.apply(p), serving, missingRatio);
        }
        return factors;
    }

    /** {@return the block's sums, with the maps that scored it; the scorer must not be used again} */
    public RaceDay build() {
        return new RaceDay(challengers.build(), rivals.build(), contestants.fits(), contestants.fittedOn());
    }
}
