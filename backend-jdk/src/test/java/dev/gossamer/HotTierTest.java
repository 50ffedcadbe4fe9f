package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.SimulatedCollector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HotTierTest {
    private final SimulatedCollector collector = new SimulatedCollector(new JdkBackend());
    private final AtomicLong time = new AtomicLong();

    private record Thing(int weight) {}

    private WeakValueMap.Builder<Integer, Thing> builder() {
        return WeakValueMap.<Integer, Thing>builder()
                .backend(collector)
                .reclaim(Reclaim.MANUAL)
                .ticker(time::get);
    }

    private WeakValueMap<Integer, Thing> map(HotTier<? super Thing> tier) {
        return builder().hot(tier).build();
    }

    private static List<Thing> fill(WeakValueMap<Integer, Thing> map, int count) {
        List<Thing> things = new ArrayList<>();
        for (int key = 0; key < count; key++) {
            things.add(new Thing(key));
            map.put(key, things.get(key));
        }
        return things;
    }

    /** Plays a collection with nothing in use, and tells which values outlived it. */
    private List<Thing> survivors(List<Thing> things) {
        return things.stream().filter(thing -> collector.clear(thing) == 0).toList();
    }

    private static ContainerHotTier tier(WeakValueMap<?, ?> map) {
        return (ContainerHotTier) ((StoredWeakValueMap<?, ?>) map).store.tier;
    }

    @Test
    @DisplayName("HOT-1 what is within the bound outlives a collection")
    void recent_fewerThanTheBound_allSurvive() {
        WeakValueMap<Integer, Thing> map = map(HotTier.recent(3));
        List<Thing> things = fill(map, 3);

        assertThat(survivors(things)).isEqualTo(things);
        assertThat(map).hasSize(3);
    }

    @Test
    @DisplayName("HOT-4 at rest no more than the bound is held, the most recent ones")
    void recent_moreThanTheBound_keepsTheMostRecent() {
        WeakValueMap<Integer, Thing> map = map(HotTier.recent(3));
        List<Thing> things = fill(map, 100);

        assertThat(survivors(things)).isEqualTo(things.subList(97, 100));
    }

    @Test
    @DisplayName("HOT-1 a value that left the tier and is in use is found, not made again")
    void computeIfAbsent_demotedAndInUse_givesTheSame() {
        WeakValueMap<Integer, Thing> map = map(HotTier.recent(1));
        List<Thing> things = fill(map, 2);

        Thing found = map.computeIfAbsent(0, key -> new Thing(-1));

        assertThat(found).isSameAs(things.get(0));
    }

    private enum Hit {
        GET(map -> map.get(0)),
        GET_OR_DEFAULT(map -> map.getOrDefault(0, new Thing(-1))),
        GET_OR_PUT(map -> map.getOrPut(0, new Thing(-1))),
        PUT_IF_ABSENT(map -> map.putIfAbsent(0, new Thing(-1))),
        COMPUTE_IF_ABSENT(map -> map.computeIfAbsent(0, key -> new Thing(-1))),
        COMPUTE_IF_PRESENT(map -> map.computeIfPresent(0, (key, thing) -> thing));

        private final Consumer<WeakValueMap<Integer, Thing>> operation;

        Hit(Consumer<WeakValueMap<Integer, Thing>> operation) {
            this.operation = operation;
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("HOT-2 a hit promotes")
    void hit_demotedValue_isHeldAgain(Hit hit) {
        WeakValueMap<Integer, Thing> map = map(HotTier.recent(1));
        List<Thing> things = fill(map, 2);

        hit.operation.accept(map);

        assertThat(survivors(things)).containsExactly(things.get(0));
    }

    @Test
    void containsKey_demotedValue_isNoUse() {
        WeakValueMap<Integer, Thing> map = map(HotTier.recent(1));
        List<Thing> things = fill(map, 2);

        assertThat(map.containsKey(0)).isTrue();
        assertThat(map.keySet()).contains(0, 1);

        assertThat(survivors(things)).containsExactly(things.get(1));
    }

    @Test
    @DisplayName("HOT-5 the JDK backend goes by recency: what was hit outlives what was not")
    void recent_someHit_thoseStay() {
        WeakValueMap<Integer, Thing> map = map(HotTier.recent(4));
        List<Thing> things = fill(map, 4);
        map.get(1);
        map.get(2);

        things.add(new Thing(4));
        map.put(4, things.get(4));
        things.add(new Thing(5));
        map.put(5, things.get(5));

        assertThat(survivors(things)).extracting(Thing::weight).containsExactly(1, 2, 4, 5);
    }

    @Test
    @DisplayName("RC-5 one demotion passes over 64 used values at most")
    void recent_allHit_boundIsKept() {
        WeakValueMap<Integer, Thing> map = map(HotTier.recent(100));
        List<Thing> things = fill(map, 100);
        IntStream.range(0, 100).forEach(map::get);

        things.add(new Thing(100));
        map.put(100, things.get(100));

        List<Thing> held = survivors(things);
        assertThat(held).hasSize(100).contains(things.get(100)).doesNotContain(things.get(64));
    }

    private enum Removal {
        REMOVE(map -> map.remove(0)),
        REMOVE_EQUAL(map -> map.remove(0, new Thing(0))),
        REPLACE(map -> map.replace(0, new Thing(-1))),
        PUT(map -> map.put(0, new Thing(-1))),
        PUT_WITH_TICKET(map -> map.put(0, new Thing(-1), "ticket")),
        COMPUTE(map -> map.compute(0, (key, thing) -> null)),
        MERGE(map -> map.merge(0, new Thing(-1), (seen, given) -> given)),
        POP(map -> map.popEntry()),
        VIEW(map -> map.keySet().remove(0)),
        ITERATOR(map -> map.values().removeIf(thing -> true)),
        CLEAR(WeakValueMap::clear);

        private final Consumer<WeakValueMap<Integer, Thing>> operation;

        Removal(Consumer<WeakValueMap<Integer, Thing>> operation) {
            this.operation = operation;
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("HOT-3 removing and replacing let go of the strong hold before they return")
    void removal_heldValue_isLetGo(Removal removal) {
        WeakValueMap<Integer, Thing> map = map(HotTier.recent(10));
        HotEntry entry = held(map);

        removal.operation.accept(map);

        assertThat(entry.isPinned()).isFalse();
        assertThat(tier(map).size()).isEqualTo(map.size());
        assertThat(entry.warm(new Object())).as("held again").isFalse();
    }

    private static HotEntry held(WeakValueMap<Integer, Thing> map) {
        map.put(0, new Thing(0));
        HotEntry entry = (HotEntry) ((StoredWeakValueMap<?, ?>) map).store.table.find(0, 0);
        assertThat(entry.isPinned()).isTrue();
        return entry;
    }

    @Test
    @DisplayName("HOT-1 a value is held for some time after its last use")
    void forAtLeast_unused_isLetGoWithinASixteenthMore() {
        WeakValueMap<Integer, Thing> map = map(HotTier.forAtLeast(Duration.ofNanos(1600)));
        List<Thing> things = fill(map, 2);

        time.set(1000);
        map.get(1);
        time.set(1600);
        map.reclaim();
        assertThat(tier(map).size()).isEqualTo(2);
        time.set(1701);
        map.reclaim();
        assertThat(survivors(things)).containsExactly(things.get(1));
        time.set(2600);
        map.reclaim();
        assertThat(tier(map).size()).isEqualTo(1);
        time.set(2701);
        map.reclaim();

        assertThat(tier(map).size()).isZero();
        assertThat(map.get(1)).isSameAs(things.get(1));
        assertThat(tier(map).size()).isEqualTo(1);
    }

    @Test
    void forAtLeast_inline_expiresWithTheWrites() {
        WeakValueMap<Integer, Thing> map = builder()
                .reclaim(Reclaim.INLINE)
                .hot(HotTier.forAtLeast(Duration.ofNanos(100)))
                .build();
        List<Thing> things = fill(map, 100);
        time.set(200);

        for (int key = 100; key < 110; key++) {
            things.add(new Thing(key));
            map.put(key, things.get(key));
        }

        assertThat(survivors(things)).isEqualTo(things.subList(100, 110));
    }

    @Test
    @DisplayName("HOT-1 time is kept also when nobody touches the map")
    void forAtLeast_idleMap_expiresThroughTheReclaimer() {
        WeakValueMap<Integer, Thing> map = builder()
                .reclaim(Reclaim.SHARED)
                .hot(HotTier.forAtLeast(Duration.ofSeconds(10)))
                .build();
        List<Thing> things = fill(map, 20);
        time.set(Duration.ofSeconds(11).toNanos());

        Awaitility.await("the idle map to let go of 20 values")
                .atMost(300, TimeUnit.SECONDS)
                .pollInterval(10, TimeUnit.MILLISECONDS)
                .until(() -> tier(map).size() == 0);
        assertThat(survivors(things)).isEmpty();
    }

    @Test
    void and_numberAndTime_keepsBoth() {
        WeakValueMap<Integer, Thing> map = map(HotTier.recent(5).and(HotTier.forAtLeast(Duration.ofNanos(100))));
        List<Thing> things = fill(map, 10);
        assertThat(tier(map).size()).isEqualTo(5);
        time.set(150);
        map.reclaim();

        assertThat(survivors(things)).isEmpty();
    }

    @Test
    void copy_ofHotMap_hasATierOfItsOwn() {
        WeakValueMap<Integer, Thing> map = map(HotTier.recent(2));
        List<Thing> things = fill(map, 3);

        WeakValueMap<Integer, Thing> copy = map.copy();
        map.clear();

        assertThat(tier(map).size()).isZero();
        assertThat(tier(copy).size()).isEqualTo(2);
        assertThat(copy).hasSize(things.size());
    }

    @Test
    @DisplayName("MAP-15 a demoted value that dies is told with its ticket")
    void onCollected_demotedWithTicket_isTold() {
        List<Object> told = new ArrayList<>();
        WeakValueMap<Integer, Thing> map = builder()
                .hot(HotTier.recent(1))
                .onCollected((key, ticket) -> told.add(key + ":" + ticket))
                .build();
        Thing thing = new Thing(0);
        map.put(0, thing, "zero");
        map.put(1, new Thing(1));

        collector.clear(thing);
        collector.enqueue();
        map.reclaim();

        assertThat(told).containsExactly("0:zero");
    }

    @Test
    @DisplayName("HOT-1 an interner holds hot instances")
    void intern_withinTheBound_survives() {
        Interner<Thing> interner = Interner.<Thing>builder()
                .backend(collector)
                .hot(HotTier.recent(1))
                .build();
        Thing first = new Thing(1);
        Thing second = new Thing(2);
        interner.intern(first);
        interner.intern(second);
        assertThat(interner.intern(new Thing(1))).isSameAs(first);

        assertThat(collector.clear(first)).isZero();
        assertThat(collector.clear(second)).isEqualTo(1);
        assertThat(interner.intern(new Thing(1))).isSameAs(first);
    }

    @Nested
    class Weighing {
        @Test
        @DisplayName("HOT-4 at rest no more than the weight is held")
        void weighing_moreThanTheBound_keepsTheMostRecent() {
            WeakValueMap<Integer, Thing> map = map(HotTier.weighing(10, Thing::weight));

            assertThat(survivors(fill(map, 6))).extracting(Thing::weight).containsExactly(4, 5);
        }

        @Test
        void weighing_heavierThanTheBound_isNeverHeld() {
            WeakValueMap<Integer, Thing> map = map(HotTier.weighing(10, Thing::weight));
            Thing light = new Thing(1);
            Thing heavy = new Thing(11);
            map.put(1, light);
            map.put(2, heavy);
            map.get(2);

            assertThat(survivors(List.of(light, heavy))).containsExactly(light);
        }

        @Test
        void put_negativeWeight_isRefusedAndChangesNothing() {
            WeakValueMap<Integer, Thing> map = map(HotTier.weighing(10, Thing::weight));
            Thing first = new Thing(1);
            map.put(0, first);

            for (Consumer<Thing> write : List.<Consumer<Thing>>of(
                    thing -> map.put(0, thing),
                    thing -> map.put(0, thing, "ticket"),
                    thing -> map.compute(0, (key, seen) -> thing),
                    thing -> map.computeIfAbsent(1, key -> thing))) {
                assertThatThrownBy(() -> write.accept(new Thing(-1)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("the weigher of the hot tier gave -1, which is negative; give 0 or more");
            }
            assertThat(map.snapshot()).isEqualTo(java.util.Map.of(0, first));
        }
    }

    @Nested
    class Refused {
        @Test
        void recent_zero_isRefused() {
            assertThatThrownBy(() -> HotTier.recent(0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("recent 0 holds nothing; give 1 or more, or leave hot(…) out");
        }

        @Test
        void forAtLeast_zeroOrEndless_isRefused() {
            assertThatThrownBy(() -> HotTier.forAtLeast(Duration.ZERO))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("forAtLeast PT0S is not positive; give at least one nanosecond");
            assertThatThrownBy(() -> HotTier.forAtLeast(Duration.ofDays(40_000)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageEndingWith("is longer than 100 years; use a map that holds its values strongly");
        }

        @Test
        void weighing_zero_isRefused() {
            assertThatThrownBy(() -> HotTier.weighing(0, Thing::weight))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("weighing 0 holds nothing; give 1 or more, or leave hot(…) out");
        }

        @Test
        void and_sameLimitTwice_isRefused() {
            assertThatThrownBy(() -> HotTier.recent(3).and(HotTier.recent(4)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("recent is set twice, to 3 and to 4; set it once");
        }

        @Test
        void and_numberAndWeight_isRefused() {
            assertThatThrownBy(() -> HotTier.recent(3).<Thing>and(HotTier.weighing(4, Thing::weight)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("recent 3 and weighing 4 exclude each other; use the one that matters");
        }

        @Test
        void build_withABoundThatEvicts_isRefused() {
            assertThatThrownBy(() ->
                            builder().hot(HotTier.recent(3)).maximumSize(4).build())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("hot(HotTier.recent(3)) and maximumSize(…) contradict each other: one keeps every"
                            + " value that is in use, the other forgets it; set the one that matters");
        }

        @Test
        void toString_allLimits_namesThem() {
            assertThat(HotTier.recent(3).and(HotTier.forAtLeast(Duration.ofMinutes(1))))
                    .hasToString("HotTier.recent(3).and(forAtLeast(PT1M))");
        }
    }
}
