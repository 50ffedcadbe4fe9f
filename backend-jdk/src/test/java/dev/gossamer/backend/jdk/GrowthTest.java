package dev.gossamer.backend.jdk;

import static dev.gossamer.backend.jdk.Tables.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** White box: how chains get from one generation of slots into the next, stopped at each step of the way. */
class GrowthTest {

    private static Bins bins(Table table) {
        return ((ChainedTable) table).bins();
    }

    /** A table with one chain of four entries in slot 3 of 16; the odd ones go to the upper half. */
    private static Table tableWithChain(List<Entry> entries) {
        Table table = Tables.strongKeys();
        for (int i = 0; i < 4; i++) {
            int hash = 3 + 16 * i;
            entries.add(entry("key " + i, hash));
            assertThat(table.insert(entries.get(i), "key " + i)).isNull();
        }
        return table;
    }

    /** Stops a growth where a mover died: the marker stands, and half of the links are changed. */
    private static Bins leaveHalfMoved(Table table) {
        Bins bins = bins(table);
        assertThat(bins.grow()).isTrue();
        Entry head = bins.head(3);
        Moved moved = Moved.relinking(head);
        assertThat(bins.head(3, head, moved)).isTrue();
        assertThat(moved.list()).hasSize(4);
        head.link(head.link().link());
        return bins;
    }

    private static void assertStored(Table table, List<Entry> entries) {
        for (Entry entry : entries) {
            assertThat(table.find(entry.strong(), entry.hash())).isSameAs(entry);
        }
        assertThat(Tables.entries(table)).containsExactlyInAnyOrderElementsOf(entries);
    }

    @Test
    void findAndIterate_chainIsHalfMoved_readTheListOfTheMarker() {
        List<Entry> entries = new ArrayList<>();
        Table table = tableWithChain(entries);
        Bins from = leaveHalfMoved(table);

        assertStored(table, entries);
        assertThat(table.find("absent", 3)).isNull();
        assertThat(from.head(3)).isInstanceOf(Moved.class).isNotSameAs(Moved.FORWARD);
    }

    @Test
    void findAndIterate_chainIsMarkedOnly_walkBehindTheMarker() {
        List<Entry> entries = new ArrayList<>();
        Table table = tableWithChain(entries);
        Bins bins = bins(table);
        bins.grow();
        Moved moved = Moved.relinking(bins.head(3));
        assertThat(bins.head(3, moved.head(), moved)).isTrue();

        assertStored(table, entries);
        assertThat(table.find("absent", 3)).isNull();
        assertThat(moved.isListed()).isFalse();

        assertThat(table.remove(entries.remove(2))).isTrue();
        assertThat(moved.isListed()).isTrue();
        assertStored(table, entries);
    }

    @Test
    void insert_chainIsHalfMoved_deliversItFirst() {
        List<Entry> entries = new ArrayList<>();
        Table table = tableWithChain(entries);
        Bins from = leaveHalfMoved(table);

        entries.add(entry("key 4", 3));
        assertThat(table.insert(entries.get(4), "key 4")).isNull();

        assertThat(from.head(3)).isSameAs(Moved.FORWARD);
        assertThat(bins(table)).isSameAs(from.next());
        assertStored(table, entries);
    }

    @Test
    void remove_chainIsHalfMoved_deliversItFirst() {
        List<Entry> entries = new ArrayList<>();
        Table table = tableWithChain(entries);
        Bins from = leaveHalfMoved(table);

        assertThat(table.remove(entries.remove(1))).isTrue();

        assertThat(bins(table)).isSameAs(from);
        assertThat(from.head(3)).isSameAs(Moved.FORWARD);
        assertStored(table, entries);
    }

    @Test
    void replace_chainIsHalfMoved_replacesInTheNextGeneration() {
        List<Entry> entries = new ArrayList<>();
        Table table = tableWithChain(entries);
        leaveHalfMoved(table);

        Entry substitute = entry("key 2", entries.get(2).hash());
        assertThat(table.replace(entries.get(2), substitute)).isTrue();
        entries.set(2, substitute);

        assertStored(table, entries);
    }

    @Test
    void move_dividedChain_keepsTheOrderInBothHalves() {
        List<Entry> entries = new ArrayList<>();
        Table table = tableWithChain(entries);
        Bins from = bins(table);
        from.grow();

        from.move(3);

        assertThat(chain(from.next().head(3))).containsExactly(entries.get(2), entries.get(0));
        assertThat(chain(from.next().head(19))).containsExactly(entries.get(3), entries.get(1));
        assertStored(table, entries);
    }

    @Test
    @DisplayName("a walk on an entry that was unlinked, or divided off, still ends")
    void link_ofUnlinkedEntry_staysAsItWas() {
        List<Entry> entries = new ArrayList<>();
        Table table = tableWithChain(entries);
        Entry middle = entries.get(2);

        table.remove(middle);
        assertThat(middle.link()).isSameAs(entries.get(1));

        table.replace(entries.get(1), entry("key 1", entries.get(1).hash()));
        assertThat(chain(middle)).containsExactly(middle, entries.get(1), entries.get(0));
    }

    /**
     * A key equal to "low". At a given call of its equals, which a walk makes while it stands on "front", that entry is
     * unlinked and the chain divided, so that the walk goes on into the upper half and misses "low".
     */
    private static final class LeadsAstray {
        private final Table table;
        private final Entry front;
        private int callsToGo;

        LeadsAstray(Table table, Entry front, int call) {
            this.table = table;
            this.front = front;
            this.callsToGo = call;
        }

        @Override
        public int hashCode() {
            return 3;
        }

        @Override
        public boolean equals(Object other) {
            if (other.equals("front") && --callsToGo == 0) {
                assertThat(table.remove(front)).isTrue();
                Bins bins = bins(table);
                bins.grow();
                bins.move(3);
                assertThat(chain(front)).extracting(Entry::strong).containsExactly("front", "high");
            }
            return other.equals("low");
        }
    }

    private static Entry insertFrontHighLow(Table table) {
        table.insert(entry("low", 3), "low");
        table.insert(entry("high", 3 + 16), "high");
        Entry front = entry("front", 3);
        table.insert(front, "front");
        return front;
    }

    @Test
    void find_growthBeginsDuringTheWalk_looksAgain() {
        Table table = Tables.strongKeys();
        Object key = new LeadsAstray(table, insertFrontHighLow(table), 1);

        Entry found = table.find(key, 3);

        assertThat(found).isNotNull().extracting(Entry::strong).isEqualTo("low");
    }

    @Test
    void find_chainMovesDuringTheSecondWalk_looksAgain() {
        Table table = Tables.strongKeys();
        Entry front = insertFrontHighLow(table);
        // while a growth is on, a find that misses walks twice; "low" does not match before the second walk
        Object key = new Object() {
            private final LeadsAstray second = new LeadsAstray(table, front, 2);

            @Override
            public int hashCode() {
                return 3;
            }

            @Override
            public boolean equals(Object other) {
                return second.equals(other) && second.callsToGo <= 0;
            }
        };
        bins(table).grow();

        Entry found = table.find(key, 3);

        assertThat(found).isNotNull().extracting(Entry::strong).isEqualTo("low");
    }

    @Test
    void find_markedChainIsRelinkedDuringTheWalk_readsTheList() {
        Table table = Tables.strongKeys();
        Entry front = insertFrontHighLow(table);
        Bins bins = bins(table);
        bins.grow();
        Moved moved = Moved.relinking(front);
        bins.head(3, front, moved);
        Object key = new Object() {
            @Override
            public int hashCode() {
                return 3;
            }

            @Override
            public boolean equals(Object other) {
                assertThat(moved.list()).hasSize(3);
                front.link(null);
                return other.equals("low");
            }
        };

        Entry found = table.find(key, 3);

        assertThat(found).isNotNull().extracting(Entry::strong).isEqualTo("low");
    }

    @Test
    void insert_chainMovesDuringTheWalk_findsTheEntry() {
        Table table = Tables.strongKeys();
        Object key = new LeadsAstray(table, insertFrontHighLow(table), 1);

        Entry found = table.insert(entry(key, 3), key);

        assertThat(found).isNotNull().extracting(Entry::strong).isEqualTo("low");
        assertThat(Tables.entries(table)).extracting(Entry::strong).containsExactlyInAnyOrder("high", "low");
    }

    @Test
    @DisplayName("RC-5 no insertion moves more than a share of a large table")
    void insert_largeTableIsFull_movesShares() {
        Table table = Tables.strongKeys();
        int next = 0;
        while (bins(table).length() <= ChainedTable.SMALL || bins(table).settled()) {
            table.insert(entry(next, next), next++);
            if (next % 2 == 0) {
                table.insert(entry("twin " + next, next), "twin " + next);
            }
        }
        Bins from = bins(table);
        int moved = forwarded(from);
        assertThat(moved).isEqualTo(Bins.SHARE);

        assertThat(Tables.entries(table)).hasSize((int) table.estimatedSize()).doesNotHaveDuplicates();
        assertAllFound(table, next);
        int steps = 0;
        while (bins(table) == from) {
            int key = 1_000_000 + steps++;
            table.insert(entry(key, key), key);
            assertThat(forwarded(from) - moved).isBetween(0, 8 * Bins.SHARE);
            moved = forwarded(from);
        }
        assertThat(steps).isLessThanOrEqualTo(from.length() / Bins.SHARE + 8);
        assertAllFound(table, next);
        assertThat(Tables.entries(table)).hasSize((int) table.estimatedSize()).doesNotHaveDuplicates();
    }

    private static void assertAllFound(Table table, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(table.find(i, i)).isNotNull().extracting(Entry::strong).isEqualTo(i);
        }
    }

    private static int forwarded(Bins bins) {
        int count = 0;
        for (int i = 0; i < bins.length(); i++) {
            count += bins.head(i) == Moved.FORWARD ? 1 : 0;
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
    void move_secondAttempt_clearsBothTargets() {
        Table table = Tables.strongKeys();
        Entry gone = entry("gone", 3);
        table.insert(gone, "gone");
        Bins from = bins(table);
        from.grow();
        assertThat(from.next().head(3, null, gone)).isTrue();
        table.remove(gone);
        Entry high = entry("high", 3 + 16);
        assertThat(from.head(3, null, high)).isTrue();

        from.move(3);

        assertThat(Tables.entries(table)).containsExactly(high);
    }

    @Test
    void grow_secondTime_makesNothing() {
        Bins bins = Bins.first(0);

        assertThat(bins.grow()).isTrue();
        Bins next = bins.next();
        assertThat(bins.grow()).isFalse();
        assertThat(bins.next()).isSameAs(next);
        assertThat(next.length()).isEqualTo(32);
    }

    @Test
    void stripe_ofOneHash_isTheSameInAllGenerations() {
        Bins bins = Bins.first(0);
        bins.grow();
        bins.next().grow();
        Bins third = bins.next().next();

        for (int hash = 0; hash < 1000; hash++) {
            assertThat(third.stripe(hash)).isSameAs(bins.stripe(hash)).isSameAs(bins.stripe(hash & 15));
        }
    }

    @Test
    void capacity_smallAndLargeBins_threeQuartersAndFull() {
        assertThat(Bins.first(12).length()).isEqualTo(16);
        assertThat(Bins.first(13).length()).isEqualTo(32);
        assertThat(Bins.first(Bins.ROOMY).length()).isEqualTo(2 * Bins.ROOMY);
        assertThat(Bins.first(2 * Bins.ROOMY).length()).isEqualTo(2 * Bins.ROOMY);
        assertThat(Bins.first(2 * Bins.ROOMY + 1).length()).isEqualTo(4 * Bins.ROOMY);
    }

    @Test
    void none_afterManyTables_isStillEmpty() {
        for (int i = 0; i < 20; i++) {
            Table table = Tables.strongKeys();
            table.insert(entry(i), i);
        }

        assertThat(Bins.NONE.settled()).isTrue();
        for (int i = 0; i < Bins.NONE.length(); i++) {
            assertThat(Bins.NONE.head(i)).isNull();
        }
    }

    @Test
    @Timeout(30)
    @DisplayName("MAP-10 an equals that waits for another thread holds up nobody")
    void insert_equalsWaitsForAnotherThread_othersGoOn() throws Exception {
        Table table = Tables.strongKeys();
        Entry stored = entry("stored", 3);
        table.insert(stored, "stored");
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Object slow = new Object() {
            @Override
            public int hashCode() {
                return 3;
            }

            @Override
            public boolean equals(Object other) {
                entered.countDown();
                try {
                    return !release.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<Entry> insertion = thread.submit(() -> table.insert(entry(slow, 3), slow));
            assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 200; i++) {
                assertThat(table.insert(entry(i, 16 * i + 3), i)).isNull();
            }
            Entry substitute = entry("stored", 3);
            assertThat(table.replace(stored, substitute)).isTrue();
            assertThat(table.remove(substitute)).isTrue();
            release.countDown();
            assertThat(insertion.get(20, TimeUnit.SECONDS)).isNull();
        } finally {
            thread.shutdownNow();
        }
        assertThat(Tables.entries(table)).hasSize(201);
        assertThat(table.find(slow, 3).strong()).isSameAs(slow);
    }
}
