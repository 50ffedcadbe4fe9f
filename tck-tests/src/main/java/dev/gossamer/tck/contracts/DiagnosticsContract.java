package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.ContainerStats;
import dev.gossamer.SelfPinProbe;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakValueMap;
import dev.gossamer.spi.Feature;
import dev.gossamer.tck.SelfPinning;
import dev.gossamer.tck.environment.FlightRecording;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.RealCollector;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What can be seen from outside. */
public interface DiagnosticsContract extends ContractBase {

    /** Fills a map with entries of four kinds, each of which has a name; gives what must be held of them. */
    private static List<Object> fill(WeakKeyMap<NamedKey, Object[]> map, int each) {
        List<Object> held = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            NamedKey honest = new NamedKey("honest " + i);
            Object[] value = {"text"};
            map.put(honest, value);
            held.addAll(List.of(honest, value));
            NamedKey pinned = new NamedKey("pinned " + i);
            map.put(pinned, new Object[] {"text", List.of(pinned)});
            map.put(new NamedKey("garbage " + i), new Object[] {"text"});
            putCircle(map, "circle " + i);
        }
        return held;
    }

    private static void putCircle(WeakKeyMap<NamedKey, Object[]> map, String name) {
        NamedKey one = new NamedKey(name + " one");
        NamedKey two = new NamedKey(name + " two");
        map.put(one, new Object[] {two});
        map.put(two, new Object[] {Map.of("key", one)});
    }

    private static Set<String> pinned(int each) {
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < each; i++) {
            names.addAll(List.of("pinned " + i, "circle " + i + " one", "circle " + i + " two"));
        }
        return names;
    }

    @Test
    @Rule("DIAG-1")
    @DisplayName("DIAG-1: searching names the self-pinned entries, and how they are pinned")
    default void search_fourKinds_namesThePinned() {
        WeakKeyMap<NamedKey, Object[]> map = new SimulatedCollection(backend()).newWeakKeyMap();
        List<Object> held = fill(map, 100);
        SelfPinProbe.Findings<NamedKey> findings = SelfPinProbe.search(map);
        assertEquals(
                pinned(100),
                findings.pins().stream().map(pin -> pin.key().text()).collect(Collectors.toCollection(TreeSet::new)),
                "findings.pins().stream().map(pin -> pin.key().text()).collect(Collectors.toCollection(TreeSet::new))");
        assertTrue(findings.complete(), "complete()");
        assertEquals(
                Set.of(
                        "Object[][1][0] → NamedKey",
                        "Object[][0] → NamedKey ⇒ Object[][0].get(key) → NamedKey",
                        "Object[][0].get(key) → NamedKey ⇒ Object[][0] → NamedKey"),
                findings.pins().stream().map(pin -> pin.path()).collect(Collectors.toSet()),
                "findings.pins().stream().map(pin -> pin.path()).collect(Collectors.toSet())");
        assertEquals(200, held.size(), "held.size()");
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("DIAG-1")
    @DisplayName("DIAG-1: provoking names the self-pinned entries, and leaves the honest ones")
    default void provoke_fourKinds_namesThePinned() {
        RealCollector.collect();
        WeakKeyMap<NamedKey, Object[]> map = new SimulatedCollection(backend()).newWeakKeyMap();
        List<Object> held = RealCollector.elsewhere(() -> fill(map, 100));
        assertEquals(
                pinned(100),
                new TreeSet<>(SelfPinProbe.provoke(map, NamedKey::text)),
                "new TreeSet<>(SelfPinProbe.provoke(map, NamedKey::text))");
        assertEquals(100, map.size(), "map.size()");
        for (int i = 0; i < held.size(); i += 2) {
            assertEquals(held.get(i + 1), map.get(held.get(i)), "get of " + held.get(i));
        }
    }

    @Test
    @Rule("DIAG-1")
    @DisplayName("DIAG-1: assertNoSelfPinning() passes an honest map, and tells the path of a pinned entry")
    default void assertNoSelfPinning_pinnedEntry_fails() {
        WeakKeyMap<NamedKey, Object> map = new SimulatedCollection(backend()).newWeakKeyMap();
        NamedKey key = new NamedKey("key");
        map.put(key, "honest");
        SelfPinning.assertNoSelfPinning(map);
        map.put(key, new Object[] {key});
        AssertionError failure = assertThrows(AssertionError.class, () -> SelfPinning.assertNoSelfPinning(map));
        assertEquals(
                "1 of 1 entries is kept alive by its own value:" + System.lineSeparator() + "  Object[][0] → NamedKey",
                failure.getMessage(),
                "failure.getMessage()");
    }

    /** A value that refers to a key by a field whose type seems to lead nowhere. */
    record Described(Class<?> type, String name, Object hidden) {}

    @Test
    @Rule("DIAG-5")
    @DisplayName("DIAG-5: searching follows fields of type Class and String too, and names what it cannot look into")
    default void search_fieldsOfAnyType_areFollowed() {
        WeakKeyMap<Object, Described> map = new SimulatedCollection(backend()).newWeakKeyMap();
        String name = new String("key");
        map.put(Described.class, new Described(Described.class, "", ""));
        map.put(name, new Described(Object.class, name, ""));
        NamedKey honest = new NamedKey("honest");
        map.put(honest, new Described(Object.class, "honest", Thread.currentThread()));
        SelfPinProbe.Findings<Object> findings = SelfPinProbe.search(map);
        assertEquals(
                Set.of(Described.class, name),
                findings.pins().stream().map(pin -> pin.key()).collect(Collectors.toSet()),
                "keys of the pins that search found");
        assertEquals(Set.of(Thread.class.getName()), findings.unseen(), "what search says it could not look into");
        assertTrue(findings.complete(), "complete()");
        assertEquals("honest", honest.text(), "a key that is held");
    }

    @Test
    @Rule("DIAG-2")
    @DisplayName("DIAG-2: stats() counts exactly")
    default void stats_someOperations_areCounted() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<String, NamedKey> map =
                scene.<String, NamedKey>weakValueMap().recordStats().build();
        NamedKey first = new NamedKey("first");
        NamedKey second = new NamedKey("second");
        NamedKey third = new NamedKey("third");
        map.put("first", first);
        map.put("second", second);
        map.put("second", third);
        map.computeIfAbsent("made", key -> third);
        map.computeIfAbsent("made", key -> second);
        map.get("first");
        map.get("none");
        map.remove("made");
        map.remove("none");
        map.compute("second", (key, seen) -> second);
        scene.kill(first);
        assertEquals(new ContainerStats(2, 2, 2, 1, 2, 0, 0, 1, 0), map.stats(), "before the dead entry is reclaimed");
        scene.reclaim(map);
        assertEquals(new ContainerStats(2, 2, 2, 1, 2, 1, 0, 0, 0), map.stats(), "after");
        assertEquals(0.5, map.stats().hitRate(), "map.stats().hitRate()");
    }

    @Test
    @Rule("DIAG-2")
    @DisplayName("DIAG-2: stats() counts what was evicted")
    default void stats_bound_countsEvictions() {
        requireOffered(Feature.MAXIMUM_SIZE);
        WeakValueMap<Integer, NamedKey> map = new SimulatedCollection(backend())
                .<Integer, NamedKey>weakValueMap()
                .maximumSize(10)
                .recordStats()
                .build();
        List<NamedKey> held = NamedKey.fill(map, 100);
        map.reclaim();
        assertEquals(100 - map.size(), map.stats().evicted(), "map.stats().evicted()");
        Reference.reachabilityFence(held);
    }

    @Test
    @Rule("DIAG-3")
    @DisplayName("DIAG-3: the Flight Recorder is told of reclaimed batches and failed listeners")
    default void recording_reclaimAndFailure_areTold() {
        Assumptions.assumeTrue(ModuleLayer.boot().findModule("jdk.jfr").isPresent(), "this JVM has no Flight Recorder");
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<Integer, NamedKey> map = scene.<Integer, NamedKey>weakValueMap()
                .name("recorded by the kit")
                .onCollected((key, ticket) -> {
                    throw new IllegalStateException("on purpose");
                })
                .build();
        NamedKey dead = new NamedKey("dead");
        map.put(0, dead);
        map.put(1, dead);
        List<String> told = FlightRecording.of(() -> {
            scene.kill(dead);
            scene.reclaim(map);
        });
        assertEquals(
                List.of(
                        "a listener of \"recorded by the kit\": on purpose",
                        "a listener of \"recorded by the kit\": on purpose",
                        "recorded by the kit: 2"),
                told.stream()
                        .filter(line -> line.contains("recorded by the kit")) // others may be reclaimed meanwhile
                        .sorted()
                        .toList(),
                "what the Flight Recorder was told");
    }
}
