package dev.gossamer.backend.caffeine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.spi.Bounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class StrongMapTest {
    private final AtomicLong now = new AtomicLong();
    private final List<String> evicted = new ArrayList<>();

    @Test
    void strongMap_unbounded_isAMap() {
        ConcurrentMap<String, Integer> map = map(Bounds.NONE, this::note);
        map.put("a", 1);
        map.merge("a", 2, Integer::sum);

        assertThat(map).containsExactly(Map.entry("a", 3));
        assertThat(map.remove("a", 3)).isTrue();
        assertThat(evicted).isEmpty();
    }

    @Test
    void put_beyondMaximumSize_evictsAndTells() {
        ConcurrentMap<String, Integer> map = map(Bounds.NONE.maximumSize(3), this::note);
        for (int i = 0; i < 10; i++) {
            map.put("k" + i, i);
            assertThat(map.size()).isLessThanOrEqualTo(3);
        }

        assertThat(evicted).hasSize(7).doesNotHaveDuplicates();
        assertThat(map).hasSize(3);
        map.forEach((key, value) -> assertThat(evicted).doesNotContain(key + "=" + value));
    }

    @Test
    void put_beyondMaximumWeight_evictsAndTells() {
        ConcurrentMap<String, Integer> map =
                map(Bounds.NONE.maximumWeight(10, (key, value) -> (Integer) value), this::note);
        map.put("a", 5);
        map.put("b", 11);

        assertThat(map).containsOnlyKeys("a");
        assertThat(evicted).containsExactly("b=11");
    }

    @Test
    void get_afterExpiry_isAbsentAndTellsOnce() {
        ConcurrentMap<String, Integer> map =
                map(Bounds.NONE.expireAfterWrite(Duration.ofSeconds(10)).ticker(now::get), this::note);
        map.put("a", 1);
        now.addAndGet(Duration.ofSeconds(10).toNanos());

        assertThat(map.get("a")).isNull();
        assertThat(evicted).containsExactly("a=1");
        assertThat(map.put("a", 2)).isNull();
        assertThat(map.remove("a")).isEqualTo(2);
        map.put("b", 1);
        map.clear();
        assertThat(evicted).containsExactly("a=1");
    }

    @Test
    void conditionalOperations_tellNothing() {
        ConcurrentMap<String, Integer> map = map(Bounds.NONE.maximumSize(3), this::note);

        assertThat(map.putIfAbsent("a", 1)).isNull();
        assertThat(map.replace("a", 2)).isEqualTo(1);
        assertThat(map.replace("a", 2, 3)).isTrue();
        assertThat(map.computeIfPresent("a", (key, value) -> value + 1)).isEqualTo(4);
        assertThat(map.computeIfAbsent("b", key -> 7)).isEqualTo(7);
        map.replaceAll((key, value) -> value + 1);
        assertThat(map.merge("b", 1, (left, right) -> null)).isNull();
        assertThat(map.remove("a", 4)).isFalse();
        assertThat(map.containsKey("a")).isTrue();

        assertThat(map).isEqualTo(Map.of("a", 5));
        assertThat(evicted).isEmpty();
    }

    @Test
    void onEvicted_ofOperationInsideAFunction_isToldAfterTheOutermost() {
        AtomicReference<Boolean> inside = new AtomicReference<>(false);
        ConcurrentMap<String, Integer> map = map(Bounds.NONE.maximumSize(1), (key, value) -> {
            assertThat(inside.get()).isFalse();
            note(key, value);
        });
        map.put("a", 1);

        map.compute("k0", (key, old) -> {
            inside.set(true);
            map.compute("k1", (inner, none) -> 2);
            map.get("k2");
            inside.set(false);
            return 3;
        });

        assertThat(evicted).hasSize(2);
        assertThat(map).hasSize(1);
    }

    @Test
    void onEvicted_mayUseTheMap() {
        AtomicReference<ConcurrentMap<String, Integer>> self = new AtomicReference<>();
        self.set(map(Bounds.NONE.maximumSize(1), (key, value) -> {
            note(key, value);
            if (evicted.size() < 4) {
                self.get().put("again" + evicted.size(), 1);
            }
        }));
        self.get().put("a", 1);
        self.get().put("b", 1);

        assertThat(evicted).hasSize(4);
        assertThat(self.get()).hasSize(1);
    }

    @Test
    void strongMap_negativeCapacity_isRefused() {
        assertThatThrownBy(() -> new CaffeineBackend().strongMap(-1, Bounds.NONE, (key, value) -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("initialCapacity -1 is negative; give 0 or more");
    }

    private void note(String key, Integer value) {
        evicted.add(key + "=" + value);
    }

    private static ConcurrentMap<String, Integer> map(Bounds bounds, BiConsumer<String, Integer> onEvicted) {
        return new CaffeineBackend().strongMap(0, bounds, onEvicted);
    }
}
