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
import java.util.function.BiConsumer;
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
                Object canonical = results.get(0).get(300, TimeUnit.SECONDS);
                for (Future<Object> result : results) {
                    assertThat(result.get(300, TimeUnit.SECONDS)).isSameAs(canonical);
                }
                assertThat(loads).hasValue(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Comparable, all with one hash; throws once where it is told to. */
    private static final class Fragile implements Comparable<Fragile> {
        private static boolean failsComparing;
        private static boolean failsEquals;

        private final int number;

        Fragile(int number) {
            this.number = number;
        }

        @Override
        public int compareTo(Fragile other) {
            if (failsComparing) {
                failsComparing = false;
                throw new StackOverflowError("while comparing");
            }
            return Integer.compare(number, other.number);
        }

        @Override
        public boolean equals(Object other) {
            if (failsEquals) {
                failsEquals = false;
                throw new StackOverflowError("while comparing");
            }
            return other instanceof Fragile key && key.number == number;
        }

        @Override
        public int hashCode() {
            return 42;
        }
    }

    @Test
    @DisplayName("ASYNC-2 an error while a load is reserved leaves no reservation")
    void getAsync_reservingFails_canBeTriedAgain() {
        AsyncWeakValueMap<Fragile, Object> fragile = AsyncWeakValueMap.create();
        int failed = 0;
        for (int i = 0; i < 20; i++) { // at some of them the bin becomes a tree, when the reservation is there
            Fragile key = new Fragile(i);
            Fragile.failsComparing = true;
            boolean refused =
                    fragile.getAsync(key, same -> new CompletableFuture<>()).isCompletedExceptionally();
            Fragile.failsComparing = false;
            if (refused) {
                failed++;
                Object value = new Object();
                assertThat(fragile.getAsync(key, same -> CompletableFuture.completedFuture(value)))
                        .isCompletedWithValue(value);
            }
        }
        assertThat(failed).isPositive();
    }

    @Test
    @DisplayName("ASYNC-2 a load whose reservation could not be taken back is not shared for ever")
    void finish_reservationCannotBeTakenBack_nextOneLoads() {
        AsyncWeakValueMap<Fragile, Object> fragile = AsyncWeakValueMap.create();
        CompletableFuture<Object> before = new CompletableFuture<>();
        CompletableFuture<Object> source = new CompletableFuture<>();
        CompletableFuture<Object> neighbour = fragile.getAsync(new Fragile(1), same -> before);
        Fragile key = new Fragile(2);
        CompletableFuture<Object> failed = fragile.getAsync(key, same -> source);
        Fragile.failsEquals = true;
        source.completeExceptionally(new IllegalStateException("no source"));
        assertThat(Fragile.failsEquals).isFalse();
        assertThatThrownBy(failed::join).hasCauseInstanceOf(StackOverflowError.class);
        assertThat(fragile.getIfPresent(key)).isEmpty();
        Object value = new Object();
        assertThat(fragile.getAsync(key, same -> CompletableFuture.completedFuture(value)))
                .isCompletedWithValue(value);
        before.complete(value);
        assertThat(neighbour).isCompletedWithValue(value);
    }

    /** A stage whose end cannot be told, for want of stack. */
    private static final class Untellable extends CompletableFuture<Object> {
        private final CompletableFuture<Object> told = new CompletableFuture<>();

        @Override
        public CompletableFuture<Object> whenComplete(BiConsumer<? super Object, ? super Throwable> action) {
            return told;
        }
    }

    @Test
    @DisplayName("ASYNC-2 a load of which there was no stack to tell is not shared for ever")
    void finish_noStackToTell_nextOneLoads() {
        StackOverflowError overflow = new StackOverflowError();
        Untellable source = new Untellable();
        source.told.completeExceptionally(overflow);
        CompletableFuture<Object> failed = map.getAsync("a", key -> source);
        assertThat(failed).isCompletedExceptionally();
        assertThatThrownBy(failed::join).hasCause(overflow);
        Object value = new Object();
        assertThat(map.getAsync("a", key -> CompletableFuture.completedFuture(value)))
                .isCompletedWithValue(value);

        Untellable late = new Untellable();
        CompletableFuture<Object> waiting = map.getAsync("b", key -> late);
        assertThat(map.getIfPresent("b")).isPresent();
        late.told.completeExceptionally(overflow);
        assertThat(map.getIfPresent("b")).isEmpty();
        assertThat(map.getAsync("b", key -> CompletableFuture.completedFuture(value)))
                .isCompletedWithValue(value);
        assertThat(waiting).isCompletedExceptionally();
        assertThatThrownBy(waiting::join)
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("an error of the JVM broke off the load; try again");
    }

    @Test
    @DisplayName("MAP-20 a put that throws leaves a load under way as it was")
    void put_thatThrows_leavesTheLoad() {
        Object refused = new Object();
        WeakValueMap<String, Object> values = WeakValueMap.<String, Object>builder()
                .hot(HotTier.weighing(10, each -> {
                    if (each == refused) {
                        throw new IllegalStateException("not weighed");
                    }
                    return 1;
                }))
                .build();
        AsyncWeakValueMap<String, Object> weighing = AsyncWeakValueMap.over(values, Runnable::run);
        CompletableFuture<Object> source = new CompletableFuture<>();
        CompletableFuture<Object> waiting = weighing.getAsync("a", key -> counted(source));
        assertThatThrownBy(() -> weighing.put("a", refused)).hasMessage("not weighed");
        CompletableFuture<Object> second = weighing.getAsync("a", key -> counted(source));
        Object value = new Object();
        source.complete(value);
        assertThat(values.get("a")).isSameAs(value);
        assertThat(waiting).isCompletedWithValue(value);
        assertThat(second).isCompletedWithValue(value);
        assertThat(loads).hasValue(1);
    }

    private <T> T counted(T loaded) {
        loads.incrementAndGet();
        return loaded;
    }
}
