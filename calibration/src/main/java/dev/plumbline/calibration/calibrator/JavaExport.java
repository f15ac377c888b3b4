package dev.plumbline.calibration.calibrator;

import dev.plumbline.calibration.Logistic;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A calibrator as the source of one Java class without dependencies: {@code static double apply(double)}, and {@code main}, which
 * reproduces the golden rows. It computes the same expressions in the same order as the calibrator.
 */
public final class JavaExport {

    private static final int PER_LINE = 8;
    private static final int PER_TEXT = 250 * PER_LINE;

    private JavaExport() {}

    /**
     * The source.
     *
     * @param map the calibrator
     * @param className a Java name, of a class in no package
     * @return a complete file for Java 8 and later
     */
    public static String source(Calibrator map, String className) {
        if (!className.matches("[A-Za-z_$][A-Za-z0-9_$]*")) {
            throw new IllegalArgumentException("className must be a Java name without a package, got " + className);
        }
        List<GoldenPair> golden = GoldenPair.of(map);
        String range = map instanceof PlattCalibrator ? "Math.abs(p) <= Double.MAX_VALUE" : "p >= 0 && p <= 1";
        String allowed = map instanceof PlattCalibrator ? "finite" : "in [0, 1]";
        return """
                /** A %s calibrator, made by Plumbline. Run it to compare it with its golden rows. */
                public final class %s {
                %s
                    private %2$s() {}

                    /** The calibrated probability of a score. */
                    public static double apply(double p) {
                        if (!(%s)) {
                            throw new IllegalArgumentException("score must be %s, got " + p);
                        }
                %s
                    }
                %s
                    private static final double[] GOLDEN_SCORES = numbers(%s);
                    private static final double[] GOLDEN_PROBABILITIES = numbers(%s);

                    private static double[] numbers(String... lines) {
                        return java.util.stream.Stream.of(lines)
                                .flatMap(line -> java.util.stream.Stream.of(line.split(" ")))
                                .mapToDouble(Double::parseDouble)
                                .toArray();
                    }

                    public static void main(String[] args) {
                        for (int i = 0; i < GOLDEN_SCORES.length; i++) {
                            double now = apply(GOLDEN_SCORES[i]);
                            if (!(Math.abs(now - GOLDEN_PROBABILITIES[i]) <= %s)) {
                                throw new IllegalStateException("score " + GOLDEN_SCORES[i] + " should give "
                                        + GOLDEN_PROBABILITIES[i] + ", gives " + now);
                            }
                        }
                        System.out.println("all " + GOLDEN_SCORES.length + " golden rows are reproduced");
                    }
                }
                """.formatted(
                map.method(),
                className,
                fields(map),
                range,
                allowed,
                body(map).indent(8).stripTrailing(),
                map instanceof IsotonicCalibrator || map instanceof VennAbersCalibrator ? LAST : "",
                lines(golden.stream().mapToDouble(GoldenPair::score).toArray()),
                lines(golden.stream().mapToDouble(GoldenPair::probability).toArray()),
                GoldenPair.TOLERANCE);
    }

    private static final String LAST = """

                /** The index of the last x that is at most p, -1 when all are above. */
                private static int last(double p) {
                    int found = java.util.Arrays.binarySearch(X, p + 0.0);
                    return found >= 0 ? found : -found - 2;
                }
            """;

    private static String fields(Calibrator map) {
        return CalibratorJson.parametersOf(map).entrySet().stream()
                .filter(entry -> entry.getValue() instanceof double[])
                .map(entry ->
                        "    private static final double[] " + entry.getKey().toUpperCase(java.util.Locale.ROOT)
                                + " = numbers(" + lines((double[]) entry.getValue()) + ");\n")
                .collect(Collectors.joining());
    }

    private static String body(Calibrator map) {
        String clip = "double c = Math.min(Math.max(p, " + Logistic.CLIP + "), 1 - " + Logistic.CLIP + ");\n";
        String logit = clip + "double z = Math.log(c / (1 - c));\n";
        if (map instanceof OffsetCalibrator offset) {
            return logit + curve("z + " + offset.intercept());
        }
        if (map instanceof TemperatureCalibrator temperature) {
            return temperature.exists() ? logit + curve("z / " + temperature.temperature()) : "return 0.5;";
        }
        if (map instanceof LogitPlattCalibrator fit) {
            return logit + curve(fit.slope() + " * z + " + fit.intercept());
        }
        if (map instanceof PlattCalibrator platt) {
            return curve("-(" + platt.a() + " * p + " + platt.b() + ")");
        }
        if (map instanceof BetaCalibrator beta) {
            return clip + curve(beta.a() + " * Math.log(c) - " + beta.b() + " * Math.log(1 - c) + " + beta.c());
        }
        if (map instanceof QuadraticCalibrator fit) {
            return logit + curve(fit.t() + " + (" + fit.s() + " + " + fit.r() + " * z) * z");
        }
        if (map instanceof IsotonicCalibrator) {
            return """
                    int k = last(p);
                    if (k < 0 || k == X.length - 1) {
                        return Y[Math.max(k, 0)];
                    }
                    return Math.min(Y[k] + (p - X[k]) / (X[k + 1] - X[k]) * (Y[k + 1] - Y[k]), Y[k + 1]);
                    """;
        }
        if (map instanceof VennAbersCalibrator) {
            return """
                    int k = last(p);
                    int at = k >= 0 && X[k] == p ? 2 * k + 1 : 2 * k + 2;
                    return P1[at] / (1 - P0[at] + P1[at]);
                    """;
        }
        return "return p;";
    }

    private static String curve(String e) {
        return "return 1 / (1 + Math.exp(-(" + e + ")));";
    }

    /** Numbers as texts: an array of constants may not be longer than a method, nor a text than 65,535 bytes. */
    private static String lines(double[] values) {
        StringBuilder lines = new StringBuilder();
        for (int from = 0; from < values.length; from += PER_LINE) {
            lines.append(from == 0 ? "\n            " : from % PER_TEXT == 0 ? ",\n            " : "\n            + ")
                    .append(Arrays.stream(values, from, Math.min(from + PER_LINE, values.length))
                            .mapToObj(String::valueOf)
                            .collect(Collectors.joining(" ", from % PER_TEXT == 0 ? "\"" : "\" ", "\"")));
        }
        return lines.toString();
    }
}
