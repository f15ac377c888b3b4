package dev.plumbline.monitor.refit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.calibration.tests.Harm;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the choice on a file without times does to streams of known truth. Seeds are fixed and printed. */
class SelectCalibratorStatisticalTest {
    private static final long SEED = 20_261;

    private static Harm judge(int streams, boolean late) {
        Harm harm = Harm.of(
                        streams,
                        SEED,
                        late,
                        Map.of(
                                "select",
                                stream -> SelectCalibrator.of(stream.sample(), null)
                                        .chosen()
                                        .fitted()))
                .get("select");
        System.out.println("select" + (late ? ", fault in mid-stream" : "") + ", seed " + SEED + ": " + harm);
        return harm;
    }

    /** 10 streams: at 1 % worse, 3 or more happen once in 9,000 runs. */
    @Test
    void of_fewStreams_doesNoHarm() {
        Harm harm = judge(10, false);
        assertThat(harm.worse()).isLessThan(3);
        assertThat(harm.gain()).isPositive();
    }

    @Test
    @Tag("full")
    void of_tenSuites_doesNoHarm_long() {
        Harm harm = judge(2000, false);
        assertThat(harm.worseShare()).isLessThanOrEqualTo(0.01);
        assertThat(harm.gainShare()).isGreaterThanOrEqualTo(0.8);
        judge(1000, true);
    }
}
