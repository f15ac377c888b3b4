package dev.plumbline.monitor.alert;

import dev.plumbline.monitor.Page;
import dev.plumbline.monitor.model.Model;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Alerts, kept in the transaction of what they tell about; see {@link dev.plumbline.monitor.audit.AuditStore}. */
public interface AlertStore {

    /** Adds what is news, by itself: alerts about what changes nothing else. What is firing already does not fire again. */
    void append(Model model, List<Alert> alerts, Instant now);

    /** CloudEvents, newest first, those with an id below {@code before}. */
    Page<JsonNode> list(long before, int limit);
}
