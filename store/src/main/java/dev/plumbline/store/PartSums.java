package dev.plumbline.store;

import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.CellSums;
import dev.plumbline.calibration.ScoreCells;
import dev.plumbline.monitor.pairs.SummaryStore.VersionSummary;

/** Collects the pairs of one version, by part as the sums are kept, from rows of the sums and from rows of pairs. */
final class PartSums {
    /**
     * What was collected.
     *
     * @param same pairs whose score was issued
     * @param issued the other pairs, by what was issued
     * @param score those by score
     */
    record Parts(CalibrationSummary same, CalibrationSummary issued, CalibrationSummary score) {
        CalibrationSummary allIssued() {
            return issued.count() == 0 ? same : same.plus(issued);
        }

        CalibrationSummary allScores() {
            return score.count() == 0 ? same : same.plus(score);
        }

        long pairs() {
            return same.count() + issued.count();
        }

        int cells() {
            return SumsCache.cells(same) + SumsCache.cells(issued) + SumsCache.cells(score);
        }

        VersionSummary summary(String version) {
            return new VersionSummary(version, allIssued(), allScores(), score.count());
        }
    }

    private final CalibrationSummary.Builder same = CalibrationSummary.builder();
    private final CalibrationSummary.Builder issued = CalibrationSummary.builder();
    private final CalibrationSummary.Builder score = CalibrationSummary.builder();

    void add(String part, int cell, CellSums sums) {
        CalibrationSummary.Builder to = switch (part) {
            case SumsChange.SAME -> same;
            case SumsChange.ISSUED -> issued;
            case SumsChange.SCORE -> score;
            default -> throw new IllegalStateException("part must be one of those of the sums, got " + part);
        };
        to.add(cell, sums);
    }

    void add(Parts parts) {
        same.add(parts.same());
        issued.add(parts.issued());
        score.add(parts.score());
    }

    /**
     * One pair.
     *
     * @param probability null where the score itself was issued
     * @param away whether the pair is taken away from sums that contain it
     */
    void addPair(double p, Double probability, double actual, double weight, boolean away) {
        if (Pair.differs(p, probability)) {
            add(issued, probability, actual, weight, away);
            add(score, p, actual, weight, away);
        } else {
            add(same, p, actual, weight, away);
        }
    }

    private static void add(CalibrationSummary.Builder sums, double p, double actual, double weight, boolean away) {
        CellSums pair = CellSums.summable(p, actual, weight);
        sums.add(ScoreCells.cell(p), away ? CellSums.ZERO.minus(pair) : pair);
    }

    Parts build() {
        return new Parts(same.build(), issued.build(), score.build());
    }
}
