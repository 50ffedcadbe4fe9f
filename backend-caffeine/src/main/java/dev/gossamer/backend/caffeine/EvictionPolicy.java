package dev.gossamer.backend.caffeine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.gossamer.spi.Bounds;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes of a table leave because of its size or weight, by W-TinyLFU: a Caffeine cache of those that count.
 *
 * <p>Thread-safe, if changes to one node exclude each other. Caffeine's maintenance runs in {@link #settle}, in no
 * thread of its own. It proposes and decides nothing: a node that the table keeps all the same no longer counts, until
 * it is admitted again.
 */
final class EvictionPolicy {
    private final Cache<BoundedNode, BoundedNode> cache;

    /**
     * Makes a policy that knows no node.
     *
     * @param propose is given each node that is to leave; called under locks of Caffeine, so it may take no lock but a leaf
     */
    EvictionPolicy(Bounds bounds, Consumer<BoundedNode> propose) {
        Caffeine<Object, Object> builder = Caffeine.newBuilder().executor(task -> {});
        bounds.maximumSize().ifPresent(builder::maximumSize);
        bounds.maximumWeight()
                .ifPresent(maximum -> builder.maximumWeight(maximum)
                        .weigher((Object key, Object node) -> ((BoundedNode) node).weight));
        this.cache = builder.evictionListener(
                        (@Nullable BoundedNode key, @Nullable BoundedNode node, RemovalCause cause) -> {
                            if (node != null) {
                                propose.accept(node);
                            }
                        })
                .build();
    }

    /** Notes a use, and gives whether the node counts. Takes no lock. */
    boolean hit(BoundedNode node) {
        return cache.getIfPresent(node) != null;
    }

    /** Counts a node from now on, with its weight of this moment. */
    void admit(BoundedNode node) {
        cache.put(node, node);
    }

    /** Counts a node no longer. */
    void dismiss(BoundedNode node) {
        cache.invalidate(node);
    }

    /** Has the bound kept: proposes what is too much. For one thread at a time, under no lock. */
    void settle() {
        cache.cleanUp();
    }
}
