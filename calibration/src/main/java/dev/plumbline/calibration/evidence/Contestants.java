package dev.plumbline.calibration.evidence;

import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.calibrator.Calibrator;
import dev.plumbline.calibration.calibrator.Identity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/**
 * The maps of one model version at one time: the one that serves, those that may take its place.
 *
 * @param serving what the others are compared with
 * @param rivals what served before and identity, as far as they differ from what serves; empty where identity has always served
 * @param fits the latest fit per {@link Challenger}, in their order; null where there is none yet
 * @param fittedOn how many pairs they were fitted on
 */
public record Contestants(Calibrator serving, List<Calibrator> rivals, List<Calibrator> fits, long fittedOn) {
    private static final int CHALLENGERS = Challenger.values().length;

    /** Checks and copies. */
    public Contestants {
        if (fits.size() != CHALLENGERS) {
            throw new IllegalArgumentException("fits must have " + CHALLENGERS + " entries, got " + fits.size());
        }
        if (fittedOn < 0) {
            throw new IllegalArgumentException("fittedOn must be at least 0, got " + fittedOn);
        }
        rivals = List.copyOf(rivals);
        fits = Collections.unmodifiableList(new ArrayList<>(fits)); // List.copyOf takes no nulls
    }

    /**
     * The beginning: nothing is fitted yet.
     *
     * @param serving what serves
     * @param previous what served before; the same map again, or identity, where there was nothing
     * @return the maps
     */
    public static Contestants start(Calibrator serving, Calibrator previous) {
        return new Contestants(serving, rivals(serving, previous), none(), 0);
    }

    /**
     * After a promotion: the previous map becomes a rival, the fits stay.
     *
     * @param next what serves from now on
     * @return the maps of the new clock
     */
    public Contestants promoted(Calibrator next) {
        return new Contestants(next, rivals(next, serving), fits, fittedOn);
    }

    /**
     * After a rollback: what was rolled back is no rival, and fits start again, from pairs recorded since.
     *
     * @param to what serves from now on
     * @return the maps of the new clock
     */
    public Contestants rolledBack(Calibrator to) {
        return start(to, to);
    }

    /**
     * All challengers fitted again.
     *
     * @param pairs how many pairs count
     * @param newest the sums of at least so many of the newest pairs: whole days in the service
     * @return the same maps with new fits; the earlier one of a challenger that has no pairs with weight yet
     */
    public Contestants fitted(long pairs, LongFunction<CalibrationSummary> newest) {
        List<Calibrator> again = new ArrayList<>();
        for (Challenger challenger : Challenger.values()) {
            Calibrator earlier = fits.get(challenger.ordinal());
            long window = challenger.window(pairs);
            CalibrationSummary sums = window == 0 ? CalibrationSummary.empty() : newest.apply(window);
            again.add(sums.isEmpty() ? earlier : challenger.fit(FitRows.of(sums), earlier));
        }
        return withFits(again, pairs);
    }

    /**
     * With the fits that scored a stored day: where a look goes on, or a corrected day is scored again.
     *
     * @param day as it was stored
     * @return the same maps with those fits
     */
    public Contestants resumed(RaceDay day) {
        return withFits(day.fits(), day.fittedOn());
    }

    /**
     * Whether the challengers are to be fitted again.
     *
     * @param pairs how many pairs count by now
     * @return true from {@link Challenger#nextFit} on
     */
    public boolean isDue(long pairs) {
        return pairs >= Challenger.nextFit(fittedOn);
    }

    Contestants withFits(List<Calibrator> again, long pairs) {
        return new Contestants(serving, rivals, again, pairs);
    }

    /**
     * A scorer of the next block, by these maps.
     *
     * @param rules of the block
     * @return the scorer, still empty
     */
    public BlockScorer scorer(RaceRules rules) {
        return new BlockScorer(this, rules);
    }

    private static List<Calibrator> rivals(Calibrator serving, Calibrator previous) {
        return Stream.of(previous, new Identity())
                .distinct()
                .filter(map -> !map.equals(serving))
                .toList();
    }

    private static List<Calibrator> none() {
        return Arrays.asList(new Calibrator[CHALLENGERS]);
    }
}
