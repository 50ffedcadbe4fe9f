package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.backend.jdk.JdkBackend;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The rules of maps with weak values. */
@Timeout(600)
class WeakValueMapTest {
    private final Simulation simulation = new Simulation();
    private final WeakValueMap<Named, Named> map =
            simulation.<Named, Named>weakValueMap().build();
    private final Named key = new Named("key");
    private final Named equalKey = new Named("key");
    private final Named value = new Named("value");
    private final Named next = new Named("next");

    @Test
    @DisplayName("VM-1 a dead value frees its key: the next put brings its own key object")
    void put_afterDeath_adoptsTheNewKey() {
        map.put(key, value);
        simulation.kill(value);
        map.put(equalKey, next);
        assertThat(map.keySet().iterator().next()).isSameAs(equalKey);
        simulation.bury(map);
        assertThat(map.keySet().iterator().next()).isSameAs(equalKey);
    }

    @Test
    @Tag("collector")
    @DisplayName("VM-1 a key is released after its value died, though nobody touches the map")
    void key_valueCollected_isReleased() {
        WeakValueMap<Object, Object> real =
                WeakValueMap.<Object, Object>builder().backend(new JdkBackend()).build();
        WeakRef<Named> freed = putDropped(real);
        Deaths.collectUntil("the key of a dead value to be collected", () -> !freed.isAlive());
        assertThat(real).isEmpty();
    }

    private static WeakRef<Named> putDropped(Map<Object, Object> real) {
        Named fresh = new Named("fresh");
        real.put(fresh, new Named("dropped"));
        return WeakRef.of(fresh);
    }

    @Test
    @DisplayName("VM-2 overwriting keeps the stored key object")
    void overwrite_equalKey_keepsTheKey() {
        map.put(key, value);
        map.put(equalKey, next);
        assertThat(map.keySet().iterator().next()).isSameAs(key);
        map.put(equalKey, value, "ticket");
        assertThat(map.keySet().iterator().next()).isSameAs(key);
        map.replace(equalKey, next);
        assertThat(map.keySet().iterator().next()).isSameAs(key);
        map.compute(equalKey, (k, v) -> value);
        assertThat(map.keySet().iterator().next()).isSameAs(key);
        map.merge(equalKey, next, (before, v) -> v);
        assertThat(map.keySet().iterator().next()).isSameAs(key);
        assertThat(map.get(key)).isSameAs(next);
    }

    @Test
    @DisplayName("VM-3 one value under many keys: all vanish with it, and each is told")
    void death_ofSharedValue_takesAllItsKeys() {
        List<Named> told = new ArrayList<>();
        WeakValueMap<Named, Named> many = simulation
                .<Named, Named>weakValueMap()
                .onCollected((survivor, ticket) -> told.add(survivor))
                .build();
        List<Named> keys =
                IntStream.range(0, 50).mapToObj(i -> new Named("k" + i)).toList();
        keys.forEach(each -> many.put(each, value));
        many.put(key, next);
        assertThat(simulation.collector.clear(value)).isEqualTo(50);
        assertThat(many.snapshot()).isEqualTo(Map.of(key, next));
        assertThat(simulation.bury(many)).isEqualTo(50);
        assertThat(told).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(many.estimatedSize()).isOne();
    }

    @Test
    @DisplayName("VM-4 getOrPut stores when there is nothing alive, and gives what is there otherwise")
    void getOrPut_eachState_givesTheWinner() {
        assertThat(map.getOrPut(key, value)).isSameAs(value);
        assertThat(map.getOrPut(equalKey, next)).isSameAs(value);
        simulation.kill(value);
        assertThat(map.getOrPut(key, next)).isSameAs(next);
        assertThat(map.size()).isOne();
    }

    @Test
    @Tag("collector")
    @DisplayName("VM-4 getOrPut gives one winner and never null while the collector storms")
    void getOrPut_collectorStorm_givesTheOneWinner() throws Exception {
        WeakValueMap<Integer, Named> real =
                WeakValueMap.<Integer, Named>builder().backend(new JdkBackend()).build();
        AtomicBoolean ended = new AtomicBoolean();
        try (Crowd crowd = new Crowd()) {
            var storm = crowd.start(i -> {
                while (!ended.get()) {
                    System.gc();
                }
            });
            crowd.run(4, i -> {
                for (int n = 0; n < 100_000; n++) {
                    Integer k = n % 8;
                    Named winner = real.getOrPut(k, new Named("from " + i));
                    assertThat(winner != null).isTrue();
                    assertThat(real.get(k) == winner).isTrue(); // as long as the winner is held
                    Reference.reachabilityFence(winner);
                }
            });
            ended.set(true);
            Crowd.await(storm);
        }
    }

    @Test
    @DisplayName("VM-5 popEntry gives a live entry, and nothing when only dead ones remain")
    void popEntry_someDead_givesTheLiving() {
        map.put(key, value);
        map.put(next, next);
        simulation.kill(value);
        assertThat(map.popEntry()).contains(Map.entry(next, next));
        assertThat(map.popEntry()).isEqualTo(Optional.empty());
        assertThat(map.isEmpty()).isTrue();
        simulation.bury(map);
        assertThat(map.popEntry()).isEmpty();
        assertThat(map.estimatedSize()).isZero();
    }

    @Test
    @DisplayName("VM-5 eight threads pop each entry once")
    void popEntry_eightThreads_eachOnce() throws Exception {
        List<Named> held = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            Named each = new Named("v" + i);
            held.add(each);
            map.put(each, each);
        }
        List<Named> popped = Collections.synchronizedList(new ArrayList<>());
        try (Crowd crowd = new Crowd()) {
            crowd.run(8, i -> {
                for (var entry = map.popEntry(); entry.isPresent(); entry = map.popEntry()) {
                    popped.add(entry.get().getKey());
                }
            });
        }
        assertThat(popped).containsExactlyInAnyOrderElementsOf(held);
    }

    @Test
    @DisplayName("VM-6 valueRefs refer to the living, and each knows its key")
    void valueRefs_someDead_knowTheirKeys() {
        map.put(key, value);
        map.put(next, next);
        simulation.kill(next);
        List<KeyedRef<Named, Named>> refs = map.valueRefs();
        assertThat(refs).hasSize(1);
        assertThat(refs.get(0).key()).isSameAs(key);
        assertThat(refs.get(0).get()).isSameAs(value);
        assertThat(refs.get(0)).isEqualTo(WeakRef.of(value));
    }

    @Test
    @Tag("collector")
    @DisplayName("VM-6 valueRefs pin nothing")
    void valueRefs_held_pinNothing() {
        WeakValueMap<String, Object> real =
                WeakValueMap.<String, Object>builder().backend(new JdkBackend()).build();
        List<KeyedRef<String, Object>> refs = refsOfDropped(real);
        Deaths.awaitClearing(refs.get(0));
        assertThat(refs.get(0).key()).isEqualTo("k");
    }

    private static List<KeyedRef<String, Object>> refsOfDropped(WeakValueMap<String, Object> real) {
        Named dropped = new Named("dropped");
        real.put("k", dropped);
        List<KeyedRef<String, Object>> refs = real.valueRefs();
        Reference.reachabilityFence(dropped);
        return refs;
    }
}
