package dev.plumbline.calibration.calibrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.TestData;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class CalibratorJsonTest {

    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final String PLATT = "{\"format\":1,\"method\":\"platt\",\"parameters\":{\"a\":-2.5,\"b\":1.25},"
            + "\"window\":{\"from\":\"2026-01-01T00:00:00Z\",\"to\":null},\"totalSamples\":4,\"totalWeight\":4.0,"
            + "\"baseRate\":0.25,\"libraryVersion\":\"0.1.0\",\"golden\":[{\"score\":0.5,\"probability\":0.5}]}";

    @ParameterizedTest
    @EnumSource(CalibrationMethod.class)
    void writeAndRead_everyMethod_isTheSameToTheLastBit(CalibrationMethod method) {
        CalibrationSample sample = TestData.synthetic().get(1).sample();
        FittedCalibrator fitted = FittedCalibrator.of(method.fit(sample), sample, FROM, FROM.plusSeconds(90));
        String json = CalibratorJson.write(fitted);
        FittedCalibrator back = CalibratorJson.read(json);
        assertThat(back).isEqualTo(fitted);
        assertThat(back.calibrator()).isEqualTo(fitted.calibrator());
        assertThat(back.totalSamples()).isEqualTo(1000);
        assertThat(back.baseRate()).isEqualTo(0.449);
        assertThat(back.libraryVersion()).matches("\\d+\\.\\d+\\.\\d+.*");
        // another reader of JSON sees the same
        assertThat(new ObjectMapper().readTree(json).get("method").asString()).isEqualTo(method.toString());
    }

    @Test
    void write_platt_isTheStatedForm() {
        FittedCalibrator fitted = new FittedCalibrator(
                new PlattCalibrator(-2.5, 1.25), FROM, null, 4, 4, 0.25, "0.1.0", List.of(new GoldenPair(0.5, 0.5)));
        assertThat(CalibratorJson.write(fitted)).isEqualTo(PLATT);
        assertThat(CalibratorJson.read(" " + PLATT.replace("{", "{\n \"later\" : [true, {\"x\": \"\\u00e9\\n\"}], "))
                        .calibrator())
                .isEqualTo(fitted.calibrator());
    }

    @Test
    void temperature_thatDoesNotExist_isNull() {
        CalibrationSample reversed = TestData.fieldCase("f1-reversed.csv");
        FittedCalibrator none = FittedCalibrator.of(TemperatureCalibrator.fit(reversed), reversed, null, null);
        assertThat(CalibratorJson.write(none)).contains("\"parameters\":{\"temperature\":null}");
        assertThat(CalibratorJson.read(CalibratorJson.write(none))).isEqualTo(none);
        assertThat(CalibratorJson.parameters(none.calibrator())).isEqualTo("{\"temperature\":null}");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "\"format\":1|\"format\":2|format must be 1, got 2",
                "\"format\":1,||calibrator JSON lacks the field format",
                "\"platt\"|\"spline\"|method must be one of identity, offset, temperature, logit-platt, platt, beta, quadratic, isotonic, venn-abers, got spline",
                "\"platt\"|7|method must be a text, got 7.0",
                "\"platt\"|\"beta\"|calibrator JSON lacks the field parameters.c",
                ",\"b\":1.25||calibrator JSON lacks the field parameters.b",
                "-2.5|NaN|calibrator JSON is damaged: expected a digit, found 'N' at character 47",
                "-2.5|1e400|calibrator JSON has a number beyond the range of a double: 1e400 at character 47",
                "-2.5|\"-2.5\"|parameters.a must be a number, got \"-2.5\"",
                "-2.5|null|parameters.a must be a number, got null",
                "-2.5|-2.6|golden[0] is not reproduced: score 0.5 should give 0.5, its parameters give 0.5124973964842103",
                "{\"a\"|[\"a\"|calibrator JSON is damaged: expected ']', found ':' at character 46",
                "\"golden\":[{\"score\":0.5,\"probability\":0.5}]|\"golden\":[]|golden must have at least 1 pair, got 0",
                "\"probability\":0.5|\"probability\":1.5|probability must be in [0, 1], got 1.5",
                "\"probability\"|\"p\"|calibrator JSON lacks the field golden.probability",
                "\"2026-01-01T00:00:00Z\"|\"yesterday\"|window.from must be a time such as 2026-01-31T00:00:00Z, got yesterday",
                "null|\"2025-01-01T00:00:00Z\"|to must not be before from, got 2025-01-01T00:00:00Z before 2026-01-01T00:00:00Z",
                "\"totalSamples\":4|\"totalSamples\":4.5|totalSamples must be a whole number of at least 0, got 4.5",
                "\"totalSamples\":4|\"totalSamples\":4,\"totalSamples\":4|calibrator JSON names the field totalSamples twice",
                "0.25,|25,|baseRate must be in [0, 1], got 25.0",
                "0.5}]}|0.5}]|calibrator JSON is damaged: expected '}', found the end at character 231",
                "0.5}]}|0.5}]}}|calibrator JSON is damaged: expected nothing more, found '}' at character 232",
                "0.1.0|0.1\\x|calibrator JSON is damaged: expected an escape, found 'x' at character 186",
            })
    void read_damaged_isOneClearError(String part, String replacement, String message) {
        assertThat(PLATT).contains(part);
        String json = PLATT.replace(part, replacement == null ? "" : replacement);
        assertThatThrownBy(() -> CalibratorJson.read(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void read_noObject_saysSo() {
        assertThatThrownBy(() -> CalibratorJson.read("[1]"))
                .hasMessage("calibrator JSON must have an object at its top, got an array");
        assertThatThrownBy(() -> CalibratorJson.read(""))
                .hasMessage("calibrator JSON is damaged: expected more, found the end at character 0");
        assertThatThrownBy(() -> CalibratorJson.read("[".repeat(100_000)))
                .hasMessage("calibrator JSON is damaged: expected at most 32 levels, found '[' at character 32");
    }

    /** Any number of a map made of many points, half way to its neighbour: refused, unless it is the same map still. */
    @ParameterizedTest
    @CsvSource({"ISOTONIC, x", "ISOTONIC, y", "VENN_ABERS, x", "VENN_ABERS, p0", "VENN_ABERS, p1"})
    void read_onePointMoved_isRefused(CalibrationMethod method, String member) {
        CalibrationSample sample = TestData.synthetic().get(0).sample();
        FittedCalibrator fitted = FittedCalibrator.of(method.fit(sample), sample, FROM, null);
        ObjectNode json = (ObjectNode) new ObjectMapper().readTree(CalibratorJson.write(fitted));
        ArrayNode points = (ArrayNode) json.get("parameters").get(member);
        int moved = 0;
        for (int k = 0; k + 1 < points.size(); k++) {
            double before = points.get(k).doubleValue();
            double after = (before + points.get(k + 1).doubleValue()) / 2;
            if (Math.abs(after - before) < 1e-9) {
                continue;
            }
            points.set(k, after);
            FittedCalibrator back = null;
            try {
                back = CalibratorJson.read(json.toString());
            } catch (IllegalArgumentException e) {
                moved++;
            }
            for (double p = 0; back != null && p <= 1; p += 1.0 / 1024) {
                assertThat(back.calibrator().apply(p))
                        .as("%s[%d] moved", member, k)
                        .isCloseTo(fitted.calibrator().apply(p), within(1e-9));
            }
            points.set(k, before);
        }
        assertThat(moved).isPositive();
    }

    /** A step of Venn-Abers that is moved by less than half the way to its neighbour. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-9, 0.01, 0.4, -1e-9, -0.01, -0.4})
    void read_oneStepMovedALittle_isRefused(double part) {
        CalibrationSample sample = TestData.synthetic().get(0).sample();
        VennAbersCalibrator venn = VennAbersCalibrator.fit(sample);
        String json = CalibratorJson.write(FittedCalibrator.of(venn, sample, FROM, null));
        double[] x = venn.x();
        for (int k = 1; k + 1 < x.length; k++) {
            double[] moved = x.clone();
            moved[k] += part * (part > 0 ? x[k + 1] - x[k] : x[k] - x[k - 1]);
            String changed = json.replace(
                    CalibratorJson.parameters(venn),
                    CalibratorJson.parameters(new VennAbersCalibrator(moved, venn.p0(), venn.p1())));
            assertThatThrownBy(() -> CalibratorJson.read(changed))
                    .as("x[%d]", k)
                    .hasMessageContaining("is not reproduced");
        }
    }

    /** Maps that go from 0 to 1 between two of the scores that stand in every file. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"method\":\"logit-platt\",\"parameters\":{\"slope\":300.5,\"intercept\":-130.0}}",
                "{\"method\":\"logit-platt\",\"parameters\":{\"slope\":3436115.0,\"intercept\":-1637161.0}}",
                "{\"method\":\"platt\",\"parameters\":{\"a\":-3834.5,\"b\":2441.5}}",
                "{\"method\":\"beta\",\"parameters\":{\"a\":377.0,\"b\":266.5,\"c\":-62.5}}",
                "{\"method\":\"quadratic\",\"parameters\":{\"t\":-138.0,\"s\":316.5,\"r\":-7.5}}",
                "{\"method\":\"temperature\",\"parameters\":{\"temperature\":0.015}}"
            })
    void read_aNumberOfASteepMapChanged_isRefused(String text) {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode map = (ObjectNode) mapper.readTree(text);
        String method = map.get("method").stringValue();
        Calibrator steep = CalibratorJson.of(method, map.get("parameters").toString());
        CalibrationSample sample = TestData.synthetic().get(0).sample();
        String json = CalibratorJson.write(FittedCalibrator.of(steep, sample, FROM, null));
        assertThat(CalibratorJson.read(json).calibrator()).isEqualTo(steep);
        for (String name : map.get("parameters").propertyNames()) {
            for (double factor : new double[] {1.001, 0.999, 1.00001}) {
                ObjectNode changed = (ObjectNode) mapper.readTree(json);
                ObjectNode parameters = (ObjectNode) changed.get("parameters");
                parameters.put(name, parameters.get(name).doubleValue() * factor);
                assertThatThrownBy(() -> CalibratorJson.read(changed.toString()))
                        .as("%s times %s", name, factor)
                        .hasMessageContaining("is not reproduced");
            }
        }
    }

    /** Whatever a byte is changed to: the same map, or one IllegalArgumentException; never another map or exception. */
    @Test
    void read_anyCharacterChanged_isTheSameMapOrRefused() {
        CalibrationSample sample = TestData.fieldCase("f5-calibration.csv");
        for (CalibrationMethod method : CalibrationMethod.values()) {
            FittedCalibrator fitted = FittedCalibrator.of(method.fit(sample), sample, FROM, null);
            String json = CalibratorJson.write(fitted);
            SplittableRandom random = new SplittableRandom(7);
            for (int round = 0; round < 2000; round++) {
                StringBuilder damaged = new StringBuilder(json);
                damaged.setCharAt(random.nextInt(json.length()), (char) (32 + random.nextInt(95)));
                FittedCalibrator back;
                try {
                    back = CalibratorJson.read(damaged.toString());
                } catch (IllegalArgumentException e) {
                    assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
                    continue;
                }
                for (GoldenPair pair : fitted.golden()) {
                    assertThat(back.calibrator().apply(pair.score()))
                            .as("%s", damaged)
                            .isBetween(pair.probability() - 0.2, pair.probability() + 0.2);
                }
            }
        }
    }
}
