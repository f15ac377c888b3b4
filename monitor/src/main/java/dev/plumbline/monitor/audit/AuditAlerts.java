package dev.plumbline.monitor.audit;

import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.alert.Alert;
import dev.plumbline.monitor.alert.Alert.Type;
import dev.plumbline.monitor.audit.AuditStore.Move;
import dev.plumbline.monitor.audit.ReportBuilder.Built;
import dev.plumbline.monitor.model.Model;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What an audit tells people. */
final class AuditAlerts {
    private AuditAlerts() {}

    static List<Alert> of(Model model, Built built, Move move) {
        List<Alert> alerts = new ArrayList<>();
        String version = built.current();
        String drift = "drift:" + version;
        // a drift that comes again after a promotion, a rollback or an acknowledgement is news
        String clock = String.valueOf(built.serving().clockStart());
        ObjectNode data = Json.object();
        data.put("model", model.name());
        data.put("version", version);
        for (String name : List.of("verdict", "diagnosis", "evidence", "explanation")) {
            data.set(name, built.json().get(name));
        }
        if (built.verdict() instanceof Verdict.Drifted) {
            alerts.add(new Alert(Type.DRIFTED, drift, clock, true, data));
        } else if (built.verdict() instanceof Verdict.Calibrated) { // a clock that has just started anew is no recovery
            alerts.add(new Alert(Type.RECOVERED, drift, clock, false, data));
        }
        String segments = "segments:" + version;
        ObjectNode ofSegments = data.deepCopy();
        ofSegments.set("segments", Json.mapper().valueToTree(built.driftedSegments()));
        if (!built.driftedSegments().isEmpty()) { // all of them in one
            alerts.add(new Alert(Type.DRIFTED, segments, clock, true, ofSegments));
        } else if (!(built.verdict() instanceof Verdict.NotEnoughData)) {
            alerts.add(new Alert(Type.RECOVERED, segments, clock, false, ofSegments));
        }
        if (move != null && move.kind().equals("rolledBack")) {
            ObjectNode what = Json.object()
                    .put("model", model.name())
                    .put("version", version)
                    .put("from", built.serving().version())
                    .put("to", move.to())
                    .put("reason", move.reason());
            alerts.add(new Alert(
                    Type.ROLLED_BACK,
                    "rollback:" + version + ":" + built.serving().since(),
                    clock,
                    true,
                    what));
        }
        return alerts;
    }
}
