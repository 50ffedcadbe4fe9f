package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What only leads to something, on the weak side of containers. */
class WrapperPolicyTest {
    private static final String REFERENT = "give its referent, which the container holds weakly by itself";
    private static final String ASYNC = "take an AsyncWeakValueMap, which holds the load strongly and its value weakly";
    private static final String CONTAINER =
            "take a WeakMultimap for several values of one key, or hold the container strongly";

    private final Simulation simulation = new Simulation();

    private static Map<Object, String> wrappers() {
        Map<Object, String> wrappers = new LinkedHashMap<>();
        wrappers.put(new SoftReference<>(new Object()), REFERENT);
        wrappers.put(WeakRef.of(new Object()), REFERENT);
        wrappers.put(new CompletableFuture<>(), ASYNC);
        wrappers.put(new FutureTask<>(() -> "result"), ASYNC);
        wrappers.put(WeakSet.create(), CONTAINER);
        wrappers.put(WeakKeyMap.create(), CONTAINER);
        wrappers.put(WeakValueMap.create(), CONTAINER);
        wrappers.put(Interner.create(), CONTAINER);
        wrappers.put(AsyncWeakValueMap.create(), CONTAINER);
        wrappers.put(WeakValueMap.builder().loading(key -> key).build(), CONTAINER);
        wrappers.put(WeakMap.create(), CONTAINER);
        wrappers.put(WeakMultimap.weakValues(), CONTAINER);
        wrappers.put(WeakListeners.create(), CONTAINER);
        wrappers.put(Attachments.toClasses(), CONTAINER);
        return wrappers;
    }

    private static void assertRefused(Object wrapper, String remedy, List<Runnable> writes) {
        for (Runnable write : writes) {
            assertThatExceptionOfType(NotWeaklyReferenceableException.class)
                    .as("write %d", writes.indexOf(write))
                    .isThrownBy(write::run)
                    .withMessage(
                            "cannot hold an instance of " + wrapper.getClass().getName()
                                    + " weakly: nobody else holds it for as long as what it leads to is used; " + remedy
                                    + "; if it is held elsewhere, build the container with WrapperPolicy.ALLOW")
                    .satisfies(refused -> assertThat(refused.type()).isSameAs(wrapper.getClass()));
        }
    }

    @Test
    @DisplayName(
            "WRAP-1 a reference, a future or a container as a weak value is refused by every write, and nothing changes")
    void write_wrapperAsWeakValue_isRefused() {
        wrappers().forEach((wrapper, remedy) -> {
            WeakValueMap<String, Object> map =
                    simulation.<String, Object>weakValueMap().build();
            assertRefused(
                    wrapper,
                    remedy,
                    List.of(
                            () -> map.put("a", wrapper),
                            () -> map.put("a", wrapper, "ticket"),
                            () -> map.putIfAbsent("a", wrapper),
                            () -> map.getOrPut("a", wrapper),
                            () -> map.computeIfAbsent("a", key -> wrapper),
                            () -> map.compute("a", (key, value) -> wrapper),
                            () -> map.merge("a", wrapper, (before, value) -> value)));
            assertThat(map.estimatedSize()).isZero();
        });
    }

    @Test
    @DisplayName("WRAP-1 the same as a weak key or an element")
    void write_wrapperAsWeakKey_isRefused() {
        wrappers().forEach((wrapper, remedy) -> {
            WeakKeyMap<Object, String> map = simulation
                    .<Object, String>weakKeyMap()
                    .keys(Equivalence.identity())
                    .build();
            WeakSet<Object> set = simulation.weakSet().build();
            assertRefused(
                    wrapper,
                    remedy,
                    List.of(
                            () -> map.put(wrapper, "v"),
                            () -> map.putReplacingKey(wrapper, "v"),
                            () -> map.computeIfAbsent(wrapper, key -> "v"),
                            () -> set.add(wrapper)));
            assertThat(map.estimatedSize() + set.estimatedSize()).isZero();
        });
    }

    @Test
    @DisplayName("WRAP-1 strong sides and queries take wrappers")
    void strongSidesAndQueries_wrapper_areTaken() {
        wrappers().keySet().forEach(wrapper -> {
            WeakKeyMap<Object, Object> byKey = simulation.weakKeyMap().build();
            WeakValueMap<Object, Object> byValue = simulation.weakValueMap().build();
            Object held = new Object();
            byKey.put(held, wrapper);
            byValue.put(wrapper, held);
            assertThat(byKey.get(held)).isSameAs(wrapper);
            assertThat(byValue.get(wrapper)).isSameAs(held);
            assertThat(byKey.get(wrapper)).isNull();
            assertThat(byKey.remove(wrapper)).isNull();
        });
    }

    @Test
    @DisplayName("WRAP-2 WrapperPolicy.ALLOW holds them weakly as any other object")
    void write_wrapperWhereAllowed_isHeldWeakly() {
        WeakSet<Object> set =
                simulation.weakSet().wrapperPolicy(WrapperPolicy.ALLOW).build();
        CompletableFuture<Object> future = new CompletableFuture<>();
        set.add(future);
        assertThat(set).containsExactly(future);
        assertThat(set.copy().add(new SoftReference<>(future))).isTrue();
        simulation.kill(future);
        assertThat(set).isEmpty();
    }

    @Test
    @DisplayName("WRAP-1 a map of values that load asynchronously holds no future weakly")
    void asyncMap_whileAndAfterLoading_isNotRefused() {
        AsyncWeakValueMap<String, Object> map = AsyncWeakValueMap.create();
        Object value = new Object();
        CompletableFuture<Object> source = new CompletableFuture<>();
        CompletableFuture<Object> result = map.getAsync("a", key -> source);
        source.complete(value);
        assertThat(result.join()).isSameAs(value);
        assertThat(map.synchronous()).containsEntry("a", value);
    }
}
