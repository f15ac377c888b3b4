package dev.plumbline.monitor.evidence;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.Interval;
import dev.plumbline.calibration.evidence.BiasSequence;
import dev.plumbline.calibration.evidence.DayDispersion;
import dev.plumbline.calibration.evidence.DayTest;
import dev.plumbline.calibration.evidence.Detector;
import dev.plumbline.calibration.evidence.Diagnosis;
import dev.plumbline.calibration.evidence.EvidenceBlock;
import dev.plumbline.calibration.evidence.EvidenceGrid;
import dev.plumbline.calibration.evidence.FileEvidence;
import dev.plumbline.calibration.evidence.ResidualSums;
import dev.plumbline.files.Micros;
import dev.plumbline.monitor.model.ModelSettings;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.IntFunction;

/**
 * What a stream of outcomes says about its probabilities since its clock started, wherever the stream came from.
 *
 * @param detector has read all of it
 * @param dayTest has read it too; empty where outcomes of a day are independent
 * @param driftedByDay whether the day test was ever sure when the loss was material
 * @param dispersion how much more the days vary than independent outcomes would; empty where that cannot be told
 * @param bias an interval of mean probability less mean outcome that holds at every look at once, with a chance of 95 %
 * @param diagnosis what is wrong; empty where the evidence does not tell
 * @param start of each block; null where times are not known
 * @param clock when the clock started; null for the first pair
 * @param unready why no day can enter now; null where days can
 * @param notes what else a reader should know
 */
public record Findings(
        Detector detector,
        Optional<DayTest> dayTest,
        boolean driftedByDay,
        Optional<DayDispersion> dispersion,
        Optional<Interval> bias,
        Optional<Diagnosis> diagnosis,
        IntFunction<Instant> start,
        Instant clock,
        String unready,
        List<String> notes) {
    private static final double ALPHA = 0.05;
    private static final double SHAPE_ALPHA = 0.01;

    /** From which on evidence names what is wrong, whatever the verdict. */
    private static final double TELLING = Math.log(20);

    public Findings {
        notes = List.copyOf(notes);
    }

    /**
     * Of a file.
     *
     * @param times of its pairs in microseconds since 1970; null where they are not known: it is one block then
     */
    public static Findings of(CalibrationSample sample, long[] times) {
        return of(evidence(sample, times), sample, times);
    }

    /** The pass over the pairs, which takes time and needs nothing else of the sample. */
    public static FileEvidence evidence(CalibrationSample sample, long[] times) {
        return times == null
                ? FileEvidence.atOnce(sample, Detector.MATERIAL_LOSS)
                : FileEvidence.byTime(sample, times, Detector.MATERIAL_LOSS);
    }

    /** What it found. */
    public static Findings of(FileEvidence file, CalibrationSample sample, long[] times) {
        long[] blocks = file.blockTimes();
        return new Findings(
                file.detector(),
                Optional.empty(),
                false,
                file.dispersion(),
                bias(file.residuals()),
                diagnosis(
                        file.detector(),
                        false,
                        block -> times == null ? CalibrationSummary.of(sample) : since(sample, times, blocks[block])),
                times == null ? null : block -> Micros.instant(blocks[block]),
                null,
                null,
                List.of());
    }

    private static CalibrationSummary since(CalibrationSample sample, long[] times, long start) {
        CalibrationSummary.Builder pairs = CalibrationSummary.builder();
        for (int i = 0; i < times.length; i++) {
            if (times[i] >= start) {
                pairs.addPair(sample.probability(i), sample.outcome(i), sample.weight(i));
            }
        }
        return pairs.build();
    }

    /**
     * Of days of predictions.
     *
     * @param days in order, with their blocks
     * @param since makes the pairs of a day and all later ones
     */
    static Findings of(
            SortedMap<Long, EvidenceBlock> days,
            EvidenceGrid grid,
            ModelSettings settings,
            IntFunction<CalibrationSummary> since,
            Instant clock,
            String unready,
            List<String> notes) {
        Detector detector = new Detector(grid, settings.materialLoss());
        Optional<DayTest> byDay =
                settings.dependence().equals(ModelSettings.BY_DAY) ? Optional.of(new DayTest()) : Optional.empty();
        List<ResidualSums> residuals = new ArrayList<>();
        boolean driftedByDay = false;
        for (EvidenceBlock block : days.values()) {
            detector.enter(block);
            byDay.ifPresent(test -> test.enter(block));
            // it stays, as drift by pairs does
            driftedByDay |= byDay.filter(DayTest::isSure).isPresent() && detector.isMaterial();
            residuals.add(block.residuals());
        }
        List<Long> inOrder = List.copyOf(days.keySet());
        return new Findings(
                detector,
                byDay,
                driftedByDay,
                DayDispersion.of(residuals),
                bias(residuals.stream().reduce(ResidualSums.none(), ResidualSums::plus)),
                diagnosis(
                        detector,
                        byDay.filter(DayTest::isSure).isPresent(),
                        block -> since.apply(inOrder.get(block).intValue())),
                block -> Instant.EPOCH.plus(inOrder.get(block), ChronoUnit.DAYS),
                clock,
                unready,
                notes);
    }

    /** @param sureByDay whether the days themselves are beyond doubt, which the detector need not be */
    private static Optional<Diagnosis> diagnosis(
            Detector detector, boolean sureByDay, IntFunction<CalibrationSummary> since) {
        boolean telling = sureByDay || detector.maxLogE() >= TELLING || detector.isSuspected() || detector.isSure();
        return telling
                ? Diagnosis.of(detector).map(found -> found.refined(since.apply(found.since()), SHAPE_ALPHA))
                : Optional.empty();
    }

    private static Optional<Interval> bias(ResidualSums residuals) {
        return BiasSequence.of(residuals, ALPHA).map(outcomeLess -> new Interval(-outcomeLess.hi(), -outcomeLess.lo()));
    }

    /** {@return whether drift is beyond doubt: where outcomes of a day depend on each other, only the test by days tells} */
    public boolean isSure() {
        return dayTest.map(DayTest::isSure).orElseGet(detector::isSure);
    }

    /** {@return whether it ever was sure and large enough to act on at the same time; it stays} */
    public boolean isDrifted() {
        return dayTest.isPresent() ? driftedByDay : detector.isDrifted();
    }

    /** {@return whether something seems wrong; by days there is no such level} */
    public boolean isSuspected() {
        return dayTest.isEmpty() && detector.isSuspected();
    }

    /** {@return the log of the evidence that decides whether drift is sure} */
    public double sureEvidence() {
        return dayTest.map(DayTest::logD).orElseGet(detector::logD);
    }
}
