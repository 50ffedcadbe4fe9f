package dev.gossamer.backend.caffeine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.Equivalence;
import dev.gossamer.spi.Bounds;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Marker;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.WeakSide;
import dev.gossamer.spi.sorted.SortedCells;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many keys of one hash: sorted, searched, removed, evicted, forgotten. */
class CrowdedHashTest {
    private static final Object OTHER_SIDE = new Object();
    private static final int HASH = 4711;
    private static final int MANY = 3_000;
    private static final AtomicLong COMPARISONS = new AtomicLong();

    /** A key that compares by its number, or as a test says. */
    private static final class Key implements Comparable<Key> {
        final int number;
        ToIntFunction<Key> order = this::byNumber;
        Runnable onEquals = () -> {};

        Key(int number) {
            this.number = number;
        }

        int byNumber(Key other) {
            return Integer.compare(number, other.number);
        }

        @Override
        public int compareTo(Key other) {
            COMPARISONS.incrementAndGet();
            return order.applyAsInt(other);
        }

        @Override
        public boolean equals(Object other) {
            COMPARISONS.incrementAndGet();
            onEquals.run();
            return other instanceof Key key && key.number == number;
        }

        @Override
        public int hashCode() {
            return HASH;
        }
    }

    /** The tables that find keys by what they equal. */
    private enum Kind {
        STRONG_KEYS(WeakSide.VALUE, Bounds.NONE),
        WEAK_KEYS(WeakSide.KEY, Bounds.NONE),
        BOUNDED_STRONG_KEYS(WeakSide.VALUE, Bounds.NONE.maximumSize(100_000)),
        BOUNDED_WEAK_KEYS(WeakSide.KEY, Bounds.NONE.maximumSize(100_000));

        private final WeakSide side;
        private final Bounds bounds;

        Kind(WeakSide side, Bounds bounds) {
            this.side = side;
            this.bounds = bounds;
        }

        CaffeineTable table() {
            return (CaffeineTable)
                    (bounds == Bounds.NONE
                            ? Tables.table(side, Equivalence.equality())
                            : Tables.bounded(side, bounds, evicted -> {}));
        }

        Entry entry(Object key) {
            return Tables.entry(side, key, OTHER_SIDE, HASH);
        }
    }

    private final List<Object> keys = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();

    private void insert(Kind kind, Table table, Object key) {
        Entry entry = kind.entry(key);
        assertThat(table.insert(entry, key)).isNull();
        keys.add(key);
        entries.add(entry);
    }

    /** Inserts keys whose numbers come in no order. */
    private void insertMany(Kind kind, Table table, int count) {
        for (int i = 0; i < count; i++) {
            insert(kind, table, new Key((int) (i * 7919L % count)));
        }
    }

    private void remove(Table table, int index) {
        keys.remove(index);
        assertThat(table.remove(entries.remove(index))).isTrue();
    }

    private void assertStored(Table table) {
        for (int i = 0; i < keys.size(); i++) {
            assertThat(table.find(keys.get(i), HASH)).isSameAs(entries.get(i));
        }
        assertThat(Tables.entriesOf(table)).containsExactlyInAnyOrderElementsOf(entries);
        assertThat(table.estimatedSize()).isEqualTo(entries.size());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-17 of many keys of one hash, an operation compares with few")
    void allOperations_manyKeysOfOneHash_compareFew(Kind kind) {
        Table table = kind.table();
        COMPARISONS.set(0);
        insertMany(kind, table, MANY);
        for (int i = 0; i < MANY; i++) {
            Key equal = new Key(i);
            assertThat(table.find(equal, HASH)).isNotNull();
            assertThat(table.insert(kind.entry(equal), equal)).isNotNull();
            assertThat(table.find(new Key(MANY + i), HASH)).isNull();
        }
        assertThat(COMPARISONS.get()).isLessThan(MANY * 65L);
        assertStored(table);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-4 removing and replacing among many keys of one hash compare nothing")
    void removeAndReplace_manyKeysOfOneHash_compareNothing(Kind kind) {
        Table table = kind.table();
        insertMany(kind, table, MANY);
        COMPARISONS.set(0);
        for (int i = MANY - 1; i >= 0; i--) {
            if (i % 3 == 0) {
                Entry next = kind.entry(keys.get(i));
                assertThat(table.replace(entries.get(i), next)).isTrue();
                assertThat(table.remove(entries.get(i))).isFalse();
                entries.set(i, next);
            } else {
                Entry removed = entries.get(i);
                remove(table, i);
                assertThat(table.remove(removed)).isFalse();
                assertThat(table.replace(removed, kind.entry(OTHER_SIDE))).isFalse();
            }
        }
        assertThat(COMPARISONS.get()).isZero();
        assertStored(table);
        while (!entries.isEmpty()) {
            remove(table, entries.size() - 1);
        }
        assertStored(table);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-17 for Caffeine only few of many keys of one hash have it")
    void insert_manyKeysOfOneHash_haveHashesOfTheirOwn(Kind kind) {
        CaffeineTable table = kind.table();
        insertMany(kind, table, MANY);
        SortedCells cells = table.crowdOf(HASH).cells;
        Set<Integer> hashes = new HashSet<>();
        for (int i = 0; i < cells.size(); i++) {
            hashes.add(((NodeCell) cells.get(i)).node.hashCode());
        }
        assertThat(hashes).hasSizeGreaterThan(MANY - 2 * CrowdedHash.CROWDED);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a hash is forgotten with the last of its keys, and may come again")
    void remove_allKeysOfACrowdedHash_forgetsIt(Kind kind) {
        CaffeineTable table = kind.table();
        for (int round = 0; round < 3; round++) {
            insertMany(kind, table, 200);
            assertThat(table.crowdOf(HASH)).isNotNull();
            while (!keys.isEmpty()) {
                remove(table, keys.size() / 2);
            }
            assertThat(table.crowdOf(HASH)).isNull();
            assertStored(table);
        }
    }

    @Test
    @DisplayName("what a bound evicts leaves the sorted keys too")
    void insert_beyondTheBound_forgetsWhatIsEvicted() {
        List<Entry> evicted = new ArrayList<>();
        CaffeineTable table =
                (CaffeineTable) Tables.bounded(WeakSide.VALUE, Bounds.NONE.maximumSize(100), evicted::add);
        for (int i = 0; i < 1_000; i++) {
            Key key = new Key(i);
            assertThat(table.insert(Kind.STRONG_KEYS.entry(key), key)).isNull();
        }
        assertThat(table.estimatedSize()).isEqualTo(100);
        assertThat(evicted).hasSize(900).doesNotHaveDuplicates();
        int cells = table.crowdOf(HASH).cells.size();
        assertThat(cells).as("cells").isLessThanOrEqualTo(202);
        for (Entry entry : Tables.entriesOf(table)) {
            assertThat(table.find(entry.strong(), HASH)).isSameAs(entry);
        }
    }

    @Test
    @DisplayName("MAP-17 a dead key is compared with nothing and keeps its place until it is removed")
    void allOperations_someKeysAreDead_passThemOver() {
        Kind kind = Kind.WEAK_KEYS;
        Table table = kind.table();
        insertMany(kind, table, MANY);
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
        insert(kind, table, new Key(-1));
        insert(kind, table, new Key(MANY));
        assertThat(dead).allMatch(table::remove);
        assertStored(table);
    }

    @Test
    @DisplayName("an entry that is retired for a moment, and then replaced, is where its key is looked for")
    void insert_besideARetiredEntry_keepsTheOrder() {
        Kind kind = Kind.STRONG_KEYS;
        Table table = kind.table();
        for (int i = 0; i < 80; i += 2) {
            insert(kind, table, new Key(i));
        }
        List<Object> held = new ArrayList<>();
        for (int i = 20; i < 40; i++) {
            held.add(entries.get(i).exchangeStrong(Marker.RETIRED));
            assertThat(table.find(keys.get(i), HASH)).isNull();
        }
        for (int i = 1; i < 80; i += 2) {
            insert(kind, table, new Key(i));
        }
        for (int i = 20; i < 40; i++) {
            Entry next = kind.entry(held.get(i - 20));
            assertThat(table.replace(entries.get(i), next)).isTrue();
            entries.set(i, next);
        }
        assertStored(table);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-17 where compareTo throws, or says the same of different keys, nothing is lost")
    void allOperations_compareToIsOfNoUse_askEquals(Kind kind) {
        Table table = kind.table();
        for (int i = 0; i < 300; i++) {
            Key key = new Key(i);
            if (i % 3 == 0) {
                key.order = other -> {
                    throw new IllegalStateException("no order");
                };
            } else if (i % 3 == 1) {
                key.order = other -> Integer.compare(key.number / 50, other.number / 50);
            }
            insert(kind, table, key);
        }
        assertThat(Tables.entriesOf(table)).containsExactlyInAnyOrderElementsOf(entries);
        for (int i = 0; i < 300; i++) {
            Key equal = new Key(i);
            equal.order = other -> {
                throw new ClassCastException("no order");
            };
            assertThat(table.find(equal, HASH)).isSameAs(entries.get(i));
        }
        while (!entries.isEmpty()) {
            remove(table, 0);
        }
        assertStored(table);
    }

    private static int overflow(Key other) {
        throw new StackOverflowError("in compareTo, with " + other.number);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("an error in compareTo leaves the table as it was")
    void insert_compareToOverflowsTheStack_changesNothing(Kind kind) {
        Table table = kind.table();
        insertMany(kind, table, 100);
        Key failing = new Key(2_000);
        failing.order = CrowdedHashTest::overflow;
        assertThatThrownBy(() -> table.insert(kind.entry(failing), failing)).isInstanceOf(StackOverflowError.class);
        assertThatThrownBy(() -> table.find(failing, HASH)).isInstanceOf(StackOverflowError.class);
        assertStored(table);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("an error in compareTo while keys are sorted leaves the table as it was, and they are sorted later")
    void insert_compareToOverflowsWhileKeysAreSorted_changesNothing(Kind kind) {
        CaffeineTable table = kind.table();
        insertMany(kind, table, CrowdedHash.CROWDED);
        keys.forEach(key -> ((Key) key).order = CrowdedHashTest::overflow);
        Key next = new Key(3_000);
        assertThatThrownBy(() -> table.insert(kind.entry(next), next)).isInstanceOf(StackOverflowError.class);
        assertThat(table.crowdOf(HASH)).isNull();
        assertStored(table);
        keys.forEach(key -> ((Key) key).order = ((Key) key)::byNumber);
        insert(kind, table, next);
        assertThat(table.crowdOf(HASH)).isNotNull();
        assertStored(table);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "MAP-17 keys are sorted, and join those that are, though keys of other hashes come with each comparison")
    void insert_keysOfOtherHashesComeMeanwhile_areSorted(Kind kind) {
        CaffeineTable table = kind.table();
        insertMany(kind, table, CrowdedHash.CROWDED);
        List<Object> others = new ArrayList<>();
        Consumer<Key> meddle = key -> key.order = sought -> {
            Integer other = HASH + ((others.size() + 1) << 16);
            others.add(other);
            assertThat(others).as("what came meanwhile").hasSizeLessThan(2_000);
            table.insert(Tables.entry(kind.side, other, OTHER_SIDE), other);
            return key.byNumber(sought);
        };
        keys.forEach(each -> meddle.accept((Key) each));
        for (int i = 0; i < 20; i++) {
            Key next = new Key(3_000 + i);
            meddle.accept(next);
            insert(kind, table, next);
        }

        assertThat(table.crowdOf(HASH)).isNotNull();
        for (int i = 0; i < keys.size(); i++) {
            assertThat(table.find(keys.get(i), HASH)).isSameAs(entries.get(i));
        }
        assertThat(table.estimatedSize()).isEqualTo(entries.size() + others.size());
    }

    @Test
    @DisplayName("MAP-7 a key that comes while others are compared, or sorted, is not lost")
    void insert_keyComesWhileOthersAreCompared_isFound() {
        Kind kind = Kind.STRONG_KEYS;
        for (int meddling = 1; meddling < 100; meddling += 7) {
            keys.clear();
            entries.clear();
            Table table = kind.table();
            insertMany(kind, table, CrowdedHash.CROWDED);
            AtomicInteger left = new AtomicInteger(meddling);
            Runnable meddle = () -> {
                if (left.decrementAndGet() == 0) {
                    insert(kind, table, new Key(2_000));
                }
            };
            for (Object each : List.copyOf(keys)) {
                Key key = (Key) each;
                key.order = other -> {
                    meddle.run();
                    return key.byNumber(other);
                };
            }
            Key next = new Key(3_000);
            next.onEquals = meddle;
            insert(kind, table, next);
            insert(kind, table, new Key(4_000));
            assertStored(table);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-7 a key that takes the place of another one while keys are sorted is not lost")
    void insert_keysAreExchangedWhileTheyAreSorted_areFound(Kind kind) {
        Table table = kind.table();
        insertMany(kind, table, CrowdedHash.CROWDED);
        AtomicInteger comparisons = new AtomicInteger();
        for (Object each : List.copyOf(keys)) {
            Key key = (Key) each;
            key.order = other -> {
                if (comparisons.incrementAndGet() == 1) {
                    remove(table, keys.size() - 1);
                    insert(kind, table, new Key(2_000)); // one of too few to be sorted
                }
                return key.byNumber(other);
            };
        }
        insert(kind, table, new Key(3_000));

        assertThat(comparisons).hasPositiveValue();
        assertStored(table);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-7 a key is not lost that is looked for the second time while those of its hash become many")
    void insert_hashBecomesCrowdedDuringTheSecondSearch_isFound(Kind kind) {
        CaffeineTable table = kind.table();
        insertMany(kind, table, CrowdedHash.CROWDED - 1);
        AtomicInteger compared = new AtomicInteger();
        Object other = HASH + (1 << 16);
        Key slow = new Key(2_000);
        slow.onEquals = () -> {
            int comparison = compared.incrementAndGet();
            if (comparison == 1) { // so it looks again
                table.insert(Tables.entry(kind.side, other, OTHER_SIDE), other);
            } else if (comparison == CrowdedHash.CROWDED) {
                insert(kind, table, new Key(3_000));
                insert(kind, table, new Key(4_000));
                remove(table, keys.size() - 2);
            }
        };
        insert(kind, table, slow);

        assertThat(compared).hasValueGreaterThanOrEqualTo(CrowdedHash.CROWDED);
        assertThat(table.crowdOf(HASH)).isNotNull();
        for (int i = 0; i < keys.size(); i++) {
            assertThat(table.find(keys.get(i), HASH)).isSameAs(entries.get(i));
        }
    }

    @Test
    @DisplayName("keys that go while others are sorted, or searched, leave nothing behind")
    void insert_othersGoMeanwhile_holdsNothingOfThem() {
        Kind kind = Kind.STRONG_KEYS;
        for (int before : new int[] {CrowdedHash.CROWDED, 40, 43}) {
            keys.clear();
            entries.clear();
            CaffeineTable table = kind.table();
            insertMany(kind, table, before);
            int left = before % 40 == 3 ? 3 : 0;
            List<Entry> gone = new ArrayList<>(entries.subList(left, before));
            Runnable removeAll = () -> {
                gone.forEach(table::remove);
                gone.clear();
            };
            for (Object each : keys) {
                Key key = (Key) each;
                key.order = other -> {
                    removeAll.run();
                    return key.byNumber(other);
                };
            }
            Key next = new Key(3_000);
            next.order = other -> {
                removeAll.run();
                return next.byNumber(other);
            };
            keys.subList(left, before).clear();
            entries.subList(left, before).clear();
            insert(kind, table, next);
            assertThat(gone).isEmpty();
            CrowdedHash crowd = table.crowdOf(HASH);
            assertThat(crowd == null ? 0 : crowd.cells.size()).as("cells").isLessThanOrEqualTo(2 * left + 1);
            assertStored(table);
        }
    }

    @Test
    @DisplayName("VM-1 the key that was replaced by an equal one is not held")
    void replace_byAnEntryOfAnEqualKey_holdsThatKey() {
        for (Kind kind : List.of(Kind.STRONG_KEYS, Kind.BOUNDED_STRONG_KEYS)) {
            keys.clear();
            entries.clear();
            CaffeineTable table = kind.table();
            insertMany(kind, table, 40);
            SortedCells cells = table.crowdOf(HASH).cells;
            for (int i = 0; i < 40; i++) {
                keys.set(i, new Key(((Key) keys.get(i)).number));
                Entry next = kind.entry(keys.get(i));
                assertThat(table.replace(entries.get(i), next)).isTrue();
                entries.set(i, next);
            }
            for (int i = 0; i < cells.size(); i++) {
                assertThat(cells.get(i).key()).isSameAs(cells.get(i).entry().strong());
            }
            assertStored(table);
            entries.forEach(table::remove);
            for (int i = 0; i < cells.size(); i++) {
                assertThat(cells.get(i).key()).isNull();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a stored key that throws when it is compared does not fail the insertion of another one")
    void insert_besideAKeyWhoseEqualsThrows_isMade(Kind kind) {
        Table table = kind.table();
        insertMany(kind, table, CrowdedHash.CROWDED);
        for (Object each : keys) {
            Key key = (Key) each;
            key.order = other -> {
                throw new IllegalStateException("no order");
            };
            key.onEquals = () -> {
                throw new IllegalStateException("closed");
            };
        }
        Key next = new Key(3_000);
        insert(kind, table, next);
        assertThat(table.find(new Key(3_000), HASH)).isSameAs(entries.get(CrowdedHash.CROWDED));
    }

    @Test
    @DisplayName("MAP-7 of two insertions of one key that search at once, one is made")
    void insert_equalKeyComesDuringTheSearch_givesThatOne() {
        Kind kind = Kind.STRONG_KEYS;
        for (int before : new int[] {CrowdedHash.CROWDED, 100}) {
            keys.clear();
            entries.clear();
            Table table = kind.table();
            insertMany(kind, table, before);
            Key late = new Key(1_000);
            late.order = other -> {
                late.order = late::byNumber;
                insert(kind, table, new Key(1_000));
                return late.byNumber(other);
            };
            assertThat(table.insert(kind.entry(late), late)).isSameAs(entries.get(before));
            assertStored(table);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("threads that insert and remove keys of one hash leave what adds up")
    void allOperations_byManyThreads_addUp(Kind kind) throws Exception {
        CaffeineTable table = kind.table();
        int threads = 4;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<List<Entry>>> tasks = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int thread = t;
                tasks.add(() -> churn(kind, table, thread));
            }
            for (Future<List<Entry>> left : executor.invokeAll(tasks)) {
                entries.addAll(left.get());
            }
        } finally {
            executor.shutdown();
        }
        assertThat(Tables.entriesOf(table)).containsExactlyInAnyOrderElementsOf(entries);
        assertThat(table.estimatedSize()).isEqualTo(entries.size());
        entries.forEach(entry -> assertThat(table.remove(entry)).isTrue());
        assertThat(table.crowdOf(HASH)).isNull();
    }

    /** Inserts keys of its own and shared ones, and removes what it has stored; empties the table now and then. */
    private static List<Entry> churn(Kind kind, Table table, int thread) {
        Random random = new Random(thread);
        List<Entry> mine = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            Key key = new Key(random.nextBoolean() ? random.nextInt(40) : 1_000 * (thread + 1) + random.nextInt(200));
            Entry entry = kind.entry(key);
            Entry found = table.insert(entry, key);
            if (found == null) {
                mine.add(entry);
                if (table.find(key, HASH) != entry) {
                    throw new AssertionError("key " + key.number + " was stored and is not found");
                }
            }
            int most = i % 1_000 < 500 ? 100 : 2;
            while (mine.size() > most) {
                Entry removed = mine.remove(random.nextInt(mine.size()));
                if (!table.remove(removed)) {
                    throw new AssertionError("an entry that was stored could not be removed");
                }
            }
        }
        return mine;
    }
}
