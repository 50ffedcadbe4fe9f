package dev.gossamer.backend.jdk;

import static dev.gossamer.backend.jdk.Tables.hashFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.Equivalence;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Marker;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.WeakSide;
import dev.gossamer.spi.sorted.SortedCells;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many entries in one slot, one thread at a time: sorted, searched, removed, moved. */
class SortedBucketTest {
    private static final Object OTHER_SIDE = new Object();
    private static final int HASH = 4711;
    private static final int MANY = 3_000;

    private static long comparisons;

    /** A key that compares by its number, or as a test says. */
    private static class Key implements Comparable<Key> {
        final int number;
        ToIntFunction<Key> order = other -> Integer.compare(number(), other.number);
        Runnable onEquals = () -> {};

        Key(int number) {
            this.number = number;
        }

        private int number() {
            return number;
        }

        @Override
        public int compareTo(Key other) {
            comparisons++;
            return order.applyAsInt(other);
        }

        @Override
        public boolean equals(Object other) {
            comparisons++;
            onEquals.run();
            return other instanceof Key key && key.number == number;
        }

        @Override
        public int hashCode() {
            return HASH;
        }
    }

    /** An equivalence that is not known to the table, and gives what to sort by. */
    private static final Equivalence<Object> SORTED = new Equivalence<>() {
        @Override
        public int hash(Object object) {
            return object.hashCode();
        }

        @Override
        public boolean equivalent(Object left, Object right) {
            return left.equals(right);
        }

        @Override
        public Comparable<?> sortKey(Object object) {
            return (Comparable<?>) object; // or throws
        }
    };

    /** The kinds of table that can sort. */
    private enum Kind {
        STRONG_KEYS(WeakSide.VALUE, Equivalence.equality()),
        WEAK_KEYS(WeakSide.KEY, Equivalence.equality()),
        STRONG_KEYS_BY_SORT_KEY(WeakSide.VALUE, SORTED),
        WEAK_KEYS_BY_SORT_KEY(WeakSide.KEY, SORTED);

        private final WeakSide side;
        private final Equivalence<Object> equivalence;

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

    private final List<Object> keys = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();

    private void insert(Kind kind, Table table, Object key, int hash) {
        Entry entry = kind.entry(key, hash);
        assertThat(table.insert(entry, key)).isNull();
        keys.add(key);
        entries.add(entry);
    }

    /** Inserts keys whose numbers come in no order. */
    private void insertMany(Kind kind, Table table, int count) {
        for (int i = 0; i < count; i++) {
            insert(kind, table, new Key((int) (i * 7919L % count)), HASH);
        }
    }

    private void assertStored(Table table) {
        for (int i = 0; i < keys.size(); i++) {
            assertThat(table.find(keys.get(i), entries.get(i).hash())).isSameAs(entries.get(i));
        }
        assertThat(Tables.entries(table)).containsExactlyInAnyOrderElementsOf(entries);
        assertThat(table.estimatedSize()).isEqualTo(entries.size());
    }

    private static BucketArray buckets(Table table) {
        return ((ChainedTable) table).buckets();
    }

    private static SortedBucket bucket(Table table, int hash) {
        return (SortedBucket) Objects.requireNonNull(buckets(table).head(hash));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-17 of many keys of one hash, an operation compares with few")
    void allOperations_manyKeysOfOneHash_compareFew(Kind kind) {
        Table table = kind.table();
        comparisons = 0;
        insertMany(kind, table, MANY);
        assertThat(comparisons).isLessThan(MANY * 20L); // 12 and some, and the equals of a short chain

        comparisons = 0;
        for (int i = 0; i < MANY; i++) {
            Key equal = new Key(i);
            assertThat(table.find(equal, HASH)).isNotNull();
            assertThat(table.insert(kind.entry(equal, HASH), equal)).isNotNull();
            assertThat(table.find(new Key(MANY + i), HASH)).isNull();
        }
        assertThat(comparisons).isLessThan(3 * MANY * 15L);
        assertStored(table);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-4 removing and replacing among many keys of one hash compare nothing")
    void removeAndReplace_manyKeysOfOneHash_compareNothing(Kind kind) {
        Table table = kind.table();
        insertMany(kind, table, MANY);
        comparisons = 0;
        for (int i = MANY - 1; i >= 0; i--) {
            if (i % 3 == 0) {
                Entry next = kind.entry(keys.get(i), HASH);
                assertThat(table.replace(entries.get(i), next)).isTrue();
                assertThat(table.remove(entries.get(i))).isFalse();
                entries.set(i, next);
            } else {
                keys.remove(i);
                Entry removed = entries.remove(i);
                assertThat(table.remove(removed)).isTrue();
                assertThat(table.remove(removed)).isFalse();
                assertThat(table.replace(removed, kind.entry(OTHER_SIDE, HASH))).isFalse();
            }
        }
        assertThat(comparisons).isZero();
        assertStored(table);
        assertThat(bucket(table, HASH).cells().size()).as("cells").isLessThan(MANY / 3 + 300);
    }

    @Test
    @DisplayName("MAP-17 a dead key is compared with nothing and keeps its place until it is removed")
    void allOperations_someKeysAreDead_passThemOver() {
        Table table = Kind.WEAK_KEYS.table();
        insertMany(Kind.WEAK_KEYS, table, MANY);
        List<Entry> dead = new ArrayList<>();
        for (int i = MANY - 1; i >= 0; i--) {
            if (i % 7 != 0) {
                entries.get(i).clear();
                dead.add(entries.remove(i));
                keys.remove(i);
            }
        }
        for (int i = 0; i < keys.size(); i++) {
            assertThat(table.find(keys.get(i), HASH)).isSameAs(entries.get(i));
        }
        insert(Kind.WEAK_KEYS, table, new Key(-1), HASH);
        insert(Kind.WEAK_KEYS, table, new Key(MANY), HASH);
        assertThat(dead).allMatch(table::remove);
        assertStored(table);
    }

    @Test
    @DisplayName("an entry that is retired for a moment, and then replaced, is where its key is looked for")
    void insert_besideARetiredEntry_keepsTheOrder() {
        Kind kind = Kind.STRONG_KEYS;
        Table table = kind.table();
        for (int i = 0; i < 40; i += 2) {
            insert(kind, table, new Key(i), HASH);
        }
        Object[] held = new Object[20];
        for (int i = 0; i < held.length; i++) {
            held[i] = entries.get(i).exchangeStrong(Marker.RETIRED);
            assertThat(table.find(held[i], HASH)).isNull();
        }
        for (int i = 1; i < 40; i += 2) {
            insert(kind, table, new Key(i), HASH);
        }
        for (int i = 0; i < held.length; i++) {
            Entry next = kind.entry(held[i], HASH);
            assertThat(table.replace(entries.get(i), next)).isTrue();
            entries.set(i, next);
        }
        assertStored(table);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("keys that compare as the same and are not equal are all told apart")
    void allOperations_compareToSaysTheSame_askEquals(Kind kind) {
        Table table = kind.table();
        for (int i = 0; i < 200; i++) {
            Key key = new Key(i);
            key.order = other -> Integer.compare(key.number / 50, other.number / 50);
            insert(kind, table, key, HASH);
        }
        assertStored(table);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "MAP-17 where compareTo throws, or answers anything, nothing is lost and equals decides where it throws")
    void allOperations_compareToThrows_searchOneByOne(Kind kind) {
        Table table = kind.table();
        for (int i = 0; i < 200; i++) {
            Key key = new Key(i);
            if (i % 2 == 0) {
                key.order = other -> {
                    throw new IllegalStateException("no order");
                };
            }
            insert(kind, table, key, HASH);
        }
        assertStored(table);
        for (int i = 0; i < 200; i++) {
            Key equal = new Key(i);
            equal.order = other -> {
                throw new ClassCastException("no order");
            };
            assertThat(table.find(equal, HASH)).isSameAs(entries.get(i));
        }
        while (!entries.isEmpty()) {
            assertThat(table.remove(entries.remove(0))).isTrue();
            keys.remove(0);
            assertThat(table.estimatedSize()).isEqualTo(entries.size());
        }
        assertStored(table);
    }

    @Test
    @DisplayName("VM-1 the key that was replaced by an equal one is not held")
    void replace_byAnEntryOfAnEqualKey_holdsThatKey() {
        Kind kind = Kind.STRONG_KEYS;
        Table table = kind.table();
        insertMany(kind, table, 40);
        for (int i = 0; i < 40; i++) {
            keys.set(i, new Key(((Key) keys.get(i)).number));
            Entry next = kind.entry(keys.get(i), HASH);
            assertThat(table.replace(entries.get(i), next)).isTrue();
            entries.set(i, next);
        }
        SortedCells cells = bucket(table, HASH).cells();
        for (int i = 0; i < cells.size(); i++) {
            Object held = cells.get(i).key();
            assertThat(held == null || held == cells.get(i).entry().strong()).isTrue();
        }
        assertStored(table);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a stored key that throws when it is compared does not fail the insertion of another one")
    void insert_besideAKeyWhoseEqualsThrows_isMade(Kind kind) {
        Table table = kind.table();
        insertMany(kind, table, SortedBucket.LONG);
        for (Object each : keys) {
            Key key = (Key) each;
            key.order = other -> {
                throw new IllegalStateException("no order");
            };
            key.onEquals = () -> {
                throw new IllegalStateException("closed");
            };
        }
        insert(kind, table, new Key(3_000), HASH);
        assertThat(table.find(new Key(3_000), HASH)).isSameAs(entries.get(SortedBucket.LONG));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("an error in compareTo leaves the table as it was")
    void insert_compareToOverflowsTheStack_changesNothing(Kind kind) {
        Table table = kind.table();
        insertMany(kind, table, 100);
        Key key = new Key(1000);
        key.order = other -> {
            throw new StackOverflowError("in compareTo");
        };
        assertThatThrownBy(() -> table.insert(kind.entry(key, HASH), key)).isInstanceOf(StackOverflowError.class);
        assertThatThrownBy(() -> table.find(key, HASH)).isInstanceOf(StackOverflowError.class);
        assertStored(table);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("equal keys of two classes are one key, comparable or not")
    void find_equalKeyOfAnotherClass_isFound(Kind kind) {
        Table table = kind.table();
        insertMany(kind, table, 100);
        for (int i = 0; i < 50; i++) {
            insert(kind, table, new NotComparable(i), HASH);
        }
        class OtherKey extends Key {
            OtherKey(int number) {
                super(number);
            }
        }
        for (int i = 0; i < 100; i++) {
            assertThat(table.find(new OtherKey(i), HASH).hash()).isEqualTo(HASH);
            Object number = i;
            Object equalToKeys = new Object() {
                @Override
                public boolean equals(Object other) {
                    return other instanceof Key key && number.equals(key.number);
                }

                @Override
                public int hashCode() {
                    return HASH;
                }
            };
            assertThat(table.find(equalToKeys, HASH)).isSameAs(table.find(new Key(i), HASH));
        }
        assertStored(table);
    }

    private record NotComparable(int number) {
        @Override
        public int hashCode() {
            return HASH;
        }
    }

    @ParameterizedTest
    @EnumSource(TableTest.Kind.class)
    @DisplayName("many different hashes in one slot are told apart without comparing keys")
    void allOperations_manyHashesInOneSlot_searchByHash(TableTest.Kind kind) {
        Table table = kind.table();
        class Counted {
            @Override
            public boolean equals(Object other) {
                comparisons++;
                return this == other;
            }

            @Override
            public int hashCode() {
                return HASH;
            }
        }
        List<Integer> hashes = new ArrayList<>();
        for (int hash = 0; hashes.size() < 600; hash++) {
            if (BucketArray.index(hash, 1024) == 5) {
                hashes.add(hash);
            }
        }
        comparisons = 0;
        for (int hash : hashes) {
            Object key = new Counted();
            Entry entry = kind.entry(key, hash);
            assertThat(table.insert(entry, key)).isNull();
            keys.add(key);
            entries.add(entry);
        }
        assertStored(table);
        assertThat(comparisons).isZero();
        assertThat(buckets(table).hasBuckets()).isTrue();
    }

    @Test
    @DisplayName("an entry whose link could not be set is found all the same when it is removed or replaced")
    void removeAndReplace_linkIsMissing_findTheCell() {
        Kind kind = Kind.STRONG_KEYS;
        Table table = kind.table();
        insertMany(kind, table, 60);
        entries.forEach(entry -> entry.link(null));
        for (int i = 0; i < 20; i++) {
            Entry next = kind.entry(keys.get(i), HASH);
            assertThat(table.replace(entries.get(i), next)).isTrue();
            entries.set(i, next);
            assertThat(table.remove(entries.remove(40 - i))).isTrue();
            keys.remove(40 - i);
            assertStored(table);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-6 an iterator gives each entry of a bucket once, while the chain is sorted and the table grows")
    void iterator_bucketComesAndMoves_givesEachEntryOnce(Kind kind) {
        Table table = kind.table();
        insertMany(kind, table, 10);
        List<Entry> before = new ArrayList<>(entries);
        List<Iterator<Entry>> iterators = new ArrayList<>();
        for (int i = 10; i < 500; i++) {
            if (i % 50 == 10) {
                iterators.add(table.iterator());
            }
            insert(kind, table, new Key(10_000 + i), i % 2 == 0 ? HASH : i);
        }
        for (Iterator<Entry> iterator : iterators) {
            List<Entry> met = new ArrayList<>();
            iterator.forEachRemaining(met::add);
            assertThat(met).containsAll(before).doesNotHaveDuplicates();
        }
        assertStored(table);
    }

    @Test
    @DisplayName("buckets are divided, joined with chains, and dissolved, however often the table grows and shrinks")
    void move_slotsWithBuckets_losesNothing() {
        Kind kind = Kind.STRONG_KEYS;
        Table table = Tables.strongKeys(800);
        insertMany(kind, table, 40);
        int slot = BucketArray.index(HASH, 1024);
        for (int i = 0; i < 60; i++) {
            insert(kind, table, new Key(1_000 + i), hashFor(i / 2, 1024, slot + (i % 2)));
        }
        for (int round = 0; round < 14; round++) {
            if (round % 5 < 2) {
                buckets(table).shrink((ChainedTable) table);
            } else {
                buckets(table).settle((ChainedTable) table);
            }
            assertStored(table);
            buckets(table).transfer().move(buckets(table).index(HASH));
            assertStored(table);
            table.maintain();
            assertThat(buckets(table).isSettled()).isTrue();
            assertStored(table);
        }
        for (int i = keys.size() - 1; i >= 0; i--) {
            if (i % 20 != 0) {
                assertThat(table.remove(entries.remove(i))).isTrue();
                keys.remove(i);
            }
        }
        buckets(table).settle((ChainedTable) table);
        table.maintain();
        assertThat(buckets(table).hasBuckets()).as("a bucket for five entries").isFalse();
        assertStored(table);
    }

    @Test
    @DisplayName("a move that a thread left half way is read from the marker, and ended by the next writer")
    void allOperations_bucketIsHalfMoved_readTheMarker() {
        Kind kind = Kind.STRONG_KEYS;
        Table table = Tables.strongKeys(800);
        insertMany(kind, table, 40);
        BucketArray from = buckets(table);
        int slot = from.index(HASH) & ~1;
        for (int i = 0; i < 8; i++) {
            insert(kind, table, new Key(1_000 + i), hashFor(i, 1024, slot + (i % 2)));
        }
        from.settle((ChainedTable) table);
        BucketDivision division = new BucketDivision();
        division.add(from.headAt(slot));
        division.add(from.headAt(slot + 1));
        ForwardingSlot marker = division.into(from.next(), slot / 2 * 3, 3);
        from.slots()[slot] = marker;
        from.slots()[slot + 1] = marker;
        from.next().slots()[slot / 2 * 3] = entries.get(0);

        assertStored(table);
        assertThat(table.find(new Key(5_000), HASH)).isNull();
        assertThat(table.remove(entries.remove(45))).isTrue();
        keys.remove(45);
        assertThat(from.headAt(slot)).isSameAs(ForwardingSlot.FORWARD);
        assertStored(table);
    }

    @Test
    @DisplayName(
            "a chain that changes while its keys are compared is sorted later, and an insertion into it is not lost")
    void insert_chainChangesWhileItIsSorted_losesNothing() {
        Kind kind = Kind.WEAK_KEYS;
        Table table = kind.table();
        Key meddling = new Key(100);
        meddling.order = other -> {
            meddling.order = simple -> Integer.compare(100, simple.number);
            insert(kind, table, new Key(101), HASH);
            assertThat(table.remove(entries.remove(3))).isTrue();
            keys.remove(3);
            return Integer.compare(100, other.number);
        };
        insert(kind, table, meddling, HASH); // at the end of the chain, so that it is compared with all others
        insertMany(kind, table, SortedBucket.LONG - 1);
        insert(kind, table, new Key(102), HASH);
        assertThat(keys)
                .as("keys, with the one that came while the chain was sorted")
                .hasSize(SortedBucket.LONG + 1);
        insert(kind, table, new Key(103), HASH);
        assertStored(table);
    }

    @Test
    @DisplayName("MAP-7 of two insertions of one key that search at once, one is made")
    void insert_equalKeyComesDuringTheSearch_givesThatOne() {
        Kind kind = Kind.STRONG_KEYS;
        Table table = kind.table();
        insertMany(kind, table, 100);
        Key late = new Key(1_000);
        late.order = other -> {
            late.order = simple -> Integer.compare(1_000, simple.number);
            insert(kind, table, new Key(1_000), HASH);
            return Integer.compare(1_000, other.number);
        };
        assertThat(table.insert(kind.entry(late, HASH), late)).isSameAs(entries.get(100));
        assertStored(table);
    }

    @Test
    @DisplayName("MAP-9 finding among many keys of one hash allocates nothing")
    void find_manyKeysOfOneHash_allocatesNothing() {
        Kind kind = Kind.STRONG_KEYS;
        Table table = kind.table();
        insertMany(kind, table, MANY);
        Key absent = new Key(MANY);
        Object[] present = keys.toArray();
        IntSupplier findAll = () -> {
            int found = table.find(absent, HASH) == null ? 0 : 1;
            for (Object key : present) {
                found += table.find(key, HASH) == null ? 0 : 1;
            }
            return found;
        };
        assertThat(FootprintTest.leastAllocation(findAll, MANY)).isZero();
    }
}
