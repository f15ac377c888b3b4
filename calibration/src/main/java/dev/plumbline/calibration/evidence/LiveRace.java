package dev.plumbline.calibration.evidence;

import dev.plumbline.calibration.LogLossGain;
import java.util.Optional;

/**
 * The two races of one model version since its clock started: the challengers against what serves, and, after a promotion, what served
 * before and identity against it. The clock starts with the first block, and again with a new object after every move.
 *
 * <p>Each race alone replaces a map that is right with probability at most 5 %, for all time (see {@link Race}). When both are decided
 * at the same look, as after a day of many outcomes, the larger evidence wins: both are about the same outcomes and the same reference.
 *
 * <p>In the service, day by day: {@link Contestants#scorer} scores the day's matured pairs, {@link #enter} takes the {@link RaceDay},
 * which is stored, {@link #move} says what follows; when {@link Contestants#isDue} says so, {@link Contestants#fitted} fits
 * again from day summaries. The next look enters the stored days since the last move and resumes with the maps of the last stored day
 * ({@link Contestants#resumed}), fitted again where that had become due at its end: it reads no pair a second time. After a move, a new
 * object for {@link Contestants#promoted} or {@link Contestants#rolledBack} starts with the first day
 * that was predicted after it; days that mature in between count for fits only.
 */
public final class LiveRace {
    private final Contestants start;
    private final Race challengers;
    private final Race rivals; // null where nothing but identity has served

    /**
     * Races without any outcome yet.
     *
     * @param start what serves and its rivals; its fits may change as the race goes on
     */
    public LiveRace(Contestants start) {
        this.start = start;
        this.challengers = new Race(start.fits().size());
        this.rivals = start.rivals().isEmpty() ? null : new Race(start.rivals().size());
    }

    /**
     * Takes the next block.
     *
     * @param day scored by these contestants, or by later fits of the same challengers
     */
    public void enter(RaceDay day) {
        challengers.enter(day.challengers());
        if (rivals != null) {
            rivals.enter(day.rivals());
        }
    }

    /** {@return the race of the challengers, one alternative per {@link Challenger}, in their order} */
    public Race challengers() {
        return challengers;
    }

    /** {@return the race of the rivals, in the order of {@link Contestants#rivals}; empty where there are none} */
    public Optional<Race> rivals() {
        return Optional.ofNullable(rivals);
    }

    /** {@return what the evidence says is to be put in force; empty while no race is decided} */
    public Optional<RaceMove> move() {
        boolean back = rivals != null && rivals.isDecided();
        boolean forward = challengers.isDecided();
        if (back && !(forward && challengers.logEvidence() > rivals.logEvidence())) {
            int leader = rivals.leader();
            return Optional.of(new RaceMove(
                    RaceMove.Kind.ROLLED_BACK,
                    null,
                    start.rivals().get(leader),
                    rivals.logEvidence(),
                    rivals.gain(leader)));
        }
        if (forward) {
            Challenger leader = leader();
            return Optional.of(new RaceMove(RaceMove.Kind.PROMOTED, leader, null, challengers.logEvidence(), gain()));
        }
        return Optional.empty();
    }

    /** {@return the challenger that carries most of the evidence} */
    public Challenger leader() {
        return Challenger.values()[challengers.leader()];
    }

    /** {@return what the leading challenger has saved against what serves since the clock started, with a 95 % interval} */
    public LogLossGain gain() {
        return challengers.gain(challengers.leader());
    }
}
