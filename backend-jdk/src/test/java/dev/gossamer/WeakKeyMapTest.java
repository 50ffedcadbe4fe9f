package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.backend.jdk.JdkBackend;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rules of maps with weak keys. */
class WeakKeyMapTest {
    private final Simulation simulation = new Simulation();
    private final WeakKeyMap<Named, Named> map =
            simulation.<Named, Named>weakKeyMap().build();
    private final Named key = new Named("key");
    private final Named equalKey = new Named("key");
    private final Named value = new Named("value");
    private final Named next = new Named("next");

    @Test
    @Tag("collector")
    @DisplayName("KM-1 a value is released after its key died, though nobody touches the map")
    void value_keyCollected_isReleased() {
        for (WeakKeyMap<Object, Object> real : List.of(
                WeakKeyMap.<Object, Object>builder().backend(new JdkBackend()).build(),
                WeakKeyMap.<Object, Object>builder()
                        .backend(new JdkBackend())
                        .keys(Equivalence.identity())
                        .build())) {
            WeakReference<Object> released = putDropped(real);
            Deaths.collectUntil("the value of a dead key to be collected", () -> released.refersTo(null));
            assertThat(real.estimatedSize()).isZero();
        }
    }

    private static WeakReference<Object> putDropped(Map<Object, Object> real) {
        Object fresh = new Named("value");
        real.put(new Named("dropped"), fresh);
        return new WeakReference<>(fresh);
    }

    @Test
    @DisplayName("KM-2 putting with an equal key keeps the stored key, and the entry dies with that")
    void put_equalKey_keepsTheStoredKey() {
        map.put(key, value);
        assertThat(map.put(equalKey, next)).isSameAs(value);
        map.put(equalKey, next, "ticket");
        map.replace(equalKey, value);
        map.compute(equalKey, (k, v) -> next);
        map.merge(equalKey, value, (before, v) -> v);
        map.putIfAbsent(equalKey, next);
        assertThat(map.canonicalKey(equalKey)).isSameAs(key);
        assertThat(simulation.collector.clear(equalKey)).isZero();
        assertThat(map.get(equalKey)).isSameAs(value);
        simulation.kill(key);
        assertThat(map.get(equalKey)).isNull();
        assertThat(map.get(key)).isNull();
    }

    @Test
    @DisplayName("KM-2 putReplacingKey adopts the new key object, and the entry dies with that")
    void putReplacingKey_equalKey_adoptsIt() {
        List<Object> told = new ArrayList<>();
        WeakKeyMap<Named, Named> listened = simulation
                .<Named, Named>weakKeyMap()
                .onCollected((survivor, ticket) -> told.add(survivor))
                .build();
        assertThat(listened.putReplacingKey(key, value)).isNull();
        assertThat(listened.putReplacingKey(equalKey, next)).isSameAs(value);
        assertThat(listened.canonicalKey(key)).isSameAs(equalKey);
        assertThat(listened.size()).isOne();
        assertThat(simulation.collector.clear(key)).isZero();
        assertThat(listened.get(key)).isSameAs(next);
        simulation.kill(equalKey);
        assertThat(listened.get(key)).isNull();
        simulation.bury(listened);
        assertThat(told).containsExactly(next);
        assertThat(listened.estimatedSize()).isZero();
    }

    @Test
    @DisplayName("KM-2 remove, then put, adopts the new key object")
    void removeThenPut_equalKey_adoptsIt() {
        map.put(key, value);
        assertThat(map.remove(equalKey)).isSameAs(value);
        map.put(equalKey, next);
        assertThat(map.canonicalKey(key)).isSameAs(equalKey);
        assertThat(simulation.collector.clear(key)).isZero();
        simulation.bury(map);
        assertThat(map.get(key)).isSameAs(next);
    }

    @Test
    @DisplayName("KM-3 in identity mode equal but distinct keys are two entries")
    void identity_equalKeys_areTwoEntries() {
        WeakKeyMap<Named, Named> byIdentity = simulation
                .<Named, Named>weakKeyMap()
                .keys(Equivalence.identity())
                .build();
        byIdentity.put(key, value);
        byIdentity.put(equalKey, next);
        assertThat(byIdentity.size()).isEqualTo(2);
        assertThat(byIdentity.get(key)).isSameAs(value);
        assertThat(byIdentity.get(equalKey)).isSameAs(next);
        assertThat(byIdentity.get(new Named("key"))).isNull();
        assertThat(byIdentity.snapshot().get(equalKey)).isSameAs(next);
        assertThat(byIdentity.snapshot().containsKey(new Named("key"))).isFalse();
        assertThat(byIdentity.snapshot()).hasSize(2);
        assertThat(byIdentity.keySet().contains(new Named("key"))).isFalse();
        assertThat(byIdentity.copy().size()).isEqualTo(2);
        simulation.kill(key);
        assertThat(byIdentity.get(equalKey)).isSameAs(next);
        assertThat(byIdentity.size()).isOne();
    }

    @Test
    @DisplayName("KM-3 in identity mode a key whose hash and equals fail is as good as any")
    void identity_failingKey_works() {
        Object failing = new Object() {
            @Override
            public int hashCode() {
                throw new IllegalStateException("nobody may ask");
            }

            @Override
            public boolean equals(Object other) {
                throw new IllegalStateException("nobody may ask");
            }
        };
        WeakKeyMap<Object, Named> byIdentity = simulation
                .<Object, Named>weakKeyMap()
                .keys(Equivalence.identity())
                .build();
        byIdentity.put(failing, value);
        assertThat(byIdentity.get(failing)).isSameAs(value);
        assertThat(byIdentity.computeIfAbsent(failing, k -> next)).isSameAs(value);
        assertThat(byIdentity.remove(failing)).isSameAs(value);
    }

    /** Compares without regard to case, and counts. */
    private static final class IgnoringCase implements Equivalence<Named> {
        final AtomicInteger hashes = new AtomicInteger();

        @Override
        public int hash(Named object) {
            hashes.incrementAndGet();
            return object.name().toLowerCase(Locale.ROOT).hashCode();
        }

        @Override
        public boolean equivalent(Named left, Named right) {
            return left.name().equalsIgnoreCase(right.name());
        }
    }

    @Test
    @DisplayName("KM-4 any equivalence of keys")
    void equivalence_ofItsOwn_decides() {
        WeakKeyMap<Named, Named> ignoringCase =
                simulation.<Named, Named>weakKeyMap().keys(new IgnoringCase()).build();
        Named upper = new Named("KEY");
        ignoringCase.put(key, value);
        assertThat(ignoringCase.get(upper)).isSameAs(value);
        assertThat(ignoringCase.putIfAbsent(upper, next)).isSameAs(value);
        assertThat(ignoringCase.canonicalKey(upper)).isSameAs(key);
        assertThat(ignoringCase.snapshot().get(upper)).isSameAs(value);
        assertThat(ignoringCase.copy().get(upper)).isSameAs(value);
        assertThat(ignoringCase.remove(upper)).isSameAs(value);
        assertThat(ignoringCase.isEmpty()).isTrue();
    }

    @Test
    @DisplayName("KM-4 the hash is frozen at insertion: growing, copying and reclaiming take it from the entry")
    void equivalence_hash_isAskedForOnce() {
        IgnoringCase equivalence = new IgnoringCase();
        WeakKeyMap<Named, Named> grown =
                simulation.<Named, Named>weakKeyMap().keys(equivalence).build();
        List<Named> held = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            Named each = new Named("k" + i);
            held.add(each);
            grown.put(each, value);
        }
        assertThat(equivalence.hashes).hasValue(5_000);
        WeakKeyMap<Named, Named> copy = grown.copy();
        held.subList(0, 20).forEach(simulation::kill);
        assertThat(simulation.bury(grown)).isEqualTo(20);
        assertThat(equivalence.hashes).hasValue(5_000);
        assertThat(copy.size()).isEqualTo(4_980);
        assertThat(grown.size()).isEqualTo(4_980);
    }

    @Test
    @DisplayName("KM-4 a key whose hash has changed is found by nobody, and is still iterated and reclaimed")
    void hash_changed_entryIsStillReclaimed() {
        List<String> mutable = new ArrayList<>(List.of("a"));
        WeakKeyMap<List<String>, Named> lists =
                simulation.<List<String>, Named>weakKeyMap().build();
        lists.put(mutable, value);
        mutable.add("b");
        assertThat(lists.get(mutable)).isNull();
        assertThat(lists.size()).isOne();
        assertThat(simulation.collector.clear(mutable)).isOne();
        assertThat(simulation.bury(lists)).isOne();
        assertThat(lists.estimatedSize()).isZero();
    }

    @Test
    @DisplayName("KM-5 lookups allocate nothing and register nothing")
    void lookups_anyKey_leaveTheMapAsItIs() {
        map.put(key, value);
        Named missing = new Named("missing");
        assertThat(Allocation.perCall(10_000, () -> map.get(equalKey))).isZero();
        assertThat(Allocation.perCall(10_000, () -> map.get(missing))).isZero();
        assertThat(Allocation.perCall(10_000, () -> map.canonicalKey(equalKey))).isZero();
        assertThat(map.estimatedSize()).isOne();
        assertThat(simulation.collector.clear(equalKey)).isZero();
        assertThat(simulation.collector.clear(missing)).isZero();
    }

    @Test
    @DisplayName("KM-6 canonicalKey gives the stored key of a live entry")
    void canonicalKey_eachState_givesTheStoredKey() {
        assertThat(map.canonicalKey(key)).isNull();
        map.put(key, value);
        assertThat(map.canonicalKey(equalKey)).isSameAs(key);
        map.compute(equalKey, (k, v) -> {
            assertThat(map.canonicalKey(equalKey)).isSameAs(key);
            return v;
        });
        map.computeIfAbsent(next, k -> {
            assertThat(map.canonicalKey(next)).isNull();
            return null;
        });
        simulation.kill(key);
        assertThat(map.canonicalKey(equalKey)).isNull();
    }

    @Test
    @Tag("collector")
    @DisplayName("KM-7 a value that refers to its key keeps the entry; one that refers to it weakly does not")
    void value_refersToItsKey_keepsTheEntry() {
        WeakKeyMap<Object, Object> real =
                WeakKeyMap.<Object, Object>builder().backend(new JdkBackend()).build();
        WeakReference<Object> pinned = putWithValue(real, false);
        WeakReference<Object> free = putWithValue(real, true);
        Deaths.awaitClearing(free);
        assertThat(pinned.refersTo(null)).isFalse();
        assertThat(real.size()).isOne();
        real.clear();
        Deaths.awaitClearing(pinned);
    }

    private static WeakReference<Object> putWithValue(Map<Object, Object> real, boolean weakly) {
        Object fresh = new Object();
        real.put(fresh, weakly ? WeakRef.of(fresh) : new Object[] {fresh});
        return new WeakReference<>(fresh);
    }

    @Test
    @DisplayName("KM-6 keyRefs refer to the living keys")
    void keyRefs_someDead_referToTheLiving() {
        map.put(key, value);
        map.put(next, value);
        simulation.kill(next);
        Set<Named> keys = map.keyRefs().stream().map(Reference::get).collect(Collectors.toSet());
        assertThat(keys).containsExactly(key);
        assertThat(map.popEntry()).contains(Map.entry(key, value));
        assertThat(map.popEntry()).isEmpty();
    }

    @Test
    void containsAll_withNull_isFalse() {
        map.put(key, value);
        assertThat(map.keySet().containsAll(Arrays.asList(key, null))).isFalse();
        assertThat(map.entrySet().containsAll(Arrays.asList(Map.entry(key, value), null)))
                .isFalse();
    }

    @Test
    void retainAll_ofKeysByIdentity_goesByIdentity() {
        WeakKeyMap<String, Integer> map = WeakKeyMap.identity();
        String key = new String("key");
        String equal = new String("key");
        map.put(key, 1);
        map.put(equal, 2);
        assertThat(map.keySet().retainAll(List.of(key))).isTrue();
        assertThat(map.get(key)).isEqualTo(1);
        assertThat(map.get(equal)).isNull();
    }

    @Test
    void retainAll_ofEntriesByIdentity_goesByIdentity() {
        WeakKeyMap<String, Integer> map = WeakKeyMap.identity();
        String key = new String("key");
        String equal = new String("key");
        map.put(key, 1);
        map.put(equal, 1);
        assertThat(map.entrySet().retainAll(List.of(Map.entry(key, 1)))).isTrue();
        assertThat(map.get(key)).isEqualTo(1);
        assertThat(map.get(equal)).isNull();
    }
}
