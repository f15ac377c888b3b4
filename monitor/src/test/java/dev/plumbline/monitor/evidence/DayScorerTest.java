package dev.plumbline.monitor.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.calibration.calibrator.Identity;
import dev.plumbline.calibration.calibrator.OffsetCalibrator;
import dev.plumbline.calibration.evidence.BlockScorer;
import dev.plumbline.calibration.evidence.Contestants;
import dev.plumbline.calibration.evidence.EvidenceBlock;
import dev.plumbline.calibration.evidence.EvidenceGrid;
import dev.plumbline.calibration.evidence.Member;
import dev.plumbline.calibration.evidence.RaceDay;
import dev.plumbline.calibration.evidence.RaceRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DayScorerTest {
    private static final Contestants MAPS = Contestants.start(new OffsetCalibrator(0.3), new Identity());

    /** 20,000 rows are three slices: what is added up slice by slice is what one pass gives, whichever slice a group's rows lie in. */
    @Test
    void score_dayOfSeveralSlices_isTheSumOfAllRows() {
        Random random = new Random(7);
        CohortRows.Builder rows = new CohortRows.Builder();
        EvidenceBlock.Builder issued = new EvidenceBlock.Builder(EvidenceGrid.wide(), 2, 1.05);
        EvidenceBlock.Builder shop = new EvidenceBlock.Builder(EvidenceGrid.narrow(), 2, 1.05);
        BlockScorer race = MAPS.scorer(new RaceRules(2, 1.05));
        Map<String, List<Member>> scores = new TreeMap<>();
        Map<String, List<Member>> probabilities = new TreeMap<>();
        for (int i = 0; i < 20_000; i++) {
            double score = random.nextDouble();
            double probability = score / 2;
            double outcome = i % 9 == 0 ? Double.NaN : random.nextInt(2);
            double weight = 1 + i % 2;
            String group = i % 100 == 0 ? "event " + i % 700 : null;
            boolean inShop = group == null && i % 4 == 0;
            rows.add(i, score, probability, outcome, weight, group, inShop ? List.of("shop:1") : List.of());
            if (group != null) {
                probabilities
                        .computeIfAbsent(group, name -> new ArrayList<>())
                        .add(member(i, probability, outcome, weight));
                scores.computeIfAbsent(group, name -> new ArrayList<>()).add(member(i, score, outcome, weight));
            } else if (Double.isNaN(outcome)) {
                issued.missing(probability, weight);
                race.missing();
                if (inShop) {
                    shop.missing(probability, weight);
                }
            } else {
                issued.add(probability, outcome, weight);
                race.add(score, outcome, weight);
                if (inShop) {
                    shop.add(probability, outcome, weight);
                }
            }
        }
        probabilities.values().forEach(issued::addGroup);
        scores.values().forEach(race::addGroup);

        DaySums day = DayScorer.score(rows.build(Set.of()), 2, List.of("shop"), 1.05, MAPS);

        assertSame(day.issued(), issued.build());
        assertThat(day.segments()).containsOnlyKeys("shop:1");
        assertSame(day.segments().get("shop:1"), shop.build());
        RaceDay alone = race.build();
        assertThat(day.race().rivals().units()).isEqualTo(alone.rivals().units());
        assertThat(day.race().rivals().log()[0]).isCloseTo(alone.rivals().log()[0], within(1e-8));
        DaySums again = DayScorer.score(rows.build(Set.of()), 2, List.of("shop"), 1.05, MAPS);
        assertThat(again.toBytes()).isEqualTo(day.toBytes());
    }

    private static Member member(long time, double probability, double outcome, double weight) {
        return Double.isNaN(outcome)
                ? Member.missing(time, probability, weight)
                : new Member(time, probability, outcome, weight, true);
    }

    private static void assertSame(EvidenceBlock found, EvidenceBlock expected) {
        assertThat(found.pairs()).isEqualTo(expected.pairs());
        assertThat(found.factors().units()).isEqualTo(expected.factors().units());
        assertThat(found.factors().observed()).isEqualTo(expected.factors().observed());
        assertThat(found.factors().log()).containsExactly(expected.factors().log(), within(1e-8));
        assertThat(found.residuals().residual()).isCloseTo(expected.residuals().residual(), within(1e-9));
        assertThat(found.residuals().variance()).isCloseTo(expected.residuals().variance(), within(1e-9));
    }
}
