package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.spi.Bounds;
import dev.gossamer.spi.Feature;
import dev.gossamer.tck.environment.RacingThreads;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.KitOptions;
import dev.gossamer.tck.rules.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What holds for the map of two strong sides that a backend makes. */
public interface StrongMapContract extends ContractBase {

    private ConcurrentMap<Integer, Integer> strongMap(Bounds bounds, List<String> evicted) {
        return backend().strongMap(0, bounds, (Integer key, Integer value) -> evicted.add(key + "=" + value));
    }

    @Test
    @Rule("BND-5")
    @DisplayName("BND-5: an unbounded strongMap is a ConcurrentMap, and two of them share nothing")
    default void strongMap_unbounded_isAConcurrentMap() {
        requireConcurrentMap(Bounds.NONE);
    }

    @Test
    @Rule("BND-5")
    @DisplayName("BND-5: a strongMap whose bounds are not reached is a ConcurrentMap, and two of them share nothing")
    default void strongMap_bounded_isAConcurrentMap() {
        requireOffered(Feature.MAXIMUM_SIZE);
        requireConcurrentMap(Bounds.NONE.maximumSize(1_000));
    }

    private void requireConcurrentMap(Bounds bounds) {
        List<String> evicted = new ArrayList<>();
        ConcurrentMap<Integer, Integer> map = strongMap(bounds, evicted);
        ConcurrentMap<Integer, Integer> other = strongMap(bounds, evicted);
        Map<Integer, Integer> model = new HashMap<>();
        Random random = new Random(7);
        for (int i = 0; i < KitOptions.effort(20_000); i++) {
            int key = random.nextInt(300);
            String operation = OPERATIONS.get(random.nextInt(OPERATIONS.size()));
            assertEquals(
                    use(model, operation, key, i % 5),
                    use(map, operation, key, i % 5),
                    "step " + i + " with key " + key + ": " + operation);
        }
        assertEquals(model, map, "the map, by equals");
        assertEquals(model.size(), map.size(), "size()");
        assertTrue(other.isEmpty(), "another strongMap shares entries");
        assertEquals(List.of(), evicted, "evictions told of an unbounded map");
    }

    /** What is done to a map and to a right one. */
    List<String> OPERATIONS = List.of(
            "put",
            "put again",
            "remove",
            "remove of a value",
            "putIfAbsent",
            "replace",
            "replace of a value",
            "merge",
            "get",
            "computeIfPresent",
            "computeIfAbsent",
            "compute",
            "remove by the view",
            "size",
            "containsKey");

    private static @Nullable Object use(Map<Integer, Integer> map, String operation, int key, int value) {
        return switch (operation) {
            case "put", "put again" -> map.put(key, value);
            case "remove" -> map.remove(key);
            case "remove of a value" -> map.remove(key, value);
            case "replace of a value" -> map.replace(key, value, value + 1);
            case "computeIfAbsent" -> map.computeIfAbsent(key, same -> value == 0 ? null : value);
            case "compute" -> map.compute(key, (same, seen) -> seen == null ? value : null);
            case "remove by the view" -> map.keySet().remove(key);
            case "size" -> key < 30 ? map.size() : null;
            case "putIfAbsent" -> map.putIfAbsent(key, value);
            case "replace" -> map.replace(key, value);
            case "merge" -> map.merge(key, 1, Integer::sum);
            case "get" -> map.get(key);
            case "computeIfPresent" -> map.computeIfPresent(key, (same, seen) -> seen == value ? null : value);
            default -> map.containsKey(key);
        };
    }

    @Test
    @Rule("BND-5")
    @DisplayName("BND-5: racing updates of a strongMap add up")
    default void strongMap_racingUpdates_addUp() {
        ConcurrentMap<Integer, Integer> map = strongMap(Bounds.NONE, new ArrayList<>());
        AtomicInteger seeds = new AtomicInteger();
        RacingThreads.run(3, () -> {
            Random random = new Random(seeds.incrementAndGet());
            for (int i = 0; i < 2_000; i++) {
                map.merge(random.nextInt(10), 1, Integer::sum);
            }
            return true;
        });
        int sum = map.values().stream().mapToInt(Integer::intValue).sum();
        assertEquals(6_000, sum, "the sum of 6,000 increments by merge");
    }

    @Test
    @Rule("BND-5")
    @DisplayName("BND-5: a strongMap keeps its maximum size, and tells each eviction once")
    default void strongMap_moreThanMaximumSize_tellsEachEvictionOnce() {
        requireOffered(Feature.MAXIMUM_SIZE);
        List<String> evicted = new ArrayList<>();
        ConcurrentMap<Integer, Integer> map = strongMap(Bounds.NONE.maximumSize(20), evicted);
        ConcurrentMap<Integer, Integer> other = strongMap(Bounds.NONE.maximumSize(20), new ArrayList<>());
        other.put(1, 7);
        for (int key = 0; key < 100; key++) {
            store(map, key);
        }
        assertEquals(20, map.size(), "entries under maximumSize(20)");
        assertEquals(80, evicted.stream().distinct().count(), "entries told");
        assertEquals(80, evicted.size(), "evictions told");
        assertTrue(
                map.keySet().stream().noneMatch(key -> evicted.contains(key + "=" + key)), "an evicted entry is there");
        map.clear();
        assertEquals(80, evicted.size(), "evictions told after clear()");
        assertEquals(Map.of(1, 7), other, "another map of the same bounds");
    }

    /** Stores a key under itself, in one of the ways there are. */
    private static void store(ConcurrentMap<Integer, Integer> map, int key) {
        switch (key % 4) {
            case 0 -> map.put(key, key);
            case 1 -> map.computeIfAbsent(key, same -> same);
            case 2 -> map.compute(key, (same, none) -> same);
            default -> map.merge(key, key, Integer::sum);
        }
    }

    @Test
    @Rule("BND-5")
    @DisplayName("BND-5: whatever makes a value heavier, a strongMap keeps its weight, and tells what it evicts")
    default void strongMap_heavierByEachWrite_keepsTheWeight() {
        requireOffered(Feature.MAXIMUM_WEIGHT);
        Map<String, Consumer<ConcurrentMap<Integer, Integer>>> writes = Map.of(
                "put", map -> map.put(0, 60),
                "put of a new key", map -> map.put(10, 60),
                "putIfAbsent", map -> map.putIfAbsent(10, 60),
                "replace", map -> map.replace(0, 60),
                "replace of an expected value", map -> map.replace(0, 10, 60),
                "compute", map -> map.compute(0, (key, seen) -> 60),
                "computeIfAbsent", map -> map.computeIfAbsent(10, key -> 60),
                "computeIfPresent", map -> map.computeIfPresent(0, (key, seen) -> 60),
                "merge", map -> map.merge(0, 50, Integer::sum),
                "setValue", StrongMapContract::setFirstHeavier);
        writes.forEach((name, write) -> {
            List<String> evicted = new ArrayList<>();
            ConcurrentMap<Integer, Integer> map =
                    strongMap(Bounds.NONE.maximumWeight(100, (key, value) -> (Integer) value), evicted);
            for (int key = 0; key < 10; key++) {
                map.put(key, 10);
            }
            write.accept(map);
            int weight = map.values().stream().mapToInt(Integer::intValue).sum();
            assertTrue(weight <= 100, "a weight of " + weight + " is kept under maximumWeight(100) after " + name);
            int told = evicted.stream()
                    .mapToInt(each -> Integer.parseInt(each.substring(each.indexOf('=') + 1)))
                    .sum();
            int all = evicted.stream().anyMatch(each -> each.startsWith("10=")) || map.containsKey(10) ? 160 : 150;
            assertEquals(all, weight + told, "the weight that is kept or was told as evicted after " + name);
        });
    }

    @Test
    @Rule("BND-5")
    @DisplayName("BND-5: a strongMap tells of an eviction under no lock: another thread writes that key meanwhile")
    default void strongMap_listenerWaitsForAWriter_goesOn() {
        requireOffered(Feature.MAXIMUM_SIZE);
        List<ConcurrentMap<Integer, Integer>> self = new ArrayList<>();
        List<Integer> told = new ArrayList<>();
        List<Integer> written = new ArrayList<>();
        ConcurrentMap<Integer, Integer> map = backend()
                .strongMap(0, Bounds.NONE.maximumSize(5), (Integer key, Integer value) -> {
                    told.add(key);
                    if (told.size() == 1) {
                        written.addAll(RacingThreads.run(1, () -> put(self.get(0), key)));
                    }
                });
        self.add(map);
        for (int key = 0; key < 20; key++) {
            store(map, key);
        }
        assertEquals(told.subList(0, 1), written, "keys that another thread has written when they were told");
        assertEquals(5, map.size(), "entries under maximumSize(5)");
    }

    private static int put(ConcurrentMap<Integer, Integer> map, int key) {
        map.put(key, key);
        return key;
    }

    @Test
    @Rule("BND-5")
    @DisplayName("BND-5: a strongMap keeps its bound after a function that threw, and is as it was before that")
    default void strongMap_functionThrows_keepsTheBound() {
        requireOffered(Feature.MAXIMUM_SIZE);
        IllegalStateException thrown = new IllegalStateException("on purpose");
        List<String> evicted = new ArrayList<>();
        ConcurrentMap<Integer, Integer> map = strongMap(Bounds.NONE.maximumSize(5), evicted);
        map.put(1, 1);
        for (int key : new int[] {1, 2}) {
            assertSame(
                    thrown,
                    assertThrows(
                            IllegalStateException.class,
                            () -> map.compute(key, (same, seen) -> {
                                throw thrown;
                            })),
                    "what compute throws");
        }
        assertEquals(Map.of(1, 1), new HashMap<>(map), "the map after two functions that threw");
        for (int key = 0; key < 20; key++) {
            map.put(key, key);
        }
        assertEquals(5, map.size(), "entries under maximumSize(5)");
        assertEquals(15, evicted.size(), "evictions told: " + evicted);
    }

    private static void setFirstHeavier(ConcurrentMap<Integer, Integer> map) {
        Map.Entry<Integer, Integer> first = map.entrySet().iterator().next();
        assertEquals(10, first.setValue(60), "what setValue gives");
        assertEquals(60, first.getValue(), "the value of an entry after setValue");
    }

    @Test
    @Rule("BND-5")
    @DisplayName("BND-5: a strongMap shows nothing that has expired")
    default void strongMap_expired_isNotShown() {
        requireOffered(Feature.EXPIRE_AFTER_WRITE);
        AtomicLong seconds = new AtomicLong();
        List<String> evicted = new ArrayList<>();
        ConcurrentMap<Integer, Integer> map = strongMap(
                Bounds.NONE
                        .expireAfterWrite(Duration.ofSeconds(100))
                        .ticker(() -> Duration.ofSeconds(seconds.get()).toNanos()),
                evicted);
        map.put(1, 1);
        seconds.set(60);
        map.put(2, 2);
        seconds.set(101);
        assertEquals(1, map.size(), "size() where one of two has expired");
        assertNull(map.get(1), "get of what expired a second ago");
        assertFalse(map.containsKey(1) || map.containsValue(1), "contains… of what expired a second ago");
        assertEquals(Map.of(2, 2), new HashMap<>(map), "iteration");
        assertNull(map.put(1, 3), "put over what expired");
        assertEquals(3, map.get(1), "get(1)");
        assertEquals(List.of("1=1"), evicted, "evictions told");
    }

    @Test
    @Rule("BND-5")
    @DisplayName("BND-5: what is used begins its time in a strongMap anew, where that counts from its last use")
    default void strongMap_used_beginsAnew() {
        requireOffered(Feature.EXPIRE_AFTER_ACCESS);
        AtomicLong seconds = new AtomicLong();
        List<String> evicted = new ArrayList<>();
        ConcurrentMap<Integer, Integer> map = strongMap(
                Bounds.NONE
                        .expireAfterAccess(Duration.ofSeconds(100))
                        .ticker(() -> Duration.ofSeconds(seconds.get()).toNanos()),
                evicted);
        map.put(1, 1);
        map.put(2, 2);
        seconds.set(60);
        assertEquals(1, map.get(1), "get after 60 of 100 s");
        seconds.set(120);
        assertEquals(1, map.get(1), "get of what was used 60 s ago");
        assertNull(map.get(2), "get of what was not used for 120 s");
        assertEquals(List.of("2=2"), evicted, "evictions told");
    }

    @Test
    @Rule("BND-5")
    @DisplayName("BND-5: a weigher that throws leaves a strongMap as it was")
    default void strongMap_weigherThrows_leavesIt() {
        requireOffered(Feature.MAXIMUM_WEIGHT);
        IllegalStateException thrown = new IllegalStateException("on purpose");
        ConcurrentMap<Integer, Integer> map = strongMap(weighingAllBut(13, thrown), new ArrayList<>());
        map.put(1, 1);
        assertSame(thrown, assertThrows(IllegalStateException.class, () -> map.put(1, 13)), "put over a value");
        assertSame(thrown, assertThrows(IllegalStateException.class, () -> map.put(2, 13)), "put of a new key");
        assertEquals(Map.of(1, 1), new HashMap<>(map), "the map after two writes whose weigher threw");
        map.put(2, 2);
        assertEquals(2, map.get(2), "get(2)");
    }

    private static Bounds weighingAllBut(Integer refused, RuntimeException thrown) {
        return Bounds.NONE.maximumWeight(100, (key, value) -> {
            if (value.equals(refused)) {
                throw thrown;
            }
            return 1;
        });
    }
}
