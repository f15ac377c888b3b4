package dev.plumbline.calibration.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.calibration.calibrator.BetaCalibrator;
import dev.plumbline.calibration.calibrator.Identity;
import dev.plumbline.calibration.calibrator.LogitPlattCalibrator;
import dev.plumbline.calibration.calibrator.OffsetCalibrator;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RaceDayTest {
    private static RaceDay day() {
        Contestants maps = new Contestants(
                new LogitPlattCalibrator(0.8, 0.1),
                List.of(new OffsetCalibrator(0.2), new Identity()),
                Arrays.asList(
                        new OffsetCalibrator(-0.3),
                        new LogitPlattCalibrator(1.2, 1e-17),
                        new BetaCalibrator(0, 2, -0.5),
                        null,
                        new LogitPlattCalibrator(0.5, 0.5)),
                260);
        BlockScorer scorer = maps.scorer(new RaceRules(2, 1.1));
        scorer.add(0.3, 1, 1);
        scorer.add(0.9, 0.25, 3);
        scorer.missing();
        scorer.addGroup(
                List.of(new Member(4, 0.5, 1, 1, true), new Member(5, 0.6, 1, 2, true), Member.missing(6, 0.6, 1)));
        return scorer.build();
    }

    @Test
    void toBytes_readBack_isTheSame() {
        RaceDay day = day();
        RaceDay back = RaceDay.of(day.toBytes());
        assertThat(back.fits()).isEqualTo(day.fits());
        assertThat(back.fittedOn()).isEqualTo(260);
        for (int race = 0; race < 2; race++) {
            BlockSums before = race == 0 ? day.challengers() : day.rivals();
            BlockSums after = race == 0 ? back.challengers() : back.rivals();
            assertThat(after.units()).isEqualTo(before.units()).isEqualTo(4);
            assertThat(after.observed()).isEqualTo(before.observed()).isEqualTo(3);
            assertThat(after.log()).isEqualTo(before.log());
            assertThat(after.squares()).isEqualTo(before.squares());
        }
        assertThat(back.rivals().alternatives()).isEqualTo(2);
        assertThat(day.toBytes()).hasSizeLessThan(250);
    }

    @Test
    void plus_partsOfADay_addsTheirSums() {
        RaceDay day = day();
        RaceDay twice = day.plus(day);
        assertThat(twice.challengers().units()).isEqualTo(8);
        assertThat(twice.rivals().observed()).isEqualTo(6);
        assertThat(twice.challengers().log()[1]).isEqualTo(2 * day.challengers().log()[1]);
        assertThat(twice.rivals().squares()[0]).isEqualTo(2 * day.rivals().squares()[0]);
        assertThat(twice.fits()).isEqualTo(day.fits());
        assertThat(twice.fittedOn()).isEqualTo(260);
    }

    @Test
    void plus_otherMaps_isRefused() {
        RaceDay day = day();
        RaceDay later = new RaceDay(day.challengers(), day.rivals(), day.fits(), 300);
        assertThatThrownBy(() -> day.plus(later))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("other must be scored by the same maps, fitted on 260 pairs")
                .hasMessageContaining("got 300 pairs");
    }

    @Test
    void of_damagedBytes_saysHow() {
        byte[] bytes = day().toBytes();
        for (int length = 0; length < bytes.length; length++) {
            int cut = length;
            assertThatThrownBy(() -> RaceDay.of(Arrays.copyOf(bytes, cut)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("race day must not be cut short, got " + cut + " bytes");
        }
        assertThatThrownBy(() -> RaceDay.of(Arrays.copyOf(bytes, bytes.length + 2)))
                .hasMessage("race day must end after " + bytes.length + " bytes, got " + (bytes.length + 2));
        byte[] newer = bytes.clone();
        newer[0] = 2;
        assertThatThrownBy(() -> RaceDay.of(newer)).hasMessage("race day must have format 1, got 2");
        byte[] unknown = bytes.clone();
        unknown[26] = 9;
        assertThatThrownBy(() -> RaceDay.of(unknown)).hasMessage("race day must name maps by 0 to 3, got 9 at byte 26");
    }
}
