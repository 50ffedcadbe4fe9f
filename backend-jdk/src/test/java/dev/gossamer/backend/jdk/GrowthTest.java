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
        assertThat(bins.head(3, head, Moved.relinking(head))).isTrue();
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

    @Test
    @DisplayName("an unlinked walk into a chain that moves on misses nothing that stays")
    void find_markerComesDuringTheWalk_looksAgain() {
        Table table = Tables.strongKeys();
        Entry low = entry("low", 3);
        table.insert(low, "low");
        Object mover = new Object() {
            @Override
            public int hashCode() {
                return 3;
            }

            @Override
            public boolean equals(Object other) {
                // the walk of this key stands on "high" now; the chain is divided under it
                if (bins(table).settled()) {
                    bins(table).grow();
                    bins(table).move(3);
                }
                return other.equals("low");
            }
        };
        table.insert(entry("high", 3 + 16), "high");
        Entry front = entry("front", 3);
        table.insert(front, "front");

        assertThat(chain(bins(table).head(3))).hasSize(3);
        assertThat(table.find(mover, 3)).isSameAs(low);
        assertThat(bins(table).head(3)).isSameAs(Moved.FORWARD);
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

        Iterable<Entry> iteratedAcross = iteratedAcross(table, next);
        assertThat(iteratedAcross).doesNotHaveDuplicates();
        int steps = 0;
        while (bins(table) == from) {
            int key = 1_000_000 + steps++;
            table.insert(entry(key, key), key);
            assertThat(forwarded(from) - moved).isBetween(0, 8 * Bins.SHARE);
            moved = forwarded(from);
        }
        assertThat(steps).isLessThanOrEqualTo(from.length() / Bins.SHARE + 8);
        for (int i = 0; i < next; i++) {
            assertThat(table.find(i, i).strong()).isEqualTo(i);
        }
        assertThat(table.estimatedSize()).isEqualTo(Tables.entries(table).size());
    }

    private static List<Entry> iteratedAcross(Table table, int count) {
        List<Entry> entries = Tables.entries(table);
        for (int i = 0; i < count; i++) {
            assertThat(table.find(i, i).strong()).isEqualTo(i);
        }
        assertThat(entries).hasSize((int) table.estimatedSize());
        return entries;
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
    void grow_secondTime_makesNothing() {
        Bins bins = Bins.first(0);

        assertThat(bins.grow()).isTrue();
        Bins next = bins.next();
        assertThat(bins.grow()).isFalse();
        assertThat(bins.next()).isSameAs(next);
        assertThat(next.length()).isEqualTo(32);
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
