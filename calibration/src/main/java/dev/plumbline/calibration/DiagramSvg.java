package dev.plumbline.calibration;

import java.util.Locale;

/** Draws a {@link ReliabilityDiagram}. */
final class DiagramSvg {

    private static final int LEFT = 58;
    private static final int TOP = 52;
    private static final int SIZE = 400;
    private static final int BAR_TOP = TOP + SIZE + 34;
    private static final int BAR_HEIGHT = 60;
    private static final int WIDTH = LEFT + SIZE + 22;
    private static final int HEIGHT = BAR_TOP + BAR_HEIGHT + 66;

    private static final String STYLE = """
            <style>
            .paper{fill:#fff}.ink{fill:#1b2530}.soft{fill:#5b6876}.grid{stroke:#e3e8ee;stroke-width:1}
            .frame{fill:none;stroke:#aab4c0;stroke-width:1}.diagonal{stroke:#7b8794;stroke-width:1.5;stroke-dasharray:5 4}
            .band{fill:#9db7d8;fill-opacity:.38}.curve{fill:none;stroke:#1f5fbf;stroke-width:2.5;stroke-linejoin:round;stroke-linecap:round}
            .bin{fill:#c2510c;stroke:#fff;stroke-width:1.5}.bar{fill:#8fa3ba}
            text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-size:12px}
            .title{font-size:15px;font-weight:600}
            @media (prefers-color-scheme:dark){
            .paper{fill:#12171e}.ink{fill:#e7ecf2}.soft{fill:#9aa7b5}.grid{stroke:#252e39}.frame{stroke:#4a5664}
            .diagonal{stroke:#8794a3}.band{fill:#5b7fae;fill-opacity:.36}.curve{stroke:#6ea8ff}
            .bin{fill:#ff9a52;stroke:#12171e}.bar{fill:#5c6f86}}
            </style>
            """;

    private final ReliabilityDiagram diagram;
    private final StringBuilder out = new StringBuilder(16_384);

    DiagramSvg(ReliabilityDiagram diagram) {
        this.diagram = diagram;
    }

    String write(String title) {
        out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\" width=\""
                + WIDTH + "\" height=\"" + HEIGHT + "\" role=\"img\" aria-labelledby=\"title desc\">\n");
        out.append("<title id=\"title\">").append(escaped(title)).append("</title>\n");
        out.append("<desc id=\"desc\">").append(escaped(description())).append("</desc>\n");
        out.append(STYLE);
        out.append("<rect class=\"paper\" width=\"" + WIDTH + "\" height=\"" + HEIGHT + "\"/>\n");
        text(LEFT, 24, "start", "ink title", title);
        text(
                LEFT,
                42,
                "start",
                "soft",
                String.format(Locale.ROOT, "%,d pairs, calibration error %.4f", diagram.pairs(), diagram.ece()));
        axes();
        band();
        line(x(0), y(0), x(1), y(1), "diagonal");
        curve();
        bins();
        histogram();
        legend();
        return out.append("</svg>\n").toString();
    }

    private String description() {
        StringBuilder text = new StringBuilder("Reliability diagram. Bins, predicted to observed: ");
        for (ReliabilityBin bin : diagram.bins()) {
            if (bin.count() > 0) {
                text.append(String.format(
                        Locale.ROOT, "%.2f to %.2f (%d); ", bin.avgPredicted(), bin.avgActual(), bin.count()));
            }
        }
        return text.append(String.format(
                        Locale.ROOT, "calibration error %.4f over %d pairs.", diagram.ece(), diagram.pairs()))
                .toString();
    }

    private void axes() {
        for (int i = 0; i <= 10; i += 2) {
            double v = i / 10.0;
            line(x(v), y(0), x(v), y(1), "grid");
            line(x(0), y(v), x(1), y(v), "grid");
            text(x(v), TOP + SIZE + 17, "middle", "soft", number(v));
            text(LEFT - 9, y(v) + 4, "end", "soft", number(v));
        }
        out.append("<rect class=\"frame\" x=\"" + LEFT + "\" y=\"" + TOP + "\" width=\"" + SIZE + "\" height=\"" + SIZE
                + "\"/>\n");
        out.append("<text class=\"ink\" text-anchor=\"middle\" transform=\"translate(18 " + (TOP + SIZE / 2)
                + ") rotate(-90)\">observed share</text>\n");
    }

    private void band() {
        if (diagram.band().size() < 2) {
            return;
        }
        out.append("<path class=\"band\" d=\"");
        char step = 'M';
        for (ReliabilityDiagram.Band at : diagram.band()) {
            out.append(step).append(number(x(at.x()))).append(' ').append(number(y(at.hi())));
            step = 'L';
        }
        for (int i = diagram.band().size() - 1; i >= 0; i--) {
            ReliabilityDiagram.Band at = diagram.band().get(i);
            out.append('L').append(number(x(at.x()))).append(' ').append(number(y(at.lo())));
        }
        out.append("Z\"/>\n");
    }

    private void curve() {
        out.append("<path class=\"curve\" d=\"");
        char step = 'M';
        for (ReliabilityDiagram.Point at : diagram.curve()) {
            out.append(step).append(number(x(at.x()))).append(' ').append(number(y(at.y())));
            step = 'L';
        }
        out.append("\"/>\n");
    }

    private void bins() {
        for (ReliabilityBin bin : diagram.bins()) {
            if (bin.count() > 0) {
                out.append("<circle class=\"bin\" cx=\"" + number(x(bin.avgPredicted())) + "\" cy=\""
                        + number(y(bin.avgActual())) + "\" r=\"5\"><title>");
                out.append(String.format(
                        Locale.ROOT,
                        "predicted %.4f, observed %.4f, %,d pairs",
                        bin.avgPredicted(),
                        bin.avgActual(),
                        bin.count()));
                out.append("</title></circle>\n");
            }
        }
    }

    private void histogram() {
        long most = Math.max(
                1, diagram.histogram().stream().mapToLong(Long::longValue).max().orElse(1));
        int bars = diagram.histogram().size();
        double width = SIZE / (double) bars;
        for (int i = 0; i < bars; i++) {
            long count = diagram.histogram().get(i);
            // a bar that holds anything shows at least a line
            double height = count == 0 ? 0 : Math.max(1, BAR_HEIGHT * (count / (double) most));
            out.append("<rect class=\"bar\" x=\"" + number(LEFT + i * width + 1) + "\" y=\""
                    + number(BAR_TOP + BAR_HEIGHT - height) + "\" width=\"" + number(width - 2) + "\" height=\""
                    + number(height) + "\"/>\n");
        }
        line(LEFT, BAR_TOP + BAR_HEIGHT, LEFT + SIZE, BAR_TOP + BAR_HEIGHT, "frame");
        text(LEFT - 9, BAR_TOP + 10, "end", "soft", compact(most));
        text(LEFT - 9, BAR_TOP + BAR_HEIGHT, "end", "soft", "0");
        text(LEFT + SIZE / 2.0, BAR_TOP + BAR_HEIGHT + 20, "middle", "ink", "predicted probability");
    }

    private void legend() {
        int y = BAR_TOP + BAR_HEIGHT + 46;
        line(LEFT, y - 4, LEFT + 22, y - 4, "curve");
        text(LEFT + 28, y, "start", "soft", "fitted curve");
        out.append("<circle class=\"bin\" cx=\"" + (LEFT + 126) + "\" cy=\"" + (y - 4) + "\" r=\"5\"/>\n");
        text(LEFT + 137, y, "start", "soft", "bins of 0.1");
        out.append("<rect class=\"band\" x=\"" + (LEFT + 222) + "\" y=\"" + (y - 11)
                + "\" width=\"22\" height=\"13\"/>\n");
        text(LEFT + 250, y, "start", "soft", "95 % band if calibrated");
    }

    private void line(double x1, double y1, double x2, double y2, String style) {
        out.append("<path class=\"" + style + "\" d=\"M" + number(x1) + " " + number(y1) + "L" + number(x2) + " "
                + number(y2) + "\"/>\n");
    }

    private void text(double x, double y, String anchor, String style, String text) {
        out.append("<text class=\"" + style + "\" x=\"" + number(x) + "\" y=\"" + number(y) + "\" text-anchor=\""
                + anchor + "\">" + escaped(text) + "</text>\n");
    }

    private static double x(double p) {
        return LEFT + SIZE * p;
    }

    private static double y(double share) {
        return TOP + SIZE * (1 - share);
    }

    /** At most two decimals, a point whatever the locale. */
    private static String number(double value) {
        double rounded = Math.rint(value * 100) / 100;
        return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
    }

    private static String compact(long count) {
        return count < 10_000
                ? Long.toString(count)
                : count < 10_000_000 ? Math.round(count / 1e3) + "k" : Math.round(count / 1e6) + "M";
    }

    /** Text as XML takes it; characters that XML forbids become spaces. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default ->
                    escaped.appendCodePoint(
                            c < 0x20 || (c >= 0xD800 && c <= 0xDFFF) || (c & 0xFFFE) == 0xFFFE ? ' ' : c);
            }
        });
        return escaped.toString();
    }
}
