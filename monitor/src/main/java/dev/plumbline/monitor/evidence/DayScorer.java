package dev.plumbline.monitor.evidence;

import dev.plumbline.calibration.evidence.BlockScorer;
import dev.plumbline.calibration.evidence.Contestants;
import dev.plumbline.calibration.evidence.EvidenceBlock;
import dev.plumbline.calibration.evidence.EvidenceGrid;
import dev.plumbline.calibration.evidence.Member;
import dev.plumbline.calibration.evidence.RaceRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Works out what the rows of one day come to. */
final class DayScorer {
    private static final int SLICE = 8_192;

    private final CohortRows rows;
    private final double maxWeight;
    private final List<String> keys;
    private final double band;
    private final EvidenceBlock.Builder issued;
    private final BlockScorer race;
    private final SortedMap<String, EvidenceBlock.Builder> segments = new TreeMap<>();

    private DayScorer(CohortRows rows, double maxWeight, List<String> keys, double band, Contestants contestants) {
        this.rows = rows;
        this.maxWeight = maxWeight;
        this.keys = keys;
        this.band = band;
        this.issued = new EvidenceBlock.Builder(EvidenceGrid.wide(), maxWeight, band);
        this.race = contestants.scorer(new RaceRules(maxWeight, band));
    }

    /**
     * @param rows of the day, with the segments of {@code keys}
     * @param band the day's dead band
     * @param contestants maps that were fitted on earlier days
     */
    static DaySums score(CohortRows rows, double maxWeight, List<String> keys, double band, Contestants contestants) {
        Supplier<DayScorer> scorer = () -> new DayScorer(rows, maxWeight, keys, band, contestants);
        // slices of one size, added up in their order, whatever the number of cores: a day comes to the same bits
        // everywhere
        List<DaySums> slices = IntStream.range(0, rows.size() / SLICE + 1)
                .parallel()
                .mapToObj(slice -> scorer.get().single(slice * SLICE, Math.min(rows.size(), (slice + 1) * SLICE)))
                .toList();
        return slices.stream().reduce(scorer.get().grouped(), DaySums::plus);
    }

    private DaySums single(int from, int to) {
        for (int i = from; i < to; i++) {
            if (rows.group()[i] == null) {
                add(issued, i);
                addToRace(i);
                for (String segment : rows.segments()[i]) {
                    add(segment(segment), i);
                }
            }
        }
        return sums();
    }

    private DaySums grouped() {
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            String group = rows.group()[i];
            if (group != null && !rows.begunBefore().contains(group)) {
                groups.computeIfAbsent(group, name -> new ArrayList<>()).add(i);
            }
        }
        groups.values().forEach(this::addGroup);
        return sums();
    }

    private DaySums sums() {
        SortedMap<String, EvidenceBlock> blocks = new TreeMap<>();
        segments.forEach((name, builder) -> blocks.put(name, builder.build()));
        return new DaySums(maxWeight, keys, issued.build(), race.build(), blocks);
    }

    private EvidenceBlock.Builder segment(String name) {
        return segments.computeIfAbsent(name, key -> new EvidenceBlock.Builder(EvidenceGrid.narrow(), maxWeight, band));
    }

    private boolean isOpen(int i) {
        return Double.isNaN(rows.outcome()[i]);
    }

    private void add(EvidenceBlock.Builder to, int i) {
        if (isOpen(i)) {
            to.missing(rows.issued()[i], rows.weight()[i]);
        } else {
            to.add(rows.issued()[i], rows.outcome()[i], rows.weight()[i]);
        }
    }

    private void addToRace(int i) {
        if (isOpen(i)) {
            race.missing();
        } else {
            race.add(rows.score()[i], rows.outcome()[i], rows.weight()[i]);
        }
    }

    private void addGroup(List<Integer> members) {
        issued.addGroup(members.stream().map(i -> member(i, rows.issued()[i])).toList());
        race.addGroup(members.stream().map(i -> member(i, rows.score()[i])).toList());
        Map<String, List<Member>> bySegment = new TreeMap<>();
        for (int i : members) {
            for (String segment : rows.segments()[i]) {
                bySegment.computeIfAbsent(segment, name -> new ArrayList<>()).add(member(i, rows.issued()[i]));
            }
        }
        bySegment.forEach((name, part) -> segment(name).addGroup(part));
    }

    private Member member(int i, double probability) {
        long time = rows.predictedAt()[i];
        return isOpen(i)
                ? Member.missing(time, probability, rows.weight()[i])
                : new Member(time, probability, rows.outcome()[i], rows.weight()[i], true);
    }
}
