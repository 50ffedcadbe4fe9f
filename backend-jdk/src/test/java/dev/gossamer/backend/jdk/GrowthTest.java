package dev.gossamer.backend.jdk;

import static dev.gossamer.backend.jdk.Tables.entry;
import static dev.gossamer.backend.jdk.Tables.hashFor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Table;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * White box: how chains get from one array of slots into the next, stopped at each step of the way. Slots 6 and 7 of
 * 1,024 flow into 9, 10 and 11 of 1,536.
 */
class GrowthTest {
    private static final int LENGTH = 1024;
    private static final int NEXT = 1536;

    private final Table table = Tables.strongKeys(800);
    private final List<Entry> entries = new ArrayList<>();

    /** In slots further on, under the same stripe: so many that removing the others does not begin to shrink. */
    private final List<Entry> others = new ArrayList<>();

    /** Two entries of slot 6 that part, two of slot 7 that part, and the inner ones come together. */
    @BeforeEach
    void insertFour() {
        for (int i = 0; i < 8; i++) {
            others.add(entry("other " + i, hashFor(0, LENGTH, 20 + i)));
            assertThat(table.insert(others.get(i), "other " + i)).isNull();
        }
        for (int i = 0; i < 4; i++) {
            Entry entry = entry("key " + i, hashOf(i));
            entries.add(entry);
            assertThat(table.insert(entry, "key " + i)).isNull();
        }
        assertThat(buckets().length()).isEqualTo(LENGTH);
    }

    private static int hashOf(int i) {
        return switch (i) {
            case 0 -> hashFor(0, LENGTH, 6, NEXT, 9);
            case 1 -> hashFor(0, LENGTH, 6, NEXT, 10);
            case 2 -> hashFor(0, LENGTH, 7, NEXT, 10);
            default -> hashFor(0, LENGTH, 7, NEXT, 11);
        };
    }

    private BucketArray buckets() {
        return ((ChainedTable) table).buckets();
    }

    private BucketTransfer grow(BucketArray buckets) {
        assertThat(buckets.settle((ChainedTable) table)).isTrue();
        return buckets.transfer();
    }

    /** Stops a growth where a mover died: the markers stand, and half of the links are changed. */
    private BucketArray leaveHalfMoved() {
        BucketArray from = buckets();
        grow(from);
        Entry one = from.headAt(6);
        Entry three = from.headAt(7);
        ForwardingSlot moved = new ForwardingSlot(new Entry[] {one, one.link(), three, three.link()});
        from.slots()[6] = moved;
        from.slots()[7] = moved;
        one.link(three.link());
        return from;
    }

    private void assertStored() {
        for (Entry entry : entries) {
            assertThat(table.find(entry.strong(), entry.hash())).isSameAs(entry);
        }
        List<Entry> all = new ArrayList<>(entries);
        all.addAll(others);
        assertThat(Tables.entries(table)).containsExactlyInAnyOrderElementsOf(all);
        assertThat(table.estimatedSize()).isEqualTo(all.size());
    }

    @Test
    void findAndIterate_chainsAreHalfMoved_readTheMarker() {
        BucketArray from = leaveHalfMoved();

        assertStored();
        assertThat(table.find("absent", hashOf(1))).isNull();
        assertThat(from.headAt(6)).isInstanceOf(ForwardingSlot.class).isNotSameAs(ForwardingSlot.FORWARD);
    }

    @Test
    void insert_chainsAreHalfMoved_endsTheMoveFirst() {
        BucketArray from = leaveHalfMoved();

        entries.add(entry("key 4", hashOf(1)));
        assertThat(table.insert(entries.get(4), "key 4")).isNull();

        assertThat(from.headAt(6)).isSameAs(ForwardingSlot.FORWARD);
        assertThat(buckets()).isSameAs(from.next());
        assertStored();
    }

    @Test
    void remove_chainsAreHalfMoved_endsTheMoveFirst() {
        BucketArray from = leaveHalfMoved();

        assertThat(from.splice(entries.remove(1), null)).isTrue();

        assertThat(buckets()).isSameAs(from);
        assertThat(from.headAt(6)).isSameAs(ForwardingSlot.FORWARD);
        assertThat(from.headAt(7)).isSameAs(ForwardingSlot.FORWARD);
        assertStored();
    }

    @Test
    void replace_chainsAreHalfMoved_replacesInTheNextArray() {
        leaveHalfMoved();

        Entry substitute = entry("key 2", hashOf(2));
        assertThat(table.replace(entries.get(2), substitute)).isTrue();
        entries.set(2, substitute);

        assertStored();
    }

    @Test
    void move_twoChains_keepTheirOrderInThree() {
        BucketArray from = buckets();

        grow(from).move(7);

        assertThat(chain(from.next().headAt(9))).containsExactly(entries.get(0));
        assertThat(chain(from.next().headAt(10))).containsExactly(entries.get(1), entries.get(2));
        assertThat(chain(from.next().headAt(11))).containsExactly(entries.get(3));
        assertThat(from.headAt(6)).isSameAs(ForwardingSlot.FORWARD);
        assertThat(from.headAt(5)).isNull();
        assertStored();
    }

    @Test
    void move_intoAQuarter_joinsTheChains() {
        BucketArray from = buckets();
        from.shrink((ChainedTable) table);

        from.transfer().move(7);

        assertThat(chain(from.next().headAt(1))).hasSize(4).containsExactlyInAnyOrderElementsOf(entries);
        assertStored();
    }

    @Test
    void move_manyTimesUpAndDown_losesNothing() {
        for (int i = 4; i < 150; i++) {
            entries.add(entry("key " + i, i * 7919));
            table.insert(entries.get(i), "key " + i);
        }
        for (int i = 0; i < 12; i++) {
            if (i % 3 == 2) {
                buckets().shrink((ChainedTable) table);
            } else {
                buckets().settle((ChainedTable) table);
            }
            assertStored();
            table.maintain();
            assertThat(buckets().isSettled()).isTrue();
            assertStored();
        }
        assertThat(buckets().length()).isLessThan(LENGTH);
    }

    @Test
    @DisplayName("a walk on an entry that was unlinked still ends")
    void link_ofUnlinkedEntry_staysAsItWas() {
        Entry front = entry("front", hashOf(0));
        table.insert(front, "front");

        table.remove(front);
        assertThat(front.link()).isSameAs(entries.get(1));

        table.replace(entries.get(1), entry("key 1", hashOf(1)));
        assertThat(chain(front)).containsExactly(front, entries.get(1), entries.get(0));
    }

    /**
     * A key equal to "key 0". At a given call of its equals, which a walk makes while it stands on "front", that entry is
     * unlinked and the chain divided, so that the walk goes on into another slot and misses "key 0".
     */
    private final class LeadsAstray {
        private final Entry front;
        private int callsToGo;

        LeadsAstray(Entry front, int call) {
            this.front = front;
            this.callsToGo = call;
        }

        @Override
        public int hashCode() {
            return front.hash();
        }

        @Override
        public boolean equals(Object other) {
            if (other.equals("front") && --callsToGo == 0) {
                assertThat(table.remove(front)).isTrue();
                BucketArray from = buckets();
                if (from.isSettled()) {
                    from.settle((ChainedTable) table);
                }
                from.transfer().move(6);
                assertThat(chain(front)).containsExactly(front, entries.get(1), entries.get(2));
            }
            return other.equals("key 0");
        }
    }

    private Entry insertFront() {
        Entry front = entry("front", hashOf(0));
        table.insert(front, "front");
        return front;
    }

    @Test
    void find_growthBeginsDuringTheWalk_looksAgain() {
        Object key = new LeadsAstray(insertFront(), 1);

        assertThat(table.find(key, hashOf(0))).isSameAs(entries.get(0));
    }

    @Test
    void find_chainMovesDuringTheWalkWhileItGrows_looksAgain() {
        // while a growth is on, a find walks on the slow path alone; "key 0" does not match before the chain has moved
        Object key = new Object() {
            private final LeadsAstray walk = new LeadsAstray(insertFront(), 1);

            @Override
            public int hashCode() {
                return hashOf(0);
            }

            @Override
            public boolean equals(Object other) {
                return walk.equals(other) && walk.callsToGo <= 0;
            }
        };
        grow(buckets());

        assertThat(table.find(key, hashOf(0))).isSameAs(entries.get(0));
    }

    @Test
    void insert_chainMovesDuringTheWalk_findsTheEntry() {
        Object key = new LeadsAstray(insertFront(), 1);

        assertThat(table.insert(entry(key, hashOf(0)), key)).isSameAs(entries.get(0));
        assertStored();
    }

    @Test
    @DisplayName("RC-5 no write moves more than a share of a large table")
    void insert_largeTableIsFull_movesShares() {
        Table large = Tables.strongKeys();
        int next = 0;
        while (buckets(large).length() <= BucketTransfer.SMALL || buckets(large).isSettled()) {
            large.insert(entry(next, next), next++);
        }
        BucketArray from = buckets(large);
        int moved = forwarded(from);
        assertThat(moved).isBetween(BucketTransfer.SHARE - 4, BucketTransfer.SHARE);

        assertThat(Tables.entries(large)).hasSize((int) large.estimatedSize()).doesNotHaveDuplicates();
        assertAllFound(large, next);
        int steps = 0;
        while (buckets(large) == from) {
            int key = 1_000_000 + steps++;
            large.insert(entry(key, key), key);
            assertThat(forwarded(from) - moved).isBetween(0, 8 * BucketTransfer.SHARE);
            moved = forwarded(from);
        }
        assertThat(steps).isLessThanOrEqualTo(from.length() / BucketTransfer.SHARE + 8);
        assertAllFound(large, next);
        assertThat(Tables.entries(large)).hasSize((int) large.estimatedSize()).doesNotHaveDuplicates();
    }

    private static BucketArray buckets(Table table) {
        return ((ChainedTable) table).buckets();
    }

    private static void assertAllFound(Table table, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(table.find(i, i)).isNotNull().extracting(Entry::strong).isEqualTo(i);
        }
    }

    private static int forwarded(BucketArray buckets) {
        int count = 0;
        for (int i = 0; i < buckets.length(); i++) {
            count += buckets.headAt(i) == ForwardingSlot.FORWARD ? 1 : 0;
        }
        return count;
    }

    private static List<Entry> chain(Entry head) {
        List<Entry> chain = new ArrayList<>();
        for (Entry e = head; e != null; e = e.link()) {
            chain.add(e);
        }
        return chain;
    }

    @Test
    @DisplayName("a head that was stored too early, by a mover that died, does not come back")
    void move_secondAttempt_clearsTheTargets() {
        BucketArray from = buckets();
        BucketTransfer transfer = grow(from);
        from.next().slots()[9] = entries.get(0);
        from.splice(entries.remove(0), null);

        transfer.move(6);

        assertStored();
    }

    @Test
    void grow_secondTime_makesNothing() {
        BucketArray from = buckets();
        BucketTransfer transfer = grow(from);

        assertThat(from.settle((ChainedTable) table)).isFalse();
        from.shrink((ChainedTable) table);
        assertThat(from.transfer()).isSameAs(transfer);
        assertThat(transfer.to().length()).isEqualTo(NEXT);
    }

    @Test
    void stripe_ofSlotsThatMoveTogether_isTheSame() {
        for (int capacity = 0; capacity < 300_000; capacity += capacity / 3 + 1) {
            BucketArray from = BucketArray.first(capacity);
            int length = from.length();
            for (int hash = 0; hash < 1000; hash++) {
                int group = BucketArray.index(hash, length) / 4;
                for (int other = 0; other < 1000; other += 17) {
                    if (BucketArray.index(other, length) / 4 == group && length >= BucketArray.STRIPED) {
                        assertThat(from.stripe(other)).isSameAs(from.stripe(hash));
                    }
                }
            }
        }
    }

    @Test
    void stripe_ofTwoTables_isNeverTheSame() {
        assertThat(BucketArray.first(0).stripe(0))
                .isNotSameAs(BucketArray.first(0).stripe(0));
        assertThat(BucketArray.first(0).stripeCount()).isEqualTo(1);
        assertThat(BucketArray.first(1_000).stripeCount()).isEqualTo(16);
        assertThat(BucketArray.first(100_000).stripeCount()).isEqualTo(64);
    }

    @Test
    @DisplayName("keys in a row and keys that differ in high bits alone share no slot more often than by chance")
    void index_regularHashes_areSpread() {
        for (int step : new int[] {1, 2, 16, 31, 4096, 1 << 16, 1 << 20}) {
            boolean[] used = new boolean[1536];
            int slots = 0;
            for (int i = 0; i < 1024; i++) {
                int index = BucketArray.index(i * step & Integer.MAX_VALUE, used.length);
                slots += used[index] ? 0 : 1;
                used[index] = true;
            }
            assertThat(slots).as("step %d", step).isGreaterThan(650); // by chance about 747
        }
    }

    @Test
    @DisplayName("48 bytes: from 1,000 entries on there are at most two slots for each, and three when few are stored")
    void length_byCapacity_isAtMostTwoSlotsForEachEntry() {
        int before = 0;
        for (int entries = 832; entries < 20_000_000; entries += entries / 1000 + 1) {
            int length = BucketArray.lengthFor(entries);
            assertThat(length).isLessThan(2 * entries).isGreaterThanOrEqualTo(before);
            before = length;
        }
    }

    @Test
    @DisplayName("MAP-23 after a mass death the slots are given back, by the removals alone")
    void remove_mostOfALargeTable_givesSlotsBack() {
        Table large = Tables.strongKeys();
        for (int i = 0; i < 100_000; i++) {
            large.insert(entry(i), i);
        }
        Entry kept = large.find(0, 0);

        for (Entry entry : Tables.entries(large)) {
            assertThat(entry == kept || large.remove(entry)).isTrue();
        }

        assertThat(buckets(large).length()).isLessThanOrEqualTo(24);
        assertThat(large.estimatedSize()).isEqualTo(1);
        assertThat(Tables.entries(large)).containsExactly(kept);
    }

    @Test
    @DisplayName("a table that fills to a thousand entries moves each less than once, and into its slots at rest later")
    void insert_upToAThousand_doublesAndIsSettledLater() {
        ChainedTable filling = (ChainedTable) Tables.strongKeys();
        int moved = 0;
        for (int i = 0; i < 1_000; i++) {
            BucketArray before = buckets(filling);
            filling.insert(entry(i), i);
            moved += buckets(filling) == before ? 0 : i;
        }
        assertThat(moved).isLessThan(1_000);
        assertThat(buckets(filling).length()).isEqualTo(1024);
        assertThat(filling.maintainEvery()).isEqualTo(BucketTransfer.AT_MOST);

        filling.maintain();

        assertThat(buckets(filling).length()).isEqualTo(1536);
        assertThat(filling.maintainEvery()).isEmpty();
        assertAllFound(filling, 1_000);
        BucketArray atRest = buckets(filling);
        filling.maintain();
        assertThat(buckets(filling)).isSameAs(atRest);
    }

    @Test
    void none_afterManyTables_isStillEmpty() {
        for (int i = 0; i < 20; i++) {
            Table another = Tables.strongKeys();
            another.insert(entry(i), i);
            another.remove(entry(i));
        }

        assertThat(BucketArray.NONE.isSettled()).isTrue();
        assertThat(BucketArray.NONE.slots()).containsOnlyNulls();
        assertThat(BucketArray.NONE.count()).isZero();
    }

    @Test
    @Timeout(600)
    @DisplayName("MAP-10 an equals that waits for another thread holds up nobody")
    void insert_equalsWaitsForAnotherThread_othersGoOn() throws Exception {
        int hash = hashOf(0);
        Entry stored = entries.get(0);
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Object slow = new Object() {
            @Override
            public int hashCode() {
                return hash;
            }

            @Override
            public boolean equals(Object other) {
                entered.countDown();
                try {
                    return !release.await(300, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<Entry> insertion = thread.submit(() -> table.insert(entry(slow, hash), slow));
            assertThat(entered.await(300, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 200; i++) {
                assertThat(table.insert(entry(i, hashFor(i, LENGTH, 6)), i)).isNull();
            }
            Entry substitute = entry("key 0", hash);
            assertThat(table.replace(stored, substitute)).isTrue();
            assertThat(table.remove(substitute)).isTrue();
            release.countDown();
            assertThat(insertion.get(300, TimeUnit.SECONDS)).isNull();
        } finally {
            thread.shutdownNow();
        }
        assertThat(Tables.entries(table)).hasSize(204 + others.size());
        assertThat(table.find(slow, hash).strong()).isSameAs(slow);
    }

    @Test
    @Timeout(600)
    @DisplayName("an iterator that lags behind by many arrays gives each entry once, and does no work twice")
    void iterator_manyArraysBehind_givesEachEntryOnce() {
        Table table = Tables.strongKeys();
        List<Entry> kept = fill(table, 0, 100);
        Iterator<Entry> lagging = table.iterator();
        for (int round = 1; round <= 6; round++) {
            fill(table, round * 1_000_000, 20_000).forEach(table::remove);
        }
        List<Entry> met = new ArrayList<>();
        lagging.forEachRemaining(met::add);
        assertThat(met).containsExactlyInAnyOrderElementsOf(kept);
    }

    private static List<Entry> fill(Table table, int first, int count) {
        List<Entry> filled = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            Entry entry = entry(i);
            table.insert(entry, i);
            filled.add(entry);
        }
        return filled;
    }
}
