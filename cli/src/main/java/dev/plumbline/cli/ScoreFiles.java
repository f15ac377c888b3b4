package dev.plumbline.cli;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.files.ColumnChoice;
import dev.plumbline.files.DataException;
import dev.plumbline.files.DataSet;
import dev.plumbline.files.ScoredRows;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The files of scores and outcomes that a verb reads, and how it speaks about them. */
final class ScoreFiles {
    private static final int SHOWN = 5;
    private static final int TITLE = 48; // characters that fit over a diagram

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "CSV, TSV, NDJSON, JSON or Parquet, each plain or gz; patterns; - for standard input.")
    private List<String> files;

    @Mixin
    private ColumnOptions columns;

    @Option(
            names = "--strict",
            description = "Refuse files with rows that cannot be used instead of leaving those out.")
    private boolean strict;

    /** Rows that were read, and what was said about them. */
    record Read(ScoredRows rows, List<String> said) {}

    List<String> names() {
        return files;
    }

    /** {@return the files together, for messages} */
    private String allNames() {
        return String.join(", ", files);
    }

    /** What to write over a picture: the first file without its folder, and how many more there are. */
    String title() {
        String first = files.get(0).replaceFirst(".*[/\\\\](?=.)", "");
        String more = files.size() > 1 ? " and " + (files.size() - 1) + " more" : "";
        int room = TITLE - more.length();
        return (first.length() > room ? first.substring(0, room - 1) + "…" : first) + more;
    }

    /**
     * Reads the files and tells a person on {@code err} what was guessed and what was left out.
     *
     * @param verb for the beginning of each line
     * @param by columns to split the rows by
     */
    Read read(PrintWriter err, String verb, List<String> by) {
        ColumnChoice choice = columns.choice(Map.of(), by, List.of());
        return read(DataSet.of(files), new ScoredRows.Request(choice, true, columns.scale()), strict, err, verb);
    }

    static Read read(DataSet data, ScoredRows.Request request, boolean strict, PrintWriter err, String verb) {
        List<String> said = new ArrayList<>();
        ScoredRows rows;
        try (LongWork progress = LongWork.of("reading", data.size(), "MB", 1_000_000)) {
            rows = ScoredRows.read(data, request, said::add, progress::step);
        }
        tell(rows.account(), said, strict, err, verb);
        return new Read(rows, said);
    }

    /** Figures of rows that are not kept, and what was said about them. */
    record Figures(ScoredRows.Figures rows, List<String> said) {}

    /**
     * As {@link #read}, for figures that need no rows at hand.
     *
     * @param names of the figures
     * @throws DataException if all weights are 0
     */
    Figures figures(PrintWriter err, String verb, List<String> names) {
        DataSet data = DataSet.of(files);
        ScoredRows.Request request =
                new ScoredRows.Request(columns.choice(Map.of(), List.of(), List.of()), true, columns.scale());
        List<String> said = new ArrayList<>();
        ScoredRows.Figures rows;
        try (LongWork progress = LongWork.of("reading", data.size(), "MB", 1_000_000)) {
            rows = ScoredRows.figures(data, request, names, said::add, progress::step);
        }
        tell(rows.account(), said, strict, err, verb);
        if (rows.figures().isEmpty()) {
            throw new DataException(allNames(), "all weights are 0");
        }
        return new Figures(rows, said);
    }

    private static void tell(
            ScoredRows.Account account, List<String> said, boolean strict, PrintWriter err, String verb) {
        long unusable = account.missing() + account.rejected();
        if (unusable > 0 && (strict || account.used() == 0)) {
            throw new DataException(
                    account.unusable().get(0).file(),
                    account.unusable().get(0).error() + " ("
                            + (account.used() == 0 ? "no row can be used" : "--strict") + ": " + unusable + " of "
                            + account.read() + " rows)");
        }
        said.forEach(text -> err.println(verb + ": " + text));
        account.unusable().stream().limit(SHOWN).forEach(each -> err.println(verb + ": left out: " + each));
        if (unusable > SHOWN) {
            err.println(verb + ": left out: " + unusable + " of " + account.read() + " rows in all");
        }
        err.flush();
    }

    /**
     * The pairs of all rows.
     *
     * @throws DataException if all weights are 0
     */
    CalibrationSample sample(ScoredRows rows) {
        return Pairs.of(rows).sample().orElseThrow(() -> new DataException(allNames(), "all weights are 0"));
    }

    /** The time of the first prediction, or null where no times were named. */
    static Instant from(ScoredRows rows) {
        List<Instant> range = rows.range();
        return range.isEmpty() ? null : range.get(0);
    }

    /** The time of the last prediction, or null where no times were named. */
    static Instant to(ScoredRows rows) {
        List<Instant> range = rows.range();
        return range.isEmpty() ? null : range.get(1);
    }

    /** The columns of pairs; weights and groups may be null. */
    record Pairs(double[] scores, double[] outcomes, double[] weights, long[] groups) {
        static Pairs of(ScoredRows rows) {
            return new Pairs(rows.scores(), rows.outcomes(), rows.weights(), rows.groups());
        }

        /** Empty when no pair has a weight above 0. */
        Optional<CalibrationSample> sample() {
            if (scores.length == 0 || (weights != null && Arrays.stream(weights).allMatch(weight -> weight == 0))) {
                return Optional.empty();
            }
            CalibrationSample sample = weights == null
                    ? CalibrationSample.of(scores, outcomes)
                    : CalibrationSample.of(scores, outcomes, weights);
            return Optional.of(groups == null ? sample : sample.withGroups(groups));
        }

        Pairs at(int[] places) {
            return new Pairs(
                    pick(scores, places),
                    pick(outcomes, places),
                    weights == null ? null : pick(weights, places),
                    groups == null
                            ? null
                            : Arrays.stream(places)
                                    .mapToLong(place -> groups[place])
                                    .toArray());
        }

        private static double[] pick(double[] values, int[] places) {
            return Arrays.stream(places).mapToDouble(place -> values[place]).toArray();
        }
    }
}
