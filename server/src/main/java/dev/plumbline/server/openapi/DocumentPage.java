package dev.plumbline.server.openapi;

import dev.plumbline.monitor.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** An OpenAPI document as one page of plain HTML: no script, nothing from elsewhere, so it works anywhere and prints. */
final class DocumentPage {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete");
    private static final String REFERENCE = "$ref";
    /** What a schema says of a value beside its type, and how it is shown. */
    private static final List<Map.Entry<String, String>> LIMITS = List.of(
            Map.entry("minimum", "≥ %s"),
            Map.entry("exclusiveMinimum", "> %s"),
            Map.entry("maximum", "≤ %s"),
            Map.entry("minLength", "at least %s characters"),
            Map.entry("maxLength", "at most %s characters"),
            Map.entry("maxItems", "at most %s items"),
            Map.entry("maxProperties", "at most %s names"),
            Map.entry("pattern", "matches %s"),
            Map.entry("default", "default %s"),
            Map.entry("const", "always %s"));

    private final JsonNode document;
    private final StringBuilder html = new StringBuilder();

    DocumentPage(JsonNode document) {
        this.document = document;
    }

    String html() {
        JsonNode info = document.path("info");
        html.append("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>Plumbline: HTTP interface</title>
                <link rel="stylesheet" href="/plumbline.css">
                </head>
                <body class="wide">
                <main>
                """);
        html.append("<h1>").append(text(info, "title")).append(": HTTP interface</h1>\n");
        html.append("<p>Version ").append(text(info, "version")).append(". ");
        html.append("<a href=\"/api/v1/openapi.json\">The same as OpenAPI</a>. <a href=\"/\">Home</a>.</p>\n");
        paragraph(info.path("description"));
        paragraph(document.at("/components/securitySchemes/bearer/description"));
        html.append("<nav aria-label=\"Parts\"><ul>\n");
        for (JsonNode tag : document.path("tags")) {
            link(text(tag, "name"), text(tag, "name"));
        }
        link("Fields", "Fields");
        html.append("</ul></nav>\n");
        for (JsonNode tag : document.path("tags")) {
            part(tag);
        }
        html.append("<section id=\"Fields\"><h2>Fields</h2>\n");
        document.at("/components/schemas").properties().forEach(each -> schema(each.getKey(), each.getValue()));
        return html.append("</section>\n</main>\n</body>\n</html>\n").toString();
    }

    private void link(String target, String text) {
        html.append("<li><a href=\"#").append(target).append("\">").append(text).append("</a></li>\n");
    }

    private void part(JsonNode tag) {
        String name = tag.path("name").asString();
        html.append("<section id=\"")
                .append(escaped(name))
                .append("\"><h2>")
                .append(escaped(name))
                .append("</h2>\n");
        paragraph(tag.path("description"));
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(entry -> {
                    JsonNode operation = entry.getValue();
                    if (METHODS.contains(entry.getKey())
                            && operation.path("tags").path(0).asString().equals(name)) {
                        operation(entry.getKey(), path.getKey(), path.getValue(), operation);
                    }
                }));
        html.append("</section>\n");
    }

    private void operation(String method, String path, JsonNode item, JsonNode operation) {
        html.append("<article id=\"").append(text(operation, "operationId")).append("\">\n<h3><code>");
        html.append(method.toUpperCase(java.util.Locale.ROOT))
                .append(' ')
                .append(escaped(path))
                .append("</code></h3>\n");
        html.append("<p><strong>").append(text(operation, "summary")).append(".</strong></p>\n");
        paragraph(operation.path("description"));
        List<JsonNode> parameters = new ArrayList<>();
        item.path("parameters").forEach(each -> parameters.add(resolved(each)));
        operation.path("parameters").forEach(each -> parameters.add(resolved(each)));
        html.append("<table>\n");
        for (JsonNode parameter : parameters) {
            row(
                    "<code>" + text(parameter, "name") + "</code> " + text(parameter, "in")
                            + (parameter.path("required").asBoolean(false) ? ", required" : ""),
                    type(parameter.path("schema")) + ". " + text(parameter, "description") + example(parameter));
        }
        operation
                .at("/requestBody/content")
                .properties()
                .forEach(each -> row(
                        "Body <code>" + each.getKey() + "</code>",
                        type(each.getValue().path("schema")) + ". "
                                + text(each.getValue().path("schema"), "description") + example(each.getValue())));
        operation.path("responses").properties().forEach(each -> {
            JsonNode response = resolved(each.getValue());
            String content = response.path("content").properties().stream()
                    .map(body -> "<code>" + body.getKey() + "</code> "
                            + type(body.getValue().path("schema")))
                    .collect(Collectors.joining(", "));
            row("Answer " + each.getKey(), text(response, "description") + " " + content);
        });
        html.append("</table>\n</article>\n");
    }

    private void schema(String name, JsonNode schema) {
        html.append("<article id=\"")
                .append(name)
                .append("\"><h3>")
                .append(name)
                .append("</h3>\n");
        paragraph(schema.path("description"));
        Set<String> required =
                schema.path("required").valueStream().map(JsonNode::asString).collect(Collectors.toSet());
        html.append("<table>\n");
        if (!schema.has("properties")) {
            row("value", type(schema));
        }
        schema.path("properties")
                .properties()
                .forEach(each -> row(
                        "<code>" + escaped(each.getKey()) + "</code>"
                                + (required.contains(each.getKey()) ? " required" : ""),
                        type(each.getValue()) + ". " + text(each.getValue(), "description")
                                + example(each.getValue())));
        html.append("</table>\n</article>\n");
    }

    private void row(String head, String cell) {
        html.append("<tr><th>").append(head).append("</th><td>").append(cell).append("</td></tr>\n");
    }

    private String type(JsonNode schema) {
        if (schema.has(REFERENCE)) {
            String name = name(schema);
            return "<a href=\"#" + name + "\">" + name + "</a>";
        }
        for (String choice : new String[] {"oneOf", "anyOf", "allOf"}) {
            if (schema.has(choice) && !schema.has("properties")) {
                return schema.path(choice)
                        .valueStream()
                        .map(this::type)
                        .collect(Collectors.joining(choice.equals("allOf") ? " and " : " or "));
            }
        }
        StringBuilder text = new StringBuilder();
        JsonNode types = schema.path("type");
        text.append(
                types.isArray()
                        ? types.valueStream().map(JsonNode::asString).collect(Collectors.joining(" or "))
                        : types.asString(schema.has("enum") ? "one of" : ""));
        if (schema.has("items")) {
            text.append(" of ").append(type(schema.path("items")));
        }
        if (schema.has("enum")) {
            text.append(' ')
                    .append(schema.path("enum")
                            .valueStream()
                            .map(value -> value.isNull() ? "null" : value.asString())
                            .collect(Collectors.joining(", ")));
        }
        if (schema.has("format")) {
            text.append(" (").append(text(schema, "format")).append(')');
        }
        if (schema.has("properties")) {
            text.append(" {")
                    .append(escaped(String.join(", ", schema.path("properties").propertyNames())))
                    .append('}');
        }
        for (Map.Entry<String, String> limit : LIMITS) {
            if (schema.has(limit.getKey())) {
                text.append(text.isEmpty() ? "" : ", ");
                text.append(escaped(
                        limit.getValue().formatted(schema.path(limit.getKey()).asString())));
            }
        }
        return text.toString();
    }

    private static String example(JsonNode described) {
        JsonNode example = described.has("examples")
                ? described.at("/examples/0").isMissingNode()
                        ? described.path("examples").iterator().next().path("value")
                        : described.at("/examples/0")
                : described.path("example");
        if (example.isMissingNode()) {
            return "";
        }
        String text = example.isString() ? example.stringValue().strip() : Json.text(example);
        return text.contains("\n")
                ? "<pre>" + escaped(text) + "</pre>"
                : " Example: <code>" + escaped(text) + "</code>";
    }

    private JsonNode resolved(JsonNode node) {
        return node.has(REFERENCE) ? document.at(node.path(REFERENCE).asString().substring(1)) : node;
    }

    private static String name(JsonNode reference) {
        String path = reference.path(REFERENCE).asString();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private void paragraph(JsonNode text) {
        if (!text.isMissingNode()) {
            html.append("<p>").append(escaped(text.asString())).append("</p>\n");
        }
    }

    private static String text(JsonNode node, String field) {
        return escaped(node.path(field).asString(""));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
