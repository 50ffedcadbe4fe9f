package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class AsyncWeakValueMapTest {
    private final AsyncWeakValueMap<String, Object> map = AsyncWeakValueMap.create();
    private final AtomicInteger loads = new AtomicInteger();

    @Test
    @DisplayName("ASYNC-1 one load at a time for a key")
    void get_whileALoadIsUnderWay_sharesIt() {
        CompletableFuture<Object> source = new CompletableFuture<>();
        CompletableFuture<Object> first = map.getAsync("a", key -> counted(source));
        CompletableFuture<Object> second = map.getAsync("a", key -> counted(source));
        assertThat(first).isNotDone();
        Object value = new Object();
        source.complete(value);
        assertThat(first.join()).isSameAs(value);
        assertThat(second.join()).isSameAs(value);
        assertThat(loads).hasValue(1);
        assertThat(map.synchronous().get("a")).isSameAs(value);
    }

    @Test
    void get_ofAValueInUse_loadsNothing() {
        Object value = map.get("a", key -> new Object()).join();
        CompletableFuture<Object> again = map.get("a", key -> {
            throw new AssertionError("loaded again");
        });
        assertThat(again).isDone();
        assertThat(again.join()).isSameAs(value);
    }

    @Test
    @DisplayName("ASYNC-2 cancelling what one got changes nothing for the others")
    void cancel_byOneCaller_changesNothingForTheOthers() {
        CompletableFuture<Object> source = new CompletableFuture<>();
        CompletableFuture<Object> first = map.getAsync("a", key -> counted(source));
        CompletableFuture<Object> second = map.getAsync("a", key -> counted(source));
        CompletableFuture<Object> third = map.getAsync("a", key -> counted(source));
        first.cancel(true);
        second.cancel(true);
        source.complete("value of a");
        assertThat(third.join()).isEqualTo("value of a");
        assertThat(loads).hasValue(1);
    }

    @Test
    @DisplayName("ASYNC-2 a failure is not kept")
    void get_thatFails_isNotKept() {
        IllegalStateException failure = new IllegalStateException("no source");
        CompletableFuture<Object> failed = map.get("a", key -> {
            throw failure;
        });
        assertThatThrownBy(failed::join).isInstanceOf(CompletionException.class).hasCause(failure);
        assertThatThrownBy(() -> map.getAsync("a", key -> {
                            throw failure;
                        })
                        .join())
                .hasCause(failure);
        assertThat(map.getIfPresent("a")).isEmpty();
        Object value = new Object();
        assertThat(map.get("a", key -> value).join()).isSameAs(value);
    }

    @Test
    void get_ofNothing_storesNothing() {
        assertThat(map.get("a", key -> null).join()).isNull();
        assertThat(map.synchronous()).isEmpty();
        assertThat(map.getIfPresent("a")).isEmpty();
    }

    @Test
    void get_ofAValueWithoutIdentity_failsWithTheWayOut() {
        assertThatThrownBy(() -> map.get("a", key -> 1).join())
                .hasCauseInstanceOf(NotWeaklyReferenceableException.class);
        assertThat(map.getIfPresent("a")).isEmpty();
    }

    @Test
    @DisplayName("ASYNC-3 a write during a load wins")
    void put_whileALoadIsUnderWay_wins() {
        CompletableFuture<Object> source = new CompletableFuture<>();
        CompletableFuture<Object> waiting = map.getAsync("a", key -> source);
        Object put = new Object();
        map.put("a", put);
        source.complete(new Object());
        assertThat(waiting.join()).isSameAs(put);
        assertThat(map.synchronous().get("a")).isSameAs(put);
    }

    @Test
    void put_ofAValueWithoutIdentity_changesNothing() {
        CompletableFuture<Object> source = new CompletableFuture<>();
        CompletableFuture<Object> waiting = map.getAsync("a", key -> source);
        assertThatThrownBy(() -> map.put("a", 1)).isInstanceOf(NotWeaklyReferenceableException.class);
        Object value = new Object();
        source.complete(value);
        assertThat(waiting.join()).isSameAs(value);
        assertThat(map.synchronous().get("a")).isSameAs(value);
    }

    @Test
    @DisplayName("ASYNC-3 a removal during a load wins")
    void remove_whileALoadIsUnderWay_letsItStoreNothing() {
        CompletableFuture<Object> source = new CompletableFuture<>();
        CompletableFuture<Object> waiting = map.getAsync("a", key -> source);
        map.remove("a");
        Object value = new Object();
        source.complete(value);
        assertThat(waiting.join()).isSameAs(value);
        assertThat(map.synchronous()).isEmpty();
    }

    @Test
    void over_aMapWithAnotherEquivalence_isRefused() {
        WeakValueMap<String, Object> values = WeakValueMap.<String, Object>builder()
                .keys(Equivalence.identity())
                .build();
        assertThatThrownBy(() -> AsyncWeakValueMap.over(values, ForkJoinPool.commonPool()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the keys of the map compare by IDENTITY, but loads under way are found by equals;"
                        + " build the map without keys(…)");
    }

    @Test
    @Tag("collector")
    void value_thatNobodyUses_isCollectedAndLoadedAgain() {
        loadAndDrop();
        Deaths.collectUntil("the value to be collected", () -> map.synchronous().isEmpty());
        Object value = map.get("a", key -> counted(new Object())).join();
        assertThat(value).isNotNull();
        assertThat(loads).hasValue(2);
    }

    private void loadAndDrop() {
        map.get("a", key -> counted(new Object())).join();
    }

    @Test
    void get_byManyThreads_loadsOnceForALife() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            for (int round = 0; round < 200; round++) {
                loads.set(0);
                String key = "key" + round;
                List<Future<Object>> results = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    results.add(threads.submit(
                            () -> map.get(key, same -> counted(new Object())).join()));
                }
                Object canonical = results.get(0).get(1, TimeUnit.MINUTES);
                for (Future<Object> result : results) {
                    assertThat(result.get(1, TimeUnit.MINUTES)).isSameAs(canonical);
                }
                assertThat(loads).hasValue(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private <T> T counted(T loaded) {
        loads.incrementAndGet();
        return loaded;
    }
}
