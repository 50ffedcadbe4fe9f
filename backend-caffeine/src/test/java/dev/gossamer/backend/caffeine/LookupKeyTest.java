package dev.gossamer.backend.caffeine;

import static dev.gossamer.backend.caffeine.Tables.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.gossamer.Equivalence;
import dev.gossamer.backend.caffeine.Tables.Key;
import dev.gossamer.spi.Bounds;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.WeakSide;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LookupKeyTest {
    private static final int ROUNDS = 2_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static Stream<Bounds> bounds() {
        return Stream.of(
                Bounds.NONE, Bounds.NONE.maximumSize(1_000), Bounds.NONE.expireAfterAccess(Duration.ofHours(1)));
    }

    @ParameterizedTest
    @MethodSource("bounds")
    @DisplayName("MAP-9, KM-5 a hit and a miss allocate nothing")
    void find_hitAndMiss_allocatesNothing(Bounds bounds) {
        Table table = Tables.bounded(WeakSide.VALUE, bounds, entry -> {});
        Object value = new Object();
        for (int i = 0; i < 100; i++) {
            table.insert(entry(WeakSide.VALUE, "k" + i, value), "k" + i);
            Key key = new Key("k" + i, 2_000 + i / 3);
            table.insert(entry(WeakSide.VALUE, key, value), key);
        }
        Key same = new Key("k50", 2_016);
        Key absent = new Key("none", 2_016);
        String text = "k".concat("50");
        int hash = text.hashCode();

        assertThat(allocatedBy(() -> count(table.find(text, hash)))).isZero();
        assertThat(allocatedBy(() -> count(table.find(same, 2_016)))).isZero();
        assertThat(allocatedBy(() -> count(table.find(absent, 2_016)))).isZero();
        assertThat(allocatedBy(() -> count(table.find("none", 1)))).isZero();
        assertThat(table.find(same, 2_016)).isNotNull();
        assertThat(table.find(text, hash)).isNotNull();
    }

    @Test
    void release_afterUse_forgetsKeyAndNodes() {
        Key key = new Key("a", 1);
        LookupKey lookup = LookupKey.of(Tables.spec(WeakSide.VALUE, Equivalence.equality()), key, 1);
        Entry match = entry(WeakSide.VALUE, key, new Object());
        assertThat(lookup.equals(node(entry(WeakSide.VALUE, new Key("b", 1), key))))
                .isFalse();
        assertThat(lookup.equals(node(match))).isTrue();
        assertThat(lookup.count()).isEqualTo(1);

        lookup.release();

        assertThat(lookup).hasAllNullFieldsOrPropertiesExcept("home", "hash", "direct", "candidates", "count", "met");
        assertThat(lookup)
                .extracting("candidates")
                .satisfies(nodes -> assertThat((Object[]) nodes).containsOnlyNulls());
        assertThat(lookup.count()).isZero();
    }

    @Test
    void of_whileAnotherIsInUse_isAnotherLookupKey() {
        Entry wanted = entry(WeakSide.VALUE, "a", new Object());
        LookupKey first = LookupKey.of(wanted);
        LookupKey second = LookupKey.of(wanted);

        assertThat(second).isNotSameAs(first);
        first.release();
        second.release();
    }

    private static CacheNode node(Entry entry) {
        CacheNode node = new CacheNode(entry.hash());
        node.entry = entry;
        return node;
    }

    private static long count(Object found) {
        return found == null ? 0 : 1;
    }

    /** The least of several measurements: what an operation must allocate, without what the compiler adds now and then. */
    private static long allocatedBy(LongSupplier operation) {
        long thread = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        long sum = 0;
        for (int trial = 0; trial < 10; trial++) {
            long before = THREADS.getThreadAllocatedBytes(thread);
            for (int i = 0; i < ROUNDS; i++) {
                sum += operation.getAsLong();
            }
            least = Math.min(least, THREADS.getThreadAllocatedBytes(thread) - before);
        }
        assertThat(sum).isBetween(0L, 10L * ROUNDS);
        return least;
    }
}
