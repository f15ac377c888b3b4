package dev.plumbline.monitor.audit;

import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.calibration.evidence.EBenjaminiHochberg;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.audit.VerdictRule.Judgement;
import dev.plumbline.monitor.evidence.Evalue;
import dev.plumbline.monitor.evidence.Findings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the declared segments say. Each is judged like a stream of its own, but is called {@code Drifted} only where that survives the
 * correction for their number (e-BH at 5 %: among the segments that are named, 5 % at most are named wrongly).
 */
final class SegmentVerdicts {
    private static final double ALPHA = 0.05;

    private record Judged(Findings findings, Judgement judgement, boolean named) {}

    private final Map<String, Judged> segments;

    private SegmentVerdicts(Map<String, Judged> segments) {
        this.segments = segments;
    }

    static SegmentVerdicts of(SortedMap<String, Findings> findings) {
        List<String> names = List.copyOf(findings.keySet());
        double[] evidence = names.stream()
                .mapToDouble(name -> findings.get(name).sureEvidence())
                .toArray();
        TreeSet<Integer> rejected = new TreeSet<>();
        Arrays.stream(EBenjaminiHochberg.rejected(evidence, ALPHA)).forEach(rejected::add);
        Map<String, Judged> segments = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            Findings each = findings.get(names.get(i));
            segments.put(names.get(i), new Judged(each, VerdictRule.judge(each), rejected.contains(i)));
        }
        return new SegmentVerdicts(segments);
    }

    /** The judgement on all pairs, with the segments that are named; where nothing else is wrong, the first of them is the diagnosis. */
    Judgement join(Judgement all) {
        List<Explanation> parts = new ArrayList<>(all.explanation().parts());
        Diagnosis diagnosis = all.diagnosis();
        for (Map.Entry<String, Judged> segment : segments.entrySet()) {
            Judged judged = segment.getValue();
            if (verdict(judged).equals("Drifted")) {
                Diagnosis of = judged.judgement().diagnosis();
                parts.add(Explanation.of(
                        "segment " + segment.getKey() + " has drifted (" + of.kind() + "): evidence "
                                + Evalue.words(judged.findings().sureEvidence()) + ", corrected for " + segments.size()
                                + " segments",
                        Evalue.of(judged.findings().sureEvidence())));
                if (diagnosis == null) {
                    diagnosis = new Diagnosis(
                            "segment", segment.getKey(), of.since(), "look at this segment; " + of.remedy());
                }
            }
        }
        String headline =
                all.verdict() instanceof Verdict.Calibrated && !drifted().isEmpty()
                        ? "nothing speaks against the probabilities as a whole, but segments have drifted: "
                                + String.join(", ", drifted())
                        : all.explanation().text();
        Explanation explanation = new Explanation(headline, all.explanation().value(), parts);
        return new Judgement(all.verdict(), diagnosis, explanation, all.evidence());
    }

    /** The names of the segments that have drifted. */
    List<String> drifted() {
        return segments.entrySet().stream()
                .filter(segment -> verdict(segment.getValue()).equals("Drifted"))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The keys of which only the first hundred values are looked at one by one. */
    List<String> crowded() {
        return segments.keySet().stream().filter(name -> name.indexOf(':') < 0).toList();
    }

    private static String verdict(Judged judged) {
        String own = judged.judgement().verdict().wire();
        return own.equals("Drifted") && !judged.named() ? "Suspected" : own;
    }

    /** @param sums of the pairs of each segment in the report's window of predictions */
    ArrayNode toJson(Map<String, CalibrationSummary> sums) {
        ArrayNode array = Json.mapper().createArrayNode();
        sums.forEach((name, pairs) -> {
            if (pairs.isEmpty()) {
                return;
            }
            int colon = name.indexOf(':');
            ObjectNode segment = array.addObject();
            segment.put("key", colon < 0 ? name : name.substring(0, colon));
            segment.put("value", colon < 0 ? null : name.substring(colon + 1)); // null: all beyond the first hundred
            segment.put("totalSamples", pairs.count());
            segment.put("totalWeight", pairs.weight());
            segment.put("baseRate", pairs.baseRate());
            segment.put("meanPredicted", pairs.baseRate() + pairs.bias());
            segment.put("bias", pairs.bias());
            segment.put("ece", pairs.ece());
            Judged judged = segments.get(name);
            segment.put("verdict", judged == null ? "NotEnoughData" : verdict(judged));
            segment.set(
                    "diagnosis",
                    judged == null
                            ? null
                            : Json.mapper().valueToTree(judged.judgement().diagnosis()));
            segment.set("evidence", judged == null ? null : judged.judgement().evidence());
        });
        return array;
    }
}
