package dev.plumbline.calibration.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvidenceBlockTest {

    private static final EvidenceGrid WIDE = EvidenceGrid.wide();

    private static int fault(double slope, double shift) {
        for (int k = 0; k < WIDE.size(); k++) {
            if (WIDE.slope(k) == slope && WIDE.shift(k) == shift) {
                return k;
            }
        }
        throw new AssertionError("no fault " + slope + ", " + shift);
    }

    private static EvidenceBlock.Builder builder() {
        return new EvidenceBlock.Builder(WIDE, 1, 1);
    }

    @Test
    void grid_hasTheFaultsAndStakesOfTheDesign() {
        assertThat(WIDE.size()).isEqualTo(64);
        assertThat(WIDE.detectorPoints()).isEqualTo(18);
        assertThat(EvidenceGrid.narrow().size()).isEqualTo(18);
        for (EvidenceGrid grid : List.of(WIDE, EvidenceGrid.narrow())) {
            assertThat(Arrays.stream(grid.logWeights()).map(Math::exp).sum()).isCloseTo(1, within(1e-12));
            assertThat(Arrays.stream(grid.logDetectorWeights()).map(Math::exp).sum())
                    .isCloseTo(1, within(1e-12));
            for (int k = 0; k < 18; k++) {
                assertThat(grid.slope(k)).isEqualTo(WIDE.slope(k));
                assertThat(grid.shift(k)).isEqualTo(WIDE.shift(k));
            }
        }
        assertThat(WIDE.logWeights()[fault(1, 0.1)]).isCloseTo(Math.log(1 / 32.0), within(1e-12));
        assertThat(WIDE.logWeights()[fault(0.85, 0.3)]).isCloseTo(Math.log(1 / 96.0), within(1e-12));
        assertThat(WIDE.logDetectorWeights()[fault(0.7, 0)]).isCloseTo(Math.log(0.095), within(1e-12));
        assertThat(fault(1.4, -0.5)).isLessThan(18);
        assertThat(fault(1, -0.1)).isGreaterThanOrEqualTo(18);
    }

    @Test
    void logFactors_byHand() {
        double[] half = builder().add(0.5, 1, 1).build().factors().log();
        assertThat(half[fault(1, 0.2)]).isCloseTo(0.09500831117835355, within(1e-14)); // ln(2 sigmoid(.2))
        assertThat(half[fault(0.7, 0)]).isCloseTo(0, within(1e-14)); // slopes do not move a half
        double[] fifth = builder().add(0.2, 0, 1).build().factors().log();
        double q = 0.8 * Math.exp(fifth[fault(0.7, 0)]);
        assertThat(q).isCloseTo(1 - 1 / (1 + Math.pow(4, 0.7)), within(1e-14));
        double[] quarter = builder().add(0.3, 0.25, 1).build().factors().log();
        double lower = 0.3 / (0.3 + 0.7 * Math.exp(0.5));
        assertThat(quarter[fault(1, -0.5)])
                .isCloseTo(Math.log(0.25 * lower / 0.3 + 0.75 * (1 - lower) / 0.7), within(1e-14));
    }

    @Test
    void logFactors_atTheEnds_areThoseOfTheClippedProbability() {
        for (double[] ends : new double[][] {{0, 1e-7}, {1, 1 - 1e-7}}) {
            for (double y : new double[] {0, 1}) {
                assertThat(builder().add(ends[0], y, 1).build().factors().log())
                        .containsExactly(
                                builder().add(ends[1], y, 1).build().factors().log());
            }
        }
        assertThat(builder().add(0, 1, 1).build().factors().log()[fault(1, 1)]).isCloseTo(1, within(1e-6));
    }

    @Test
    void deadBand_movesTheClaimTowardsTheFault() {
        EvidenceBlock yes =
                new EvidenceBlock.Builder(WIDE, 1, 1.1).add(0.3, 1, 1).build();
        EvidenceBlock no =
                new EvidenceBlock.Builder(WIDE, 1, 1.1).add(0.3, 0, 1).build();
        double q = 0.3 * Math.exp(0.5) / (0.7 + 0.3 * Math.exp(0.5));
        double p0 = 0.33 / 1.03; // odds .3/.7 times 1.1
        assertThat(yes.factors().log()[fault(1, 0.5)]).isCloseTo(Math.log(q / p0), within(1e-13));
        assertThat(no.factors().log()[fault(1, 0.5)]).isCloseTo(Math.log((1 - q) / (1 - p0)), within(1e-13));
        // a fault of e^.1 in odds is above 1.1, so that what is left of it is small
        assertThat(yes.factors().log()[fault(1, 0.1)]).isBetween(0.0, 0.004);
        EvidenceBlock wider =
                new EvidenceBlock.Builder(WIDE, 1, 1.2).add(0.3, 1, 1).build();
        assertThat(wider.factors().log()[fault(1, 0.1)]).isZero();
    }

    /** With present shares whose ratio is the band, no factor has a mean above 1, and one at its edge has exactly 1. */
    @Test
    void deadBand_whenOutcomesGoMissingByClass_keepsTheMeanAtMost1() {
        for (double p : new double[] {0.01, 0.3, 0.5, 0.9}) {
            for (double[] present : new double[][] {{1, 1 / 1.1}, {0.9, 0.99}, {0.95, 0.95}}) {
                double[] one = new EvidenceBlock.Builder(WIDE, 1, 1.1)
                        .add(p, 1, 1)
                        .build()
                        .factors()
                        .log();
                double[] zero = new EvidenceBlock.Builder(WIDE, 1, 1.1)
                        .add(p, 0, 1)
                        .build()
                        .factors()
                        .log();
                double most = 0;
                for (int k = 0; k < WIDE.size(); k++) {
                    double mean = p * (present[0] * Math.exp(one[k]) + 1 - present[0])
                            + (1 - p) * (present[1] * Math.exp(zero[k]) + 1 - present[1]);
                    most = Math.max(most, mean);
                }
                assertThat(most).isLessThanOrEqualTo(1 + 1e-12);
                if (present[0] != present[1]) {
                    assertThat(most).isGreaterThan(1 - 1e-9);
                }
            }
        }
    }

    @Test
    void stakes_halveInTimeOrder_andAreSharedAtOneTime() {
        Member early = new Member(10, 0.2, 1, 1, true);
        Member late = new Member(11, 0.3, 1, 1, true);
        Member nextDay = new Member(86_400_000_000L, 0.4, 1, 1, true);
        assertThat(GroupStakes.byTime(List.of(late, nextDay, early)).stakes()).containsExactly(0.5, 0.25);
        GroupStakes tied = GroupStakes.byTime(List.of(early, late, early));
        assertThat(tied.stakes()).containsExactly(0.375, 0.375, 0.125);
        assertThat(tied.first()).isEqualTo(2);
        Member[] many = new Member[2000];
        Arrays.fill(many, early);
        assertThat(Arrays.stream(GroupStakes.byTime(List.of(many)).stakes()).sum())
                .isCloseTo(1, within(1e-12));
        assertThatThrownBy(() -> builder().addGroup(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("members must have at least 1 value, got 0");
    }

    @Test
    void group_isOneFactor_byHand() {
        EvidenceBlock block = builder()
                .addGroup(List.of(new Member(0, 0.2, 1, 1, true), new Member(5, 0.5, 1, 1, true)))
                .build();
        double first = 0.2 * Math.exp(0.5) / (0.8 + 0.2 * Math.exp(0.5)) / 0.2;
        double second = 2 / (1 + Math.exp(-0.5));
        assertThat(block.factors().log()[fault(1, 0.5)])
                .isCloseTo(Math.log(0.5 * first + 0.25 * second + 0.25), within(1e-14));
        assertThat(block.factors().units()).isEqualTo(1);
        assertThat(block.pairs()).isEqualTo(2);
        assertThat(block.residuals().residual()).isCloseTo(0.8, within(1e-15));
    }

    @Test
    void group_memberWithoutOutcome_isAFactorOf1() {
        EvidenceBlock block = builder()
                .addGroup(List.of(new Member(0, 0.2, 1, 1, true), Member.missing(5, 0.5, 1)))
                .build();
        double first = 0.2 * Math.exp(0.5) / (0.8 + 0.2 * Math.exp(0.5)) / 0.2;
        assertThat(block.factors().log()[fault(1, 0.5)]).isCloseTo(Math.log(0.5 * first + 0.5), within(1e-14));
        EvidenceBlock none =
                builder().addGroup(List.of(Member.missing(5, 0.5, 1))).build();
        assertThat(none.factors().observed()).isZero();
        assertThat(none.factors().units()).isEqualTo(1);
        assertThat(none.residuals().weight()).isZero();
    }

    @Test
    void residuals_byHand() {
        ResidualSums sums = new EvidenceBlock.Builder(WIDE, 2, 1)
                .add(0.8, 0, 2)
                .add(0.25, 1, 1)
                .missing(0.5, 2)
                .build()
                .residuals();
        assertThat(sums.weight()).isEqualTo(1.5);
        assertThat(sums.residual()).isCloseTo(-0.8 + 0.375, within(1e-15));
        assertThat(sums.squares()).isCloseTo(0.64 + 0.375 * 0.375, within(1e-15));
        assertThat(sums.variance()).isCloseTo(0.16 + 0.25 * 0.1875, within(1e-15));
        assertThat(sums.fourth()).isCloseTo(0.16 * (1 - 0.96) + 0.1875 * (1 - 1.125) / 16, within(1e-15));
        assertThat(sums.gain()[0]).isCloseTo(sums.residual(), within(1e-15));
        assertThat(sums.gain()[1]).isCloseTo(-sums.residual(), within(1e-15));
        assertThat(sums.gain()[2]).isCloseTo(-0.8 * 0.6 + 0.5 * 0.75 * -0.5, within(1e-15));
        assertThat(sums.bound()[0]).isCloseTo(0.8 + 0.125 + 0.5, within(1e-15));
        assertThat(sums.bound()[1]).isCloseTo(0.2 + 0.375 + 0.5, within(1e-15));
        // the tilt of .8 can lose .6 * .8 by a zero; that of .25 .5 * .5 * .75 by a one
        assertThat(sums.bound()[2]).isCloseTo(0.48 + 0.1875, within(1e-15));
        assertThat(sums.bound()[3]).isCloseTo(0.6 * 0.2 + 0.5 * 0.5 * 0.25, within(1e-15));
    }

    @Test
    void bytes_giveTheSameBlockBack() {
        EvidenceBlock block =
                builder().add(0.3, 1, 1).add(0.7, 0.5, 0.5).missing(0.1, 1).build();
        byte[] stored = block.toBytes();
        assertThat(stored).hasSize(1 + 4 + 24 + 8 * (128 + 13));
        assertThat(EvidenceBlock.fromBytes(stored)).usingRecursiveComparison().isEqualTo(block);
        assertThatThrownBy(() -> EvidenceBlock.fromBytes(new byte[] {7}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("stored must be a block of layout 1, got 1 bytes of layout 7");
        assertThatThrownBy(() -> EvidenceBlock.fromBytes(Arrays.copyOf(stored, stored.length - 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("length of its 64 faults, got " + (stored.length - 1));
    }

    @Test
    void badArguments_areNamed() {
        assertThatThrownBy(() -> builder().add(1.5, 1, 1)).hasMessage("probability must be in [0, 1], got 1.5");
        assertThatThrownBy(() -> builder().add(0.5, Double.NaN, 1)).hasMessage("outcome must be in [0, 1], got NaN");
        assertThatThrownBy(() -> builder().add(0.5, 1, -1))
                .hasMessage("weight must be finite and at least 0, got -1.0");
        assertThatThrownBy(() -> new EvidenceBlock.Builder(WIDE, 0, 1))
                .hasMessage("maxWeight must be finite and above 0, got 0.0");
        assertThatThrownBy(() -> new EvidenceBlock.Builder(WIDE, 1, 0.9))
                .hasMessage("band must be finite and at least 1.0, got 0.9");
        assertThatThrownBy(() -> builder().build().plus(EvidenceBlock.none(EvidenceGrid.narrow())))
                .hasMessage("other must be a block of 64 faults as this one, got 18");
        assertThatThrownBy(() -> new Detector(WIDE, 0).enter(EvidenceBlock.none(EvidenceGrid.narrow())))
                .hasMessage("block must have 64 faults as the detector, got 18");
    }
}
