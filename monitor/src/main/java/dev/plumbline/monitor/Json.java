package dev.plumbline.monitor;

import dev.plumbline.calibration.Interval;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one JSON writer and reader of the stored and the served documents, so that what is stored is to the byte what was
 * answered. Record components are the wire names; null stays null; times are ISO 8601; numbers are never rounded.
 */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // The shortest digits that read back as the same double. Double.toString takes eight times as long and,
            // before Java 19, gives longer ones for some: bytes would differ from one Java to the next.
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .addModule(new SimpleModule().addSerializer(Interval.class, new IntervalWriter()))
            .build();

    /** {@code [lo, hi]}; JSON has no infinity, so an end without a bound is null. */
    private static final class IntervalWriter extends ValueSerializer<Interval> {
        @Override
        public void serialize(Interval interval, JsonGenerator json, SerializationContext context) {
            json.writeStartArray();
            for (double end : new double[] {interval.lo(), interval.hi()}) {
                if (Double.isInfinite(end)) {
                    json.writeNull();
                } else {
                    json.writeNumber(end);
                }
            }
            json.writeEndArray();
        }
    }

    private Json() {}

    /** The mapper itself, for the HTTP layer, which must write as the stores do. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /** UTF-8 bytes of a record, map or tree. */
    public static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    public static String text(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    public static JsonNode read(byte[] bytes) {
        return MAPPER.readTree(bytes);
    }

    public static JsonNode read(String text) {
        return MAPPER.readTree(text);
    }

    /** The tree of a record, for documents that are put together from several records. */
    public static ObjectNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }
}
