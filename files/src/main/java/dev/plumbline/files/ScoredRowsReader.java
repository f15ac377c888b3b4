package dev.plumbline.files;

import dev.plumbline.files.ScoredRows.Account;
import dev.plumbline.files.ScoredRows.Request;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Fills the columns of {@link ScoredRows} file by file; the scales are judged when all is read. */
final class ScoredRowsReader {
    private final Request request;
    private final Consumer<String> say;
    private final Set<String> said = new LinkedHashSet<>();
    private final RowTaker taker;
    private final ScoreColumns columns;
    private final TakenRows rows;
    private final TakenRows.Sums sums; // null where rows are kept

    ScoredRowsReader(Request request, Consumer<String> say, TakenRows.Sums sums) {
        this.request = request;
        this.say = say;
        this.sums = sums;
        taker = new RowTaker(request);
        columns = taker.columns();
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
            ColumnMap map = new ColumnMap(file.name(), request.columns(), taker.roles(), this::sayOnce);
            if (!names.isEmpty()) {
                taker.header(file, map, names);
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
        List<String> chosen = taker.chosen(map);
        Optional<PlainPieces> pieces = PlainPieces.of(file.path(), header.at());
        if (Set.copyOf(chosen).size() < chosen.size() || pieces.isEmpty()) {
            return false;
        }
        AtomicBoolean plain = new AtomicBoolean(true);
        List<Piece> parts = pieces.get().read((in, bytes) -> {
            PlainCsv csv = header.piece(in, bytes, counted::add);
            TakenRows part = rows.piece();
            if (plain.get() && !csv.rows(chosen, taker.plain(file, map, part))) {
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

    private void readAny(DataFile file, LongConsumer bytes) {
        ColumnMap map = new ColumnMap(file.name(), request.columns(), taker.roles(), this::sayOnce);
        file.read(
                new RowSink() {
                    @Override
                    public void header(List<String> names) {
                        taker.header(file, map, names);
                    }

                    @Override
                    public void row(Row row) {
                        taker.take(file, map, row, rows);
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

    private void sayOnce(String text) {
        if (said.add(text)) {
            say.accept(text);
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
        if (taker.zoneAssumed()) {
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
