package dev.plumbline.cli;

import dev.plumbline.files.ColumnChoice;
import dev.plumbline.files.FileScale;
import dev.plumbline.files.Role;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which column is what, for every verb that reads files of scores and outcomes. */
final class ColumnOptions {
    @Option(names = "--score", paramLabel = "COL", description = "Scores (default: score, prob, p or prediction).")
    private String score;

    @Option(names = "--outcome", paramLabel = "COL", description = "Outcomes (default: actual, outcome, label or y).")
    private String outcome;

    @Option(names = "--time", paramLabel = "COL", description = "When it was predicted (default: predictedAt).")
    private String time;

    @Option(
            names = "--group",
            paramLabel = "COL",
            description = "The event that several rows are about (default: group).")
    private String group;

    @Option(names = "--weight", paramLabel = "COL", description = "Weights (default: weight).")
    private String weight;

    @Option(
            names = "--scale",
            paramLabel = "unit|percent",
            description = "Scale of the scores (default: percent when one is above 1 and none above 100).")
    private FileScale scale;

    /** Null where nothing was said. */
    FileScale scale() {
        return scale;
    }

    /** With the columns that only this verb knows; null where nothing was said. */
    ColumnChoice choice(Map<Role, String> further, List<String> segments, List<String> features) {
        Map<Role, String> named = new EnumMap<>(Role.class);
        put(named, Role.SCORE, score);
        put(named, Role.OUTCOME, outcome);
        put(named, Role.TIME, time);
        put(named, Role.GROUP, group);
        put(named, Role.WEIGHT, weight);
        named.putAll(further);
        return new ColumnChoice(named, segments, features);
    }

    static void put(Map<Role, String> named, Role role, String column) {
        if (column != null) {
            named.put(role, column);
        }
    }
}
