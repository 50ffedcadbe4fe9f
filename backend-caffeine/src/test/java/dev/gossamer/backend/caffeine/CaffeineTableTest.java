package dev.gossamer.backend.caffeine;

import static dev.gossamer.backend.caffeine.Tables.entriesOf;
import static dev.gossamer.backend.caffeine.Tables.entry;
import static dev.gossamer.backend.caffeine.Tables.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.Equivalence;
import dev.gossamer.backend.caffeine.Tables.Key;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Marker;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.WeakSide;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 600, threadMode = ThreadMode.SEPARATE_THREAD) // a thread that waits for itself cannot be interrupted
class CaffeineTableTest {
    private static final Equivalence<Object> FIRST_LETTER = new Equivalence<>() {
        @Override
        public int hash(Object object) {
            return object.toString().charAt(0);
        }

        @Override
        public boolean equivalent(Object left, Object right) {
            return left.toString().charAt(0) == right.toString().charAt(0);
        }
    };

    private final Key key = new Key("a", 7);
    private final Key equal = new Key("a", 7);
    private final Object value = new Object();

    @ParameterizedTest
    @EnumSource
    void insert_absentKey_isFoundByEqualKeyOfUnknownClass(WeakSide side) {
        Table table = table(side, Equivalence.equality());
        Entry entry = entry(side, key, value);

        assertThat(table.find(key, 7)).isNull();
        assertThat(table.insert(entry, key)).isNull();

        assertThat(table.find(key, 7)).isSameAs(entry);
        assertThat(table.find(equal, 7)).isSameAs(entry);
        assertThat(table.find(new Key("b", 7), 7)).isNull();
        assertThat(table.find(equal, 8)).isNull();
        assertThat(table.estimatedSize()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void insert_absentKey_isFoundByEqualString(WeakSide side) {
        Table table = table(side, Equivalence.equality());
        String stored = "key-" + side;
        Entry entry = entry(side, stored, value);
        table.insert(entry, stored);

        assertThat(table.find("key-".concat(side.name()), stored.hashCode())).isSameAs(entry);
        assertThat(table.find("other", stored.hashCode())).isNull();
        assertThat(stored).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void insert_presentKey_givesTheEntryThatWasThere(WeakSide side) {
        Table table = table(side, Equivalence.equality());
        Entry entry = entry(side, key, value);
        table.insert(entry, key);

        assertThat(table.insert(entry(side, equal, value), equal)).isSameAs(entry);
        assertThat(entriesOf(table)).containsExactly(entry);
    }

    @Test
    @DisplayName("KM-3 identity: equal but distinct keys are two entries")
    void insert_identity_keepsEqualKeysApart() {
        Table table = table(WeakSide.KEY, Equivalence.identity());
        Entry first = entry(WeakSide.KEY, key, 1);
        Entry second = entry(WeakSide.KEY, equal, 2);

        assertThat(table.insert(first, key)).isNull();
        assertThat(table.find(equal, 7)).isNull();
        assertThat(table.insert(second, equal)).isNull();

        assertThat(table.find(key, 7)).isSameAs(first);
        assertThat(table.find(equal, 7)).isSameAs(second);
        assertThat(entriesOf(table)).containsExactlyInAnyOrder(first, second);
    }

    @Test
    @DisplayName("KM-4 any equivalence")
    void find_customEquivalence_comparesByIt() {
        Table table = table(WeakSide.KEY, FIRST_LETTER);
        String stored = "abc";
        Entry entry = entry(WeakSide.KEY, stored, 1, 'a');
        table.insert(entry, stored);

        assertThat(table.find("axy", 'a')).isSameAs(entry);
        assertThat(table.find("bxy", 'a')).isNull();
    }

    @Test
    void find_deadValue_isStillFoundUnderItsKey() {
        Table table = table(WeakSide.VALUE, Equivalence.equality());
        Entry entry = entry(WeakSide.VALUE, key, value);
        table.insert(entry, key);
        entry.clear();

        assertThat(table.find(equal, 7)).isSameAs(entry);
        assertThat(table.insert(entry(WeakSide.VALUE, equal, value), equal)).isSameAs(entry);
        assertThat(entriesOf(table)).containsExactly(entry);
    }

    @Test
    void find_deadKey_matchesNothing() {
        Table table = table(WeakSide.KEY, Equivalence.equality());
        Entry dead = entry(WeakSide.KEY, key, 1);
        table.insert(dead, key);
        dead.clear();
        Entry next = entry(WeakSide.KEY, equal, 2);

        assertThat(table.find(equal, 7)).isNull();
        assertThat(table.insert(next, equal)).isNull();

        assertThat(table.find(key, 7)).isSameAs(next);
        assertThat(entriesOf(table)).containsExactlyInAnyOrder(dead, next);
        assertThat(table.estimatedSize()).isEqualTo(2);
    }

    @Test
    void find_retiredKey_matchesNothing() {
        Table table = table(WeakSide.VALUE, Equivalence.equality());
        Entry entry = entry(WeakSide.VALUE, key, value);
        table.insert(entry, key);
        entry.exchangeStrong(Marker.RETIRED);

        assertThat(table.find(key, 7)).isNull();
        assertThat(table.remove(entry)).isTrue();
    }

    @Test
    @DisplayName("MAP-3 removal is by identity, never of the newer entry under an equal key")
    void remove_lateNotice_leavesTheNewerEntry() {
        Table table = table(WeakSide.KEY, Equivalence.equality());
        Entry dead = entry(WeakSide.KEY, key, 1);
        Entry next = entry(WeakSide.KEY, equal, 2);
        table.insert(dead, key);
        dead.clear();
        table.insert(next, equal);

        assertThat(table.remove(dead)).isTrue();
        assertThat(table.remove(dead)).isFalse();

        assertThat(table.find(equal, 7)).isSameAs(next);
        assertThat(table.estimatedSize()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-4 removing and replacing run no code of the key, whose hash may have changed")
    void remove_keyThatThrowsAndHasAnotherHash_runsNoUserCode(WeakSide side) {
        Table table = table(side, Equivalence.equality());
        List<Entry> entries = new ArrayList<>();
        List<Key> keys = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Key next = new Key("k" + i, 7);
            keys.add(next);
            entries.add(entry(side, next, value));
            table.insert(entries.get(i), next);
        }
        for (Key each : keys) {
            each.hash = -1;
            each.onEquals = () -> {
                throw new IllegalStateException("compared");
            };
        }
        Entry successor = entry(side, keys.get(0), value, 7);

        assertThat(table.replace(entries.get(0), successor)).isTrue();
        assertThat(table.remove(entries.get(0))).isFalse();
        assertThat(table.remove(successor)).isTrue();
        for (Entry entry : entries.subList(1, 40)) {
            assertThat(table.remove(entry)).isTrue();
        }
        assertThat(table.estimatedSize()).isZero();
        assertThat(entriesOf(table)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void replace_storedEntry_putsTheNextInItsPlace(WeakSide side) {
        Table table = table(side, Equivalence.equality());
        Entry entry = entry(side, key, value);
        Entry next = entry(side, equal, value);
        table.insert(entry, key);

        assertThat(table.replace(next, entry)).isFalse();
        assertThat(table.replace(entry, next)).isTrue();
        assertThat(table.replace(entry, entry(side, key, value))).isFalse();

        assertThat(table.find(key, 7)).isSameAs(next);
        assertThat(entriesOf(table)).containsExactly(next);
    }

    @Test
    void remove_entryThatWasNeverStored_isRefused() {
        Table table = table(WeakSide.VALUE, Equivalence.equality());
        table.insert(entry(WeakSide.VALUE, key, value), key);

        assertThat(table.remove(entry(WeakSide.VALUE, key, value))).isFalse();
        assertThat(table.estimatedSize()).isEqualTo(1);
    }

    @Test
    void find_manyKeysOfOneHash_findsEach() {
        Table table = table(WeakSide.VALUE, Equivalence.equality());
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Key each = new Key("k" + i, 7);
            entries.add(entry(WeakSide.VALUE, each, value));
            assertThat(table.insert(entries.get(i), each)).isNull();
        }
        for (int i = 0; i < 200; i++) {
            assertThat(table.find(new Key("k" + i, 7), 7)).isSameAs(entries.get(i));
        }
        assertThat(table.find(new Key("none", 7), 7)).isNull();
    }

    @Test
    @DisplayName("MAP-10 equals runs under no lock: it may write to the same bin, even of a tree")
    void find_equalsThatWritesToTheSameBin_doesNotWaitForItself() {
        Table table = table(WeakSide.VALUE, Equivalence.equality());
        for (int i = 0; i < 100; i++) {
            Key each = new Key("k" + i, 7);
            table.insert(entry(WeakSide.VALUE, each, value), each);
        }
        AtomicInteger made = new AtomicInteger();
        Key writer = new Key("k50", 7);
        writer.onEquals = () -> {
            Key another = new Key("n" + made.incrementAndGet(), 7);
            Entry added = entry(WeakSide.VALUE, another, value);
            table.insert(added, another);
            table.remove(added);
        };

        assertThat(table.find(writer, 7)).isNotNull();
        assertThat(table.insert(entry(WeakSide.VALUE, writer, value), writer)).isNotNull();
        assertThat(made.get()).isPositive();
    }

    @Test
    @DisplayName("MAP-10 equals that waits for another thread's insertion of another key lets it through")
    void insert_equalsThatWaitsForAnotherInsertion_doesNotHoldItUp() {
        Table table = table(WeakSide.VALUE, Equivalence.equality());
        table.insert(entry(WeakSide.VALUE, key, value), key);
        Key waiting = new Key("b", 7);
        waiting.onEquals = () -> {
            Thread other = new Thread(() -> {
                Key neighbour = new Key("c", 7);
                if (table.find(neighbour, 7) == null) {
                    table.insert(entry(WeakSide.VALUE, neighbour, value), neighbour);
                }
            });
            other.start();
            join(other);
        };

        assertThat(table.insert(entry(WeakSide.VALUE, waiting, value), waiting)).isNull();
        assertThat(table.estimatedSize()).isEqualTo(3);
    }

    @Test
    @DisplayName("MAP-10 an insertion ends even if other keys of its stripe come during each of its comparisons")
    void insert_otherKeysComeWithEachComparison_ends() {
        Table table = table(WeakSide.VALUE, Equivalence.equality());
        table.insert(entry(WeakSide.VALUE, key, value), key);
        AtomicInteger made = new AtomicInteger();
        Key slow = new Key("b", 7);
        slow.onEquals = () -> {
            assertThat(made.incrementAndGet()).as("times it has looked").isLessThan(100);
            Key other = new Key("n" + made.get(), 7 + (made.get() << 16));
            table.insert(entry(WeakSide.VALUE, other, value), other);
        };

        assertThat(table.insert(entry(WeakSide.VALUE, slow, value), slow)).isNull();
        assertThat(table.estimatedSize()).isEqualTo(2 + made.get());
    }

    @Test
    @DisplayName("MAP-7 an equal key that comes while an insertion looks for the second time is found")
    void insert_equalKeyComesDuringTheSecondSearch_givesThatOne() {
        Table table = table(WeakSide.VALUE, Equivalence.equality());
        table.insert(entry(WeakSide.VALUE, key, value), key);
        Key equalOne = new Key("b", 7);
        Entry winner = entry(WeakSide.VALUE, equalOne, value);
        AtomicInteger searches = new AtomicInteger();
        Key slow = new Key("b", 7);
        slow.onEquals = () -> {
            int search = searches.incrementAndGet();
            if (search == 1) {
                table.insert(entry(WeakSide.VALUE, "other", value, 7 + (1 << 16)), "other");
            } else if (search == 2) {
                table.insert(winner, equalOne);
            }
        };

        assertThat(table.insert(entry(WeakSide.VALUE, slow, value), slow)).isSameAs(winner);
        assertThat(table.estimatedSize()).isEqualTo(3);
    }

    @Test
    void find_equalsThatThrows_propagatesAndLeavesTheTableUsable() {
        Table table = table(WeakSide.VALUE, Equivalence.equality());
        Entry entry = entry(WeakSide.VALUE, key, value);
        table.insert(entry, key);
        Key failing = new Key("a", 7);
        failing.onEquals = () -> {
            throw new IllegalStateException("compared");
        };

        assertThatThrownBy(() -> table.find(failing, 7)).hasMessage("compared");
        assertThatThrownBy(() -> table.insert(entry(WeakSide.VALUE, failing, value), failing))
                .hasMessage("compared");
        assertThat(table.find(equal, 7)).isSameAs(entry);
    }

    @Test
    void iterator_whileEntriesComeAndGo_showsEachStoredOneOnce() {
        Table table = table(WeakSide.VALUE, Equivalence.equality());
        List<Entry> staying = new ArrayList<>();
        List<Entry> leaving = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Entry entry = entry(WeakSide.VALUE, "k" + i, value);
            table.insert(entry, "k" + i);
            (i % 2 == 0 ? staying : leaving).add(entry);
        }
        List<Entry> seen = new ArrayList<>();
        Iterator<Entry> iterator = table.iterator();
        for (int i = 0; iterator.hasNext(); i++) {
            seen.add(iterator.next());
            if (i < leaving.size()) {
                table.remove(leaving.get(i));
                table.insert(entry(WeakSide.VALUE, "new" + i, value), "new" + i);
            }
        }

        assertThat(seen).containsAll(staying).doesNotHaveDuplicates();
        assertThatThrownBy(iterator::next)
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("no entry is left; ask hasNext() first");
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for another insertion", e);
        }
    }
}
