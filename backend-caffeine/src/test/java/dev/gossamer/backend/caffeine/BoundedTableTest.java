package dev.gossamer.backend.caffeine;

import static dev.gossamer.backend.caffeine.Tables.bounded;
import static dev.gossamer.backend.caffeine.Tables.entriesOf;
import static dev.gossamer.backend.caffeine.Tables.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.backend.caffeine.Tables.Key;
import dev.gossamer.spi.Bounds;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Marker;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.WeakSide;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToIntBiFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(600)
class BoundedTableTest {
    private static final ToIntBiFunction<Object, Object> BY_VALUE = (key, value) -> (Integer) value;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final AtomicLong now = new AtomicLong();
    private final List<Entry> evicted = new ArrayList<>();
    private final Object value = new Object();

    @ParameterizedTest
    @EnumSource
    void insert_beyondMaximumSize_evictsBeforeItReturnsAndTellsOnce(WeakSide side) {
        Table table = bounded(side, Bounds.NONE.maximumSize(10), evicted::add);
        List<Entry> inserted = new ArrayList<>();
        List<Object> keys = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Object key = new Key("k" + i, i);
            keys.add(key);
            inserted.add(entry(side, key, value));
            table.insert(inserted.get(i), key);
            assertThat(table.estimatedSize()).isLessThanOrEqualTo(10);
        }

        assertThat(evicted).hasSize(90).doesNotHaveDuplicates();
        List<Entry> left = entriesOf(table);
        assertThat(left).hasSize(10).doesNotContainAnyElementsOf(evicted);
        for (int i = 0; i < 100; i++) {
            Entry found = table.find(new Key("k" + i, i), i);
            assertThat(found).isSameAs(left.contains(inserted.get(i)) ? inserted.get(i) : null);
            assertThat(table.remove(inserted.get(i))).isEqualTo(found != null);
        }
        assertThat(evicted).hasSize(90);
        assertThat(keys).hasSize(100);
    }

    @Test
    void insert_maximumSizeZero_evictsAtOnce() {
        Table table = bounded(WeakSide.VALUE, Bounds.NONE.maximumSize(0), evicted::add);
        Entry entry = entry(WeakSide.VALUE, "a", value);

        assertThat(table.insert(entry, "a")).isNull();

        assertThat(evicted).containsExactly(entry);
        assertThat(table.find("a", "a".hashCode())).isNull();
    }

    @Test
    void remove_andReplace_areNotTold() {
        Table table = bounded(WeakSide.VALUE, Bounds.NONE.maximumSize(10), evicted::add);
        Entry first = entry(WeakSide.VALUE, "a", value);
        Entry second = entry(WeakSide.VALUE, "a", value);
        table.insert(first, "a");

        assertThat(table.replace(first, second)).isTrue();
        assertThat(table.replace(first, second)).isFalse();
        assertThat(table.find("a", "a".hashCode())).isSameAs(second);
        assertThat(table.remove(second)).isTrue();

        assertThat(entriesOf(table)).isEmpty();
        assertThat(evicted).isEmpty();
    }

    @Test
    void onEvicted_runsUnderNoLock_soAnotherThreadGetsThrough() {
        AtomicReference<Table> self = new AtomicReference<>();
        List<Entry> reached = new ArrayList<>();
        Consumer<Entry> onEvicted = victim -> {
            evicted.add(victim);
            assertThat(self.get().remove(victim)).isFalse();
            if (evicted.size() < 5) {
                reached.add(inAnotherThread(() -> {
                    String key = "new" + evicted.size();
                    Entry added = entry(WeakSide.VALUE, key, value);
                    self.get().insert(added, key);
                    return added;
                }));
            }
        };
        Table table = bounded(WeakSide.VALUE, Bounds.NONE.maximumSize(1), onEvicted);
        self.set(table);

        table.insert(entry(WeakSide.VALUE, "a", value), "a");
        table.insert(entry(WeakSide.VALUE, "b", value), "b");

        assertThat(evicted).hasSize(5).doesNotHaveDuplicates();
        assertThat(reached).hasSize(4);
        assertThat(table.estimatedSize()).isEqualTo(1);
    }

    @Test
    void insert_beyondMaximumWeight_evicts() {
        Table table = bounded(WeakSide.VALUE, Bounds.NONE.maximumWeight(100, BY_VALUE), evicted::add);
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Integer weight = 10_000 - 9_990; // 10, small enough to be cached
            values.add(weight);
            table.insert(entry(WeakSide.VALUE, "k" + i, weight), "k" + i);
        }

        assertThat(entriesOf(table)).hasSize(10);
        assertThat(evicted).hasSize(10);
        assertThat(values).hasSize(20);
    }

    @Test
    void overwrite_isWeighedAgain() {
        Table table = bounded(WeakSide.KEY, Bounds.NONE.maximumWeight(100, BY_VALUE), evicted::add);
        Key key = new Key("a", 1);
        Entry entry = entry(WeakSide.KEY, key, 10);
        table.insert(entry, key);

        assertThat(table.overwrite(entry, 10, 90)).isTrue();
        assertThat(evicted).isEmpty();
        assertThat(table.overwrite(entry, 90, 101)).isTrue();

        assertThat(evicted).containsExactly(entry);
        assertThat(entriesOf(table)).isEmpty();
        assertThat(key.name).isEqualTo("a");
    }

    @Test
    void insert_claimedEntry_weighsNothingUntilItsValueIsThere() {
        Table table = bounded(WeakSide.KEY, Bounds.NONE.maximumWeight(0, BY_VALUE), evicted::add);
        Key key = new Key("a", 1);
        Entry entry = entry(WeakSide.KEY, key, Marker.CLAIMED);

        table.insert(entry, key);
        assertThat(table.find(key, 1)).isSameAs(entry);
        assertThat(evicted).isEmpty();
        assertThat(table.overwrite(entry, Marker.CLAIMED, 1)).isTrue();

        assertThat(evicted).containsExactly(entry);
        assertThat(table.find(key, 1)).isNull();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-7 the claim of a running function does not leave because of a maximum size")
    void insert_claimWithinAFullTable_isNotEvicted(WeakSide side) {
        Table table = bounded(side, Bounds.NONE.maximumSize(3), evicted::add);
        Key claimed = new Key("claimed", 1);
        Entry claim = side == WeakSide.KEY
                ? entry(side, claimed, Marker.CLAIMED)
                : new Entry(null, claimed, claimed.hash, null); // as a claim is: without a value
        table.insert(claim, claimed);
        List<Object> keys = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Key key = new Key("k" + i, i);
            keys.add(key);
            table.insert(entry(side, key, value), key);
        }
        assertThat(table.find(claimed, 1)).isSameAs(claim);
        assertThat(evicted).hasSize(97).doesNotContain(claim);
        Entry settled = entry(side, claimed, value);

        assertThat(table.replace(claim, settled)).isTrue();
        assertThat(table.estimatedSize()).isEqualTo(3);
        assertThat(evicted).hasSize(98);
        assertThat(keys).hasSize(100);
    }

    @Test
    void insert_weigherThatIsNegative_isRefusedAndNothingIsStored() {
        Table table = bounded(WeakSide.VALUE, Bounds.NONE.maximumWeight(9, (k, v) -> -3), evicted::add);

        assertThatThrownBy(() -> table.insert(entry(WeakSide.VALUE, "a", value), "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("weigher gave -3, which is negative; give 0 or more");
        assertThat(table.estimatedSize()).isZero();
    }

    @Test
    void weigher_runsUnderNoLock_soAnotherThreadGetsThrough() {
        AtomicReference<Table> self = new AtomicReference<>();
        ToIntBiFunction<Object, Object> weigher = (key, ignored) -> {
            if (key.equals("slow")) {
                inAnotherThread(() -> self.get().insert(entry(WeakSide.VALUE, "other", value), "other"));
            }
            return 1;
        };
        Table table = bounded(WeakSide.VALUE, Bounds.NONE.maximumWeight(9, weigher), evicted::add);
        self.set(table);
        Entry slow = entry(WeakSide.VALUE, "slow", value);

        table.insert(slow, "slow");
        table.replace(slow, entry(WeakSide.VALUE, "slow", value));

        assertThat(entriesOf(table)).hasSize(2);
    }

    @Test
    void find_afterExpireAfterWrite_hidesAndTheNextWriteTells() {
        Table table =
                bounded(WeakSide.VALUE, Bounds.NONE.expireAfterWrite(MINUTE).ticker(now::get), evicted::add);
        Entry entry = entry(WeakSide.VALUE, "a", value);
        table.insert(entry, "a");

        advance(59);
        assertThat(table.find("a", "a".hashCode())).isSameAs(entry);
        advance(1);
        assertThat(table.find("a", "a".hashCode())).isNull();
        assertThat(evicted).isEmpty();
        table.insert(entry(WeakSide.VALUE, "b", value), "b");

        assertThat(evicted).containsExactly(entry);
        assertThat(table.estimatedSize()).isEqualTo(1);
    }

    @Test
    void iterator_overExpiredEntries_showsNoneAndTells() {
        Table table =
                bounded(WeakSide.VALUE, Bounds.NONE.expireAfterWrite(MINUTE).ticker(now::get), evicted::add);
        Entry entry = entry(WeakSide.VALUE, "a", value);
        table.insert(entry, "a");
        advance(60);

        assertThat(entriesOf(table)).isEmpty();
        assertThat(evicted).containsExactly(entry);
    }

    @ParameterizedTest
    @EnumSource
    void insert_overAnExpiredEntryOfTheKey_tellsItOnce(WeakSide side) {
        Table table = bounded(side, Bounds.NONE.expireAfterWrite(MINUTE).ticker(now::get), evicted::add);
        Key key = new Key("a", 1);
        Key equal = new Key("a", 1);
        Entry old = entry(side, key, value);
        Entry next = entry(side, equal, value);
        table.insert(old, key);
        advance(60);

        assertThat(table.insert(next, equal)).isNull();

        assertThat(table.find(key, 1)).isSameAs(next);
        assertThat(evicted).containsExactly(old);
        assertThat(entriesOf(table)).containsExactly(next);
    }

    @Test
    void remove_expiredEntryThatIsStillStored_isARemovalAndNotTold() {
        Table table =
                bounded(WeakSide.VALUE, Bounds.NONE.expireAfterWrite(MINUTE).ticker(now::get), evicted::add);
        Entry entry = entry(WeakSide.VALUE, "a", value);
        table.insert(entry, "a");
        advance(60);

        assertThat(table.remove(entry)).isTrue();
        assertThat(entriesOf(table)).isEmpty();
        assertThat(evicted).isEmpty();
    }

    @Test
    void replace_expiredEntry_isRefusedAndTold() {
        Table table =
                bounded(WeakSide.VALUE, Bounds.NONE.expireAfterWrite(MINUTE).ticker(now::get), evicted::add);
        Entry entry = entry(WeakSide.VALUE, "a", value);
        table.insert(entry, "a");
        advance(60);

        assertThat(table.replace(entry, entry(WeakSide.VALUE, "a", value))).isFalse();
        assertThat(evicted).containsExactly(entry);
    }

    @Test
    void replace_andOverwrite_countAsWrites() {
        Table table = bounded(WeakSide.KEY, Bounds.NONE.expireAfterWrite(MINUTE).ticker(now::get), evicted::add);
        Key key = new Key("a", 1);
        Entry first = entry(WeakSide.KEY, key, 1);
        Entry second = entry(WeakSide.KEY, key, 2);
        table.insert(first, key);

        advance(40);
        assertThat(table.replace(first, second)).isTrue();
        advance(40);
        assertThat(table.find(key, 1)).isSameAs(second);
        assertThat(table.overwrite(second, 2, 3)).isTrue();
        advance(40);
        assertThat(table.find(key, 1)).isSameAs(second);
        advance(20);

        assertThat(table.find(key, 1)).isNull();
    }

    @Test
    void overwrite_expiredEntry_isRefusedAndTold() {
        Table table = bounded(WeakSide.KEY, Bounds.NONE.expireAfterWrite(MINUTE).ticker(now::get), evicted::add);
        Key key = new Key("a", 1);
        Entry entry = entry(WeakSide.KEY, key, 1);
        table.insert(entry, key);
        advance(60);

        assertThat(table.overwrite(entry, 1, 2)).isFalse();

        assertThat(entry.strong()).isEqualTo(1);
        assertThat(evicted).containsExactly(entry);
        assertThat(table.overwrite(entry, 1, 2)).isFalse();
        assertThat(evicted).containsExactly(entry);
        assertThat(key.name).isEqualTo("a");
    }

    @Test
    void find_withinExpireAfterAccess_countsAsAccessForKnownAndUnknownKeys() {
        Table table =
                bounded(WeakSide.VALUE, Bounds.NONE.expireAfterAccess(MINUTE).ticker(now::get), evicted::add);
        Key key = new Key("a", 1);
        Entry entry = entry(WeakSide.VALUE, key, value);
        Entry text = entry(WeakSide.VALUE, "text", value);
        table.insert(entry, key);
        table.insert(text, "text");

        for (int i = 0; i < 3; i++) {
            advance(40);
            assertThat(table.find(new Key("a", 1), 1)).isSameAs(entry);
            assertThat(table.find("text", "text".hashCode())).isSameAs(text);
        }
        advance(40);
        assertThat(table.find(key, 1)).isSameAs(entry);
        advance(40);

        assertThat(table.find(key, 1)).isSameAs(entry);
        assertThat(table.find("text", "text".hashCode())).isNull();
    }

    @Test
    void insert_afterMassExpiry_dropsABoundedNumberEach() {
        Table table =
                bounded(WeakSide.VALUE, Bounds.NONE.expireAfterWrite(MINUTE).ticker(now::get), evicted::add);
        for (int i = 0; i < 5_000; i++) {
            table.insert(entry(WeakSide.VALUE, "k" + i, value), "k" + i);
        }
        advance(60);

        table.insert(entry(WeakSide.VALUE, "a", value), "a");
        assertThat(evicted).hasSizeBetween(1, 2_000);
        for (int i = 0; i < 10; i++) {
            table.insert(entry(WeakSide.VALUE, "b" + i, value), "b" + i);
        }

        assertThat(evicted).hasSize(5_000).doesNotHaveDuplicates();
    }

    private void advance(int seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private static <T> T inAnotherThread(Supplier<T> operation) {
        AtomicReference<T> result = new AtomicReference<>();
        Thread thread = new Thread(() -> result.set(operation.get()));
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for another thread's operation", e);
        }
        return result.get();
    }
}
