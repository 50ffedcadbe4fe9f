package dev.gossamer.tck.environment;

import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Bounds;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Feature;
import dev.gossamer.spi.HotPolicy;
import dev.gossamer.spi.HotSpec;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.TableSpec;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A backend over another one that lets a test in before and after each step of a table: another thread may come there, the
 * processor may be taken away, or an error of the JVM may strike. Thread-safe if the test is.
 */
public final class SteppedBackend implements Backend {
    private final Backend backend;
    private final Intervention intervention;

    public SteppedBackend(Backend backend, Intervention intervention) {
        this.backend = backend;
        this.intervention = intervention;
    }

    /** The calls of a table that an operation is made of. */
    public enum Step {
        FIND,
        INSERT,
        REPLACE,
        REMOVE,
        OVERWRITE,
        RESTORE
    }

    /** What comes between the steps; what it throws, the step throws. */
    @FunctionalInterface
    public interface Intervention {
        /** Comes in before or after a step. */
        void at(Step step, boolean after);

        /** Comes in when somebody begins to iterate. */
        default void iterating(Iterator<Entry> entries) {}
    }

    @Override
    public String name() {
        return backend.name();
    }

    @Override
    public int rank() {
        return backend.rank();
    }

    @Override
    public Set<Feature> features() {
        return backend.features();
    }

    @Override
    public Table table(TableSpec spec) {
        return new SteppedTable(backend.table(spec));
    }

    @Override
    public Optional<HotPolicy> hotPolicy(HotSpec spec) {
        return backend.hotPolicy(spec);
    }

    @Override
    public <K, V> ConcurrentMap<K, V> strongMap(int initialCapacity, Bounds bounds, BiConsumer<K, V> onEvicted) {
        return backend.strongMap(initialCapacity, bounds, onEvicted);
    }

    /** Passes everything on. */
    private final class SteppedTable implements Table {
        private final Table table;

        SteppedTable(Table table) {
            this.table = table;
        }

        private <T extends @Nullable Object> T take(Step step, Supplier<T> call) {
            intervention.at(step, false);
            T result = call.get();
            intervention.at(step, true);
            return result;
        }

        @Override
        public @Nullable Entry find(Object key, int hash) {
            return this.<@Nullable Entry>take(Step.FIND, () -> table.find(key, hash));
        }

        @Override
        public @Nullable Entry insert(Entry entry, Object key) {
            return this.<@Nullable Entry>take(Step.INSERT, () -> table.insert(entry, key));
        }

        @Override
        public boolean replace(Entry entry, Entry next) {
            return take(Step.REPLACE, () -> table.replace(entry, next));
        }

        @Override
        public boolean remove(Entry entry) {
            return take(Step.REMOVE, () -> table.remove(entry));
        }

        @Override
        public boolean overwrite(Entry entry, Object expected, Object next) {
            return take(Step.OVERWRITE, () -> table.overwrite(entry, expected, next));
        }

        @Override
        public boolean restore(Entry claim, Entry before) {
            return take(Step.RESTORE, () -> table.restore(claim, before));
        }

        @Override
        public void maintain() {
            table.maintain();
        }

        @Override
        public Optional<Duration> maintainEvery() {
            return table.maintainEvery();
        }

        @Override
        public Iterator<Entry> iterator() {
            Iterator<Entry> entries = table.iterator();
            intervention.iterating(entries);
            return entries;
        }

        @Override
        public long estimatedSize() {
            return table.estimatedSize();
        }
    }
}
