package dev.gossamer.backend.jdk;

import static dev.gossamer.backend.jdk.Tables.entry;
import static dev.gossamer.backend.jdk.Tables.hash;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.gossamer.Equivalence;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.WeakSide;
import java.lang.management.ManagementFactory;
import java.util.Iterator;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.GraphLayout;
import org.openjdk.jol.vm.VM;

/** What a table costs: bytes that it holds, and bytes that finding allocates. */
class FootprintTest {
    private static void assumeCompressedReferences() {
        assumeTrue(VM.current().sizeOf(new Object[1000]) < 5000, "needs compressed references");
    }

    /** The bytes of all that is reachable from a table, keys and values included. */
    private static long bytes(Table table) {
        return GraphLayout.parseInstance(table).totalSize();
    }

    @Test
    void entry_compressedReferences_takesFortyBytes() {
        assumeCompressedReferences();

        assertThat(ClassLayout.parseClass(Entry.class).instanceSize()).isEqualTo(40);
    }

    @Test
    void table_empty_isTiny() {
        assertThat(bytes(Tables.strongKeys())).isLessThanOrEqualTo(256);
        assertThat(bytes(Tables.table(WeakSide.KEY, Equivalence.identity()))).isLessThanOrEqualTo(256);
    }

    @Test
    void table_aMillionEntries_takesAtMost48BytesEachBesideKeyAndValue() {
        assumeCompressedReferences();

        // a walk over all objects is too dear for a million: it shows with fewer that there is nothing but entries and
        // slots
        Table small = filled(2_000);
        long keys = 2_000 * VM.current().sizeOf(Integer.valueOf(1 << 20));
        assertThat(bytes(small) - keys - entriesAndSlots(small)).isBetween(0L, 512L); // 16 stripes

        Table large = filled(1_000_000);
        assertThat(((ChainedTable) large).buckets().isSettled()).isTrue();
        assertThat(entriesAndSlots(large) / 1e6).isBetween(40.0, 48.0);
    }

    @Test
    @DisplayName(
            "48 bytes at every size from 1,000 to 10^6; up to 53.2 from the write that begins to grow until all has moved")
    void table_atEverySize_takesAtMost48BytesButWhileItMoves() {
        assumeCompressedReferences();

        ChainedTable table = (ChainedTable) filled(1_000);
        double settled = 0;
        double moving = 0;
        int moves = 0;
        int writes = 0;
        for (int i = 1_000; i < 1_000_000; i++) {
            BucketArray before = table.buckets();
            boolean beforeSettled = before.isSettled();
            table.insert(entry(i, spreadOut(i)), i);
            if (!table.buckets().isSettled()) {
                moving = Math.max(moving, (double) entriesAndSlots(table) / (i + 1));
                writes++;
                moves += beforeSettled ? 1 : 0;
            } else if (table.buckets() != before) { // fewer entries come never again
                settled = Math.max(settled, (double) entriesAndSlots(table) / (i + 1));
            }
        }

        assertThat(settled).isBetween(47.0, 48.0);
        assertThat(moving).isBetween(51.0, 53.2);
        assertThat(moves).isBetween(5, 8);
        assertThat(writes).as("writes that met a move").isLessThan(1_000_000 / 1_000);
    }

    @Test
    @DisplayName("48 bytes also at rest, where a slot has less than one entry")
    void maintain_atManySizes_takesAtMost48Bytes() {
        assumeCompressedReferences();

        for (int count = 1_000; count < 300_000; count += count / 7) {
            ChainedTable table = (ChainedTable) filled(count);
            table.maintain();
            assertThat((double) entriesAndSlots(table) / count)
                    .as("%d entries", count)
                    .isBetween(44.0, 48.0);
            assertThat(table.maintainEvery()).isEmpty();
        }
    }

    @Test
    @DisplayName(
            "a walk over all objects finds nothing but what is counted, right after growth has begun and right after it")
    void table_justPastGrowth_holdsEntriesAndSlotsAlone() {
        assumeCompressedReferences();

        int count = BucketArray.first(5_000).capacity(); // 6,144 slots, which move in shares
        Table table = filled(count);
        int next = count;
        while (((ChainedTable) table).buckets().isSettled()) {
            table.insert(entry(next, spreadOut(next)), next++);
        }
        assertNothingElse(table, next);

        while (!((ChainedTable) table).buckets().isSettled()) {
            table.insert(entry(next, spreadOut(next)), next++);
        }
        assertNothingElse(table, next);
    }

    private static void assertNothingElse(Table table, int count) {
        long keys = count * VM.current().sizeOf(Integer.valueOf(1 << 20));
        assertThat(bytes(table) - keys - entriesAndSlots(table)).isBetween(0L, 800L); // 16 stripes, and a move
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 1_000, 20_000})
    @DisplayName("MAP-23 after a mass death there are at most eight slots for each entry left, and 24 for few")
    void remove_allButSome_leavesSlotsForThose(int left) {
        Table table = filled(100_000);
        int slots = ((ChainedTable) table).buckets().length();
        Iterator<Entry> entries = table.iterator();
        for (int i = 0; i < 100_000 - left; i++) {
            table.remove(entries.next());
        }
        table.maintain();

        BucketArray buckets = ((ChainedTable) table).buckets();
        assertThat(buckets.isSettled()).isTrue();
        assertThat(buckets.length()).isLessThanOrEqualTo(Math.max(24, 8 * left)).isLessThanOrEqualTo(slots);
        assertThat(Tables.entries(table)).hasSize(left);
    }

    private static int spreadOut(int i) {
        return (i * 0x9E3779B9) >>> 1;
    }

    private static Table filled(int count) {
        Table table = Tables.strongKeys();
        for (int i = 0; i < count; i++) {
            table.insert(entry(i, spreadOut(i)), i);
        }
        return table;
    }

    private static long entriesAndSlots(Table table) {
        BucketArray buckets = ((ChainedTable) table).buckets();
        return 40 * table.estimatedSize()
                + bytesOfSlots(buckets)
                + (buckets.isSettled() ? 0 : bytesOfSlots(buckets.next()));
    }

    /** A header of 16 bytes, and four for each slot. */
    private static long bytesOfSlots(BucketArray buckets) {
        return (16 + 4L * buckets.length() + 7) / 8 * 8;
    }

    @ParameterizedTest
    @EnumSource(TableTest.Kind.class)
    @DisplayName("MAP-9 KM-5 finding allocates nothing, whether it hits or misses, whether the table grows or not")
    void find_hitAndMiss_allocatesNothing(TableTest.Kind kind) {
        Table table = kind.table();
        String[] keys = new String[12_000];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = "key " + i;
            table.insert(kind.entry(keys[i], hash(keys[i])), keys[i]);
        }
        assertThat(leastAllocation(table, keys)).isZero();

        BucketArray buckets = ((ChainedTable) table).buckets();
        buckets.settle((ChainedTable) table);
        buckets.transfer().move(buckets.length() / 2);
        assertThat(leastAllocation(table, keys)).isZero();
    }

    @Test
    @DisplayName("filling a table allocates its slots again and again, and little for moving")
    void insert_intoGrowingTables_allocatesLittleBesideSlots() {
        assumeCompressedReferences();
        Entry[] entries = new Entry[100_000];
        long slots = 0;
        for (int length = BucketArray.LEAST, capacity = 1; length < 200_000; capacity = length + 1) {
            length = BucketArray.lengthFor(capacity);
            slots += 4L * length;
        }

        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < entries.length; i++) {
                entries[i] = entry(i, spreadOut(i));
            }
            Table table = Tables.strongKeys();
            allocated = Math.min(allocated, allocated(() -> insertAll(table, entries)));
        }
        assertThat(allocated - slots).as("beside slots").isLessThan(50L * entries.length);
    }

    private static int insertAll(Table table, Entry[] entries) {
        for (Entry entry : entries) {
            table.insert(entry, entry.strong());
        }
        return entries.length;
    }

    private static long leastAllocation(Table table, String[] keys) {
        return leastAllocation(() -> findAll(table, keys), keys.length);
    }

    /** The least of several rounds: what the compiler or the test itself allocates does not come in all of them. */
    static long leastAllocation(IntSupplier work, int expected) {
        int[] result = new int[1];
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 10; round++) {
            least = Math.min(least, allocated(() -> result[0] = work.getAsInt()));
            assertThat(result[0]).isEqualTo(expected);
        }
        return least;
    }

    private static long allocated(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        work.run();
        return threads.getThreadAllocatedBytes(thread) - before;
    }

    private static int findAll(Table table, String[] keys) {
        int found = 0;
        for (String key : keys) {
            found += table.find(key, hash(key)) == null ? 0 : 1;
            found += table.find("absent", hash(key)) == null ? 0 : 1;
        }
        return found;
    }
}
