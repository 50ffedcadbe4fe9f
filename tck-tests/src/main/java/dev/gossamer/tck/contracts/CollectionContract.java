package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.WeakContainer;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakMap;
import dev.gossamer.WeakRef;
import dev.gossamer.WeakValueMap;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.RealCollector;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import dev.gossamer.tck.rules.RuleViolation;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What holds for every container under the garbage collector of the JVM. */
public interface CollectionContract extends ContractBase {

    @Test
    @Tag(COLLECTOR)
    @Rule("MAP-1")
    @DisplayName("MAP-1: what is in use stays through collections")
    default void collection_entriesInUse_stay() {
        WeakValueMap<Integer, Object> values =
                WeakValueMap.<Integer, Object>builder().backend(backend()).build();
        WeakKeyMap<Object, Integer> keys =
                WeakKeyMap.<Object, Integer>builder().backend(backend()).build();
        List<Object> held = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            held.add(new Object());
            values.put(i, held.get(i));
            keys.put(held.get(i), i);
        }
        RealCollector.collect();
        RealCollector.collect();
        for (int i = 0; i < 100; i++) {
            assertSame(held.get(i), values.get(i), "value of " + i);
            assertEquals(i, keys.get(held.get(i)), "value of key " + i);
        }
    }

    @Test
    @Tag(COLLECTOR)
    @Rule({"MAP-2", "MAP-5"})
    @DisplayName("MAP-2 MAP-5: what nobody uses vanishes from every operation")
    default void collection_entriesDropped_vanish() {
        WeakValueMap<Integer, Object> map =
                WeakValueMap.<Integer, Object>builder().backend(backend()).build();
        List<WeakRef<Object>> dropped = RealCollector.elsewhere(
                () -> IntStream.range(0, 100).mapToObj(i -> putNew(map, i)).toList());
        RealCollector.await(
                "values to die that nobody uses", () -> dropped.stream().noneMatch(WeakRef::isAlive));
        RuleViolation.unless(
                IntStream.range(0, 100).noneMatch(i -> map.containsKey(i) || map.get(i) != null),
                "MAP-2",
                "a dead entry is shown");
        RuleViolation.unless(map.size() == 0 && map.isEmpty(), "MAP-5", "size() of dead entries is " + map.size());
    }

    private static WeakRef<Object> putNew(WeakValueMap<Integer, Object> map, int key) {
        Object value = new Object();
        map.put(key, value);
        return WeakRef.of(value);
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("MAP-6")
    @DisplayName("MAP-6: an iterator holds back the current and the next element at most")
    default void iterator_abandoned_holdsBackTwoAtMost() {
        List<NamedKey> keys = NamedKey.many(50);
        List<Map<NamedKey, Object>> maps = List.of(
                WeakValueMap.<NamedKey, Object>builder().backend(backend()).build(),
                WeakMap.<NamedKey, Object>builder().backend(backend()).build());
        for (Map<NamedKey, Object> map : maps) {
            List<WeakRef<Object>> refs = new ArrayList<>();
            Iterator<Object> iterator = RealCollector.elsewhere(() -> fillAndBegin(map, keys, refs));
            RealCollector.await(
                    "all but two elements to die",
                    () -> refs.stream().filter(WeakRef::isAlive).count() <= 2);
            Reference.reachabilityFence(iterator);
        }
        Reference.reachabilityFence(keys);
    }

    /** An iterator over a value for each key, which has given ten. */
    private static Iterator<Object> fillAndBegin(
            Map<NamedKey, Object> map, List<NamedKey> keys, List<WeakRef<Object>> refs) {
        List<Object> values = new ArrayList<>();
        for (NamedKey key : keys) {
            Object value = new Object();
            values.add(value);
            refs.add(WeakRef.of(value));
            map.put(key, value);
        }
        Iterator<Object> begun = map.values().iterator();
        for (int i = 0; i < 10; i++) {
            assertNotNull(begun.next(), "begun.next()");
        }
        assertTrue(begun.hasNext(), "there are more");
        return begun;
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("MAP-11")
    @DisplayName("MAP-11: a dropped container is collectable with all it holds")
    default void collection_droppedContainer_isCollectable() {
        Object held = new Object();
        List<WeakRef<Object>> refs = new ArrayList<>();
        RealCollector.elsewhere(() -> {
            Object key = new Object();
            Object value = new Object();
            WeakValueMap<Object, Object> values = WeakValueMap.builder()
                    .backend(backend())
                    .onCollected((survivor, ticket) -> assertNotNull(survivor, "survivor"))
                    .build();
            WeakKeyMap<Object, Object> keys =
                    WeakKeyMap.builder().backend(backend()).build();
            values.put(key, held);
            keys.put(held, value);
            List<WeakContainer> containers = List.of(values, keys);
            containers.forEach(each -> refs.add(WeakRef.of(each)));
            refs.add(WeakRef.of(key));
            return refs.add(WeakRef.of(value));
        });
        RealCollector.await(
                "dropped maps and what they held", () -> refs.stream().noneMatch(WeakRef::isAlive));
        Reference.reachabilityFence(held);
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("MAP-11")
    @DisplayName("MAP-11: a dropped container is collectable after it was asked for keys that are equal to its own")
    default void collection_droppedAfterLookUpsByEqualKeys_isCollectable() {
        NamedKey held = new NamedKey("held");
        WeakReference<NamedKey> value = RealCollector.elsewhere(() -> {
            WeakKeyMap<NamedKey, NamedKey> map =
                    WeakKeyMap.<NamedKey, NamedKey>builder().backend(backend()).build();
            return putAndAsk(map, held, new NamedKey("value")).get(1);
        });
        RealCollector.await("the value of a dropped WeakKeyMap whose key is held", () -> value.refersTo(null));
        WeakReference<NamedKey> key = RealCollector.elsewhere(() -> {
            WeakValueMap<NamedKey, NamedKey> map = WeakValueMap.<NamedKey, NamedKey>builder()
                    .backend(backend())
                    .build();
            return putAndAsk(map, new NamedKey("key"), held).get(0);
        });
        RealCollector.await("the key of a dropped WeakValueMap whose value is held", () -> key.refersTo(null));
        Reference.reachabilityFence(held);
    }

    /** Puts an association, asks for an equal key, and gives references to key and value. */
    private static List<WeakReference<NamedKey>> putAndAsk(Map<NamedKey, NamedKey> map, NamedKey key, NamedKey value) {
        map.put(key, value);
        assertSame(value, map.get(new NamedKey(key.text())), "get of an equal key");
        return List.of(new WeakReference<>(key), new WeakReference<>(value));
    }
}
