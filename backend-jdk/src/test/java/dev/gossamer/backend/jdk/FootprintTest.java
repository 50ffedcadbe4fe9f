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
import java.util.function.IntSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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

    private static Table filled(int count) {
        Table table = Tables.strongKeys();
        for (int i = 0; i < count; i++) {
            table.insert(entry(i, (i * 0x9E3779B9) >>> 1), i);
        }
        return table;
    }

    private static long entriesAndSlots(Table table) {
        Entry[] slots = new Entry[((ChainedTable) table).buckets().length()];
        return 40 * table.estimatedSize() + VM.current().sizeOf(slots);
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
        buckets.grow();
        buckets.transfer().move(buckets.length() / 2);
        assertThat(leastAllocation(table, keys)).isZero();
    }

    private static long leastAllocation(Table table, String[] keys) {
        return leastAllocation(() -> findAll(table, keys), keys.length);
    }

    /** The least of several rounds: what the compiler or the test itself allocates does not come in all of them. */
    static long leastAllocation(IntSupplier work, int expected) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 10; round++) {
            long before = threads.getThreadAllocatedBytes(thread);
            int result = work.getAsInt();
            least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
            assertThat(result).isEqualTo(expected);
        }
        return least;
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
