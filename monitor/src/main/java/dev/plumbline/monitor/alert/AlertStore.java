package dev.plumbline.monitor.alert;

import dev.plumbline.monitor.Page;
import tools.jackson.databind.JsonNode;

/** Alerts, kept in the transaction of what they tell about; see {@link dev.plumbline.monitor.audit.AuditStore}. */
public interface AlertStore {

    /** CloudEvents, newest first, those with an id below {@code before}. */
    Page<JsonNode> list(long before, int limit);
}
