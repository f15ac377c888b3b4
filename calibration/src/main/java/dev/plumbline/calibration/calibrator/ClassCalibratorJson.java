package dev.plumbline.calibration.calibrator;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Maps of class probabilities as JSON, version {@value #FORMAT}:
 *
 * <pre>{@code
 * {"format":1,"method":"vector","classes":2,"parameters":{"v":[0.9,1.1],"b":[0.1,-0.1]},
 *  "window":{"from":"2026-01-01T00:00:00Z","to":null},"totalSamples":1000,"totalWeight":1000.0,
 *  "libraryVersion":"0.1.0","golden":[{"p":[0.5,0.5],"probabilities":[0.585,0.415]}]}
 * }</pre>
 *
 * <p>The parameters are {@code temperature} (null when none exists), {@code v[]} and {@code b[]}, or {@code m[][]}, one row per class,
 * and {@code b[]}. Numbers are written so that they read back to the last bit. Reading checks everything and reproduces the golden rows to
 * 1e-12; fields that are not known are left alone. Whatever is wrong, the answer is one {@link IllegalArgumentException} that names it.
 */
public final class ClassCalibratorJson {

    /** The version of the format. */
    public static final int FORMAT = 1;

    private ClassCalibratorJson() {}

    /**
     * Writes a map.
     *
     * @param fitted the map and where it comes from
     * @return one line of JSON
     */
    public static String write(FittedClassCalibrator fitted) {
        String golden = fitted.golden().stream()
                .map(row -> "{\"p\":" + numbers(row.p()) + ",\"probabilities\":" + numbers(row.probabilities()) + "}")
                .collect(Collectors.joining(","));
        return "{\"format\":" + FORMAT
                + ",\"method\":\"" + fitted.calibrator().method() + "\""
                + ",\"classes\":" + fitted.classes()
                + ",\"parameters\":" + parameters(fitted.calibrator())
                + ",\"window\":{\"from\":" + CalibratorJson.quoted(fitted.from())
                + ",\"to\":" + CalibratorJson.quoted(fitted.to()) + "}"
                + ",\"totalSamples\":" + fitted.totalSamples()
                + ",\"totalWeight\":" + fitted.totalWeight()
                + ",\"libraryVersion\":" + CalibratorJson.quoted(fitted.libraryVersion())
                + ",\"golden\":[" + golden + "]}";
    }

    /**
     * Reads a map and reproduces its golden rows.
     *
     * @param json as {@link #write} made it
     * @return the map and where it comes from
     * @throws IllegalArgumentException that names what is damaged, missing, unknown or not reproduced
     */
    public static FittedClassCalibrator read(String json) {
        Fields fields = new Fields("", JsonReader.read(json));
        fields.format(FORMAT);
        ClassCalibrator map = map(ClassCalibrationMethod.parse(fields.text("method")), fields.object("parameters"));
        Fields window = fields.object("window");
        List<GoldenRow> golden = fields.list("golden").stream()
                .map(row -> new Fields("golden.", row))
                .map(row -> new GoldenRow(row.numbers("p"), row.numbers("probabilities")))
                .toList();
        return new FittedClassCalibrator(
                map,
                Math.toIntExact(Math.min(fields.count("classes"), Integer.MAX_VALUE)),
                window.instant("from"),
                window.instant("to"),
                fields.count("totalSamples"),
                fields.number("totalWeight"),
                fields.text("libraryVersion"),
                golden);
    }

    private static ClassCalibrator map(ClassCalibrationMethod method, Fields of) {
        return switch (method) {
            case CLASS_TEMPERATURE ->
                new ClassTemperatureCalibrator(
                        of.required("temperature") == null ? Double.POSITIVE_INFINITY : of.number("temperature"));
            case VECTOR -> new VectorCalibrator(of.numbers("v"), of.numbers("b"));
            case MATRIX -> new MatrixCalibrator(of.rows("m"), of.numbers("b"));
        };
    }

    private static String parameters(ClassCalibrator map) {
        if (map instanceof ClassTemperatureCalibrator temperature) {
            return "{\"temperature\":" + (temperature.exists() ? temperature.temperature() : null) + "}";
        }
        if (map instanceof VectorCalibrator vector) {
            return "{\"v\":" + numbers(vector.v()) + ",\"b\":" + numbers(vector.b()) + "}";
        }
        MatrixCalibrator matrix = (MatrixCalibrator) map;
        String rows =
                Arrays.stream(matrix.m()).map(ClassCalibratorJson::numbers).collect(Collectors.joining(","));
        return "{\"m\":[" + rows + "],\"b\":" + numbers(matrix.b()) + "}";
    }

    private static String numbers(double[] values) {
        return Arrays.toString(values).replace(" ", "");
    }
}
