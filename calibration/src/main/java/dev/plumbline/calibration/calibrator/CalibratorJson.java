package dev.plumbline.calibration.calibrator;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Fitted calibrators as JSON, version {@value #FORMAT}:
 *
 * <pre>{@code
 * {"format":1,"method":"platt","parameters":{"a":-2.5,"b":1.25},
 *  "window":{"from":"2026-01-01T00:00:00Z","to":null},"totalSamples":1000,"totalWeight":1000.0,"baseRate":0.432,
 *  "libraryVersion":"0.1.0","golden":[{"score":0.0,"probability":0.22270013882530884}]}
 * }</pre>
 *
 * <p>Numbers are written so that they read back to the last bit. Reading checks everything and reproduces the golden pairs to
 * 1e-12; fields that are not known are left alone. Whatever is wrong, the answer is one {@link IllegalArgumentException} that
 * names it.
 */
public final class CalibratorJson {

    /** The version of the format. */
    public static final int FORMAT = 1;

    private CalibratorJson() {}

    /**
     * Writes a calibrator.
     *
     * @param fitted the map and where it comes from
     * @return one line of JSON
     */
    public static String write(FittedCalibrator fitted) {
        String golden = fitted.golden().stream()
                .map(pair -> "{\"score\":" + pair.score() + ",\"probability\":" + pair.probability() + "}")
                .collect(Collectors.joining(","));
        return "{\"format\":" + FORMAT
                + ",\"method\":\"" + fitted.calibrator().method() + "\""
                + ",\"parameters\":" + parameters(fitted.calibrator())
                + ",\"window\":{\"from\":" + quoted(fitted.from()) + ",\"to\":" + quoted(fitted.to()) + "}"
                + ",\"totalSamples\":" + fitted.totalSamples()
                + ",\"totalWeight\":" + fitted.totalWeight()
                + ",\"baseRate\":" + fitted.baseRate()
                + ",\"libraryVersion\":" + quoted(fitted.libraryVersion())
                + ",\"golden\":[" + golden + "]}";
    }

    /**
     * The parameters of a calibrator under their fixed names, in their fixed order.
     *
     * @param map the calibrator
     * @return names with a number, an array of numbers, or null for the temperature that does not exist
     */
    public static Map<String, Object> parametersOf(Calibrator map) {
        Map<String, Object> named = new LinkedHashMap<>();
        if (map instanceof OffsetCalibrator offset) {
            named.put("intercept", offset.intercept());
        } else if (map instanceof TemperatureCalibrator temperature) {
            named.put("temperature", temperature.exists() ? temperature.temperature() : null);
        } else if (map instanceof LogitPlattCalibrator logit) {
            named.put("slope", logit.slope());
            named.put("intercept", logit.intercept());
        } else if (map instanceof PlattCalibrator platt) {
            named.put("a", platt.a());
            named.put("b", platt.b());
        } else if (map instanceof BetaCalibrator beta) {
            named.put("a", beta.a());
            named.put("b", beta.b());
            named.put("c", beta.c());
        } else if (map instanceof QuadraticCalibrator quadratic) {
            named.put("t", quadratic.t());
            named.put("s", quadratic.s());
            named.put("r", quadratic.r());
        } else if (map instanceof IsotonicCalibrator isotonic) {
            named.put("x", isotonic.x());
            named.put("y", isotonic.y());
        } else if (map instanceof VennAbersCalibrator venn) {
            named.put("x", venn.x());
            named.put("p0", venn.p0());
            named.put("p1", venn.p1());
        }
        return named;
    }

    /**
     * The parameters of a calibrator as a JSON object.
     *
     * @param map the calibrator
     * @return for example {@code {"a":-2.5,"b":1.25}}
     */
    public static String parameters(Calibrator map) {
        return parametersOf(map).entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\":"
                        + (entry.getValue() instanceof double[] values
                                ? Arrays.toString(values).replace(" ", "")
                                : String.valueOf(entry.getValue())))
                .collect(Collectors.joining(",", "{", "}"));
    }

    /**
     * A calibrator from its method and parameters alone.
     *
     * @param method as {@link Calibrator#method()} names it
     * @param parameters as {@link #parameters} wrote them
     * @return the map
     * @throws IllegalArgumentException that names what is damaged, missing or unknown
     */
    public static Calibrator of(String method, String parameters) {
        return map(CalibrationMethod.parse(method), new Fields("parameters.", JsonReader.read(parameters)));
    }

    /**
     * Reads a calibrator and reproduces its golden pairs.
     *
     * @param json as {@link #write} made it
     * @return the map and where it comes from
     * @throws IllegalArgumentException that names what is damaged, missing, unknown or not reproduced
     */
    public static FittedCalibrator read(String json) {
        Fields fields = new Fields("", JsonReader.read(json));
        fields.format(FORMAT);
        Calibrator map = map(CalibrationMethod.parse(fields.text("method")), fields.object("parameters"));
        Fields window = fields.object("window");
        List<GoldenPair> golden = fields.list("golden").stream()
                .map(pair -> new Fields("golden.", pair))
                .map(pair -> new GoldenPair(pair.number("score"), pair.number("probability")))
                .toList();
        return new FittedCalibrator(
                map,
                window.instant("from"),
                window.instant("to"),
                fields.count("totalSamples"),
                fields.number("totalWeight"),
                fields.number("baseRate"),
                fields.text("libraryVersion"),
                golden);
    }

    private static Calibrator map(CalibrationMethod method, Fields of) {
        return switch (method) {
            case IDENTITY -> new Identity();
            case OFFSET -> new OffsetCalibrator(of.number("intercept"));
            case TEMPERATURE ->
                new TemperatureCalibrator(
                        of.required("temperature") == null ? Double.POSITIVE_INFINITY : of.number("temperature"));
            case LOGIT_PLATT -> new LogitPlattCalibrator(of.number("slope"), of.number("intercept"));
            case PLATT -> new PlattCalibrator(of.number("a"), of.number("b"));
            case BETA -> new BetaCalibrator(of.number("a"), of.number("b"), of.number("c"));
            case QUADRATIC -> new QuadraticCalibrator(of.number("t"), of.number("s"), of.number("r"));
            case ISOTONIC -> new IsotonicCalibrator(of.numbers("x"), of.numbers("y"));
            case VENN_ABERS -> new VennAbersCalibrator(of.numbers("x"), of.numbers("p0"), of.numbers("p1"));
        };
    }

    static String quoted(Object text) {
        return text == null
                ? "null"
                : "\"" + text.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
