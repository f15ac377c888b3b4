package dev.plumbline.calibration.calibrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ClassCalibratorJsonTest {

    private static final double[][] P = {
        {0.7, 0.2, 0.1}, {0.2, 0.5, 0.3}, {0.1, 0.1, 0.8}, {0.4, 0.4, 0.2}, {0.3, 0.3, 0.4}, {0.6, 0.3, 0.1}
    };
    private static final ClassSample SAMPLE = ClassSample.of(P, new int[] {0, 1, 2, 1, 0, 1});
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

    private static FittedClassCalibrator fitted(ClassCalibrationMethod method) {
        return FittedClassCalibrator.of(method.fit(SAMPLE), SAMPLE, FROM, null);
    }

    @ParameterizedTest
    @EnumSource(ClassCalibrationMethod.class)
    void read_whatWasWritten_isTheSameToTheLastBit(ClassCalibrationMethod method) {
        FittedClassCalibrator fitted = fitted(method);
        FittedClassCalibrator read = ClassCalibratorJson.read(ClassCalibratorJson.write(fitted));
        assertThat(read).isEqualTo(fitted).hasSameHashCodeAs(fitted);
        assertThat(read.calibrator().method()).isEqualTo(method.toString());
        assertThat(read.classes()).isEqualTo(3);
        assertThat(read.totalSamples()).isEqualTo(6);
        assertThat(read.totalWeight()).isEqualTo(6);
        assertThat(read.from()).isEqualTo(FROM);
        assertThat(read.to()).isNull();
        assertThat(read.golden()).hasSize(10);
        assertThat(ClassCalibrationMethod.parse(method.toString())).isSameAs(method);
    }

    @Test
    void write_vector_isTheDocumentedText() {
        ClassCalibrator map = new VectorCalibrator(new double[] {1, 1}, new double[] {0, 0});
        FittedClassCalibrator fitted = new FittedClassCalibrator(
                map, 2, null, FROM, 4, 4.5, "0.1.0", List.of(new GoldenRow(new double[] {0.5, 0.5}, new double[] {
                    0.5, 0.5
                })));
        assertThat(ClassCalibratorJson.write(fitted))
                .isEqualTo("{\"format\":1,\"method\":\"vector\",\"classes\":2,\"parameters\":{\"v\":[1.0,1.0],"
                        + "\"b\":[0.0,0.0]},\"window\":{\"from\":null,\"to\":\"2026-01-01T00:00:00Z\"},"
                        + "\"totalSamples\":4,\"totalWeight\":4.5,\"libraryVersion\":\"0.1.0\","
                        + "\"golden\":[{\"p\":[0.5,0.5],\"probabilities\":[0.5,0.5]}]}");
    }

    @Test
    void read_temperatureThatDoesNotExist_isNull() {
        double[][] sure = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
        ClassSample wrong = ClassSample.of(sure, new int[] {1, 2, 0});
        FittedClassCalibrator none = FittedClassCalibrator.of(ClassTemperatureCalibrator.fit(wrong), wrong, null, null);
        String json = ClassCalibratorJson.write(none);
        assertThat(json).contains("\"parameters\":{\"temperature\":null}");
        assertThat(ClassCalibratorJson.read(json)).isEqualTo(none);
    }

    /** One place of the written text is changed; the message names it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"format\":1 | \"format\":2 | format must be 1, got 2",
                "\"matrix\" | \"tensor\" | method must be one of class-temperature, vector, matrix, got tensor",
                "\"classes\":3 | \"classes\":1 | classes must be at least 2, got 1",
                "\"classes\":3 | \"classes\":2.5 | classes must be a whole number of at least 0, got 2.5",
                "\"classes\":3 | \"classes\":4 | golden[0] must have 4 values, got 3",
                "\"totalSamples\":6 | \"totalSamples\":-1 | totalSamples must be a whole number of at least 0, got -1.0",
                "\"totalWeight\":6.0 | \"totalWeight\":-6.0 | totalWeight must be in [0, 1e300], got -6.0",
                "\"to\":null | \"to\":\"2025-01-01T00:00:00Z\" | to must not be before from, got 2025-01-01T00:00:00Z before 2026-01-01T00:00:00Z",
                "\"m\":[[ | \"m\":[1,[ | parameters.m must have arrays only, got 1.0 at index 0",
                "\"m\":[[ | \"m\":[[null, | parameters.m[0] must have numbers only, got null at index 0",
                "\"m\":[[ | \"m\":[[1, | m must have 3 columns, got 4 in row 0",
                "\"b\":[ | \"c\":[ | calibrator JSON lacks the field parameters.b",
            })
    void read_damaged_saysWhere(String part, String by, String message) {
        String json = ClassCalibratorJson.write(fitted(ClassCalibrationMethod.MATRIX));
        assertThat(json).contains(part);
        assertThatThrownBy(() -> ClassCalibratorJson.read(json.replace(part, by)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void read_goldenRowThatIsNotReproduced_isRefused() {
        FittedClassCalibrator fitted = fitted(ClassCalibrationMethod.CLASS_TEMPERATURE);
        double t = ((ClassTemperatureCalibrator) fitted.calibrator()).temperature();
        String json =
                ClassCalibratorJson.write(fitted).replace("\"temperature\":" + t, "\"temperature\":" + (t + 1e-9));
        // the first row has equal probabilities, which no temperature changes; the second is nearly certain
        assertThatThrownBy(() -> ClassCalibratorJson.read(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("golden[2] is not reproduced: p [0.6, ");
    }

    @Test
    void goldenRow_badArguments_areNamed() {
        assertThatThrownBy(() -> new GoldenRow(new double[] {1}, new double[] {1}))
                .hasMessage("p and probabilities must have one value per class, at least 2, got 1 and 1");
        assertThatThrownBy(() -> new GoldenRow(new double[] {0.5, 1.5}, new double[] {0.5, 0.5}))
                .hasMessage("p must be in [0, 1], got 1.5 at index 1");
        assertThatThrownBy(() -> new GoldenRow(new double[] {0.5, 0.5}, new double[] {0.5, Double.NaN}))
                .hasMessage("probabilities must be in [0, 1], got NaN at index 1");
        assertThatThrownBy(() -> new FittedClassCalibrator(
                        new ClassTemperatureCalibrator(1), 2, null, null, 0, 0, "0.1.0", List.of()))
                .hasMessage("golden must have at least 1 row, got 0");
    }
}
