package dev.plumbline.files;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

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
        ScoredRowsReader reader = new ScoredRowsReader(request, say);
        for (DataFile file : data.files()) {
            reader.read(file, read);
        }
        return reader.finish();
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
