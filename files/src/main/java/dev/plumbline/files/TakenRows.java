package dev.plumbline.files;

import dev.plumbline.calibration.RunningFigures;
import dev.plumbline.files.ScoredRows.Account;
import dev.plumbline.files.ScoredRows.Unusable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The rows that were taken so far, or their sums, and an account of those that were left out. */
final class TakenRows {
    /** How many of the rows that were left out are remembered with their places. */
    static final int SHOWN = 100;

    /** How many rows wait before they enter sums: few enough to stay near the processor. */
    private static final int MOST_KEPT = 1 << 13;

    /** Sums instead of rows, on scales that stand beforehand. */
    record Sums(RunningFigures figures, FileScale scores, FileScale outcomes) {
        Sums fresh() {
            return new Sums(figures.fresh(), scores, outcomes);
        }
    }

    private record Placed(long row, Unusable unusable) {}

    final ScoreColumns columns;
    private final Sums sums; // null where rows are kept
    private final List<Placed> unusable = new ArrayList<>();
    /** Rows above 1: what they are is known only when the scale is. */
    private final List<Placed> scoresAboveOne = new ArrayList<>();

    private final List<Placed> outcomesAboveOne = new ArrayList<>();
    private long read;
    private long missing;
    private long rejected;
    private long summed;
    private double largestScore = Double.NEGATIVE_INFINITY;
    private double largestOutcome = Double.NEGATIVE_INFINITY;

    TakenRows(ScoreColumns columns, Sums sums) {
        this.columns = columns;
        this.sums = sums;
    }

    long read() {
        return read;
    }

    double largestScore() {
        return largestScore;
    }

    double largestOutcome() {
        return largestOutcome;
    }

    /** A row begins, whatever becomes of it. */
    void count() {
        read++;
    }

    /** Values of a row, whether it can be used or not: they tell the scale. */
    void seeScore(double score) {
        if (score > largestScore) {
            largestScore = score;
        }
    }

    void seeOutcome(double outcome) {
        if (outcome > largestOutcome) {
            largestOutcome = outcome;
        }
    }

    void miss(DataFile file, RowError error) {
        missing++;
        remember(unusable, file, error);
    }

    void reject(DataFile file, RowError error) {
        rejected++;
        remember(unusable, file, error);
    }

    /** {@return its place among the columns} */
    int add(DataFile file, ColumnMap map, long line, double score, double outcome, double weight) {
        if (score > 1) {
            remember(scoresAboveOne, file, aboveOne(line, map, Role.SCORE, score));
        } else if (outcome > 1) {
            remember(outcomesAboveOne, file, aboveOne(line, map, Role.OUTCOME, outcome));
        }
        if (sums != null && columns.size() == MOST_KEPT) {
            flush();
        }
        int at = columns.add(score, outcome);
        if (columns.weight != null) {
            columns.weight[at] = weight;
        }
        return at;
    }

    private static RowError aboveOne(long line, ColumnMap map, Role role, double value) {
        return new RowError(line, map.columnOf(role.wire()), Double.toString(value), "a number from 0 to 1");
    }

    private void remember(List<Placed> list, DataFile file, RowError error) {
        if (list.size() < SHOWN) {
            list.add(new Placed(read, new Unusable(file.name(), error)));
        }
    }

    /** None yet, of the same columns, for a piece of the same files; those are of numbers alone. */
    TakenRows piece() {
        ScoreColumns same = new ScoreColumns(columns.outcome != null, columns.weight != null, false, false, List.of());
        return new TakenRows(same, sums == null ? null : sums.fresh());
    }

    /**
     * Adds those of a piece.
     *
     * @param lines how many there are before it
     * @param room how many rows there will be
     */
    void append(TakenRows piece, long lines, int room) {
        append(unusable, piece.unusable, lines);
        append(scoresAboveOne, piece.scoresAboveOne, lines);
        append(outcomesAboveOne, piece.outcomesAboveOne, lines);
        read += piece.read;
        missing += piece.missing;
        rejected += piece.rejected;
        summed += piece.summed;
        seeScore(piece.largestScore);
        seeOutcome(piece.largestOutcome);
        columns.add(piece.columns, room);
        if (sums != null) {
            sums.figures.plus(piece.sums.figures);
        }
    }

    private void append(List<Placed> list, List<Placed> more, long lines) {
        for (Placed each : more) {
            if (list.size() < SHOWN) {
                Unusable told = each.unusable;
                list.add(new Placed(
                        read + each.row, new Unusable(told.file(), told.error().shifted(lines))));
            }
        }
    }

    /** Leaves out the rows that are above 1 on these scales. */
    void settle(FileScale scores, FileScale outcomes) {
        if (scores == FileScale.UNIT && outcomes == FileScale.UNIT && largestScore <= 1 && largestOutcome <= 1) {
            return; // all rows stay as they are
        }
        int before = columns.size();
        columns.scale(scores.one(), outcomes.one());
        rejected += before - columns.size();
    }

    /** Moves rows into the sums, where there are sums. */
    void flush() {
        if (sums != null) {
            settle(sums.scores, sums.outcomes);
            sums.figures.add(columns.score, columns.outcome, columns.weight, columns.size());
            summed += columns.size();
            columns.cut(0);
        }
    }

    /** The account when all is read and settled. */
    Account account(FileScale scores, FileScale outcomes) {
        List<Placed> left = new ArrayList<>(unusable);
        if (scores == FileScale.UNIT) {
            left.addAll(scoresAboveOne);
        }
        if (outcomes == FileScale.UNIT) {
            left.addAll(outcomesAboveOne);
        }
        List<Unusable> shown = left.stream()
                .sorted(Comparator.comparingLong(Placed::row))
                .limit(SHOWN)
                .map(Placed::unusable)
                .toList();
        return new Account(read, summed + columns.size(), missing, rejected, shown);
    }

    /** Where reading stood, to go back to. */
    record Mark(
            int rows, long read, long missing, long rejected, double largestScore, double largestOutcome, int[] told) {}

    Mark mark() {
        int[] told = {unusable.size(), scoresAboveOne.size(), outcomesAboveOne.size()};
        return new Mark(columns.size(), read, missing, rejected, largestScore, largestOutcome, told);
    }

    void reset(Mark mark) {
        columns.cut(mark.rows);
        read = mark.read;
        missing = mark.missing;
        rejected = mark.rejected;
        largestScore = mark.largestScore;
        largestOutcome = mark.largestOutcome;
        cut(unusable, mark.told[0]);
        cut(scoresAboveOne, mark.told[1]);
        cut(outcomesAboveOne, mark.told[2]);
    }

    private static void cut(List<Placed> list, int size) {
        list.subList(size, list.size()).clear();
    }
}
