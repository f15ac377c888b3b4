package dev.plumbline.monitor.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.evidence.EvidenceBlock;
import dev.plumbline.calibration.evidence.EvidenceGrid;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.model.ModelSettings;
import dev.plumbline.monitor.model.ScoreScale;
import dev.plumbline.monitor.model.SettingsPatch;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FindingsTest {
    private static final ModelSettings BY_DAY =
            SettingsPatch.apply(ModelSettings.defaults(ScoreScale.UNIT), Json.read("{\"dependence\": \"day\"}"));

    private final SortedMap<Long, EvidenceBlock> days = new TreeMap<>();
    private final CalibrationSummary.Builder pairs = CalibrationSummary.builder();
    private final Random random = new Random(3);

    private void days(int count, double power) {
        for (int day = 0; day < count; day++) {
            EvidenceBlock.Builder block = new EvidenceBlock.Builder(EvidenceGrid.wide(), 1, 1);
            for (int i = 0; i < 100; i++) {
                double p = random.nextDouble();
                double outcome = random.nextDouble() < Math.pow(p, power) ? 1 : 0;
                block.add(p, outcome, 1);
                pairs.addPair(p, outcome, 1);
            }
            days.put((long) days.size(), block.build());
        }
    }

    private Findings findings() {
        return Findings.of(days, EvidenceGrid.wide(), BY_DAY, day -> pairs.build(), null, null, List.of());
    }

    @Test
    void isDrifted_byDays_staysWhenTheLossIsMaterialNoMore() {
        days(40, 1);
        assertThat(findings().isDrifted()).isFalse();
        days(80, 2);
        Findings drifted = findings();
        assertThat(drifted.isDrifted()).isTrue();
        assertThat(drifted.isSuspected()).as("by days there is no such level").isFalse();
        assertThat(drifted.diagnosis()).isPresent();
        days(900, 1);
        Findings later = findings();
        assertThat(later.detector().isMaterial()).isFalse();
        assertThat(later.isDrifted()).isTrue();
    }
}
