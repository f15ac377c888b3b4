package dev.plumbline.learning.trainer;

import java.util.List;

/**
 * The model that was selected, fitted on all training rows and calibrated, and what it was selected from.
 *
 * @param fitted the model
 * @param candidates every trainer that was to be considered, in the order in which they were
 * @param refits the model again without one of its features
 */
public record Selection(FittedModel fitted, List<Candidate> candidates, Refits refits) {

    public Selection {
        candidates = List.copyOf(candidates);
    }
}
