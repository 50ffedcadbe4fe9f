package dev.gossamer;

import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What writers do for the sets of a multimap with weak values where they reclaim inline: each looks after the set it wrote to and after
 * some others in turn, as nobody may ever write to those. Bounded work for a write, outside of any function of the map. Thread-safe.
 */
final class InlineSetReclaim<V> {
    private static final int OTHERS = 2;

    private Iterator<Optional<Set<V>>> turn = Collections.emptyIterator(); // guarded by this

    /** Takes some dead values out of the set that was written, if it is still there, and of others. */
    void written(StoredMap<?, Optional<Set<V>>> sets, @Nullable Optional<Set<V>> values) {
        reclaimSome(values);
        for (int i = 0; i < OTHERS; i++) {
            reclaimSome(next(sets));
        }
    }

    private synchronized @Nullable Optional<Set<V>> next(StoredMap<?, Optional<Set<V>>> sets) {
        if (!turn.hasNext()) {
            turn = sets.values().iterator();
        }
        return turn.hasNext() ? turn.next() : null;
    }

    private static void reclaimSome(@Nullable Optional<? extends Set<?>> values) {
        if (values != null && values.get() instanceof StoredWeakSet<?> set) {
            set.store().reclaimSome();
        }
    }
}
