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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads on one table that grows under them, against models that know what must be there. */
@Timeout(60)
class TableStressTest {
    private static final int THREADS = 8;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void endThreads() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @DisplayName("no entry is lost and none comes twice while eight threads insert, replace and remove")
    void allOperations_eachThreadWithItsOwnKeys_agreeWithTheModel() throws Exception {
        for (int round = 0; round < 10; round++) {
            Table table = Tables.strongKeys();
            List<Callable<Model>> models = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                models.add(new Model(table, t, round));
            }
            int stored = 0;
            for (Future<Model> model : threads.invokeAll(models)) {
                stored += model.get().verify();
            }
            assertThat(table.estimatedSize()).isEqualTo(stored);
            assertThat(Tables.entries(table)).hasSize(stored).doesNotHaveDuplicates();
        }
    }

    /** Owns every eighth key, and knows which entry is stored for it. */
    private static final class Model implements Callable<Model> {
        private static final int KEYS = 6000;

        private final Table table;
        private final int owner;
        private final SplittableRandom random;
        private final Entry[] stored = new Entry[KEYS];

        Model(Table table, int owner, int round) {
            this.table = table;
            this.owner = owner;
            this.random = new SplittableRandom(round * 100L + owner);
        }

        private Integer key(int index) {
            return index * THREADS + owner;
        }

        @Override
        public Model call() {
            for (int step = 0; step < 40_000; step++) {
                // the range of keys widens, so that the table grows all the time
                int index = random.nextInt(Math.min(KEYS, 10 + step / 4));
                step(index, random.nextInt(8));
            }
            return this;
        }

        private void step(int index, int choice) {
            Integer key = key(index);
            Entry before = stored[index];
            assertThat(table.find(key, hash(key))).isSameAs(before);
            if (before == null || choice < 3) {
                Entry next = entry(key);
                assertThat(table.insert(next, key)).isSameAs(before);
                stored[index] = before == null ? next : before;
            } else if (choice < 5) {
                stored[index] = entry(key);
                assertThat(table.replace(before, stored[index])).isTrue();
                assertThat(table.remove(before)).isFalse();
            } else if (choice == 5) {
                stored[index] = null;
                assertThat(table.remove(before)).isTrue();
                assertThat(table.replace(before, entry(key))).isFalse();
            }
        }

        int verify() {
            int count = 0;
            for (int index = 0; index < KEYS; index++) {
                Integer key = key(index);
                assertThat(table.find(key, hash(key))).isSameAs(stored[index]);
                count += stored[index] == null ? 0 : 1;
            }
            return count;
        }
    }

    @Test
    @DisplayName("of eight threads that insert under one key, one wins and all see it")
    void insert_sameKeysFromAllThreads_oneWinnerEach() throws Exception {
        int keys = 50_000;
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
        assertThat(Tables.entries(table)).containsExactlyInAnyOrder(winners);
    }

    @Test
    @DisplayName("readers find every stored entry, and iterators give it once, while the table grows")
    void findAndIterate_whileTheTableGrows_neverMissAnEntry() throws Exception {
        for (int round = 0; round < 5; round++) {
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
                Entry found = table.find(i, hash(i));
                assertThat(found == null ? null : found.strong()).isEqualTo(i);
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
                assertThat(keys.add(entry.strong()))
                        .as("first sight of %s", entry.strong())
                        .isTrue();
            }
            for (int i = 0; i < count; i++) {
                assertThat(keys.contains(i)).as("iterator gave %s", i).isTrue();
            }
            rounds++;
        } while (!ended.get());
        return rounds;
    }
}
