package dev.gossamer.tck;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Bounds;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Feature;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.TableSpec;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** A backend that is right but for one fault in its tables. */
class Mutant implements Backend {
    private final Backend right;
    private final UnaryOperator<TableSpec> misread;
    private final BiFunction<TableSpec, Table, Table> fault;

    Mutant(UnaryOperator<TableSpec> misread, BiFunction<TableSpec, Table, Table> fault) {
        this(new JdkBackend(), misread, fault);
    }

    Mutant(Backend right, UnaryOperator<TableSpec> misread, BiFunction<TableSpec, Table, Table> fault) {
        this.right = right;
        this.misread = misread;
        this.fault = fault;
    }

    /** A backend whose tables have a fault. */
    static Mutant tables(BiFunction<TableSpec, Table, Table> fault) {
        return new Mutant(spec -> spec, fault);
    }

    /** A backend that does not do as a specification says. */
    static Mutant misreading(UnaryOperator<TableSpec> misread) {
        return new Mutant(misread, (spec, table) -> table);
    }

    @Override
    public String name() {
        return "mutant";
    }

    @Override
    public int rank() {
        return 0;
    }

    @Override
    public Set<Feature> features() {
        return right.features();
    }

    @Override
    public boolean resistsCollisions() {
        return right.resistsCollisions();
    }

    @Override
    public Table table(TableSpec spec) {
        return fault.apply(spec, right.table(misread.apply(spec)));
    }

    @Override
    public <K, V> ConcurrentMap<K, V> strongMap(int initialCapacity, Bounds bounds, BiConsumer<K, V> onEvicted) {
        return right.strongMap(initialCapacity, bounds, onEvicted);
    }

    /** A table that passes everything on; a fault overrides one method or two. */
    static class Faulty implements Table {
        final TableSpec spec;
        final Table table;

        Faulty(TableSpec spec, Table table) {
            this.spec = spec;
            this.table = table;
        }

        /** Whether a function is running for the key of an entry. */
        static boolean isClaim(Entry entry) {
            return entry.getClass().getSimpleName().equals("Claim");
        }

        /** Whether the weak side of an entry has died. */
        static boolean isDead(Entry entry) {
            return entry.weak() == null && !isClaim(entry);
        }

        /** Some entry that satisfies a condition, or {@code null}. */
        Entry any(java.util.function.Predicate<Entry> condition) {
            for (Entry entry : table) {
                if (condition.test(entry)) {
                    return entry;
                }
            }
            return null;
        }

        @Override
        public Entry find(Object key, int hash) {
            return table.find(key, hash);
        }

        @Override
        public Entry insert(Entry entry, Object key) {
            return table.insert(entry, key);
        }

        @Override
        public boolean replace(Entry entry, Entry next) {
            return table.replace(entry, next);
        }

        @Override
        public boolean remove(Entry entry) {
            return table.remove(entry);
        }

        @Override
        public boolean overwrite(Entry entry, Object expected, Object next) {
            return table.overwrite(entry, expected, next);
        }

        @Override
        public boolean restore(Entry claim, Entry before) {
            return table.restore(claim, before);
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
            return table.iterator();
        }

        @Override
        public long estimatedSize() {
            return table.estimatedSize();
        }
    }
}
