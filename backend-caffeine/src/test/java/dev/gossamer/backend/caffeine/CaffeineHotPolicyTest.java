package dev.gossamer.backend.caffeine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.HotTier;
import dev.gossamer.Reclaim;
import dev.gossamer.WeakValueMap;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.HotSpec;
import dev.gossamer.spi.SimulatedCollector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CaffeineHotPolicyTest {
    private final SimulatedCollector collector = new SimulatedCollector(new CaffeineBackend());
    private final AtomicLong time = new AtomicLong();
    private final List<Thing> things = new ArrayList<>();

    private record Thing(int weight) {}

    private WeakValueMap<Integer, Thing> map(HotTier<? super Thing> tier) {
        return WeakValueMap.<Integer, Thing>builder()
                .backend(collector)
                .reclaim(Reclaim.MANUAL)
                .ticker(time::get)
                .hot(tier)
                .build();
    }

    private Thing make(int weight) {
        things.add(new Thing(weight));
        return things.get(things.size() - 1);
    }

    /** Plays a collection with nothing in use, and tells what outlived it. */
    private List<Integer> survivors() {
        things.removeIf(thing -> collector.clear(thing) > 0);
        return things.stream().map(Thing::weight).toList();
    }

    @Test
    @DisplayName("HOT-4 at rest no more than the bound is held")
    void recent_moreThanTheBound_holdsTheBound() {
        WeakValueMap<Integer, Thing> map = map(HotTier.recent(10));
        for (int key = 0; key < 1000; key++) {
            map.put(key, make(key));
        }

        assertThat(survivors()).hasSize(10);
        assertThat(map).hasSize(10);
    }

    @Test
    @DisplayName("HOT-5 the Caffeine backend goes by frequency too: a scan does not push out what is used often")
    void recent_scan_keepsWhatIsUsedOften() {
        WeakValueMap<Integer, Thing> map = map(HotTier.recent(100));
        for (int key = 0; key < 50; key++) {
            map.put(key, make(key));
        }
        for (int round = 0; round < 20; round++) {
            for (int key = 0; key < 50; key++) {
                map.get(key);
            }
        }
        for (int key = 50; key < 1000; key++) {
            map.put(key, make(key));
        }

        assertThat(survivors()).filteredOn(weight -> weight < 50).hasSizeGreaterThan(40);
    }

    @Test
    @DisplayName("HOT-1 a value that left the tier and is in use is the value of its key")
    void get_demotedAndInUse_givesTheSame() {
        WeakValueMap<Integer, Thing> map = map(HotTier.recent(1));
        for (int key = 0; key < 100; key++) {
            map.put(key, make(key));
        }

        for (int key = 0; key < 100; key++) {
            assertThat(map.computeIfAbsent(key, absent -> new Thing(-1))).isSameAs(things.get(key));
        }
    }

    /** An entry that is held. */
    private static final class HeldEntry extends Entry {
        HeldEntry(int hash) {
            super(new Object(), "held", hash, null);
        }

        @Override
        public boolean isPinned() {
            return true;
        }
    }

    @Test
    @DisplayName("MAP-20 a cache that an error of the JVM came out of is used no more, and another has its entries")
    void admit_afterAnError_goesOnInAnotherCache() {
        List<Entry> demoted = new ArrayList<>();
        boolean[] failing = {false};
        LongSupplier ticker = () -> {
            if (failing[0]) {
                throw new StackOverflowError("thrown by the ticker");
            }
            return time.get();
        };
        CaffeineHotPolicy policy = new CaffeineHotPolicy(
                new HotSpec(OptionalLong.of(3), entry -> 1, Optional.of(Duration.ofSeconds(1)), ticker, demoted::add));
        policy.admit(new HeldEntry(1));
        policy.admit(new HeldEntry(2));
        Object before = policy.cache;

        failing[0] = true;
        assertThatThrownBy(() -> policy.admit(new HeldEntry(3))).isInstanceOf(StackOverflowError.class);
        failing[0] = false;
        time.addAndGet(Duration.ofSeconds(10).toNanos()); // both have expired, and nobody was told
        policy.settle();
        assertThat(policy.cache).isNotSameAs(before);
        assertThat(demoted).isEmpty();

        policy.admit(new HeldEntry(4));
        policy.admit(new HeldEntry(5));
        policy.settle();
        assertThat(demoted).hasSize(1);
        time.addAndGet(Duration.ofSeconds(10).toNanos());
        policy.settle();
        assertThat(demoted).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("HOT-1 a value is held for at least the time after its last use")
    void forAtLeast_unused_isLetGo() {
        WeakValueMap<Integer, Thing> map = map(HotTier.forAtLeast(Duration.ofSeconds(16)));
        map.put(0, make(0));
        map.put(1, make(1));
        time.set(Duration.ofSeconds(10).toNanos());
        map.get(1);
        time.set(Duration.ofSeconds(18).toNanos());
        map.reclaim();
        assertThat(survivors()).containsExactly(1);

        time.set(Duration.ofSeconds(28).toNanos());
        map.reclaim();
        assertThat(survivors()).isEmpty();
    }

    @Test
    @DisplayName("HOT-1, HOT-2 a hit that comes between expiry and its discovery counts as a use")
    void forAtLeast_hitWhenJustExpired_isHeldOn() {
        WeakValueMap<Integer, Thing> map = map(HotTier.forAtLeast(Duration.ofSeconds(16)));
        map.put(0, make(0));
        time.set(Duration.ofSeconds(18).toNanos());

        map.get(0);
        map.reclaim();

        assertThat(survivors()).containsExactly(0);
    }

    @Test
    void and_weightAndTime_keepsBoth() {
        WeakValueMap<Integer, Thing> map =
                map(HotTier.weighing(10, Thing::weight).and(HotTier.forAtLeast(Duration.ofSeconds(1))));
        for (int key = 1; key <= 20; key++) {
            map.put(key, make(key));
        }
        assertThat(survivors())
                .isNotEmpty()
                .allSatisfy(weight -> assertThat(weight).isLessThanOrEqualTo(10));
        time.set(Duration.ofSeconds(3).toNanos());
        map.reclaim();

        assertThat(survivors()).isEmpty();
    }

    @Test
    @DisplayName("HOT-4 the bound is kept when many threads are done")
    void anyOperations_byManyThreads_keepTheBoundAtRest() throws Exception {
        WeakValueMap<Integer, Thing> map = map(HotTier.recent(8));
        ExecutorService executor = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                Random random = new Random(thread);
                running.add(executor.submit(() -> change(map, random)));
            }
            for (Future<?> each : running) {
                each.get(300, TimeUnit.SECONDS);
            }
        } finally {
            executor.shutdownNow();
        }

        things.addAll(map.values());
        assertThat(survivors()).hasSizeLessThanOrEqualTo(8);
    }

    private static void change(WeakValueMap<Integer, Thing> map, Random random) {
        for (int i = 0; i < 20_000; i++) {
            int key = random.nextInt(64);
            switch (random.nextInt(6)) {
                case 0 -> map.remove(key);
                case 1 -> map.put(key, new Thing(key));
                default ->
                    assertThat(map.computeIfAbsent(key, Thing::new).weight()).isEqualTo(key);
            }
        }
    }
}
