package dev.gossamer.backend.jdk;

import dev.gossamer.Equivalence;
import dev.gossamer.spi.Bounds;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.TableSpec;
import dev.gossamer.spi.WeakSide;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the tests of tables make: tables and plain entries. */
public final class Tables {
    /** Strings are equivalent when they differ in case alone. */
    static final Equivalence<Object> IGNORING_CASE = new Equivalence<>() {
        @Override
        public int hash(Object object) {
            return object.toString().toLowerCase(Locale.ROOT).hashCode();
        }

        @Override
        public boolean equivalent(Object left, Object right) {
            return left.toString().equalsIgnoreCase(right.toString());
        }
    };

    private static final Object VALUE = new Object();

    private Tables() {}

    static TableSpec spec(WeakSide side, Equivalence<Object> equivalence) {
        return new TableSpec(side, equivalence, 0, Bounds.NONE, entry -> {});
    }

    static Table table(WeakSide side, Equivalence<Object> equivalence) {
        return new JdkBackend().table(spec(side, equivalence));
    }

    /** A table with strong keys, compared with equals. */
    static Table strongKeys() {
        return table(WeakSide.VALUE, Equivalence.equality());
    }

    /** An entry for {@link #strongKeys()} whose value never dies. */
    static Entry entry(Object key, int hash) {
        return new Entry(VALUE, key, hash, null);
    }

    static Entry entry(Object key) {
        return entry(key, hash(key));
    }

    static int hash(Object key) {
        int hash = key.hashCode();
        return (hash ^ (hash >>> 16)) & Integer.MAX_VALUE;
    }

    /** How many slots a table of this backend has. */
    public static int slots(Table table) {
        return ((ChainedTable) table).buckets().length();
    }

    /** A table with strong keys, sized from the start. */
    static Table strongKeys(int initialCapacity) {
        return new JdkBackend()
                .table(new TableSpec(
                        WeakSide.VALUE, Equivalence.equality(), initialCapacity, Bounds.NONE, entry -> {}));
    }

    /** The hash of a number that belongs to a slot in an array of one length, and to one in an array of another. */
    static int hashFor(int number, int length, int slot, int otherLength, int otherSlot) {
        int left = number;
        for (int hash = 0; ; hash++) {
            if (BucketArray.index(hash, length) == slot
                    && BucketArray.index(hash, otherLength) == otherSlot
                    && left-- == 0) {
                return hash;
            }
        }
    }

    /** The hash of a number that belongs to a slot in an array of a length. */
    static int hashFor(int number, int length, int slot) {
        return hashFor(number, length, slot, length, slot);
    }

    static List<Entry> entries(Table table) {
        List<Entry> entries = new ArrayList<>();
        table.iterator().forEachRemaining(entries::add);
        return entries;
    }
}
