package dev.gossamer.backend.jdk;

import static dev.gossamer.backend.jdk.Tables.entry;
import static dev.gossamer.backend.jdk.Tables.hash;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads on one table that grows under them, against models that know what must be there. */
@Timeout(600)
class TableStressTest {
    private static final int THREADS = 8;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void endThreads() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(300, TimeUnit.SECONDS)).isTrue();
    }

    /** An assertion for loops of millions. */
    private static void check(boolean holds, String claim, Object key) {
        if (!holds) {
            throw new AssertionError("not so for " + key + ": " + claim);
        }
    }

    @Test
    @DisplayName("no entry is lost and none comes twice while eight threads insert, replace and remove")
    void allOperations_eachThreadWithItsOwnKeys_agreeWithTheModel() throws Exception {
        for (int round = 0; round < 5; round++) {
            assertAgreement(round, 40_000, Tables::hash);
        }
    }

    @Test
    @DisplayName("MAP-17 the same, while most keys have one of three hashes, and chains are sorted, divided and moved")
    void allOperations_keysOfFewHashes_agreeWithTheModel() throws Exception {
        for (int round = 0; round < 3; round++) {
            assertAgreement(round, 8_000, key -> hash(key) % 5 < 4 ? hash(key) % 3 : hash(key));
        }
    }

    private void assertAgreement(int round, int steps, ToIntFunction<Object> hash) throws Exception {
        Table table = Tables.strongKeys();
        List<Callable<Model>> models = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            models.add(new Model(table, t, round, steps, hash));
        }
        int stored = 0;
        for (Future<Model> model : threads.invokeAll(models)) {
            stored += model.get().verify();
        }
        assertThat(table.estimatedSize()).isEqualTo(stored);
        assertThat(Tables.entries(table)).hasSize(stored).doesNotHaveDuplicates();
    }

    /** Owns every eighth key, and knows which entry is stored for it. */
    private static final class Model implements Callable<Model> {
        private static final int KEYS = 6000;

        private final Table table;
        private final int owner;
        private final int steps;
        private final ToIntFunction<Object> hash;
        private final SplittableRandom random;
        private final Entry[] stored = new Entry[KEYS];

        Model(Table table, int owner, int round, int steps, ToIntFunction<Object> hash) {
            this.table = table;
            this.owner = owner;
            this.steps = steps;
            this.hash = hash;
            this.random = new SplittableRandom(round * 100L + owner);
        }

        private Integer key(int index) {
            return index * THREADS + owner;
        }

        @Override
        public Model call() {
            for (int step = 0; step < steps; step++) {
                // the range of keys widens, so that the table grows all the time
                int index = random.nextInt(Math.min(KEYS, 10 + step / 4));
                step(index, random.nextInt(8));
            }
            return this;
        }

        private void step(int index, int choice) {
            Integer key = key(index);
            Entry before = stored[index];
            check(table.find(key, hash.applyAsInt(key)) == before, "find sees the last write", key);
            if (before == null || choice < 3) {
                Entry next = entry(key, hash.applyAsInt(key));
                check(table.insert(next, key) == before, "insert sees the last write", key);
                stored[index] = before == null ? next : before;
            } else if (choice < 5) {
                stored[index] = entry(key, hash.applyAsInt(key));
                check(table.replace(before, stored[index]), "replace finds the entry", key);
                check(!table.remove(before), "a replaced entry is gone", key);
            } else if (choice == 5) {
                stored[index] = null;
                check(table.remove(before), "remove finds the entry", key);
                check(!table.replace(before, entry(key, hash.applyAsInt(key))), "a removed entry is gone", key);
            }
        }

        int verify() {
            int count = 0;
            for (int index = 0; index < KEYS; index++) {
                Integer key = key(index);
                check(table.find(key, hash.applyAsInt(key)) == stored[index], "find sees the last write", key);
                count += stored[index] == null ? 0 : 1;
            }
            return count;
        }
    }

    @Test
    @DisplayName("of eight threads that insert under one key, one wins and all see it")
    void insert_sameKeysFromAllThreads_oneWinnerEach() throws Exception {
        int keys = 20_000;
        Table table = Tables.strongKeys();
        Callable<Entry[]> insertAll = () -> {
            Entry[] winners = new Entry[keys];
            for (int i = 0; i < keys; i++) {
                Entry mine = entry(i);
                Entry other = table.insert(mine, i);
                winners[i] = other == null ? mine : other;
            }
            return winners;
        };
        List<Callable<Entry[]>> tasks = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            tasks.add(insertAll);
        }
        List<Future<Entry[]>> results = threads.invokeAll(tasks);
        Entry[] winners = results.get(0).get();
        for (Future<Entry[]> result : results) {
            assertThat(result.get()).containsExactly(winners);
        }
        assertThat(table.estimatedSize()).isEqualTo(keys);
        assertThat(Tables.entries(table)).hasSize(keys);
        assertThat(new HashSet<>(Tables.entries(table))).isEqualTo(new HashSet<>(List.of(winners)));
    }

    @Test
    @DisplayName("readers find every stored entry, and iterators give it once, while the table grows")
    void findAndIterate_whileTheTableGrows_neverMissAnEntry() throws Exception {
        for (int round = 0; round < 3; round++) {
            Table table = Tables.strongKeys();
            AtomicInteger inserted = new AtomicInteger();
            AtomicBoolean ended = new AtomicBoolean();
            List<Future<Integer>> readers = new ArrayList<>();
            for (int t = 0; t < 3; t++) {
                readers.add(threads.submit(() -> readAll(table, inserted, ended)));
                readers.add(threads.submit(() -> iterateAll(table, inserted, ended)));
            }
            for (int i = 0; i < 60_000; i++) {
                table.insert(entry(i), i);
                inserted.setRelease(i + 1);
            }
            ended.set(true);
            for (Future<Integer> reader : readers) {
                assertThat(reader.get()).isPositive();
            }
        }
    }

    private static int readAll(Table table, AtomicInteger inserted, AtomicBoolean ended) {
        int rounds = 0;
        do {
            int count = inserted.getAcquire();
            for (int i = 0; i < count; i++) {
                check(table.find(i, hash(i)) != null, "find sees what was never removed", i);
            }
            rounds++;
        } while (!ended.get());
        return rounds;
    }

    private static int iterateAll(Table table, AtomicInteger inserted, AtomicBoolean ended) {
        int rounds = 0;
        do {
            int count = inserted.getAcquire();
            Set<Object> keys = new HashSet<>();
            for (Entry entry : table) {
                check(keys.add(entry.strong()), "iterator gives a key once", entry.strong());
            }
            for (int i = 0; i < count; i++) {
                check(keys.contains(i), "iterator gives what is there all the time", i);
            }
            rounds++;
        } while (!ended.get());
        return rounds;
    }

    @Test
    @DisplayName("while a long chain is divided, walks miss nothing and insertions are not lost")
    void allOperations_whileALongChainIsDivided_loseNothing() throws Exception {
        for (int round = 0; round < 80; round++) {
            LongChain chain = new LongChain(round);
            CyclicBarrier start = new CyclicBarrier(5);
            List<Future<?>> ends = new ArrayList<>();
            for (Runnable task : chain.tasks()) {
                ends.add(threads.submit(() -> {
                    start.await();
                    task.run();
                    return null;
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
            chain.verify();
        }
    }

    @Test
    @DisplayName("readers, iterators and a writer go on while the table grows and shrinks, again and again")
    void findAndIterate_whileTheTableGrowsAndShrinks_neverMissAnEntry() throws Exception {
        Table table = Tables.strongKeys();
        int kept = 3_000;
        for (int i = 0; i < kept; i++) {
            table.insert(entry(i), i);
        }
        AtomicInteger inserted = new AtomicInteger(kept);
        AtomicBoolean ended = new AtomicBoolean();
        List<Future<Integer>> readers = new ArrayList<>();
        for (int t = 0; t < 2; t++) {
            readers.add(threads.submit(() -> readAll(table, inserted, ended)));
            readers.add(threads.submit(() -> iterateAll(table, inserted, ended)));
        }
        List<Future<?>> writers = new ArrayList<>();
        for (int t = 0; t < 2; t++) {
            int first = 1_000_000 * (t + 1);
            writers.add(threads.submit(() -> fillAndEmpty(table, first)));
        }
        for (Future<?> writer : writers) {
            writer.get();
        }
        ended.set(true);
        for (Future<Integer> reader : readers) {
            assertThat(reader.get()).isPositive();
        }
        assertThat(table.estimatedSize()).isEqualTo(kept);
        assertThat(((ChainedTable) table).buckets().length()).isLessThan(16 * kept);
    }

    private static void fillAndEmpty(Table table, int first) {
        Entry[] mine = new Entry[40_000];
        for (int round = 0; round < 4; round++) {
            for (int i = 0; i < mine.length; i++) {
                mine[i] = entry(first + i);
                check(table.insert(mine[i], first + i) == null, "insert meets no other entry", first + i);
            }
            for (Entry entry : mine) {
                check(table.find(entry.strong(), entry.hash()) == entry, "find sees the last write", entry.strong());
                check(table.remove(entry), "remove finds the entry", entry.strong());
            }
        }
    }

    /** A table whose entries all stand in one slot until it grows. */
    private static final class LongChain {
        private static final int LENGTH = 800;
        private static final int MORE = 300;
        private static final int SLOTS = 2048;

        private static final int[] HASHES = IntStream.range(0, Integer.MAX_VALUE)
                .filter(hash -> BucketArray.index(hash, SLOTS) == 0)
                .limit(LENGTH + MORE)
                .toArray();

        private final Table table = Tables.strongKeys(1_500);
        private final Entry[] removed = new Entry[MORE];
        private final SplittableRandom random;

        LongChain(int round) {
            random = new SplittableRandom(round);
            for (int i = 0; i < LENGTH; i++) {
                insert(i);
            }
            for (int i = 0; i < MORE; i++) {
                removed[i] = entry(-i - 1, HASHES[i]);
                table.insert(removed[i], -i - 1);
            }
        }

        private void insert(Integer key) {
            assertThat(table.insert(entry(key, HASHES[key]), key)).isNull();
        }

        List<Runnable> tasks() {
            return List.of(this::divide, this::findAll, this::iterate, this::insertMore, this::removeSome);
        }

        private void divide() {
            BucketArray buckets = ((ChainedTable) table).buckets();
            assertThat(buckets.length()).isEqualTo(SLOTS);
            // let the others get to somewhere in their walks
            for (int spins = random.nextInt(20_000); spins > 0; spins--) {
                Thread.onSpinWait();
            }
            buckets.settle((ChainedTable) table);
            buckets.transfer().move(0);
        }

        private void findAll() {
            for (int i = 0; i < LENGTH; i++) {
                check(table.find(i, HASHES[i]) != null, "find sees what was never removed", i);
            }
        }

        private void iterate() {
            for (int times = 0; times < 20; times++) {
                Set<Object> keys = new HashSet<>();
                for (Entry entry : table) {
                    check(keys.add(entry.strong()), "iterator gives a key once", entry.strong());
                }
                for (int i = 0; i < LENGTH; i++) {
                    check(keys.contains(i), "iterator gives what is there all the time", i);
                }
            }
        }

        private void insertMore() {
            for (int i = 0; i < MORE; i++) {
                insert(LENGTH + i);
            }
        }

        private void removeSome() {
            for (Entry entry : removed) {
                assertThat(table.remove(entry)).isTrue();
            }
        }

        void verify() {
            assertThat(table.estimatedSize()).isEqualTo(LENGTH + MORE);
            Set<Object> keys = new HashSet<>();
            for (Entry entry : table) {
                check(keys.add(entry.strong()), "iterator gives a key once", entry.strong());
            }
            for (int i = 0; i < LENGTH + MORE; i++) {
                check(keys.remove(i), "what was inserted is stored", i);
            }
            assertThat(keys).isEmpty();
        }
    }
}
