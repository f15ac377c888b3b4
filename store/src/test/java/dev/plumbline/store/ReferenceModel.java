package dev.plumbline.store;

import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.CellSums;
import dev.plumbline.calibration.ScoreCells;
import dev.plumbline.monitor.intake.NewOutcome;
import dev.plumbline.monitor.intake.NewPrediction;
import dev.plumbline.monitor.intake.RowAnswer.Result;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the stores should do, in maps and lists: slow, plain and without sums. */
final class ReferenceModel {
    /** A stored prediction; the outcome is filled in later. */
    static final class Row {
        String id;
        double score;
        Double probability;
        Integer calibratorVersion;
        String version;
        Instant predictedAt;
        Instant recordedAt;
        String group;
        double weight;
        Map<String, String> segments;
        Outcome outcome;
        Instant pairedAt;

        double issued() {
            return probability == null ? score : probability;
        }

        boolean isPair() {
            return outcome != null && outcome.actual != null;
        }
    }

    static final class Outcome {
        Double actual;
        String trueClass;
        Instant observedAt;
        Instant recordedAt;
        final List<Double> earlier = new ArrayList<>();

        boolean says(NewOutcome sent) {
            return (sent.actual() == null || sent.actual().equals(actual))
                    && (sent.trueClass() == null || sent.trueClass().equals(trueClass))
                    && (sent.observedAt() == null || micros(sent.observedAt()).equals(observedAt));
        }

        void correct(NewOutcome sent, Instant now) {
            earlier.add(actual);
            actual = sent.actual() == null ? actual : sent.actual();
            trueClass = sent.trueClass() == null ? trueClass : sent.trueClass();
            observedAt = sent.observedAt() == null ? observedAt : micros(sent.observedAt());
            recordedAt = now;
        }
    }

    final Map<String, Row> rows = new LinkedHashMap<>();
    final Map<String, Row> purged = new LinkedHashMap<>();
    Instant purgedBefore = Instant.MIN;
    final Map<String, Outcome> waiting = new LinkedHashMap<>();
    final List<String> versions = new ArrayList<>();

    static Instant micros(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS);
    }

    Result predict(NewPrediction sent, Instant at) {
        Instant now = micros(at);
        if (purged.containsKey(sent.id())) {
            return Result.PURGED;
        }
        Row known = rows.get(sent.id());
        if (known != null) {
            return same(known, sent) ? Result.REPEATED : Result.CONFLICT;
        }
        Row row = new Row();
        row.id = sent.id();
        row.score = sent.score();
        row.probability = sent.probability();
        row.calibratorVersion = sent.calibratorVersion();
        row.version = sent.version() == null ? "1" : sent.version();
        row.predictedAt = sent.predictedAt() == null ? now : micros(sent.predictedAt());
        row.recordedAt = now;
        row.group = sent.group();
        row.weight = sent.weight() == null ? 1 : sent.weight();
        row.segments = sent.segments();
        row.outcome = waiting.remove(sent.id());
        row.pairedAt = row.isPair() ? now : null;
        rows.put(row.id, row);
        if (!versions.contains(row.version)) {
            versions.add(row.version);
        }
        return Result.TAKEN;
    }

    private static boolean same(Row row, NewPrediction sent) {
        return sent.score() == row.score
                && (sent.probability() == null || sent.probability() == row.issued())
                && (sent.calibratorVersion() == null || sent.calibratorVersion().equals(row.calibratorVersion))
                && (sent.version() == null || sent.version().equals(row.version))
                && (sent.predictedAt() == null || micros(sent.predictedAt()).equals(row.predictedAt))
                && (sent.group() == null || sent.group().equals(row.group))
                && (sent.weight() == null || sent.weight() == row.weight)
                && (sent.segments() == null || sent.segments().equals(row.segments));
    }

    Result observe(NewOutcome sent, Instant at) {
        Instant now = micros(at);
        Row row = rows.get(sent.predictionId());
        Outcome known = row == null ? waiting.get(sent.predictionId()) : row.outcome;
        if (row == null && purged.containsKey(sent.predictionId())) {
            return Result.PURGED;
        }
        if (known == null) {
            Outcome first = new Outcome();
            first.actual = sent.actual();
            first.trueClass = sent.trueClass();
            first.observedAt = sent.observedAt() == null ? now : micros(sent.observedAt());
            first.recordedAt = now;
            if (row == null) {
                waiting.put(sent.predictionId(), first);
                return Result.WAITING;
            }
            row.outcome = first;
            row.pairedAt = row.isPair() ? now : null;
            return Result.TAKEN;
        }
        if (known.says(sent)) {
            return Result.REPEATED;
        }
        known.correct(sent, now);
        if (row != null && row.pairedAt == null && row.isPair()) {
            row.pairedAt = now;
        }
        return Result.CORRECTED;
    }

    boolean deletePrediction(String id) {
        return rows.remove(id) != null;
    }

    boolean deleteOutcome(String id) {
        Row row = rows.get(id);
        if (row == null) {
            return waiting.remove(id) != null;
        }
        boolean had = row.outcome != null;
        row.outcome = null;
        row.pairedAt = null;
        return had;
    }

    /**
     * Whole days, so {@code before} is a midnight.
     *
     * @param declared what is left knows these labels only
     */
    void purge(Instant before, List<String> declared) {
        purgedBefore = before.isAfter(purgedBefore) ? before : purgedBefore;
        rows.values().stream()
                .filter(row -> row.predictedAt.isBefore(before)
                        && (row.outcome == null || row.outcome.observedAt.isBefore(before)))
                .forEach(row -> {
                    if (row.segments != null) {
                        row.segments = new HashMap<>(row.segments);
                        row.segments.keySet().retainAll(declared);
                    }
                    purged.put(row.id, row);
                });
        rows.keySet().removeAll(purged.keySet());
        waiting.values().removeIf(outcome -> outcome.observedAt.isBefore(before));
    }

    /** Those whose rows are there, and those of which only sums are left. */
    List<Row> pairs(Predicate<Row> wanted) {
        return Stream.concat(rows.values().stream(), purged.values().stream())
                .filter(Row::isPair)
                .filter(wanted)
                .toList();
    }

    List<Row> keptPairs(Predicate<Row> wanted) {
        return rows.values().stream().filter(Row::isPair).filter(wanted).toList();
    }

    static CalibrationSummary issued(List<Row> pairs) {
        CalibrationSummary.Builder builder = CalibrationSummary.builder();
        pairs.forEach(row -> add(builder, row.issued(), row));
        return builder.build();
    }

    static CalibrationSummary scores(List<Row> pairs) {
        CalibrationSummary.Builder builder = CalibrationSummary.builder();
        pairs.forEach(row -> add(builder, row.score, row));
        return builder.build();
    }

    private static void add(CalibrationSummary.Builder builder, double p, Row row) {
        builder.add(ScoreCells.cell(p), CellSums.summable(p, row.outcome.actual, row.weight));
    }
}
