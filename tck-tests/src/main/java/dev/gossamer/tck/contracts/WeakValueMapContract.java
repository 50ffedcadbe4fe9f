package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.KeyedRef;
import dev.gossamer.Reclaim;
import dev.gossamer.WeakRef;
import dev.gossamer.WeakValueMap;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.RacingThreads;
import dev.gossamer.tck.environment.RealCollector;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.KitOptions;
import dev.gossamer.tck.rules.Rule;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What holds for a {@link WeakValueMap} in particular. */
public interface WeakValueMapContract extends ContractBase {

    @Test
    @Tag(COLLECTOR)
    @Rule("VM-1")
    @DisplayName("VM-1: a dead value frees its key")
    default void collection_deadValue_freesKey() {
        WeakValueMap<Object, Object> map = WeakValueMap.builder()
                .backend(backend())
                .reclaim(Reclaim.MANUAL)
                .build();
        WeakRef<Object> key = RealCollector.elsewhere(() -> {
            Object fresh = new Object();
            map.put(fresh, new Object());
            return WeakRef.of(fresh);
        });
        RealCollector.await("the key of a dead value to be freed", () -> {
            map.reclaim();
            return !key.isAlive();
        });
        assertEquals(0, map.estimatedSize(), "map.estimatedSize()");
    }

    @Test
    @Rule("VM-2")
    @DisplayName("VM-2: overwriting keeps the old key object")
    default void overwrite_equalKey_keepsStoredKey() {
        WeakValueMap<NamedKey, NamedKey> map = new SimulatedCollection(backend()).newWeakValueMap();
        NamedKey first = new NamedKey("k");
        NamedKey second = new NamedKey("k");
        map.put(first, first);
        map.put(second, second);
        map.compute(second, (key, value) -> first);
        assertSame(first, map.keySet().iterator().next(), "map.keySet().iterator().next()");
        assertSame(first, map.get(second), "get of " + second);
    }

    @Test
    @Rule("VM-3")
    @DisplayName("VM-3: one value may stand under many keys, and all vanish with it")
    default void kill_valueUnderManyKeys_allVanish() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<Integer, NamedKey> map = scene.newWeakValueMap();
        NamedKey shared = new NamedKey("shared");
        NamedKey other = new NamedKey("other");
        for (int i = 0; i < 20; i++) {
            map.put(i, i == 7 ? other : shared);
        }
        assertEquals(20, map.size(), "map.size()");
        scene.kill(shared);
        assertEquals(List.of(7), map.keySet().stream().toList(), "map.keySet().stream().toList()");
        scene.reclaim(map);
        assertEquals(1, map.estimatedSize(), "map.estimatedSize()");
        assertSame(other, map.get(7), "get(7)");
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("VM-4")
    @DisplayName("VM-4: getOrPut() gives the one winner under a collector storm")
    default void getOrPut_collectorStorm_givesTheWinner() {
        WeakValueMap<Integer, Object> map =
                WeakValueMap.<Integer, Object>builder().backend(backend()).build();
        for (int round = 0; round < KitOptions.effort(40); round++) {
            int key = round % 3;
            List<Object> winners = RacingThreads.run(3, () -> getOrPutAgainAndAgain(map, key));
            assertEquals(1, winners.stream().distinct().count(), "winners of one round");
            winners = List.of();
            RealCollector.collect();
        }
        assertNotNull(map.getOrPut(0, new Object()), "map.getOrPut(0, new Object())");
    }

    private static Object getOrPutAgainAndAgain(WeakValueMap<Integer, Object> map, int key) {
        Object first = Objects.requireNonNull(map.getOrPut(key, new Object()));
        for (int i = 1; i < 50; i++) {
            assertSame(first, map.getOrPut(key, new Object()), "what getOrPut gives while the winner is held");
        }
        return first;
    }

    @Test
    @Rule("VM-6")
    @DisplayName("VM-6: each of valueRefs() knows its key")
    default void valueRefs_liveValues_knowTheirKeys() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<String, NamedKey> map = scene.newWeakValueMap();
        NamedKey a = new NamedKey("a");
        NamedKey b = new NamedKey("b");
        map.put("a", a);
        map.put("b", b);
        for (KeyedRef<String, NamedKey> ref : map.valueRefs()) {
            assertSame(ref.key().equals("a") ? a : b, ref.get(), "ref.get()");
        }
        assertEquals(2, map.valueRefs().size(), "map.valueRefs().size()");
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("VM-6")
    @DisplayName("VM-6: valueRefs() pins nothing")
    default void valueRefs_held_letValuesDie() {
        WeakValueMap<String, Object> map =
                WeakValueMap.<String, Object>builder().backend(backend()).build();
        List<KeyedRef<String, Object>> refs = RealCollector.elsewhere(() -> {
            Object value = new Object();
            map.put("k", value);
            List<KeyedRef<String, Object>> taken = map.valueRefs();
            assertSame(value, taken.get(0).get(), "taken.get(0).get()");
            return taken;
        });
        RealCollector.await(
                "a value to die whose KeyedRef is held", () -> !refs.get(0).isAlive());
        assertTrue(map.isEmpty(), "isEmpty()");
    }
}
