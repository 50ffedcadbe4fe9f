package dev.gossamer.backend.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.Equivalence;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Marker;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.WeakSide;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every kind of table does with entries, one thread at a time. */
class TableTest {
    private static final Object OTHER_SIDE = new Object();

    /** The kinds of tables, and how entries for them are made. */
    enum Kind {
        STRONG_EQUALITY(WeakSide.VALUE, Equivalence.equality()),
        STRONG_IDENTITY(WeakSide.VALUE, Equivalence.identity()),
        STRONG_OTHER(WeakSide.VALUE, Tables.IGNORING_CASE),
        WEAK_EQUALITY(WeakSide.KEY, Equivalence.equality()),
        WEAK_IDENTITY(WeakSide.KEY, Equivalence.identity()),
        WEAK_OTHER(WeakSide.KEY, Tables.IGNORING_CASE);

        final WeakSide side;
        final Equivalence<Object> equivalence;

        Kind(WeakSide side, Equivalence<Object> equivalence) {
            this.side = side;
            this.equivalence = equivalence;
        }

        Table table() {
            return Tables.table(side, equivalence);
        }

        Entry entry(Object key, int hash) {
            return side == WeakSide.KEY
                    ? new Entry(key, OTHER_SIDE, hash, null)
                    : new Entry(OTHER_SIDE, key, hash, null);
        }
    }

    @ParameterizedTest
    @EnumSource
    void find_byKey_comparesAsTheKindSays(Kind kind) {
        String key = "Key";
        String equal = new String("Key");
        Table table = kind.table();
        Entry entry = kind.entry(key, 7);
        table.insert(entry, key);

        assertThat(table.find(key, 7)).isSameAs(entry);
        assertThat(table.find(equal, 7)).isSameAs(kind.equivalence == Equivalence.identity() ? null : entry);
        assertThat(table.find("kEY", 7)).isSameAs(kind.equivalence == Tables.IGNORING_CASE ? entry : null);
        assertThat(table.find("other", 7)).isNull();
        assertThat(table.find(key, 8)).isNull();
        assertThat(table.find(key, 7 + 16)).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void allOperations_manyKeysOfOneHash_keepThemApart(Kind kind) {
        Table table = kind.table();
        String[] keys = new String[300];
        Entry[] entries = new Entry[keys.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = "key " + i;
            entries[i] = kind.entry(keys[i], 5);
            assertThat(table.insert(entries[i], keys[i])).isNull();
        }
        for (int i = 0; i < keys.length; i += 3) {
            assertThat(table.remove(entries[i])).isTrue();
            entries[i] = null;
            Entry next = kind.entry(keys[i + 1], 5);
            assertThat(table.replace(entries[i + 1], next)).isTrue();
            entries[i + 1] = next;
        }

        for (int i = 0; i < keys.length; i++) {
            assertThat(table.find(keys[i], 5)).isSameAs(entries[i]);
        }
        assertThat(table.estimatedSize()).isEqualTo(200);
        assertThat(Tables.entries(table)).hasSize(200).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void insert_keyIsThere_givesTheEntryThatIsThere(Kind kind) {
        Table table = kind.table();
        Entry first = kind.entry("key", 3);
        table.insert(first, "key");

        assertThat(table.insert(kind.entry("key", 3), "key")).isSameAs(first);
        assertThat(table.estimatedSize()).isEqualTo(1);
        assertThat(Tables.entries(table)).containsExactly(first);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-3 removing and replacing go by identity, also when an equal key is there")
    void removeAndReplace_entryOfAnEqualKey_leaveTheNewerOneAlone(Kind kind) {
        Table table = kind.table();
        Entry old = kind.entry("key", 3);
        Entry newer = kind.entry("key", 3);
        table.insert(old, "key");
        assertThat(table.replace(old, newer)).isTrue();

        assertThat(table.remove(old)).isFalse();
        assertThat(table.replace(old, kind.entry("key", 3))).isFalse();
        assertThat(table.find("key", 3)).isSameAs(newer);
        assertThat(table.estimatedSize()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void remove_deadEntry_isGone(Kind kind) {
        Table table = kind.table();
        Entry dead = kind.entry("key", 3);
        Entry other = kind.entry("other", 3);
        table.insert(dead, "key");
        table.insert(other, "other");
        dead.clear();

        assertThat(table.find("key", 3)).isSameAs(kind.side == WeakSide.VALUE ? dead : null);
        assertThat(table.remove(dead)).isTrue();
        assertThat(table.remove(dead)).isFalse();
        assertThat(Tables.entries(table)).containsExactly(other);
    }

    @ParameterizedTest
    @EnumSource
    void find_retiredEntry_comparesNoMarker(Kind kind) {
        Table table = kind.table();
        Object key = new Object() {
            @Override
            public int hashCode() {
                return 3;
            }

            @Override
            public boolean equals(Object other) {
                assertThat(other).isNotInstanceOf(Marker.class);
                return this == other;
            }
        };
        Object first = "key";
        Entry retired = kind.entry(first, 3);
        table.insert(retired, first);
        retired.clear();
        retired.exchangeStrong(Marker.RETIRED);

        assertThat(table.find(key, 3)).isNull();
        assertThat(table.insert(kind.entry(key, 3), key)).isNull();
        assertThat(table.estimatedSize()).isEqualTo(2);
    }

    @Test
    void replace_entryWithAnotherHash_refused() {
        Table table = Tables.strongKeys();
        Entry entry = Tables.entry("key", 3);
        table.insert(entry, "key");

        assertThatThrownBy(() -> table.replace(entry, Tables.entry("key", 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the hash of the replacement is 4, not 3; remove the entry and insert the other one");
        assertThat(table.find("key", 3)).isSameAs(entry);
    }

    @Test
    void allOperations_emptyTable_findNothing() {
        Table table = Tables.strongKeys();
        Entry entry = Tables.entry("key");

        assertThat(table.find("key", entry.hash())).isNull();
        assertThat(table.remove(entry)).isFalse();
        assertThat(table.replace(entry, Tables.entry("key"))).isFalse();
        assertThat(table.iterator()).isExhausted();
        assertThat(table.estimatedSize()).isZero();
    }

    @Test
    @DisplayName("REF-2 the identity table never asks an entry for its weak side")
    void findAndInsert_identityKeys_readNoReferent() {
        class Unread extends Entry {
            Unread(Object key) {
                super(key, OTHER_SIDE, 3, null);
            }

            @Override
            public Object weak() {
                throw new AssertionError("the weak side was read");
            }
        }
        Table table = Tables.table(WeakSide.KEY, Equivalence.identity());
        Object key = new Object();
        Entry entry = new Unread(key);
        table.insert(entry, key);

        assertThat(table.insert(new Unread(key), key)).isSameAs(entry);
        assertThat(table.find(key, 3)).isSameAs(entry);
        assertThat(table.find(new Object(), 3)).isNull();
    }

    @Nested
    class Iteration {

        @Test
        @DisplayName("MAP-6 an entry stored all the time comes once, though the table grows between two steps")
        void iterator_tableGrowsMeanwhile_givesEachEntryOnce() {
            Table table = Tables.strongKeys();
            for (int i = 0; i < 100; i++) {
                table.insert(Tables.entry(i), i);
            }
            var before = Tables.entries(table);
            int slots = ((ChainedTable) table).buckets().length();
            Iterator<Entry> iterator = table.iterator();
            var seen = new ArrayList<Entry>();
            int next = 100;
            while (iterator.hasNext()) {
                seen.add(iterator.next());
                for (int i = 0; i < 50 && next < 5000; i++) {
                    table.insert(Tables.entry(next), next++);
                }
            }

            assertThat(((ChainedTable) table).buckets().length()).isGreaterThan(8 * slots);
            assertThat(seen).containsAll(before).doesNotHaveDuplicates();
        }

        @Test
        @DisplayName("MAP-6 what was removed before its slot was reached does not come")
        void iterator_entriesRemovedMeanwhile_doNotCome() {
            Table table = Tables.strongKeys();
            Entry[] entries = new Entry[12];
            for (int i = 0; i < entries.length; i++) {
                entries[i] = Tables.entry(i, i);
                table.insert(entries[i], i);
            }
            Iterator<Entry> iterator = table.iterator();
            assertThat(iterator.next()).isSameAs(entries[0]);
            table.remove(entries[5]);
            Entry substitute = Tables.entry(7, 7);
            table.replace(entries[7], substitute);

            assertThat(iterator)
                    .toIterable()
                    .hasSize(10)
                    .contains(substitute)
                    .doesNotContain(entries[0], entries[5], entries[7]);
        }

        @Test
        void next_atTheEnd_throws() {
            Iterator<Entry> iterator = Tables.strongKeys().iterator();

            assertThatThrownBy(iterator::next)
                    .isInstanceOf(NoSuchElementException.class)
                    .hasMessage("no entry is left; ask hasNext() first");
        }
    }
}
