package dev.plumbline.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.calibration.CalibrationSummary;
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
    void cells_ofASummary_countsThoseWithPairsAndItself() {
        assertThat(SumsCache.cells(SUMS)).isEqualTo(SumsCache.cells(CalibrationSummary.empty()) + 2);
    }
}
