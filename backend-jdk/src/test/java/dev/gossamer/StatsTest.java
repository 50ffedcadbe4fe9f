package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.SimulatedCollector;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("DIAG-2 statistics")
class StatsTest {
    private final SimulatedCollector collector = new SimulatedCollector(new JdkBackend());

    private static final class Box {}

    private static final Box GIVEN = new Box();

    private WeakValueMap.Builder<String, Box> values() {
        return WeakValueMap.<String, Box>builder().backend(collector).reclaim(Reclaim.MANUAL);
    }

    private WeakKeyMap<Box, String> keys() {
        return WeakKeyMap.<Box, String>builder()
                .backend(collector)
                .reclaim(Reclaim.MANUAL)
                .recordStats()
                .build();
    }

    private static ContainerStats counts(long hits, long misses, long loads, long removals, long replaced) {
        return new ContainerStats(hits, misses, loads, removals, replaced, 0, 0, 0, 0);
    }

    /** What an operation on a live and on an absent key counts. */
    @SuppressWarnings("ReturnValueIgnored") // what counts is that it was asked
    private enum Operation {
        GET((map, key) -> map.get(key), counts(1, 0, 0, 0, 0), counts(0, 1, 0, 0, 0)),
        GET_OR_DEFAULT((map, key) -> map.getOrDefault(key, GIVEN), counts(1, 0, 0, 0, 0), counts(0, 1, 0, 0, 0)),
        GET_OR_PUT((map, key) -> map.getOrPut(key, GIVEN), counts(1, 0, 0, 0, 0), counts(0, 1, 0, 0, 0)),
        CONTAINS((map, key) -> map.containsKey(key), counts(0, 0, 0, 0, 0), counts(0, 0, 0, 0, 0)),
        PUT((map, key) -> map.put(key, GIVEN), counts(0, 0, 0, 0, 1), counts(0, 0, 0, 0, 0)),
        PUT_TICKET((map, key) -> map.put(key, GIVEN, "t"), counts(0, 0, 0, 0, 1), counts(0, 0, 0, 0, 0)),
        PUT_IF_ABSENT((map, key) -> map.putIfAbsent(key, GIVEN), counts(0, 0, 0, 0, 0), counts(0, 0, 0, 0, 0)),
        REPLACE((map, key) -> map.replace(key, GIVEN), counts(0, 0, 0, 0, 1), counts(0, 0, 0, 0, 0)),
        REPLACE_OTHER((map, key) -> map.replace(key, new Box(), GIVEN), counts(0, 0, 0, 0, 0), counts(0, 0, 0, 0, 0)),
        REMOVE((map, key) -> map.remove(key), counts(0, 0, 0, 1, 0), counts(0, 0, 0, 0, 0)),
        REMOVE_OTHER((map, key) -> map.remove(key, GIVEN), counts(0, 0, 0, 0, 0), counts(0, 0, 0, 0, 0)),
        CLEAR((map, key) -> map.clear(), counts(0, 0, 0, 1, 0), counts(0, 0, 0, 0, 0)),
        COMPUTE((map, key) -> map.compute(key, (same, seen) -> GIVEN), counts(0, 0, 1, 0, 1), counts(0, 0, 1, 0, 0)),
        COMPUTE_NULL(
                (map, key) -> map.compute(key, (same, seen) -> null), counts(0, 0, 0, 1, 0), counts(0, 0, 0, 0, 0)),
        COMPUTE_IF_ABSENT(
                (map, key) -> map.computeIfAbsent(key, same -> GIVEN), counts(1, 0, 0, 0, 0), counts(0, 1, 1, 0, 0)),
        COMPUTE_IF_PRESENT(
                (map, key) -> map.computeIfPresent(key, (same, seen) -> GIVEN),
                counts(0, 0, 1, 0, 1),
                counts(0, 0, 0, 0, 0)),
        MERGE(
                (map, key) -> map.merge(key, GIVEN, (seen, given) -> given),
                counts(0, 0, 1, 0, 1),
                counts(0, 0, 0, 0, 0)),
        ITERATE((map, key) -> map.forEach((k, v) -> {}), counts(0, 0, 0, 0, 0), counts(0, 0, 0, 0, 0));

        private final Use use;
        private final ContainerStats live;
        private final ContainerStats absent;

        Operation(Use use, ContainerStats live, ContainerStats absent) {
            this.use = use;
            this.live = live;
            this.absent = absent;
        }
    }

    private interface Use {
        void of(WeakValueMap<String, Box> map, String key);
    }

    @ParameterizedTest
    @EnumSource
    void operation_liveKey_isCounted(Operation operation) {
        WeakValueMap<String, Box> map = values().recordStats().build();
        Box live = new Box();
        map.put("key", live);

        operation.use.of(map, "key");

        assertThat(map.stats()).isEqualTo(operation.live);
        Reference.reachabilityFence(live);
    }

    @ParameterizedTest
    @EnumSource
    void operation_absentKey_isCounted(Operation operation) {
        WeakValueMap<String, Box> map = values().recordStats().build();

        operation.use.of(map, "key");

        assertThat(map.stats()).isEqualTo(operation.absent);
    }

    @ParameterizedTest
    @EnumSource
    void operation_deadValue_isCountedAsAbsent(Operation operation) {
        WeakValueMap<String, Box> map = values().recordStats().build();
        Box dead = new Box();
        map.put("key", dead);
        collector.clear(dead);
        assertThat(map.stats()).isEqualTo(new ContainerStats(0, 0, 0, 0, 0, 0, 0, 1, 0));

        operation.use.of(map, "key");
        collector.enqueue();
        map.reclaim();

        ContainerStats absent = operation.absent;
        assertThat(map.stats()).isEqualTo(new ContainerStats(0, absent.misses(), absent.loads(), 0, 0, 1, 0, 0, 0));
    }

    @Test
    void operation_withoutRecordStats_countsNothing() {
        WeakValueMap<String, Box> map = values().build();
        for (Operation operation : Operation.values()) {
            operation.use.of(map, "key");
        }

        assertThat(map.stats()).isEqualTo(counts(0, 0, 0, 0, 0));
    }

    @Test
    void collected_weakKeys_areCountedWhenReclaimed() {
        WeakKeyMap<Box, String> map = keys();
        Box dead = new Box();
        map.put(dead, "value");
        collector.clear(dead);
        assertThat(map.stats().pending()).isEqualTo(1);
        assertThat(map.get(dead)).isNull();
        collector.enqueue();
        map.reclaim();

        assertThat(map.stats()).isEqualTo(new ContainerStats(0, 1, 0, 0, 0, 1, 0, 0, 0));
    }

    @Test
    @SuppressWarnings("ReturnValueIgnored") // what counts is that it was asked
    void contains_weakSet_isALookup() {
        WeakSet<Box> set =
                WeakSet.<Box>builder().backend(collector).recordStats().build();
        set.add(GIVEN);
        set.add(GIVEN, "ticket");
        assertThat(set.contains(GIVEN)).isTrue();
        assertThat(set.contains(new Box())).isFalse();
        set.remove(GIVEN);

        assertThat(set.stats()).isEqualTo(counts(1, 1, 0, 1, 0));
    }

    @Test
    void intern_interner_isALookup() {
        Interner<List<String>> interner = Interner.<List<String>>builder()
                .backend(collector)
                .recordStats()
                .hot(HotTier.recent(5))
                .build();
        interner.intern(new ArrayList<>(List.of("x")));
        interner.intern(new ArrayList<>(List.of("x")));
        interner.intern(new ArrayList<>(List.of("y")));

        assertThat(interner.stats()).isEqualTo(new ContainerStats(1, 2, 0, 0, 0, 0, 0, 0, 2));
        assertThat(interner.stats().lookups()).isEqualTo(3);
        assertThat(interner.stats().hitRate()).isEqualTo(1.0 / 3);
    }

    @Test
    void hitRate_noLookups_isOne() {
        assertThat(values().build().stats().hitRate()).isEqualTo(1.0);
    }

    @Test
    void anyOperations_byManyThreads_areExactWhenQuiescent() throws Exception {
        WeakKeyMap<Box, String> map = keys();
        List<Box> boxes = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            boxes.add(new Box());
        }
        long[] sums = inFourThreads(map, boxes);

        ContainerStats stats = map.stats();
        assertThat(stats.lookups()).isEqualTo(sums[0]);
        assertThat(stats.loads()).isEqualTo(sums[1]);
        assertThat(stats.removals()).isEqualTo(sums[2]);
        assertThat(stats.loads() - stats.removals()).isEqualTo(map.size());
    }

    /** Gives the numbers of lookups, of loads, and of removals that took effect. */
    private static long[] inFourThreads(WeakKeyMap<Box, String> map, List<Box> boxes) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(4);
        try {
            List<Future<long[]>> running = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                Random random = new Random(thread);
                running.add(executor.submit(() -> use(map, boxes, random)));
            }
            long[] sums = new long[3];
            for (Future<long[]> each : running) {
                long[] part = each.get(300, TimeUnit.SECONDS);
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += part[i];
                }
            }
            return sums;
        } finally {
            executor.shutdownNow();
        }
    }

    private static long[] use(WeakKeyMap<Box, String> map, List<Box> boxes, Random random) {
        long[] sums = new long[3];
        for (int i = 0; i < 20_000; i++) {
            Box box = boxes.get(random.nextInt(boxes.size()));
            if (random.nextInt(3) == 0) {
                sums[2] += map.remove(box) == null ? 0 : 1;
            } else {
                map.computeIfAbsent(box, absent -> {
                    sums[1]++;
                    return "value";
                });
                sums[0]++;
            }
        }
        return sums;
    }

    @Test
    @DisplayName("MAP-15 a ticket that is the weak side is refused")
    void ticket_isTheWeakSide_isRefused() {
        Box box = new Box();
        WeakValueMap<String, Box> values = values().build();
        WeakKeyMap<Box, String> keys = keys();
        WeakSet<Box> set = WeakSet.<Box>builder().backend(collector).build();
        for (Consumer<Box> use : List.<Consumer<Box>>of(
                ticket -> values.put("key", box, ticket),
                ticket -> values.computeIfAbsent("key", absent -> box, made -> ticket),
                ticket -> keys.put(box, "value", ticket),
                ticket -> keys.computeIfAbsent(box, absent -> "value", made -> ticket),
                ticket -> set.add(box, ticket))) {
            assertThatThrownBy(() -> use.accept(box))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(
                            "the ticket is the referent itself, which would keep it alive for ever; give");
        }
        assertThat(values).isEmpty();
        assertThat(keys).isEmpty();
        assertThat(set).isEmpty();
    }

    @Test
    @DisplayName("MAP-15 a ticket that captures the weak side is refused")
    void ticket_capturesTheWeakSide_isRefused() {
        Box box = new Box();
        WeakValueMap<String, Box> map = values().build();
        Runnable capturing = () -> map.put("other", box);

        assertThatThrownBy(() -> map.put("key", box, capturing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the ticket captures the referent in the field")
                .hasMessageEndingWith("give an id or a handle that does not refer to it");
        assertThat(map).isEmpty();
    }
}
