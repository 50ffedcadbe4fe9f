package dev.gossamer.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.KeyedRef;
import dev.gossamer.Reclaim;
import dev.gossamer.WeakRef;
import dev.gossamer.WeakValueMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What holds for a {@link WeakValueMap} in particular. */
interface WeakValueMapContract extends Contract {

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
        WeakValueMap<Name, Name> map =
                new Scene(backend()).<Name, Name>weakValueMap().build();
        Name first = new Name("k");
        Name second = new Name("k");
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
        Scene scene = new Scene(backend());
        WeakValueMap<Integer, Name> map = scene.<Integer, Name>weakValueMap().build();
        Name shared = new Name("shared");
        Name other = new Name("other");
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
            List<Object> winners = Racers.run(
                    3,
                    () -> Stream.generate(() -> map.getOrPut(key, new Object()))
                            .limit(50)
                            .map(Objects::requireNonNull)
                            .reduce((first, next) -> {
                                assertSame(first, next, "what getOrPut gives while the winner is held");
                                return next;
                            })
                            .orElseThrow());
            assertEquals(1, winners.stream().distinct().count(), "winners of one round");
            winners = List.of();
            RealCollector.collect();
        }
        assertNotNull(map.getOrPut(0, new Object()), "map.getOrPut(0, new Object())");
    }

    @Test
    @Rule("VM-6")
    @DisplayName("VM-6: each of valueRefs() knows its key")
    default void valueRefs_liveValues_knowTheirKeys() {
        Scene scene = new Scene(backend());
        WeakValueMap<String, Name> map = scene.<String, Name>weakValueMap().build();
        Name a = new Name("a");
        Name b = new Name("b");
        map.put("a", a);
        map.put("b", b);
        for (KeyedRef<String, Name> ref : map.valueRefs()) {
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
