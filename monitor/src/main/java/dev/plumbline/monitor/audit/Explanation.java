package dev.plumbline.monitor.audit;

import java.util.List;

/**
 * A statement with the number it rests on and the statements below it; every entry point prints the same tree.
 *
 * @param value null where there is no number
 */
public record Explanation(String text, Double value, List<Explanation> parts) {
    public Explanation {
        parts = List.copyOf(parts);
    }

    public static Explanation of(String text, Double value, Explanation... parts) {
        return new Explanation(text, value, List.of(parts));
    }
}
