package dev.gossamer.tck.environment;

import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.ForwardingBackend;
import dev.gossamer.spi.ForwardingTable;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.TableSpec;
import java.util.Iterator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A backend over another one that lets a test in before and after each step of a table: another thread may come there, the
 * processor may be taken away, or an error of the JVM may strike. Thread-safe if the test is.
 */
public final class SteppedBackend extends ForwardingBackend {
    private final Intervention intervention;

    public SteppedBackend(Backend backend, Intervention intervention) {
        super(backend);
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
    public Table table(TableSpec spec) {
        return new SteppedTable(delegate().table(spec));
    }

    private final class SteppedTable extends ForwardingTable {
        SteppedTable(Table table) {
            super(table);
        }

        private <T extends @Nullable Object> T take(Step step, Supplier<T> call) {
            intervention.at(step, false);
            T result = call.get();
            intervention.at(step, true);
            return result;
        }

        @Override
        public @Nullable Entry find(Object key, int hash) {
            return this.<@Nullable Entry>take(Step.FIND, () -> super.find(key, hash));
        }

        @Override
        public @Nullable Entry insert(Entry entry, Object key) {
            return this.<@Nullable Entry>take(Step.INSERT, () -> super.insert(entry, key));
        }

        @Override
        public boolean replace(Entry entry, Entry next) {
            return take(Step.REPLACE, () -> super.replace(entry, next));
        }

        @Override
        public boolean remove(Entry entry) {
            return take(Step.REMOVE, () -> super.remove(entry));
        }

        @Override
        public boolean overwrite(Entry entry, Object expected, Object next) {
            return take(Step.OVERWRITE, () -> super.overwrite(entry, expected, next));
        }

        @Override
        public boolean restore(Entry claim, Entry before) {
            return take(Step.RESTORE, () -> super.restore(claim, before));
        }

        @Override
        public Iterator<Entry> iterator() {
            Iterator<Entry> entries = super.iterator();
            intervention.iterating(entries);
            return entries;
        }
    }
}
