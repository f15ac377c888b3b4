package dev.plumbline.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.calibration.CalibrationSummary;
import dev.plumbline.store.SumsCache.Reading;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SumsCacheTest {
    private static final CalibrationSummary SUMS =
            CalibrationSummary.builder().addPair(0.2, 1, 1).addPair(0.7, 0, 1).build();

    @Test
    void get_otherNumberOfChanges_isUnknown() {
        SumsCache<Long, CalibrationSummary> cache = new SumsCache<>(SumsCache::cells);
        cache.put(1L, 5, SUMS);
        assertThat(cache.get(1L, 5)).isSameAs(SUMS);
        assertThat(cache.get(1L, 4)).isNull();
        assertThat(cache.get(1L, 6)).isNull();
        assertThat(cache.get(2L, 5)).isNull();
        cache.put(1L, 6, CalibrationSummary.empty());
        assertThat(cache.get(1L, 6)).isSameAs(CalibrationSummary.empty());
        assertThat(cache.get(1L, 5)).isNull();
    }

    @Test
    void put_beyondTheRoom_dropsWhatWasAskedForLeastLately() {
        SumsCache<Integer, Integer> cache = new SumsCache<>(cells -> cells);
        cache.put(1, 0, 100_000);
        cache.put(2, 0, 100_000);
        cache.put(3, 0, 100_000);
        cache.get(1, 0);
        cache.put(4, 0, 100_000);
        assertThat(cache.get(2, 0)).isNull();
        assertThat(cache.get(1, 0)).isNotNull();
        assertThat(cache.get(3, 0)).isNotNull();
        assertThat(cache.get(4, 0)).isNotNull();
        cache.put(4, 1, 50_000); // takes the place of the other
        cache.put(5, 0, 50_000);
        assertThat(cache.get(1, 0)).isNotNull();
        assertThat(cache.get(3, 0)).isNotNull();
    }

    @Test
    void each_someUnitsKnown_readsTheOthersInStretchesOfNeighbours() throws SQLException {
        SumsCache<Long, String> cache = new SumsCache<>(sums -> 1);
        SortedMap<Long, Long> changes = new TreeMap<>();
        for (long unit = 0; unit < 200; unit += 2) {
            changes.put(unit, 1L);
        }
        cache.put(4L, 1, "known 4");
        cache.put(8L, 2, "as of other changes");
        List<String> stretches = new ArrayList<>();
        SortedMap<Long, String> seen = new TreeMap<>();
        Reading<String> reading = (first, last) -> {
            stretches.add(first + ".." + last);
            return unit -> "read " + unit;
        };

        cache.each(changes, unit -> unit, reading, seen::put);
        assertThat(stretches).containsExactly("0..2", "6..132", "134..198"); // 2, 64 and 33 units
        assertThat(seen.keySet()).isEqualTo(changes.keySet());
        assertThat(seen)
                .containsEntry(4L, "known 4")
                .containsEntry(8L, "read 8")
                .containsEntry(198L, "read 198");

        stretches.clear();
        changes.put(8L, 3L);
        cache.each(changes, unit -> unit, reading, seen::put);
        assertThat(stretches).containsExactly("8..8");
    }

    @Test
    void cells_ofASummary_countsThoseWithPairsAndItself() {
        assertThat(SumsCache.cells(SUMS)).isEqualTo(SumsCache.cells(CalibrationSummary.empty()) + 2);
    }
}
