package dev.plumbline.files;

import dev.plumbline.calibration.RunningFigures;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Scores and outcomes of a data set as columns, and an account of the rows that could not be used. Scores and outcomes are on
 * the scale 0 to 1, whatever scale the files are on.
 *
 * <p>A row without a value in a column that is used is missing; one with a value that cannot be is rejected. Both are left out
 * and told; neither takes a good row with it.
 */
public final class ScoredRows {
    /**
     * What to read.
     *
     * @param columns the columns that were named; {@code segments} are columns to split the rows by
     * @param outcomes whether rows need an outcome
     * @param scoreScale null where it is to be judged by the values
     */
    public record Request(ColumnChoice columns, boolean outcomes, FileScale scoreScale) {}

    /** A row that was left out. */
    public record Unusable(String file, RowError error) {
        @Override
        public String toString() {
            return file + " " + error;
        }
    }

    /**
     * What became of the rows.
     *
     * @param unusable the first of those that were left out, in the order of the files
     */
    public record Account(long read, long used, long missing, long rejected, List<Unusable> unusable) {
        public Account {
            unusable = List.copyOf(unusable);
        }
    }

    /**
     * What rows come to without being kept.
     *
     * @param figures of the rows that can be used
     * @param account of all
     */
    public record Figures(RunningFigures figures, Account account) {}

    private final ScoreColumns columns;
    private final Account account;
    private final FileScale scale;

    ScoredRows(ScoreColumns columns, Account account, FileScale scale) {
        this.columns = columns;
        this.account = account;
        this.scale = scale;
    }

    /**
     * Reads a data set.
     *
     * @param say told what was guessed: columns and scales
     * @param read told now and then how many bytes were read since it was last told
     * @throws DataException if a file is malformed, a column is not there, or the files hold no rows
     */
    public static ScoredRows read(DataSet data, Request request, Consumer<String> say, LongConsumer read) {
        return read(data, new ScoredRowsReader(request, say, null), read).finish();
    }

    /**
     * Reads a data set for some figures only. Takes the memory of some pieces of a file, whatever their number; only what comes from standard
     * input, which cannot be read twice, is kept as rows. Values above 1 may turn out to be percent at the end: the files are read again then.
     *
     * @param names of figures, out of {@link RunningFigures#NAMES}
     * @param request rows need outcomes
     * @param say told what was guessed: columns and scales
     * @param read told now and then how many bytes were read since it was last told
     * @throws DataException if a file is malformed, a column is not there, or the files hold no rows
     */
    public static Figures figures(
            DataSet data, Request request, Collection<String> names, Consumer<String> say, LongConsumer read) {
        boolean weighted = request.columns().named().containsKey(Role.WEIGHT);
        Supplier<RunningFigures> none = () -> new RunningFigures(names, weighted);
        if (data.files().stream().anyMatch(file -> file.path() == null)) {
            ScoredRows rows = read(data, request, say, read);
            RunningFigures figures = none.get();
            figures.add(rows.columns.score, rows.columns.outcome, rows.columns.weight, rows.size());
            return new Figures(figures, rows.account);
        }
        FileScale likely = request.scoreScale() == null ? FileScale.UNIT : request.scoreScale();
        ScoredRowsReader first =
                new ScoredRowsReader(request, say, new TakenRows.Sums(none.get(), likely, FileScale.UNIT));
        read(data, first, read);
        if (first.isOnItsScales()) {
            return first.finishSums();
        }
        TakenRows.Sums sums = new TakenRows.Sums(none.get(), first.scoreScale(), first.outcomeScale());
        return read(data, new ScoredRowsReader(request, text -> {}, sums), bytes -> {})
                .finishSums();
    }

    private static ScoredRowsReader read(DataSet data, ScoredRowsReader reader, LongConsumer read) {
        for (DataFile file : data.files()) {
            reader.read(file, read);
        }
        return reader;
    }

    /** How many rows can be used; may be 0. */
    public int size() {
        return columns.size();
    }

    public Account account() {
        return account;
    }

    /** The scale that the scores are on in the files. */
    public FileScale scale() {
        return scale;
    }

    /** In [0, 1]. */
    public double[] scores() {
        return Arrays.copyOf(columns.score, size());
    }

    /** In [0, 1]; null where no outcomes were asked for. */
    public double[] outcomes() {
        return columns.outcome == null ? null : Arrays.copyOf(columns.outcome, size());
    }

    /** Zero or more; null where no column has them. */
    public double[] weights() {
        return columns.weight == null ? null : Arrays.copyOf(columns.weight, size());
    }

    /** A number for each group; null where no column has them. */
    public long[] groups() {
        return columns.group == null ? null : widened(columns.group);
    }

    private long[] widened(int[] codes) {
        long[] wide = new long[size()];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = codes[i];
        }
        return wide;
    }

    /** When it was predicted, in microseconds since 1970; null where no column of times was named. */
    public long[] times() {
        return columns.time == null ? null : Arrays.copyOf(columns.time, size());
    }

    /** The rows' places, for each value of a column that splits them: by column, then by value, in the order of first sight. */
    public Map<String, Map<String, int[]>> segments() {
        Map<String, Map<String, int[]>> segments = new LinkedHashMap<>();
        columns.by.forEach((column, labels) -> segments.put(column, labels.places(size())));
        return segments;
    }

    /** The earliest and the latest time; empty where no column of times was named or no row can be used. */
    public List<Instant> range() {
        if (columns.time == null || size() == 0) {
            return List.of();
        }
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (int i = 0; i < size(); i++) {
            first = Math.min(first, columns.time[i]);
            last = Math.max(last, columns.time[i]);
        }
        return List.of(Micros.instant(first), Micros.instant(last));
    }
}
