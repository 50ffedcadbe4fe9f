package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Bounds;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Feature;
import dev.gossamer.spi.SimulatedCollector;
import dev.gossamer.spi.TableSpec;
import dev.gossamer.spi.WeakSide;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is refused, and in which words. */
@SuppressWarnings("NullAway")
class RefusalsTest {
    private final Simulation simulation = new Simulation();
    private final Named key = new Named("key");
    private final Named value = new Named("value");

    private static void assertRefused(Map<ThrowingCallable, String> calls) {
        calls.forEach((call, parameter) ->
                assertThatNullPointerException().as(parameter).isThrownBy(call).withMessage(parameter));
    }

    @Test
    @DisplayName("ID-1 null is refused by the name of the parameter, and nothing changes: WeakValueMap")
    void weakValueMap_null_isRefusedByName() {
        WeakValueMap<Named, Named> map = simulation.<Named, Named>weakValueMap().build();
        map.put(key, value);
        Map<ThrowingCallable, String> calls = ofConcurrentMap(map);
        calls.put(() -> map.getOrPut(null, value), "key");
        calls.put(() -> map.getOrPut(key, null), "value");
        calls.put(() -> map.put(null, value, "ticket"), "key");
        calls.put(() -> map.put(key, null, "ticket"), "value");
        calls.put(() -> map.put(key, value, null), "ticket");
        calls.put(() -> map.computeIfAbsent(key, null, v -> "ticket"), "mappingFunction");
        calls.put(() -> map.computeIfAbsent(key, k -> value, null), "ticketing");
        assertRefused(calls);
        assertThat(map.snapshot()).isEqualTo(Map.of(key, value));
    }

    @Test
    @DisplayName("ID-1 null is refused by the name of the parameter, and nothing changes: WeakKeyMap")
    void weakKeyMap_null_isRefusedByName() {
        for (Equivalence<Object> equivalence : List.of(Equivalence.equality(), Equivalence.identity())) {
            WeakKeyMap<Named, Named> map =
                    simulation.<Named, Named>weakKeyMap().keys(equivalence).build();
            map.put(key, value);
            Map<ThrowingCallable, String> calls = ofConcurrentMap(map);
            calls.put(() -> map.canonicalKey(null), "key");
            calls.put(() -> map.putReplacingKey(null, value), "key");
            calls.put(() -> map.putReplacingKey(key, null), "value");
            calls.put(() -> map.put(null, value, "ticket"), "key");
            calls.put(() -> map.put(key, value, null), "ticket");
            assertRefused(calls);
            assertThat(map.snapshot()).isEqualTo(Map.of(key, value));
        }
    }

    private Map<ThrowingCallable, String> ofConcurrentMap(ConcurrentMap<Named, Named> map) {
        Map<ThrowingCallable, String> calls = new LinkedHashMap<>();
        calls.put(() -> map.get(null), "key");
        calls.put(() -> map.getOrDefault(null, value), "key");
        calls.put(() -> map.containsKey(null), "key");
        calls.put(() -> map.containsValue(null), "value");
        calls.put(() -> map.put(null, value), "key");
        calls.put(() -> map.put(key, null), "value");
        calls.put(() -> map.putIfAbsent(null, value), "key");
        calls.put(() -> map.putIfAbsent(key, null), "value");
        calls.put(() -> map.remove(null), "key");
        calls.put(() -> map.remove(null, value), "key");
        calls.put(() -> map.replace(null, value), "key");
        calls.put(() -> map.replace(key, null), "value");
        calls.put(() -> map.replace(key, null, value), "oldValue");
        calls.put(() -> map.replace(key, value, null), "newValue");
        calls.put(() -> map.computeIfAbsent(null, k -> value), "key");
        calls.put(() -> map.computeIfAbsent(key, null), "mappingFunction");
        calls.put(() -> map.computeIfPresent(null, (k, v) -> value), "key");
        calls.put(() -> map.computeIfPresent(key, null), "remappingFunction");
        calls.put(() -> map.compute(null, (k, v) -> value), "key");
        calls.put(() -> map.compute(key, null), "remappingFunction");
        calls.put(() -> map.merge(null, value, (a, b) -> a), "key");
        calls.put(() -> map.merge(key, null, (a, b) -> a), "value");
        calls.put(() -> map.merge(key, value, null), "remappingFunction");
        calls.put(() -> map.forEach(null), "action");
        calls.put(() -> map.entrySet().iterator().next().setValue(null), "value");
        calls.put(() -> map.entrySet().removeIf(null), "filter");
        calls.put(() -> map.values().removeIf(null), "filter");
        calls.put(() -> map.keySet().contains(null), "key");
        calls.put(() -> map.values().contains(null), "value");
        return calls;
    }

    @Test
    @DisplayName("ID-1 null is refused by the name of the parameter, and nothing changes: WeakSet and Interner")
    void weakSetAndInterner_null_isRefusedByName() {
        WeakSet<Named> set = simulation.<Named>weakSet().build();
        Interner<Named> interner = simulation.<Named>interner().build();
        set.add(key);
        Map<ThrowingCallable, String> calls = new LinkedHashMap<>();
        calls.put(() -> set.add(null), "element");
        calls.put(() -> set.add(null, "ticket"), "element");
        calls.put(() -> set.add(value, null), "ticket");
        calls.put(() -> set.contains(null), "element");
        calls.put(() -> set.remove(null), "element");
        calls.put(() -> set.removeIf(null), "filter");
        calls.put(() -> set.union(null), "other");
        calls.put(() -> set.intersection(null), "other");
        calls.put(() -> set.difference(null), "other");
        calls.put(() -> set.symmetricDifference(null), "other");
        calls.put(() -> set.isDisjoint(null), "other");
        calls.put(() -> interner.intern(null), "instance");
        assertRefused(calls);
        assertThat(set.snapshot()).containsExactly(key);
        assertThat(interner.estimatedSize()).isZero();
    }

    @Test
    @DisplayName("ID-1 builders refuse null by the name of the parameter")
    void builders_null_isRefusedByName() {
        Map<ThrowingCallable, String> calls = new LinkedHashMap<>();
        calls.put(() -> WeakValueMap.builder().backend((Backend) null), "backend");
        calls.put(() -> WeakValueMap.builder().backend((String) null), "name");
        calls.put(() -> WeakValueMap.builder().reclaim(null), "reclaim");
        calls.put(() -> WeakValueMap.builder().identityPolicy(null), "policy");
        calls.put(() -> WeakValueMap.builder().wrapperPolicy(null), "policy");
        calls.put(() -> WeakValueMap.builder().keys(null), "keys");
        calls.put(() -> WeakValueMap.builder().onCollected(null), "listener");
        calls.put(() -> WeakSet.builder().onCollected(null), "listener");
        calls.put(() -> Interner.builder().onCollected(null), "listener");
        calls.put(() -> WeakValueMap.builder().maximumWeight(1, null), "weigher");
        calls.put(() -> WeakValueMap.builder().expireAfterWrite(null), "duration");
        calls.put(() -> WeakValueMap.builder().ticker(null), "nanoseconds");
        calls.put(() -> Reclaim.on(null), "executor");
        calls.put(() -> new SimulatedCollector(null), "backend");
        calls.put(() -> simulation.collector.clear(null), "referent");
        assertRefused(calls);
    }

    @Test
    @DisplayName("a name of no backend is refused with the names there are")
    void backend_unknownName_namesThoseThereAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeakKeyMap.builder().backend("granite"))
                .withMessage("no backend named \"granite\"; found: [jdk]");
        assertThat(Backends.named("jdk")).isInstanceOf(JdkBackend.class);
        assertThat(Backends.all()).hasSize(1);
        assertThat(Backends.standard()).isSameAs(Backends.standard());
    }

    @Test
    @DisplayName("negative numbers and durations are refused with the number and what is allowed")
    void builders_negativeNumbers_areRefused() {
        Map<Consumer<WeakValueMap.Builder<Object, Object>>, String> calls = Map.of(
                builder -> builder.initialCapacity(-1),
                "initialCapacity -1 is negative; give 0 or more",
                builder -> builder.maximumSize(-2),
                "maximumSize -2 is negative; give 0 or more",
                builder -> builder.maximumWeight(-3, (k, v) -> 1),
                "maximumWeight -3 is negative; give 0 or more",
                builder -> builder.expireAfterWrite(Duration.ZERO),
                "expireAfterWrite PT0S is not positive; give at least one nanosecond",
                builder -> builder.expireAfterAccess(Duration.ofNanos(-1)),
                "expireAfterAccess PT-0.000000001S is not positive; give at least one nanosecond");
        calls.forEach((call, message) -> assertThatIllegalArgumentException()
                .isThrownBy(() -> call.accept(WeakValueMap.builder()))
                .withMessage(message));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TableSpec(WeakSide.KEY, Equivalence.equality(), -1, Bounds.NONE, entry -> {}))
                .withMessage("initialCapacity -1 is negative; give 0 or more");
    }

    @Test
    @DisplayName("contradicting options of a builder are refused")
    void builders_contradictions_areRefused() {
        String message = "maximumSize and maximumWeight exclude each other; set the one that matters";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeakValueMap.builder().maximumSize(1).maximumWeight(1, (k, v) -> 1))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> WeakKeyMap.builder().maximumWeight(1, (k, v) -> 1).maximumSize(1))
                .withMessage(message);
    }

    @Test
    @DisplayName("an option that the backend does not offer is refused at build(), with the way out")
    void build_featureNotOffered_namesTheWayOut() {
        Map<WeakValueMap.Builder<Object, Object>, Feature> builders = Map.of(
                WeakValueMap.builder().maximumSize(1), Feature.MAXIMUM_SIZE,
                WeakValueMap.builder().maximumWeight(1, (k, v) -> 1), Feature.MAXIMUM_WEIGHT,
                WeakValueMap.builder().expireAfterWrite(Duration.ofSeconds(1)), Feature.EXPIRE_AFTER_WRITE,
                WeakValueMap.builder().expireAfterAccess(Duration.ofSeconds(1)), Feature.EXPIRE_AFTER_ACCESS);
        builders.forEach((builder, feature) -> assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.backend(new JdkBackend()).build())
                .withMessage("the backend \"jdk\" does not offer " + feature.option()
                        + "; use dev.gossamer:gossamer-backend-caffeine, which does"));
    }

    @Test
    @DisplayName("the JDK backend refuses bounds that the core let through")
    void table_bounds_areRefused() {
        Bounds bounds = Bounds.NONE.maximumSize(1);
        assertThatThrownBy(() -> new JdkBackend()
                        .table(new TableSpec(WeakSide.KEY, Equivalence.equality(), 0, bounds, entry -> {})))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("backend \"jdk\" does not offer maximumSize;"
                        + " leave the bound out or name a backend that offers it");
        assertThatThrownBy(() -> new JdkBackend().strongMap(0, bounds, (k, v) -> {}))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    @DisplayName("a table refuses to replace an entry by one of another hash")
    void replace_otherHash_isRefused() {
        var table = new JdkBackend()
                .table(new TableSpec(WeakSide.VALUE, Equivalence.equality(), 0, Bounds.NONE, entry -> {}));
        Entry entry = new Entry(value, key, 1, null);
        table.insert(entry, key);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> table.replace(entry, new Entry(value, key, 2, null)))
                .withMessage("the hash of the replacement is 2, not 1; remove the entry and insert the other one");
        assertThat(table.find(key, 1)).isSameAs(entry);
    }

    @Test
    @DisplayName("RC-1 the ways to reclaim tell their names")
    void reclaim_toString_tellsItsName() {
        assertThat(Reclaim.SHARED).hasToString("Reclaim.SHARED");
        assertThat(Reclaim.INLINE).hasToString("Reclaim.INLINE");
        assertThat(Reclaim.MANUAL).hasToString("Reclaim.MANUAL");
        assertThat(Reclaim.on(Runnable::run).toString()).startsWith("Reclaim.on(");
    }
}
