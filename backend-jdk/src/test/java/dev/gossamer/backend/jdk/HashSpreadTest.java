package dev.gossamer.backend.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.spi.Entry;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Regular hashes, as of numbers, addresses and enums of flags, get chains and locks of their own. */
class HashSpreadTest {
    private static final int KEYS = 1_160; // just what 1,536 slots are meant for

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8, 16, 32, 64, 256, 1 << 10, 1 << 12, 1 << 14, 1 << 16, 1 << 18, 1 << 20})
    @DisplayName("MAP-17 hashes that are multiples of a power of two make no long chains and use all locks")
    void insert_multiplesOfAPowerOfTwo_shareNeitherChainNorLock(int step) {
        ChainedTable table = (ChainedTable) Tables.strongKeys(KEYS);
        for (int i = 0; i < KEYS; i++) {
            Object key = i;
            table.insert(Tables.entry(key, Tables.hash(i * step)), key);
        }
        table.maintain();

        assertThat(table.buckets().length()).isEqualTo(1_536);
        assertThat(longestChain(table.buckets())).isLessThanOrEqualTo(5);
        assertThat(counts(table.buckets()))
                .hasSize(16)
                .allSatisfy(count -> assertThat(count).isBetween(KEYS / 16 / 2, KEYS / 16 * 3 / 2));
    }

    private static int longestChain(BucketArray buckets) {
        int longest = 0;
        for (int i = 0; i < buckets.length(); i++) {
            int length = 0;
            for (Entry e = buckets.headAt(i); e != null; e = e.link()) {
                length++;
            }
            longest = Math.max(longest, length);
        }
        return longest;
    }

    /** How many entries each stripe is the lock of. */
    private static List<Integer> counts(BucketArray buckets) {
        int[] counts = new int[buckets.stripeCount()];
        for (int i = 0; i < buckets.length(); i++) {
            for (Entry e = buckets.headAt(i); e != null; e = e.link()) {
                Stripe stripe = buckets.stripe(e.hash());
                for (int number = 0; number < counts.length; number++) {
                    counts[number] += stripe == buckets.stripeAt(number) ? 1 : 0;
                }
            }
        }
        return Arrays.stream(counts).boxed().toList();
    }
}
