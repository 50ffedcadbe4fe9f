package dev.gossamer.jcache.near;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * What is near of a key: the value of one version, held weakly, and until when it may be answered without asking the
 * engine. It never becomes fresher: who has asked the engine again makes a new one. So a doubt, once set, stays.
 */
final class NearEntry<K, V> extends WeakReference<V> {
    static final long DOUBTED = Long.MIN_VALUE;

    final Version<K> version;
    private final @Nullable V pinned;
    private volatile long freshUntil;

    /** An entry that holds its value weakly, or strongly where it has no identity to be held weakly by. */
    NearEntry(Version<K> version, V value, boolean pin, long freshUntil) {
        super(value);
        this.version = version;
        this.pinned = pin ? value : null;
        this.freshUntil = freshUntil;
    }

    /** The value, {@code null} if it was collected. */
    @Nullable V value() {
        V value = get();
        return value != null ? value : pinned;
    }

    boolean isFresh(long now) {
        return freshUntil > now;
    }

    boolean isPinned() {
        return pinned != null;
    }

    /** Has the engine asked before this is answered again. */
    void doubt() {
        freshUntil = DOUBTED;
    }
}
