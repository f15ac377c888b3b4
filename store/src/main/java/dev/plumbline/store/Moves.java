package dev.plumbline.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What a rollback goes back to, after all that was promoted and rolled back. */
final class Moves {
    static final String PROMOTED = "promoted";
    static final String ROLLED_BACK = "rolledBack";

    /** One move of what serves. */
    record Move(String kind, int to) {}

    private Moves() {}

    /**
     * What served before what serves: promotions pile up, a rollback takes them off again.
     *
     * @param moves the oldest first; before them 0 served
     */
    static Optional<Integer> previous(List<Move> moves) {
        Deque<Integer> pile = new ArrayDeque<>();
        pile.push(0);
        for (Move move : moves) {
            if (move.kind().equals(ROLLED_BACK) && pile.contains(move.to())) {
                while (pile.getFirst() != move.to()) {
                    pile.pop();
                }
            } else if (pile.getFirst() != move.to()) {
                pile.push(move.to());
            }
        }
        return pile.stream().skip(1).findFirst();
    }
}
