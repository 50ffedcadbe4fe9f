package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.HotSpec;
import dev.gossamer.spi.SimulatedCollector;
import java.lang.management.ManagementFactory;
import java.lang.ref.ReferenceQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The parts of a hot tier that gives way. */
class GivingWayTest {

    @Test
    @DisplayName("PRESS-2 a part is let go, what was not used for longest first")
    void giveWay_aQuarter_isTheOldest() {
        List<Entry> demoted = new ArrayList<>();
        ClockReplacementPolicy policy = new ClockReplacementPolicy(
                new HotSpec(OptionalLong.of(100), entry -> 1, Optional.empty(), System::nanoTime, demoted::add));
        List<HotEntry> entries = IntStream.range(0, 8)
                .mapToObj(i -> new HotEntry(new Object(), "key " + i, i, new ReferenceQueue<>(), null, 1))
                .toList();
        List<Object> values = entries.stream().map(HotEntry::weak).toList();
        entries.forEach(
                entry -> assertThat(entry.warm(values.get(entry.hash()))).isTrue());
        entries.forEach(policy::admit);
        policy.hit(entries.get(1));
        policy.giveWay(0.25);
        assertThat(demoted).containsExactly(entries.get(0), entries.get(2));
        policy.giveWay(0.5);
        assertThat(demoted)
                .endsWith(entries.get(3), entries.get(4), entries.get(5))
                .hasSize(5);
        policy.giveWay(1);
        assertThat(demoted).hasSize(8);
        policy.giveWay(1);
        assertThat(demoted).hasSize(8);
    }

    @Test
    @DisplayName("PRESS-2 what the collector has taken already does not count as given")
    void giveWay_someTakenAlready_isAShareOfTheOthers() {
        List<Entry> demoted = new ArrayList<>();
        ClockReplacementPolicy policy = new ClockReplacementPolicy(
                new HotSpec(OptionalLong.of(100), entry -> 1, Optional.empty(), System::nanoTime, demoted::add));
        List<HotEntry> entries = IntStream.range(0, 8)
                .mapToObj(i -> new HotEntry("value " + i, "key " + i, i, new ReferenceQueue<>(), null, 1))
                .toList();
        entries.forEach(policy::admit);
        entries.subList(4, 8).forEach(entry -> entry.warm("value"));
        policy.giveWay(0.5);
        assertThat(demoted).isEqualTo(entries.subList(0, 6));
    }

    @Test
    @Tag("collector")
    @DisplayName("PRESS-2 the heap is measured after a collection, once for each")
    void isAbove_afterCollections_tellsOnce() {
        HeapOccupancy heap = new HeapOccupancy();
        Deaths.collectUntil("a collection to leave something in use", () -> heap.isAbove(1e-9));
        HeapOccupancy other = new HeapOccupancy();
        // ZGC without generations is told once more: of what the heap has in use, until that has grown
        int times = isSingleGenerationZgc() ? 2 : 1;
        Deaths.collectUntil("a collection to be told of once", () -> countTold(heap) == times);
        assertThat(other.isAbove(0.999_999)).isFalse();
    }

    /** How often a heap is told to be full without a collection in between, up to 3. */
    private static int countTold(HeapOccupancy heap) {
        int told = 0;
        while (told < 3 && heap.isAbove(1e-9)) {
            told++;
        }
        return told;
    }

    private static boolean isSingleGenerationZgc() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .anyMatch(pool -> pool.getName().equals("ZHeap"));
    }

    @Test
    @Tag("collector")
    @DisplayName(
            "PRESS-2 after a collection that leaves too much, whoever stores lets go of a part; all is still found")
    void put_afterACollection_givesWay() {
        WeakValueMap<Integer, Object> map = WeakValueMap.<Integer, Object>builder()
                .backend(new JdkBackend())
                .hot(HotTier.recent(Long.MAX_VALUE).underPressure(1e-9))
                .build();
        List<Object> values = new ArrayList<>();
        Deaths.collectUntil("the tier to give way", () -> {
            values.add(new Named("value " + values.size()));
            map.put(values.size(), values.get(values.size() - 1));
            return map.stats().hot() < values.size();
        });
        assertThat(map.values()).containsExactlyInAnyOrderElementsOf(values);
    }

    @Test
    @DisplayName(
            "HOT-1 HOT-3 values are held while they are hot, and let go when they are removed or the bound says so")
    void put_withinAndBeyondTheBound_holdsTheRecent() {
        SimulatedCollector collector = new SimulatedCollector(new JdkBackend());
        WeakValueMap<String, Object> map = WeakValueMap.<String, Object>builder()
                .backend(collector)
                .reclaim(Reclaim.MANUAL)
                .hot(HotTier.recent(2).underPressure(0.999_999))
                .build();
        List<Object> values = List.of(new Named("0"), new Named("1"), new Named("2"));
        for (int i = 0; i < 3; i++) {
            map.put("key " + i, values.get(i));
        }
        assertThat(map.stats().hot()).isEqualTo(2);
        assertThat(collector.clear(values.get(0))).isOne();
        assertThat(collector.clear(values.get(1))).isZero();
        map.remove("key 1");
        assertThat(map.stats().hot()).isOne();
        assertThat(map).containsOnlyKeys("key 2");
    }

    @Test
    @DisplayName("PRESS-1 settings that mean nothing are refused, and the others told")
    void underPressure_settings_areCheckedAndTold() {
        for (double refused : new double[] {0, 1, -0.5, 1.5, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> HotTier.recent(1).underPressure(refused))
                    .withMessage(
                            "underPressure " + refused + " is no share of the heap; give a number between 0 and 1");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HotTier.recent(1)
                        .underPressure(0.5)
                        .and(HotTier.forAtLeast(Duration.ofSeconds(1)).underPressure(0.6)))
                .withMessage("underPressure is set twice, to 0.5 and to 0.6; set it once");
        assertThat(HotTier.whileMemoryLasts()).hasToString("HotTier.recent(all).underPressure(0.75)");
        assertThat(HotTier.forAtLeast(Duration.ofSeconds(1)).and(HotTier.whileMemoryLasts()))
                .hasToString("HotTier.recent(all).and(forAtLeast(PT1S)).underPressure(0.75)");
    }
}
