package dev.gossamer.backend.caffeine;

import static dev.gossamer.backend.caffeine.Tables.entriesOf;
import static dev.gossamer.backend.caffeine.Tables.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.Equivalence;
import dev.gossamer.backend.caffeine.Tables.Key;
import dev.gossamer.spi.Bounds;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.WeakSide;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class TableStressTest {
    private static final int THREADS = 8;
    private static final int STEPS = 40_000;
    private static final int KEYS = 24;

    private final Object value = new Object();

    /** Who inserted an entry has its key for itself until it removes it, whatever it is replaced with meanwhile. */
    @Test
    void insertAndRemove_byManyThreads_admitOneEntryForAKey() throws Exception {
        Table table = Tables.table(WeakSide.VALUE, Equivalence.equality());
        AtomicInteger[] inside = new AtomicInteger[KEYS];
        for (int i = 0; i < KEYS; i++) {
            inside[i] = new AtomicInteger();
        }
        AtomicInteger entered = new AtomicInteger();
        run(random -> {
            int number = random.nextInt(KEYS);
            Key key = key(number);
            Entry mine = entry(WeakSide.VALUE, key, value);
            Entry found = random.nextBoolean() ? table.find(key, key.hash) : table.insert(mine, key);
            if (found != null) {
                assertThat(found.strong()).isEqualTo(key);
            } else if (table.find(key, key.hash) == mine) {
                assertThat(inside[number].incrementAndGet()).isEqualTo(1);
                entered.incrementAndGet();
                Entry next = entry(WeakSide.VALUE, key(number), value);
                assertThat(table.replace(mine, next)).isTrue();
                assertThat(table.find(key, key.hash)).isSameAs(next);
                assertThat(inside[number].decrementAndGet()).isZero();
                assertThat(table.remove(next)).isTrue();
            }
        });

        assertThat(entered.get()).isPositive();
        assertThat(entriesOf(table)).isEmpty();
        assertThat(table.estimatedSize()).isZero();
    }

    /** Each entry that was stored is removed, replaced, told as evicted, or still there: one of these, once. */
    @RepeatedTest(5) // once compiled, threads meet more closely
    void boundedTable_underManyThreads_accountsForEachEntryOnce() throws Exception {
        AtomicLong now = new AtomicLong();
        Bounds bounds = Bounds.NONE
                .maximumSize(KEYS / 2)
                .expireAfterAccess(Duration.ofMillis(1))
                .ticker(now::get);
        Queue<Entry> stored = new ConcurrentLinkedQueue<>();
        Queue<Entry> gone = new ConcurrentLinkedQueue<>();
        AtomicInteger evictions = new AtomicInteger();
        Table table = Tables.bounded(WeakSide.VALUE, bounds, victim -> {
            evictions.incrementAndGet();
            gone.add(victim);
        });
        run(random -> {
            now.addAndGet(random.nextInt(100_000));
            Key key = key(random.nextInt(KEYS));
            Entry mine = entry(WeakSide.VALUE, key, value);
            Entry found = table.find(key, key.hash);
            if (found == null) {
                if (table.insert(mine, key) == null) {
                    stored.add(mine);
                }
            } else if (random.nextInt(3) == 0) {
                if (table.remove(found)) {
                    gone.add(found);
                }
            } else if (table.replace(found, mine)) {
                gone.add(found);
                stored.add(mine);
            }
        });

        List<Entry> left = entriesOf(table);
        assertThat(left).hasSizeLessThanOrEqualTo(KEYS / 2);
        assertThat(left.stream().map(Entry::strong)).doesNotHaveDuplicates();
        List<Entry> all = new ArrayList<>(gone);
        all.addAll(left);
        assertThat(all).doesNotHaveDuplicates().hasSize(stored.size());
        assertThat(evictions.get()).isPositive();
    }

    private static Key key(int number) {
        return new Key("k" + number, number / 3); // three keys of one hash
    }

    private static void run(Consumer<Random> step) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Random random = new Random(i);
                futures.add(pool.submit(() -> {
                    for (int n = 0; n < STEPS; n++) {
                        step.accept(random);
                    }
                }));
            }
            for (Future<?> future : futures) {
                future.get(300, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
