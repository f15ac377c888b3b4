package dev.plumbline.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The reliability diagram in characters: a bar for each bin, as high as what came true. Where more was said than came true,
 * the missing part stands on top of the bar in {@value #MISSING}; where more came true than was said, the bar's upper part is
 * {@value #BEYOND}. A gap under half a row (0.05) is not drawn, so honest probabilities show plain bars.
 */
public final class ReliabilityChart {
    public static final char TRUE = '█';
    public static final char MISSING = '░';
    public static final char BEYOND = '▓';

    public static final String LEGEND = TRUE + " said and came true   " + MISSING + " said, but did not come true   "
            + BEYOND + " came true unsaid";

    private static final int ROWS = 10;
    private static final int LABEL = 6;
    private static final int BAR = 3;
    private static final int FEW = 1_000;

    private ReliabilityChart() {}

    /** @param bins the {@code bins} of a report, as answered */
    public static List<String> lines(String title, JsonNode bins) {
        List<String> lines = new ArrayList<>();
        lines.add(title);
        for (int row = ROWS; row >= 1; row--) {
            String label = row % 2 == 0 ? String.format(Locale.ROOT, "%.1f ┤", row / (double) ROWS) : "│";
            StringBuilder line = new StringBuilder(right(label, LABEL + 1));
            for (JsonNode bin : bins) {
                line.append(String.valueOf(mark(bin, row)).repeat(BAR)).append(' ');
            }
            lines.add(line.toString());
        }
        lines.add(right("0.0 └", LABEL + 1) + "─".repeat(Math.max(0, bins.size() * (BAR + 1) - 1)));
        lines.add(numbers("said %", bins, bin -> wholePercent(bin.required("avgPredicted"))));
        lines.add(numbers("true %", bins, bin -> wholePercent(bin.required("avgActual"))));
        lines.add(numbers("cases", bins, bin -> count(bin.required("count").longValue())));
        int width = LABEL + bins.size() * (BAR + 1); // no blank behind the last bar
        return lines.stream().map(line -> left(line.stripTrailing(), width)).toList();
    }

    /** One beside the other, or below it where the page is too narrow. */
    public static List<String> beside(List<String> first, List<String> second, int gap, int columns) {
        int needed = Stream.of(first, second)
                        .mapToInt(lines ->
                                lines.stream().mapToInt(String::length).max().orElse(0))
                        .sum()
                + gap;
        if (needed > columns) {
            return Stream.of(first, List.of(""), second).flatMap(List::stream).toList();
        }
        int width = first.stream().mapToInt(String::length).max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
            String left = i < first.size() ? first.get(i) : "";
            String right = i < second.size() ? second.get(i) : "";
            lines.add(left + " ".repeat(width - left.length() + gap) + right);
        }
        return lines;
    }

    /** The same line with its gaps in colour. */
    public static String painted(String line) {
        return line.replaceAll("[" + MISSING + BEYOND + "]+", Ink.BAD.on("$0", true));
    }

    private static char mark(JsonNode bin, int row) {
        if (bin.required("count").longValue() == 0) {
            return ' ';
        }
        double said = bin.required("avgPredicted").doubleValue();
        double came = bin.required("avgActual").doubleValue();
        long top = Math.round(ROWS * came);
        long gap = Math.round(ROWS * Math.abs(said - came));
        if (said > came) {
            return row <= top ? TRUE : row <= top + gap ? MISSING : ' ';
        }
        return row > top ? ' ' : row > top - gap ? BEYOND : TRUE;
    }

    private static String numbers(String label, JsonNode bins, Function<JsonNode, String> number) {
        StringBuilder line = new StringBuilder(left(label, LABEL + 1));
        for (JsonNode bin : bins) {
            boolean empty = bin.required("count").longValue() == 0;
            line.append(right(empty ? "" : number.apply(bin), BAR)).append(' ');
        }
        return line.toString();
    }

    private static String wholePercent(JsonNode share) {
        return String.format(Locale.ROOT, "%.0f", 100 * share.doubleValue());
    }

    /** At most three characters. */
    private static String count(long count) {
        return count < FEW ? Long.toString(count) : Math.round(count / (double) FEW) + "k";
    }

    private static String left(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
