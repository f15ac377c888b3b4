package dev.plumbline.learning.retrain;

import dev.plumbline.calibration.LogLossGain;
import dev.plumbline.calibration.evidence.BlockSums;
import dev.plumbline.calibration.evidence.Race;
import dev.plumbline.learning.dataset.LabelledRows;
import dev.plumbline.learning.model.Evaluation;
import dev.plumbline.learning.model.TrainedModel;
import dev.plumbline.monitor.evidence.Evalue;
import dev.plumbline.monitor.gate.GateDecision;
import dev.plumbline.monitor.gate.GateDecision.Grounds;
import dev.plumbline.monitor.gate.GateDecision.Kept;
import dev.plumbline.monitor.gate.GateDecision.Promoted;
import dev.plumbline.monitor.model.PromotionPolicy;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Whether a freshly trained model comes into force. All that decides stands here.
 *
 * <ol>
 *   <li>A model equal to the one that serves changes nothing and is kept, under any policy.
 *   <li>Policy {@code always}: it serves. Policy {@code manual}: it does not, a person promotes.
 *   <li>Policy {@code gated}: a model that was rolled back is kept; a person may promote it. Any other serves if it is shown
 *       better, on the same test rows, than the base rates and than the model that serves, if one does. Where that one cannot
 *       be asked about these rows, because it needs features that they lack or knows other classes, the new model is kept:
 *       whoever changed the features or the classes promotes it, and a slip in a file replaces nothing.
 * </ol>
 *
 * <p><b>Shown better</b> takes both: evidence of at least {@value Race#THRESHOLD} to 1, and a 95 % interval of the gain that lies
 * above 0.
 *
 * <p>The evidence is that of a {@link Race} with one alternative: each test row, neither model having learnt from it, gives the
 * factor candidate's probability of the true class / the reference's. While the reference is right its mean is at most 1,
 * so one candidate replaces a reference that is right with a chance of at most 1 in {@value Race#THRESHOLD}; each training is
 * a test of its own, and the same test rows asked again and again find a lucky candidate in the end. All rows enter as one
 * block: their order decides nothing. Evidence alone says that the reference is wrong, which two wrong models both are; the
 * interval asks that the candidate be the less wrong one on average.
 *
 * <p>The gain is the mean saving of log loss per test row, in nats, see {@link LogLossGain#ofSums}. Rows are taken as
 * independent: rows of one event belong on one side of the split.
 *
 * <p>Reference: Ramdas, Grunwald, Vovk and Shafer 2023, doi:10.1214/23-STS894, section 3.
 */
final class PromotionRule {

    private PromotionRule() {}

    /**
     * Decides.
     *
     * @param rows test rows, in the order of the candidate's features
     */
    static GateDecision decide(
            PromotionPolicy policy, TrainedModel candidate, Evaluation test, LabelledRows rows, Standing standing) {
        String method = candidate.trainer();
        if (standing.sameModel()) {
            return new Kept(
                    Grounds.because(method, "training gave the very model that serves, version " + standing.version()));
        }
        Comparison comparison = compare(candidate, rows, standing);
        Race race = comparison.race();
        boolean better = comparison.obstacles().isEmpty()
                && shownBetter(comparison.overBaseRates())
                && shownBetter(comparison.race());
        String numbers = words(test, standing, comparison);
        return switch (policy) {
            case ALWAYS -> new Promoted(grounds(method, race, "policy always; " + numbers));
            case MANUAL -> new Kept(grounds(method, race, "policy manual: a person promotes; " + numbers));
            case GATED ->
                standing.rolledBack()
                        ? new Kept(grounds(
                                method,
                                race,
                                "training gave a version that was rolled back: a person promotes it or leaves it; "
                                        + numbers))
                        : decision(better, grounds(method, race, numbers));
        };
    }

    /**
     * The candidate beside what it would replace.
     *
     * @param obstacles why the serving model, if any, cannot be asked about the rows; empty where it can
     * @param compared whether the race is against the serving model; else it is the one against the base rates
     */
    private record Comparison(List<String> obstacles, boolean compared, Race race, Race overBaseRates) {}

    private static Comparison compare(TrainedModel candidate, LabelledRows rows, Standing standing) {
        double[] losses = Evaluation.rowLosses(candidate, rows);
        Race overBaseRates = race(baseRateLosses(candidate, rows), losses);
        if (standing.serving().isEmpty()) {
            return new Comparison(List.of(), false, overBaseRates, overBaseRates);
        }
        TrainedModel old = standing.serving().get().model();
        ServingRows seen = new ServingRows(old, candidate);
        return seen.obstacles().isEmpty()
                ? new Comparison(List.of(), true, race(Evaluation.rowLosses(old, seen.of(rows)), losses), overBaseRates)
                : new Comparison(seen.obstacles(), false, overBaseRates, overBaseRates);
    }

    private static boolean shownBetter(Race race) {
        return race.isDecided() && race.gain(0).low() > 0;
    }

    private static GateDecision decision(boolean better, Grounds grounds) {
        return better ? new Promoted(grounds) : new Kept(grounds);
    }

    /** A race of one block: the losses of the reference and of the candidate, row by row. */
    static Race race(double[] against, double[] candidate) {
        BlockSums.Builder sums = new BlockSums.Builder(1, 1);
        double[] gain = new double[1];
        for (int i = 0; i < candidate.length; i++) {
            gain[0] = against[i] - candidate[i];
            sums.add(gain, 1);
        }
        Race race = new Race(1);
        race.enter(sums.build());
        return race;
    }

    static Grounds grounds(String method, Race race, String reason) {
        LogLossGain gain = race.gain(0);
        List<Double> interval = Double.isFinite(gain.low()) ? List.of(gain.low(), gain.high()) : null;
        return new Grounds(method, gain.mean(), interval, Evalue.of(race.logEvidence()), reason);
    }

    private static String words(Evaluation test, Standing standing, Comparison comparison) {
        String version = standing.version();
        String beside = "";
        if (standing.serving().isEmpty()) {
            beside = standing.damage() == null
                    ? "; no model serves yet"
                    : "; what serves cannot be read: " + standing.damage();
        } else if (!comparison.compared()) {
            beside = "; the serving version " + version + " cannot be compared: "
                    + String.join("; ", comparison.obstacles()) + "; a person promotes";
        } else if (!shownBetter(comparison.overBaseRates())) {
            beside = "; it is not shown better than the base rates: " + marginARow(comparison.overBaseRates());
        }
        return String.format(
                Locale.ROOT,
                "log loss %.6f on %d test rows, %s than %s; the evidence for better is %s, %.0f to 1 and an interval"
                        + " above 0 are needed%s",
                test.logLoss(),
                test.rows(),
                marginARow(comparison.race()),
                comparison.compared() ? "the serving version " + version + " on the same rows" : "the base rates",
                Evalue.words(comparison.race().logEvidence()),
                Race.THRESHOLD,
                beside);
    }

    private static String marginARow(Race race) {
        double gain = race.gain(0).mean();
        return String.format(Locale.ROOT, "%.6f a row %s", Math.abs(gain), gain < 0 ? "worse" : "better");
    }

    private static double[] baseRateLosses(TrainedModel candidate, LabelledRows rows) {
        double[] rates = candidate.baseRates();
        return Arrays.stream(rows.classIndices(candidate.classes()))
                .mapToDouble(k -> -Math.log(rates[k]))
                .toArray();
    }
}
