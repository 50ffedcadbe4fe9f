package dev.gossamer;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Marker;
import java.lang.ref.ReferenceQueue;
import org.jspecify.annotations.Nullable;

/**
 * A key that is held weakly where a table holds its keys strongly. Thread-safe. An entry, so that its death comes out of the
 * queue of its container; it is stored in no table. Its strong side is {@code RETIRED}, until its key has died: then it is the
 * value that survives, on its way to the listener. Its link is the entry that was stored with it last, and is to go with it.
 */
final class KeyReference extends Entry {

    KeyReference(Object key, int hash, ReferenceQueue<Object> queue) {
        super(key, Marker.RETIRED, hash, queue);
    }

    /** Whether the weak side of an entry has died, or one of its two. */
    static boolean isDead(Entry entry) {
        return entry.weak() == null || (entry.strong() instanceof KeyReference key && key.refersTo(null));
    }

    /** The key of the user that a table has as a key; {@code null} if it has died. */
    static @Nullable Object keyOf(Object stored) {
        return stored instanceof KeyReference reference ? reference.get() : stored;
    }

    /** The key of the user, named by messages. */
    @Override
    public String toString() {
        return String.valueOf(get());
    }

    /** Compares keys of the user, and references to them, as the user wants the keys compared. */
    record Comparison(Equivalence<Object> keys) implements Equivalence<Object> {

        @Override
        public int hash(Object object) {
            return object instanceof KeyReference reference ? reference.hash() : keys.hash(object);
        }

        @Override
        public boolean equivalent(Object left, Object right) {
            Object mine = keyOf(left);
            Object other = keyOf(right);
            return left == right || (mine != null && other != null && (mine == other || keys.equivalent(mine, other)));
        }

        @Override
        public @Nullable Comparable<?> sortKey(Object object) {
            Object key = keyOf(object);
            return key == null ? null : keys.sortKey(key);
        }

        @Override
        public String toString() {
            return keys.toString();
        }
    }
}
