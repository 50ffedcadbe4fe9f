package dev.gossamer.spi;

import dev.gossamer.Equivalence;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Table} has to do: which side is weak, how keys compare, and which limits it keeps.
 *
 * <p>Immutable and thread-safe.
 *
 * {@snippet file="dev/gossamer/backend/caffeine/SpiExamplesTest.java" region="table"}
 *
 * @param weakSide which side of its entries is weak
 * @param equivalence how keys compare; its {@code equivalent} is all the user code that a table without bounds runs,
 *     never under a lock that another key needs
 * @param initialCapacity for how many entries to be sized from the start, at least 0
 * @param bounds the limits that the table itself keeps; {@link Bounds#NONE} unless the backend offers the features
 * @param onEvicted called with each entry that the table dropped because of its bounds, after it is gone from the
 *     table, under no lock; never with one that was removed or replaced. No bound drops a claim; it is called with a
 *     claim, once or more often, when the entry that the claim replaced has expired. Ignores an entry that it was
 *     called with before, and throws nothing
 * @since 0.1.0
 */
public record TableSpec(
        WeakSide weakSide,
        Equivalence<Object> equivalence,
        int initialCapacity,
        Bounds bounds,
        Consumer<Entry> onEvicted) {

    /**
     * Checks the parts.
     *
     * @throws NullPointerException if a part is {@code null}
     * @throws IllegalArgumentException if {@code initialCapacity} is negative
     */
    public TableSpec {
        Objects.requireNonNull(weakSide, "weakSide");
        Objects.requireNonNull(equivalence, "equivalence");
        Objects.requireNonNull(bounds, "bounds");
        Objects.requireNonNull(onEvicted, "onEvicted");
        if (initialCapacity < 0) {
            throw new IllegalArgumentException("initialCapacity " + initialCapacity + " is negative; give 0 or more");
        }
    }

    /**
     * The key of an entry, on whichever side it stands.
     *
     * @param entry the entry
     * @return its key, or {@code null} when the key is gone: collected, or released when the entry was retired
     */
    public @Nullable Object keyOf(Entry entry) {
        if (weakSide == WeakSide.KEY) {
            return entry.weak();
        }
        Object key = entry.strong();
        return key == Marker.RETIRED ? null : key;
    }

    /**
     * Whether an entry has a given key. Compares keys only, so an entry whose weak <em>value</em> has died still
     * matches: the core replaces it in place.
     *
     * @param entry the stored entry
     * @param key the key looked for, not {@code null}
     * @return whether the entry's key is there and equivalent to {@code key}; does not look at the hash
     */
    public boolean matches(Entry entry, Object key) {
        Object stored = keyOf(entry);
        return stored != null && (stored == key || equivalence.equivalent(key, stored));
    }
}
