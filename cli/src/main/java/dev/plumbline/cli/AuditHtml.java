package dev.plumbline.cli;

import dev.plumbline.cli.terminal.Numbers;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A report as one page that needs nothing beside itself: no script, no other file, no network. */
final class AuditHtml {
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Calibration report</title>
            <style>
            :root { color-scheme: light dark; --line: #8884; --bad: #b3261e; --good: #1b7f4b; }
            @media (prefers-color-scheme: dark) { :root { --bad: #ff8a80; --good: #6fd8a0; } }
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
            h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
            .Drifted { color: var(--bad); } .Calibrated { color: var(--good); }
            table { border-collapse: collapse; } td, th { padding: .2rem .8rem .2rem 0; border-bottom: 1px solid var(--line);
            text-align: left; font-variant-numeric: tabular-nums; } td + td { text-align: right; }
            svg { max-width: 100%; height: auto; } figure { margin: 1.5rem 0; } small { opacity: .75; }
            </style>
            </head>
            <body>
            """;

    private AuditHtml() {}

    /** @param svg the reliability diagram */
    static String page(JsonNode report, String svg) {
        StringBuilder html = new StringBuilder(HEAD);
        String verdict = report.required("verdict").stringValue();
        html.append("<h1 class=\"")
                .append(verdict)
                .append("\">")
                .append(verdict)
                .append(": ")
                .append(escaped(report.required("explanation").required("text").stringValue()))
                .append("</h1>\n<figure>")
                .append(inline(svg))
                .append("</figure>\n");
        html.append("<h2>Why</h2>\n");
        explanation(html, report.required("explanation").required("parts"));
        html.append("<h2>Figures</h2>\n<table>\n");
        figures(html, "", report);
        html.append("</table>\n<h2>Bins</h2>\n<table><tr><th>from</th><th>to</th><th>said</th><th>came true</th>")
                .append("<th>gap</th><th>rows</th></tr>\n");
        for (JsonNode bin : report.required("bins")) {
            html.append("<tr>");
            for (String name : new String[] {"binStart", "binEnd", "avgPredicted", "avgActual", "gap", "count"}) {
                html.append("<td>").append(data(bin.required(name))).append("</td>");
            }
            html.append("</tr>\n");
        }
        html.append("</table>\n<p><small>plumbline ")
                .append(escaped(
                        report.required("provenance").required("libraryVersion").stringValue()))
                .append(", ")
                .append(escaped(report.required("generatedAt").stringValue()));
        for (JsonNode file : report.required("provenance").required("files")) {
            html.append(", ").append(escaped(file.stringValue()));
        }
        return html.append("</small></p>\n</body>\n</html>\n").toString();
    }

    /** Inside a page the drawing needs no name of its own. */
    private static String inline(String svg) {
        return svg.replaceFirst("^<\\?xml[^>]*>\\s*", "").replaceFirst(" xmlns=\"[^\"]*\"", "");
    }

    private static void explanation(StringBuilder html, JsonNode parts) {
        if (parts.isEmpty()) {
            return;
        }
        html.append("<ul>\n");
        for (JsonNode part : parts) {
            html.append("<li>").append(escaped(part.required("text").stringValue()));
            explanation(html, part.required("parts"));
            html.append("</li>\n");
        }
        html.append("</ul>\n");
    }

    /** Every number of the report under its name; what is null is explained above. */
    private static void figures(StringBuilder html, String prefix, JsonNode object) {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            JsonNode value = field.getValue();
            String name = prefix + field.getKey();
            boolean pair = value.isArray() && value.size() == 2 && value.get(0).isNumber();
            if (value.isNumber() || pair) {
                html.append("<tr><td>")
                        .append(escaped(name))
                        .append("</td><td>")
                        .append(pair ? "[" + data(value.get(0)) + ", " + data(value.get(1)) + "]" : data(value))
                        .append("</td></tr>\n");
            } else if (value.isObject()
                    && !field.getKey().equals("explanation")
                    && !field.getKey().equals("raw")) {
                figures(html, name + ".", value);
            }
        }
    }

    /** Rounded for people, in full for programs. */
    private static String data(JsonNode number) {
        String shown = number.isIntegralNumber()
                ? Numbers.whole(number)
                : String.format(Locale.ROOT, "%.5g", number.doubleValue());
        return "<data value=\"" + number.asString() + "\">" + shown + "</data>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
