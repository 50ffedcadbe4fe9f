package dev.gossamer.backend.caffeine;

import dev.gossamer.spi.Entry;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The place of one key in a Caffeine cache, as key and as value: it has one {@link Entry} after another, then none for ever.
 *
 * <p>Nodes are equal only when they are the same object, so that Caffeine runs no user code when it compares two of them.
 * Thread-safe.
 */
final class CacheNode {
    private static final VarHandle ENTRY;

    static {
        try {
            ENTRY = MethodHandles.lookup().findVarHandle(CacheNode.class, "entry", Entry.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int hash;
    private int weight;
    private volatile @Nullable Entry entry;

    CacheNode(Entry entry, int weight) {
        this.hash = entry.hash();
        this.weight = weight;
        this.entry = entry;
    }

    /** The entry that stands here, or {@code null} once it was removed or evicted. */
    @Nullable Entry entry() {
        return entry;
    }

    /** Puts {@code next} in the place of {@code expected}; whoever takes an entry out of its node decides its fate. */
    boolean exchange(Entry expected, @Nullable Entry next) {
        return ENTRY.compareAndSet(this, expected, next);
    }

    /** Takes out whatever entry is left. */
    @Nullable Entry take() {
        return (Entry) ENTRY.getAndSet(this, (Entry) null);
    }

    /** What Caffeine counts for this node. Read by Caffeine when it stores the node or computes on it. */
    int weight() {
        return weight;
    }

    /** Sets the weight; inside a computation of Caffeine on this node, which excludes every other. */
    void weight(int next) {
        weight = next;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
