package dev.gossamer.tck.environment;

import dev.gossamer.Interner;
import dev.gossamer.Reclaim;
import dev.gossamer.WeakContainer;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakMap;
import dev.gossamer.WeakSet;
import dev.gossamer.WeakValueMap;
import dev.gossamer.spi.Backend;
import dev.gossamer.spi.SimulatedCollector;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;

/** A test in which the test itself is the garbage collector: builders whose containers are reclaimed only when told to. */
public final class SimulatedCollection {
    public final SimulatedCollector collector;

    public SimulatedCollection(Backend backend) {
        collector = new SimulatedCollector(backend);
    }

    public <K, V> WeakValueMap.Builder<K, V> weakValueMap() {
        return WeakValueMap.<K, V>builder().backend(collector).reclaim(Reclaim.MANUAL);
    }

    public <K, V> WeakKeyMap.Builder<K, V> weakKeyMap() {
        return WeakKeyMap.<K, V>builder().backend(collector).reclaim(Reclaim.MANUAL);
    }

    public <K, V> WeakMap.Builder<K, V> weakMap() {
        return WeakMap.<K, V>builder().backend(collector).reclaim(Reclaim.MANUAL);
    }

    public <E> WeakSet.Builder<E> weakSet() {
        return WeakSet.<E>builder().backend(collector).reclaim(Reclaim.MANUAL);
    }

    public <E> Interner.Builder<E> interner() {
        return Interner.<E>builder().backend(collector).reclaim(Reclaim.MANUAL);
    }

    /** An empty map with weak values, as its builder makes it. */
    public <K, V> WeakValueMap<K, V> newWeakValueMap() {
        return this.<K, V>weakValueMap().build();
    }

    /** An empty map with weak keys, as its builder makes it. */
    public <K, V> WeakKeyMap<K, V> newWeakKeyMap() {
        return this.<K, V>weakKeyMap().build();
    }

    /** An empty set, as its builder makes it. */
    public <E> WeakSet<E> newWeakSet() {
        return this.<E>weakSet().build();
    }

    /** An empty interner, as its builder makes it. */
    public <E> Interner<E> newInterner() {
        return this.<E>interner().build();
    }

    /** An empty map with weak values and one with weak keys, by their types, as their builders make them. */
    public <K, V> Map<String, ConcurrentMap<K, V>> newMaps() {
        Map<String, ConcurrentMap<K, V>> maps = new LinkedHashMap<>();
        maps.put("WeakValueMap", newWeakValueMap());
        maps.put("WeakKeyMap", newWeakKeyMap());
        return maps;
    }

    /** As {@link #newMaps}, and one with both sides weak. */
    public <K, V> Map<String, ConcurrentMap<K, V>> newMapsOfAllKinds() {
        Map<String, ConcurrentMap<K, V>> maps = newMaps();
        maps.put("WeakMap", this.<K, V>weakMap().build());
        return maps;
    }

    /** Puts so many entries with keys from 0 on, lets them die and enqueues them; reclaims nothing. */
    public void putAndKill(Map<Integer, NamedKey> map, int count) {
        NamedKey dying = new NamedKey("dying");
        for (int key = 0; key < count; key++) {
            map.put(key, dying);
        }
        kill(dying);
        collector.enqueue();
    }

    /** Lets objects die: cleared everywhere, enqueued nowhere. */
    public void kill(Object... victims) {
        for (Object victim : victims) {
            collector.clear(victim);
        }
    }

    /** Enqueues what is dead, and has a container reclaim it. */
    public int reclaim(WeakContainer container) {
        collector.enqueue();
        return container.reclaim();
    }
}
