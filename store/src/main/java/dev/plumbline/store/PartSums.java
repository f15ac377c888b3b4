package dev.plumbline.store;

import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.CellSums;
import dev.plumbline.calibration.ScoreCells;
import dev.plumbline.monitor.pairs.SummaryStore.VersionSummary;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Collects the pairs of one version from rows of the sums and from rows of pairs. */
final class PartSums {
    private final CalibrationSummary.Builder issued = CalibrationSummary.builder();
    private final CalibrationSummary.Builder score = CalibrationSummary.builder();
    private long pairs;
    private long differing;

    void add(String part, int cell, CellSums sums) {
        if (!part.equals(SumsChange.SCORE)) {
            issued.add(cell, sums);
            pairs += sums.n();
        }
        if (!part.equals(SumsChange.ISSUED)) {
            score.add(cell, sums);
        }
        if (part.equals(SumsChange.SCORE)) {
            differing += sums.n();
        }
    }

    /**
     * From the columns score, probability, actual and weight.
     *
     * @param away whether the pair is taken away from sums that contain it
     */
    void addPair(ResultSet row, boolean away) throws SQLException {
        double p = row.getDouble("score");
        Double probability = Columns.number(row, "probability");
        double actual = row.getDouble("actual");
        double weight = row.getDouble("weight");
        boolean differs = Pair.differs(p, probability);
        add(issued, differs ? probability : p, actual, weight, away);
        add(score, p, actual, weight, away);
        pairs += away ? -1 : 1;
        differing += differs ? (away ? -1 : 1) : 0;
    }

    private static void add(CalibrationSummary.Builder sums, double p, double actual, double weight, boolean away) {
        CellSums pair = CellSums.summable(p, actual, weight);
        sums.add(ScoreCells.cell(p), away ? CellSums.ZERO.minus(pair) : pair);
    }

    boolean isEmpty() {
        return pairs == 0;
    }

    VersionSummary summary(String version) {
        return new VersionSummary(version, issued.build(), score.build(), differing);
    }
}
