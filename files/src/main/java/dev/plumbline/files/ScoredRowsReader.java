package dev.plumbline.files;

import dev.plumbline.files.ScoredRows.Account;
import dev.plumbline.files.ScoredRows.Request;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
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
    private static final double LARGEST = FileScale.PERCENT.one();

    /** Squares of larger ones are no doubles. */
    private static final double MOST_WEIGHT = 1e100;

    private final Request request;
    private final Consumer<String> say;
    private final Set<String> said = new LinkedHashSet<>();
    private final Set<Role> roles = EnumSet.of(Role.SCORE);
    private final ScoreColumns columns;
    private final TakenRows rows;
    private final TakenRows.Sums sums; // null where rows are kept
    private boolean zoneAssumed;

    ScoredRowsReader(Request request, Consumer<String> say, TakenRows.Sums sums) {
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
        rows = new TakenRows(columns, sums);
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
        TakenRows.Mark mark = rows.mark();
        Counted counted = new Counted(bytes);
        boolean taken = false;
        try (InputStream in = Files.newInputStream(file.path())) {
            PlainCsv csv = new PlainCsv(in);
            List<String> names = csv.header(format.get());
            ColumnMap map = new ColumnMap(file.name(), request.columns(), roles, this::sayOnce);
            if (!names.isEmpty()) {
                header(file, map, names);
                counted.add(csv.at());
                taken = readPieces(file, csv, map, counted) && rows.read() > mark.read();
            }
        } catch (IOException e) {
            throw new DataException(file.name(), "cannot be read: " + e, e);
        } finally {
            if (!taken) {
                rows.reset(mark);
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

    private record Piece(TakenRows rows, long lines) {}

    private boolean readPieces(DataFile file, PlainCsv header, ColumnMap map, Counted counted) throws IOException {
        List<String> chosen = chosen(map);
        Optional<PlainPieces> pieces = PlainPieces.of(file.path(), header.at());
        if (Set.copyOf(chosen).size() < chosen.size() || pieces.isEmpty()) {
            return false;
        }
        AtomicBoolean plain = new AtomicBoolean(true);
        List<Piece> parts = pieces.get().read((in, bytes) -> {
            PlainCsv csv = header.piece(in, bytes, counted::add);
            TakenRows part = rows.piece();
            if (plain.get() && !csv.rows(chosen, plain(file, map, part))) {
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
            rows.append(part.rows, line, room);
            line += part.lines;
        }
        return true;
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

    private PlainCsv.Target plain(DataFile file, ColumnMap map, TakenRows rows) {
        boolean weighted = columns.weight != null;
        return new PlainCsv.Target() {
            @Override
            public boolean numbers(long line, double[] values) {
                double score = values[0];
                double outcome = request.outcomes() ? values[1] : 0;
                double weight = weighted ? values[values.length - 1] : 1;
                boolean good = score >= 0
                        && score <= LARGEST
                        && outcome >= 0
                        && outcome <= LARGEST
                        && weight >= 0
                        && weight <= MOST_WEIGHT;
                if (good) {
                    rows.count();
                    rows.seeScore(score);
                    rows.seeOutcome(outcome);
                    rows.add(file, map, line, score, outcome, weight);
                }
                return good;
            }

            @Override
            public void row(Row row) {
                take(file, map, row, rows);
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
                        take(file, map, row, rows);
                    }

                    @Override
                    public void error(RowError error) {
                        rows.count();
                        rows.reject(file, error);
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

    private void take(DataFile file, ColumnMap map, Row row, TakenRows rows) {
        rows.count();
        try {
            take(file, map, row, map.map(row), rows);
        } catch (FieldException e) {
            RowError error = e.at(row.line());
            rows.reject(file, new RowError(error.line(), map.columnOf(e.field()), error.value(), error.allowed()));
        }
    }

    private void take(DataFile file, ColumnMap map, Row row, Row mapped, TakenRows rows) {
        for (Role role : roles) {
            if (!mapped.has(role.wire())) {
                rows.miss(
                        file,
                        new RowError(row.line(), map.columnOf(role.wire()), null, "has no value: the row is left out"));
                return;
            }
        }
        double score = inRange(mapped, Role.SCORE, rows);
        double outcome = request.outcomes() ? inRange(mapped, Role.OUTCOME, rows) : 0;
        double weight = roles.contains(Role.WEIGHT) ? weight(mapped) : 1;
        long time = roles.contains(Role.TIME) ? Micros.of(mapped.time(Role.TIME.wire())) : 0;
        int at = rows.add(file, map, row.line(), score, outcome, weight);
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

    private static double inRange(Row row, Role role, TakenRows rows) {
        double value = row.number(role.wire());
        if (role == Role.SCORE) {
            rows.seeScore(value);
        } else {
            rows.seeOutcome(value);
        }
        if (!(value >= 0 && value <= LARGEST)) {
            throw new FieldException(
                    role.wire(), shown(row, role), "a number from 0 to 1, or from 0 to 100 where all are percent");
        }
        return value;
    }

    private static double weight(Row row) {
        double value = row.number(Role.WEIGHT.wire());
        if (!(value >= 0 && value <= MOST_WEIGHT)) {
            throw new FieldException(Role.WEIGHT.wire(), shown(row, Role.WEIGHT), "a number from 0 to " + MOST_WEIGHT);
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

    ScoredRows finish() {
        FileScale scores = scoreScale();
        rows.settle(scores, outcomeScale());
        return new ScoredRows(columns, account(), scores);
    }

    /** Whether the sums were made on the scales that the values turned out to be on. */
    boolean isOnItsScales() {
        return sums.scores() == scoreScale() && sums.outcomes() == outcomeScale();
    }

    ScoredRows.Figures finishSums() {
        rows.flush();
        return new ScoredRows.Figures(sums.figures(), account());
    }

    FileScale scoreScale() {
        return request.scoreScale() != null ? request.scoreScale() : judged("scores", rows.largestScore());
    }

    FileScale outcomeScale() {
        return request.outcomes() ? judged("outcomes", rows.largestOutcome()) : FileScale.UNIT;
    }

    private Account account() {
        FileScale scores = scoreScale();
        FileScale outcomes = outcomeScale();
        if (zoneAssumed) {
            sayOnce("times without a zone are read as UTC");
        }
        return rows.account(scores, outcomes);
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
