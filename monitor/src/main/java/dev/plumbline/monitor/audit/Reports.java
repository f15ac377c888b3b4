package dev.plumbline.monitor.audit;

import dev.plumbline.monitor.evidence.EvidenceLedger;
import dev.plumbline.monitor.evidence.EvidenceLedger.Extent;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.Models;
import dev.plumbline.monitor.pairs.SummaryStore;
import dev.plumbline.monitor.pairs.Window;
import dev.plumbline.monitor.versions.CalibratorStore;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** Reads reports: the same numbers as an audit, without recording or deciding anything. */
public final class Reports {
    /** Rows that a report reads for evidence at most, about half a second of work. */
    private static final long WAITED_FOR = 200_000;

    private final Models models;
    private final ReportBuilder builder;
    private final Clock clock;

    public Reports(
            Models models, SummaryStore summaries, CalibratorStore calibrators, EvidenceLedger ledger, Clock clock) {
        this.models = models;
        this.builder = new ReportBuilder(models, summaries, calibrators, ledger);
        this.clock = clock;
    }

    /**
     * A report over a window.
     *
     * @param modelName null for the default model
     * @param window made from the time of asking
     * @param version null for all
     */
    public ObjectNode report(String modelName, Function<Instant, Window> window, String version) {
        Model model = models.require(modelName);
        Instant now = clock.instant();
        return builder.build(model, window.apply(now), version, now, new Extent.Quick(WAITED_FOR))
                .json();
    }

    /** A report about the pairs that carry the label {@code key} = {@code value}. */
    public ObjectNode segment(
            String modelName, Function<Instant, Window> window, String version, String key, String value) {
        Model model = models.require(modelName);
        Instant now = clock.instant();
        return builder.segment(model, window.apply(now), version, key, value, now);
    }
}
