package dev.gossamer.examples.cookbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.Equivalence;
import dev.gossamer.Interner;
import dev.gossamer.KeyedLocks;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakValueMap;
import dev.gossamer.tck.environment.RealCollector;
import java.lang.ref.Reference;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // a hold is there to be closed
class KeyRecipesTest {
    // @start region="lock-per-key"
    static final class Accounts {
        private final Map<String, Long> balances = Collections.synchronizedMap(new HashMap<>());
        private final KeyedLocks<String> locks = KeyedLocks.create();

        void transfer(String from, String to, long amount) {
            try (KeyedLocks.Hold both = locks.lockAll(List.of(from, to))) { // no deadlock, in whatever order
                balances.merge(from, -amount, Long::sum);
                balances.merge(to, amount, Long::sum);
            }
        }
    }
    // @end region="lock-per-key"

    @Test
    void lockPerKey_transfersBothWays_endAndAddUp() throws Exception {
        Accounts accounts = new Accounts();
        Thread there = new Thread(() -> transferOften(accounts, "a", "b"));
        Thread back = new Thread(() -> transferOften(accounts, "b", "a"));
        there.start();
        back.start();
        there.join();
        back.join();
        assertThat(accounts.balances).containsEntry("a", 0L).containsEntry("b", 0L);
        assertThat(accounts.locks.states()).isEmpty();
    }

    private static void transferOften(Accounts accounts, String from, String to) {
        for (int i = 0; i < 1_000; i++) {
            accounts.transfer(from, to, 5);
        }
    }

    @Test
    void interning_equalValues_giveOneInstance() {
        // @start region="interning"
        Interner<String> names = Interner.create();
        Interner<URI> addresses = Interner.create();
        Interner<byte[]> digests =
                Interner.<byte[]>builder().keys(Equivalence.arrays()).build();

        String name = names.intern(new String("ada"));
        URI address = addresses.intern(URI.create("https://example.com/ada"));
        byte[] digest = digests.intern(new byte[] {1, 2, 3});
        // @end region="interning"
        assertThat(names.intern(new String("ada"))).isSameAs(name);
        assertThat(addresses.intern(URI.create("https://example.com/ada"))).isSameAs(address);
        assertThat(digests.intern(new byte[] {1, 2, 3})).isSameAs(digest);
        Reference.reachabilityFence(name);
        Reference.reachabilityFence(address);
        Reference.reachabilityFence(digest);
    }

    // @start region="two-way-table"
    static final class TwoWayTable<K, V> {
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
    // @end region="two-way-table"

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
        RealCollector.await(
                "both ways to be gone", () -> table.values.estimatedSize() + table.keys.estimatedSize() == 0);
    }

    private static void putDying(TwoWayTable<String, Object> table) {
        table.put("a", new Object());
    }

    // @start region="insertion-order"
    static final class Windows<W> {
        private final AtomicLong serial = new AtomicLong();
        private final WeakKeyMap<W, Long> opened = WeakKeyMap.identity();

        void open(W window) {
            opened.put(window, serial.incrementAndGet());
        }

        List<W> oldestFirst() {
            return opened.snapshot().entrySet().stream()
                    .sorted(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }
    // @end region="insertion-order"

    @Test
    void insertionOrder_windowsThatAreOpen_areListedOldestFirst() {
        Windows<Object> windows = new Windows<>();
        List<Object> opened = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Object window = new Object();
            opened.add(window);
            windows.open(window);
        }
        assertThat(windows.oldestFirst()).isEqualTo(opened);
        Reference.reachabilityFence(opened);
    }
}
