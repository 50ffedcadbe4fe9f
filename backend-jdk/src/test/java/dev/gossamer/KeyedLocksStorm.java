package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.spi.Backend;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Locks of many keys under many threads while the collector runs, over one backend; {@code -Dgossamer.lock.sections=10000000} for more.
 */
@Tag("collector")
@SuppressWarnings("try") // a hold need not be looked at
abstract class KeyedLocksStorm {
    private static final int THREADS = 16;
    private static final int KEYS = 1_000;
    private static final int SECTIONS = Integer.getInteger("gossamer.lock.sections", 80_000);

    private final KeyedLocks<Integer> locks =
            KeyedLocks.<Integer>builder().backend(backend()).build();
    private final AtomicIntegerArray holders = new AtomicIntegerArray(KEYS);
    private final long[] entered = new long[KEYS]; // written under the lock of its key
    private final AtomicLong running = new AtomicLong(THREADS);

    abstract Backend backend();

    @Test
    @DisplayName("LOCK-1 LOCK-2 never two holders, no section is lost, and nothing is left")
    void lock_byManyThreadsInACollectorStorm_excludes() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Integer>> results = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int seed = thread;
                results.add(threads.submit((Callable<Integer>) () -> enterSections(seed)));
            }
            storm();
            for (Future<Integer> result : results) {
                assertThat(result.get()).as("sections with two holders").isZero();
            }
        } finally {
            threads.shutdownNow();
        }
        long all = 0;
        for (long each : entered) {
            all += each;
        }
        assertThat(all).isEqualTo(SECTIONS / THREADS * (long) THREADS);
        Deaths.collectUntil("all locks to be gone", () -> locks.estimatedSize() == 0);
    }

    private void storm() {
        while (running.get() > 0) {
            System.gc();
        }
    }

    private int enterSections(int seed) {
        int twice = 0;
        try {
            int random = seed * 0x9E37_79B9 + 1;
            for (int i = 0; i < SECTIONS / THREADS; i++) {
                random ^= random << 13;
                random ^= random >>> 17;
                random ^= random << 5;
                int key = Math.floorMod(random, KEYS);
                try (KeyedLocks.Hold hold = locks.lock(key)) {
                    twice += holders.incrementAndGet(key) == 1 ? 0 : 1;
                    entered[key]++;
                    holders.decrementAndGet(key);
                }
            }
        } finally {
            running.decrementAndGet();
        }
        return twice;
    }
}
