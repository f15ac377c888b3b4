package dev.plumbline.learning.retrain;

import dev.plumbline.calibration.LogLossGain;
import dev.plumbline.calibration.evidence.BlockSums;
import dev.plumbline.calibration.evidence.Race;
import dev.plumbline.learning.dataset.Feature;
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
import java.util.Optional;

/**
 * Whether a freshly trained model comes into force. All that decides stands here.
 *
 * <ol>
 *   <li>A model equal to the one that serves changes nothing and is kept, under any policy.
 *   <li>Policy {@code always}: it serves. Policy {@code manual}: it does not, unless nothing serves yet and it is shown
 *       better.
 *   <li>Policy {@code gated}: a model that was rolled back is kept; a person may promote it. Any other serves if it is shown
 *       better, on the same test rows, than the model that serves; where none serves, or one on other features or classes,
 *       which cannot be asked about these rows, than the base rates.
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

    /**
     * What the candidate has to be better than.
     *
     * @param sameModel the candidate is the very model that serves
     * @param rolledBack the candidate is a stored version that was rolled back when it last served
     */
    record Standing(Optional<StoredModel> serving, boolean sameModel, boolean rolledBack) {
        /** Nothing serves: only the base rates are left to beat. */
        static final Standing NOTHING = new Standing(Optional.empty(), false, false);
    }

    private PromotionRule() {}

    /**
     * Decides.
     *
     * @param rows test rows, in the order of the candidate's features
     */
    static GateDecision decide(
            PromotionPolicy policy, TrainedModel candidate, Evaluation test, LabelledRows rows, Standing standing) {
        Optional<StoredModel> serving = standing.serving();
        String method = candidate.trainer();
        if (standing.sameModel()) {
            return new Kept(Grounds.because(
                    method,
                    "training gave the very model that serves, version "
                            + serving.orElseThrow().version()));
        }
        boolean comparable = serving.isPresent() && comparable(serving.get().model(), candidate);
        double[] against = comparable
                ? Evaluation.rowLosses(
                        serving.get().model(), asSeenBy(serving.get().model(), candidate, rows))
                : baseRateLosses(candidate, rows);
        Race race = race(against, Evaluation.rowLosses(candidate, rows));
        LogLossGain gain = race.gain(0);
        boolean better = race.isDecided() && gain.low() > 0;
        String numbers = words(test, serving, comparable, race);
        return switch (policy) {
            case ALWAYS -> new Promoted(grounds(method, race, "policy always; " + numbers));
            case MANUAL ->
                serving.isPresent()
                        ? new Kept(grounds(method, race, "policy manual: a person promotes; " + numbers))
                        : decision(better, grounds(method, race, numbers));
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

    private static String words(Evaluation test, Optional<StoredModel> serving, boolean comparable, Race race) {
        double gain = race.gain(0).mean();
        String reference = comparable
                ? "the serving version " + serving.orElseThrow().version() + " on the same rows"
                : "the base rates";
        String why = comparable
                ? ""
                : serving.map(old -> "; the serving version " + old.version()
                                + " has other features or classes and cannot be compared")
                        .orElse("; no model serves yet");
        return String.format(
                Locale.ROOT,
                "log loss %.6f on %d test rows, %.6f a row %s than %s; the evidence for better is %s, %.0f to 1 and an interval"
                        + " above 0 are needed%s",
                test.logLoss(),
                test.rows(),
                Math.abs(gain),
                gain < 0 ? "worse" : "better",
                reference,
                Evalue.words(race.logEvidence()),
                Race.THRESHOLD,
                why);
    }

    private static boolean comparable(TrainedModel serving, TrainedModel candidate) {
        return kinds(serving).equals(kinds(candidate)) && Arrays.equals(serving.classes(), candidate.classes());
    }

    private record NamedKind(String name, Feature.Kind kind) {}

    private static List<NamedKind> kinds(TrainedModel model) {
        return model.schema().features().stream()
                .map(feature -> new NamedKind(feature.name(), feature.kind()))
                .toList();
    }

    /** Rows whose categories are numbered as the serving model knows them; one that it does not know counts as missing. */
    private static LabelledRows asSeenBy(TrainedModel serving, TrainedModel candidate, LabelledRows rows) {
        double[][] seen = new double[rows.size()][];
        for (int i = 0; i < seen.length; i++) {
            seen[i] = rows.copyRow(i);
            for (int j = 0; j < seen[i].length; j++) {
                Feature feature = candidate.schema().feature(j);
                if (feature.kind() == Feature.Kind.CATEGORY && !Double.isNaN(seen[i][j])) {
                    int known = serving.schema()
                            .feature(j)
                            .categories()
                            .indexOf(feature.categories().get((int) seen[i][j]));
                    seen[i][j] = known < 0 ? Double.NaN : known;
                }
            }
        }
        return LabelledRows.of(seen, rows.copyLabels());
    }

    private static double[] baseRateLosses(TrainedModel candidate, LabelledRows rows) {
        double[] rates = candidate.baseRates();
        return Arrays.stream(rows.classIndices(candidate.classes()))
                .mapToDouble(k -> -Math.log(rates[k]))
                .toArray();
    }
}
