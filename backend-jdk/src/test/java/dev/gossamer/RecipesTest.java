package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@code docs/RECIPES.md} says. */
class RecipesTest {
    private static final class TwoWayTable<K, V> {
        private final WeakValueMap<K, V> values = WeakValueMap.create();
        private final WeakKeyMap<V, K> keys = WeakKeyMap.identity();

        void put(K key, V value) {
            values.compute(key, (same, before) -> {
                keys.put(value, same);
                return value;
            });
        }

        @Nullable V value(K key) {
            return values.get(key);
        }

        @Nullable K key(V value) {
            K key = keys.get(value);
            return key != null && values.get(key) == value ? key : null;
        }

        void remove(K key) {
            values.remove(key);
        }
    }

    @Test
    void twoWayTable_afterEachChange_agreesBothWays() {
        TwoWayTable<String, Object> table = new TwoWayTable<>();
        Object one = new Object();
        Object two = new Object();
        table.put("a", one);
        assertThat(table.value("a")).isSameAs(one);
        assertThat(table.key(one)).isEqualTo("a");
        table.put("a", two);
        assertThat(table.key(one)).isNull();
        assertThat(table.key(two)).isEqualTo("a");
        table.put("b", two);
        assertThat(table.key(two)).isEqualTo("b");
        table.remove("b");
        assertThat(table.key(two)).isNull();
        assertThat(table.value("a")).isSameAs(two);
    }

    @Test
    @Tag("collector")
    void twoWayTable_valueThatNobodyUses_leavesNothing() {
        TwoWayTable<String, Object> table = new TwoWayTable<>();
        putDying(table);
        Deaths.collectUntil(
                "both ways to be gone", () -> table.values.estimatedSize() + table.keys.estimatedSize() == 0);
    }

    private static void putDying(TwoWayTable<String, Object> table) {
        table.put("a", new Object());
    }

    @Test
    void orderOfInsertion_numbers_sort() {
        AtomicLong serial = new AtomicLong();
        WeakKeyMap<Object, Long> windows = WeakKeyMap.identity();
        List<Named> inOrder = Simulation.names("c", "a", "b", "d");
        inOrder.forEach(window -> windows.put(window, serial.incrementAndGet()));
        List<Object> listed = windows.snapshot().entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .<Object>map(Map.Entry::getKey)
                .toList();
        assertThat(listed).isEqualTo(inOrder);
    }

    @Test
    @Tag("collector")
    @DisplayName("the values of threads, virtual ones where there are any, can be listed and go with them")
    void valuesOfThreads_threadsThatEnd_areFreed() throws Exception {
        WeakKeyMap<Thread, Object> values = WeakKeyMap.identity();
        runThreads(values);
        Deaths.collectUntil("the values of ended threads to leave", () -> values.estimatedSize() == 0);
    }

    private static void runThreads(WeakKeyMap<Thread, Object> values) throws Exception {
        CountDownLatch stored = new CountDownLatch(10);
        CountDownLatch end = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            threads.add(start(() -> {
                values.computeIfAbsent(Thread.currentThread(), thread -> new Object());
                stored.countDown();
                end.await();
                return null;
            }));
        }
        stored.await();
        assertThat(values.keySet()).containsExactlyInAnyOrderElementsOf(threads);
        end.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static Thread start(Callable<@Nullable Void> work) throws Exception {
        Runnable task = () -> {
            try {
                work.call();
            } catch (Exception failure) {
                throw new AssertionError(failure);
            }
        };
        if (Runtime.version().feature() < 21) {
            Thread thread = new Thread(task);
            thread.start();
            return thread;
        }
        return (Thread)
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
    }
}
