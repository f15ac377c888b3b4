package dev.plumbline.files;

import dev.plumbline.calibration.RunningFigures;
import dev.plumbline.files.ScoredRows.Account;
import dev.plumbline.files.ScoredRows.Request;
import dev.plumbline.files.ScoredRows.Unusable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Fills the columns of {@link ScoredRows} file by file; the scales are judged when all is read. */
final class ScoredRowsReader {
    /** How many of the rows that were left out are remembered with their places. */
    static final int SHOWN = 100;

    /** How many rows wait before they enter sums. */
    private static final int MOST_KEPT = 1 << 16;

    private static final double LARGEST = FileScale.PERCENT.one();

    private final Request request;
    private final Consumer<String> say;
    private final Set<String> said = new LinkedHashSet<>();
    private final Set<Role> roles = EnumSet.of(Role.SCORE);
    private final ScoreColumns columns;
    private final List<Placed> unusable = new ArrayList<>();
    /** Rows above 1: what they are is known only when the scale is. */
    private final List<Placed> scoresAboveOne = new ArrayList<>();

    private final List<Placed> outcomesAboveOne = new ArrayList<>();
    private long read;
    private long missing;
    private long rejected;
    private double largestScore = Double.NEGATIVE_INFINITY;
    private double largestOutcome = Double.NEGATIVE_INFINITY;
    private boolean zoneAssumed;
    private final Sums sums; // null where rows are kept
    private long used; // rows that are in the sums

    /** Sums instead of rows, on scales that stand beforehand. */
    record Sums(RunningFigures figures, FileScale scores, FileScale outcomes) {
        Sums fresh() {
            return new Sums(figures.fresh(), scores, outcomes);
        }
    }

    private record Placed(long row, Unusable unusable) {}

    ScoredRowsReader(Request request, Consumer<String> say, Sums sums) {
        this.request = request;
        this.say = say;
        this.sums = sums;
        // Only scores and outcomes are looked for under plain names: nobody is weighted or grouped unasked.
        Set<Role> named = request.columns().named().keySet();
        if (request.outcomes()) {
            roles.add(Role.OUTCOME);
        }
        for (Role role : List.of(Role.WEIGHT, Role.TIME, Role.GROUP)) {
            if (named.contains(role)) {
                roles.add(role);
            }
        }
        columns = new ScoreColumns(
                request.outcomes(),
                roles.contains(Role.WEIGHT),
                roles.contains(Role.TIME),
                roles.contains(Role.GROUP),
                request.columns().segments());
    }

    void read(DataFile file, LongConsumer bytes) {
        if (!readPlain(file, bytes)) {
            readAny(file, bytes);
        }
    }

    /** Whether the file was plain enough for {@link PlainCsv}; if not, nothing of it was taken. */
    private boolean readPlain(DataFile file, LongConsumer bytes) {
        boolean numbersOnly = columns.time == null && columns.group == null && columns.by.isEmpty();
        Optional<RowFormat> format = numbersOnly ? file.plainText() : Optional.empty();
        if (format.isEmpty() || (format.get() != RowFormat.CSV && format.get() != RowFormat.TSV)) {
            return false;
        }
        Mark mark = mark();
        Counted counted = new Counted(bytes);
        boolean taken = false;
        try (InputStream in = Files.newInputStream(file.path())) {
            PlainCsv csv = new PlainCsv(in);
            List<String> names = csv.header(format.get());
            ColumnMap map = new ColumnMap(file.name(), request.columns(), roles, this::sayOnce);
            if (!names.isEmpty()) {
                header(file, map, names);
                counted.add(csv.at());
                taken = readPieces(file, csv, map, counted) && read > mark.read;
            }
        } catch (IOException e) {
            throw new DataException(file.name(), "cannot be read: " + e, e);
        } finally {
            if (!taken) {
                reset(mark);
                counted.undo();
            }
        }
        return taken;
    }

    /** Tells progress out of several threads. */
    private static final class Counted {
        private final LongConsumer bytes;
        private long all;

        Counted(LongConsumer bytes) {
            this.bytes = bytes;
        }

        synchronized void add(long count) {
            all += count;
            bytes.accept(count);
        }

        void undo() {
            add(-all);
        }
    }

    /** The rows of a piece; null when it is not plain. */
    private record Piece(ScoredRowsReader rows, long lines) {}

    private boolean readPieces(DataFile file, PlainCsv header, ColumnMap map, Counted counted) throws IOException {
        List<String> chosen = chosen(map);
        Optional<PlainPieces> pieces = PlainPieces.of(file.path(), header.at());
        if (Set.copyOf(chosen).size() < chosen.size() || pieces.isEmpty()) {
            return false;
        }
        AtomicBoolean plain = new AtomicBoolean(true);
        List<Piece> parts = pieces.get().read((in, bytes) -> {
            PlainCsv csv = header.piece(in, bytes, counted::add);
            ScoredRowsReader part = new ScoredRowsReader(request, say, sums == null ? null : sums.fresh());
            if (plain.get() && !csv.rows(chosen, part.plain(file, map))) {
                plain.set(false);
            }
            part.flush();
            return new Piece(part, csv.line() - 1);
        });
        if (!plain.get()) {
            return false;
        }
        long line = header.line() - 1;
        int room = columns.size()
                + parts.stream().mapToInt(part -> part.rows.columns.size()).sum();
        for (Piece part : parts) {
            append(part.rows, line, room);
            line += part.lines;
        }
        return true;
    }

    private void append(ScoredRowsReader part, long line, int room) {
        append(unusable, part.unusable, line);
        append(scoresAboveOne, part.scoresAboveOne, line);
        append(outcomesAboveOne, part.outcomesAboveOne, line);
        read += part.read;
        missing += part.missing;
        rejected += part.rejected;
        used += part.used;
        largestScore = Math.max(largestScore, part.largestScore);
        largestOutcome = Math.max(largestOutcome, part.largestOutcome);
        columns.add(part.columns, room);
        if (sums != null) {
            sums.figures.plus(part.sums.figures);
        }
    }

    private void append(List<Placed> list, List<Placed> more, long line) {
        for (Placed each : more) {
            if (list.size() < SHOWN) {
                Unusable told = each.unusable;
                list.add(new Placed(
                        read + each.row, new Unusable(told.file(), told.error().shifted(line))));
            }
        }
    }

    private void header(DataFile file, ColumnMap map, List<String> names) {
        map.header(names);
        for (Role role : roles) {
            if (!map.has(role)) {
                throw noColumn(file, role, names);
            }
        }
    }

    /** The columns of the roles, in the order of the roles. */
    private List<String> chosen(ColumnMap map) {
        return roles.stream().map(role -> map.columnOf(role.wire())).toList();
    }

    private PlainCsv.Target plain(DataFile file, ColumnMap map) {
        boolean weighted = columns.weight != null;
        return new PlainCsv.Target() {
            @Override
            public boolean numbers(long line, double[] values) {
                double score = values[0];
                double outcome = request.outcomes() ? values[1] : 0;
                double weight = weighted ? values[values.length - 1] : 1;
                boolean good = score >= 0 && score <= LARGEST && outcome >= 0 && outcome <= LARGEST && weight >= 0;
                if (good) {
                    read++;
                    largestScore = Math.max(largestScore, score);
                    largestOutcome = Math.max(largestOutcome, outcome);
                    add(file, map, line, score, outcome, weight);
                }
                return good;
            }

            @Override
            public void row(Row row) {
                take(file, map, row);
            }
        };
    }

    private void readAny(DataFile file, LongConsumer bytes) {
        ColumnMap map = new ColumnMap(file.name(), request.columns(), roles, this::sayOnce);
        file.read(
                new RowSink() {
                    @Override
                    public void header(List<String> names) {
                        ScoredRowsReader.this.header(file, map, names);
                    }

                    @Override
                    public void row(Row row) {
                        take(file, map, row);
                    }

                    @Override
                    public void error(RowError error) {
                        read++;
                        reject(file, error);
                    }
                },
                bytes);
        map.finish();
    }

    private static DataException noColumn(DataFile file, Role role, List<String> names) {
        String option = role == Role.SCORE ? "--score" : "--outcome";
        return new DataException(
                file.name(),
                "there is no column of " + (role == Role.SCORE ? "scores" : "outcomes") + " ("
                        + String.join(", ", role.plainNames()) + "); name it with " + option + ". Its columns are "
                        + Printable.shorten(String.join(", ", names), 400));
    }

    private void sayOnce(String text) {
        if (said.add(text)) {
            say.accept(text);
        }
    }

    private void take(DataFile file, ColumnMap map, Row row) {
        read++;
        try {
            take(file, map, row, map.map(row));
        } catch (FieldException e) {
            RowError error = e.at(row.line());
            reject(file, new RowError(error.line(), map.columnOf(e.field()), error.value(), error.allowed()));
        }
    }

    private void take(DataFile file, ColumnMap map, Row row, Row mapped) {
        for (Role role : roles) {
            if (!mapped.has(role.wire())) {
                missing++;
                remember(
                        unusable,
                        file,
                        new RowError(row.line(), map.columnOf(role.wire()), null, "has no value: the row is left out"));
                return;
            }
        }
        double score = inRange(mapped, Role.SCORE);
        double outcome = request.outcomes() ? inRange(mapped, Role.OUTCOME) : 0;
        double weight = roles.contains(Role.WEIGHT) ? weight(mapped) : 1;
        long time = roles.contains(Role.TIME) ? Micros.of(mapped.time(Role.TIME.wire())) : 0;
        int at = add(file, map, row.line(), score, outcome, weight);
        if (columns.time != null) {
            columns.time[at] = time;
            zoneAssumed |= mapped.zoneAssumed(Role.TIME.wire());
        }
        if (columns.group != null) {
            columns.setGroup(at, mapped.values().get(Role.GROUP.wire()).asString());
        }
        if (!columns.by.isEmpty()) {
            label(at, mapped.values().get("segments") instanceof ObjectNode labels ? labels : null);
        }
    }

    private int add(DataFile file, ColumnMap map, long line, double score, double outcome, double weight) {
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

    private double inRange(Row row, Role role) {
        double value = row.number(role.wire());
        if (role == Role.SCORE) {
            largestScore = Math.max(largestScore, value);
        } else {
            largestOutcome = Math.max(largestOutcome, value);
        }
        if (!(value >= 0 && value <= LARGEST)) {
            throw new FieldException(
                    role.wire(), shown(row, role), "a number from 0 to 1, or from 0 to 100 where all are percent");
        }
        return value;
    }

    private static double weight(Row row) {
        double value = row.number(Role.WEIGHT.wire());
        if (!(value >= 0)) {
            throw new FieldException(Role.WEIGHT.wire(), shown(row, Role.WEIGHT), "a number of 0 or more");
        }
        return value;
    }

    private static String shown(Row row, Role role) {
        return row.values().get(role.wire()).asString();
    }

    private void label(int at, ObjectNode labels) {
        for (String column : columns.by.keySet()) {
            JsonNode label = labels == null ? null : labels.get(column);
            columns.setLabel(at, column, label == null || label.isNull() ? "" : label.asString());
        }
    }

    private void reject(DataFile file, RowError error) {
        rejected++;
        remember(unusable, file, error);
    }

    private void remember(List<Placed> list, DataFile file, RowError error) {
        if (list.size() < SHOWN) {
            list.add(new Placed(read, new Unusable(file.name(), error)));
        }
    }

    /** Where reading stood, to go back to. */
    private record Mark(
            int rows, long read, long missing, long rejected, double largestScore, double largestOutcome, int[] told) {}

    private Mark mark() {
        int[] told = {unusable.size(), scoresAboveOne.size(), outcomesAboveOne.size()};
        return new Mark(columns.size(), read, missing, rejected, largestScore, largestOutcome, told);
    }

    private void reset(Mark mark) {
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

    ScoredRows finish() {
        FileScale scores = scoreScale();
        settle(scores, outcomeScale());
        return new ScoredRows(columns, account(columns.size()), scores);
    }

    /** Whether the sums were made on the scales that the values turned out to be on. */
    boolean isOnItsScales() {
        return sums.scores == scoreScale() && sums.outcomes == outcomeScale();
    }

    ScoredRows.Figures finishSums() {
        flush();
        return new ScoredRows.Figures(sums.figures, account(used));
    }

    FileScale scoreScale() {
        return request.scoreScale() != null ? request.scoreScale() : judged("scores", largestScore);
    }

    FileScale outcomeScale() {
        return request.outcomes() ? judged("outcomes", largestOutcome) : FileScale.UNIT;
    }

    /** Leaves out the rows that are above 1 on these scales. */
    private void settle(FileScale scores, FileScale outcomes) {
        if (largestScore <= scores.one()
                && largestOutcome <= outcomes.one()
                && scores.one() == 1
                && outcomes.one() == 1) {
            return; // all rows stay as they are
        }
        int before = columns.size();
        columns.scale(scores.one(), outcomes.one());
        rejected += before - columns.size();
    }

    /** Moves rows into the sums, where there are sums. */
    private void flush() {
        if (sums != null) {
            settle(sums.scores, sums.outcomes);
            sums.figures.add(columns.score, columns.outcome, columns.weight, columns.size());
            used += columns.size();
            columns.cut(0);
        }
    }

    private Account account(long used) {
        if (zoneAssumed) {
            sayOnce("times without a zone are read as UTC");
        }
        if (scoreScale() == FileScale.UNIT) {
            unusable.addAll(scoresAboveOne);
        }
        if (outcomeScale() == FileScale.UNIT) {
            unusable.addAll(outcomesAboveOne);
        }
        List<Unusable> shown = unusable.stream()
                .sorted(Comparator.comparingLong(Placed::row))
                .limit(SHOWN)
                .map(Placed::unusable)
                .toList();
        return new Account(read, used, missing, rejected, shown);
    }

    /** Scores and outcomes each have a scale of their own. */
    private FileScale judged(String what, double largest) {
        FileScale scale = FileScale.judged(largest);
        if (scale == FileScale.PERCENT) {
            sayOnce("the " + what + " are taken as " + scale.inWords() + ": the largest is " + largest);
        } else if (largest > 1) {
            sayOnce("the " + what + " are taken as " + scale.inWords() + " although some are above 1: the largest is "
                    + largest + ", so they are no percent");
        }
        return scale;
    }
}
