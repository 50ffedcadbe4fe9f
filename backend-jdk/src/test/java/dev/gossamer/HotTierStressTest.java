package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.spi.Entry;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class HotTierStressTest {
    private static final int KEYS = 64;
    private static final int BOUND = 8;

    private static final class Value {
        private final int key;

        Value(int key) {
            this.key = key;
        }
    }

    @Test
    @DisplayName("HOT-1, HOT-4 many threads: one value for a key, and the bound is kept when they are done")
    void anyOperations_byManyThreads_keepTheBoundAtRest() throws Exception {
        WeakValueMap<Integer, Value> map = WeakValueMap.<Integer, Value>builder()
                .backend("jdk")
                .hot(HotTier.recent(BOUND))
                .build();
        inFourThreads(thread -> {
            Random random = new Random(thread);
            for (int i = 0; i < 20_000; i++) {
                int key = random.nextInt(KEYS);
                switch (random.nextInt(8)) {
                    case 0 -> map.remove(key);
                    case 1 -> map.put(key, new Value(key));
                    case 2 -> map.compute(key, (same, seen) -> seen == null ? new Value(same) : null);
                    default ->
                        assertThat(map.computeIfAbsent(key, Value::new).key).isEqualTo(key);
                }
            }
        });

        Store<?, ?> store = ((StoredWeakValueMap<Integer, Value>) map).store;
        int pinned = 0;
        for (Entry entry : store.table) {
            pinned += entry.isPinned() ? 1 : 0;
        }
        assertThat(((ContainerHotTier) store.tier).size()).isEqualTo(pinned).isLessThanOrEqualTo(BOUND);
    }

    @Test
    @Tag("collector")
    @DisplayName("HOT-1 many threads and the collector: a value in use is the value of its key")
    void computeIfAbsent_whileCollecting_staysCanonical() throws Exception {
        WeakValueMap<Integer, Value> map = WeakValueMap.<Integer, Value>builder()
                .backend("jdk")
                .hot(HotTier.recent(BOUND))
                .build();
        AtomicReferenceArray<Value> inUse = new AtomicReferenceArray<>(KEYS);
        inFourThreads(thread -> {
            Random random = new Random(thread);
            for (int i = 0; i < 5_000; i++) {
                int key = random.nextInt(KEYS);
                Value value = map.computeIfAbsent(key, Value::new);
                assertThat(map.get(key)).isSameAs(value);
                inUse.set(key, random.nextBoolean() ? value : null);
                if (i % 500 == 0) {
                    System.gc();
                }
                Reference.reachabilityFence(value);
            }
        });
        for (int key = 0; key < KEYS; key++) {
            Value used = inUse.get(key);
            if (used != null) {
                assertThat(map.get(key)).isSameAs(used);
            }
        }
    }

    @Test
    @Tag("collector")
    @DisplayName("HOT-1 held values outlive a real collection, others and removed ones do not")
    void recent_realCollector_holdsTheBound() {
        WeakValueMap<Integer, Value> map = WeakValueMap.<Integer, Value>builder()
                .backend("jdk")
                .hot(HotTier.recent(BOUND))
                .build();
        List<WeakReference<Value>> values = fill(map);
        int last = KEYS - 1;

        awaitCleared(values.subList(0, KEYS - BOUND));
        assertThat(map).hasSize(BOUND);
        assertThat(values.get(last).refersTo(null)).isFalse();
        map.remove(last);
        awaitCleared(values.subList(last, KEYS));
        assertThat(map).hasSize(BOUND - 1);
    }

    @Test
    @Tag("collector")
    @DisplayName("MAP-11 a dropped map is collectable with what its tier holds")
    void drop_hotMap_isCollected() {
        awaitCleared(droppedMap());
    }

    private static List<WeakReference<Value>> droppedMap() {
        return fill(WeakValueMap.<Integer, Value>builder()
                .backend("jdk")
                .hot(HotTier.recent(BOUND))
                .build());
    }

    @Test
    @Tag("collector")
    @DisplayName("MAP-11 a dropped map is collectable with values that its tier would hold for hours")
    void drop_mapThatHoldsForHours_isCollected() {
        awaitCleared(droppedTimedMap());
    }

    private static List<WeakReference<Value>> droppedTimedMap() {
        return fill(WeakValueMap.<Integer, Value>builder()
                .backend("jdk")
                .hot(HotTier.forAtLeast(Duration.ofHours(5)))
                .build());
    }

    @Test
    @Tag("collector")
    @DisplayName("HOT-1 an idle map lets go in time, and once more after a hit")
    void forAtLeast_idleMap_letsGoByTheSystemsTime() {
        WeakValueMap<Integer, Value> map = WeakValueMap.<Integer, Value>builder()
                .backend("jdk")
                .hot(HotTier.forAtLeast(Duration.ofMillis(20)))
                .build();
        Value inUse = map.getOrPut(KEYS, new Value(KEYS));
        awaitCleared(fill(map));
        awaitNothingHeld(map);

        assertThat(map.get(KEYS)).isSameAs(inUse);
        awaitNothingHeld(map);
        assertThat(map.get(KEYS)).isSameAs(inUse);
    }

    private static void awaitNothingHeld(WeakValueMap<Integer, Value> map) {
        Awaitility.await("a tier to let go of all values")
                .atMost(300, TimeUnit.SECONDS)
                .pollInterval(5, TimeUnit.MILLISECONDS)
                .until(() -> map.stats().hot() == 0);
    }

    private static List<WeakReference<Value>> fill(WeakValueMap<Integer, Value> map) {
        List<WeakReference<Value>> references = new ArrayList<>();
        for (int key = 0; key < KEYS; key++) {
            Value value = new Value(key);
            map.put(key, value);
            references.add(new WeakReference<>(value));
        }
        return references;
    }

    private static void awaitCleared(List<WeakReference<Value>> references) {
        Awaitility.await("the collector to clear " + references.size() + " values")
                .atMost(300, TimeUnit.SECONDS)
                .pollInterval(5, TimeUnit.MILLISECONDS)
                .until(() -> {
                    System.gc();
                    return references.stream().allMatch(reference -> reference.refersTo(null));
                });
    }

    @Test
    @DisplayName("MAP-9, HOT-2 a hit allocates nothing, also one that promotes")
    void get_hotOrPromoted_allocatesNothing() {
        WeakValueMap<Integer, Value> map = WeakValueMap.<Integer, Value>builder()
                .backend("jdk")
                .hot(HotTier.recent(1))
                .build();
        Integer one = 1;
        Integer two = 2;
        Value first = map.getOrPut(one, new Value(1));
        Value second = map.getOrPut(two, new Value(2));
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 10_000; i++) {
                map.get(one);
                map.get(two);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }

        assertThat(least).isLessThan(10_000);
        Reference.reachabilityFence(first);
        Reference.reachabilityFence(second);
    }

    private interface Work {
        void run(int thread);
    }

    private static void inFourThreads(Work work) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                int number = thread;
                running.add(executor.submit(() -> work.run(number)));
            }
            for (Future<?> each : running) {
                each.get(300, TimeUnit.SECONDS);
            }
        } finally {
            executor.shutdownNow();
        }
    }
}
