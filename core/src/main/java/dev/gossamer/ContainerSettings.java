package dev.gossamer;

import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Bounds;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.TableSpec;
import dev.gossamer.spi.WeakSide;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a builder was told; immutable, and shared by a container and its copies.
 *
 * @param type the type that users of the container know
 * @param name what the container is called, if it was named
 * @param listener told of collected entries: takes the surviving side and the ticket
 */
record ContainerSettings(
        Class<?> type,
        @Nullable String name,
        Backend backend,
        Equivalence<Object> equivalence,
        IdentityPolicy identityPolicy,
        WrapperPolicy wrapperPolicy,
        Reclaim reclaim,
        @Nullable CollectedListener<Object> listener,
        boolean recordsStats,
        int initialCapacity,
        @Nullable HotTier<?> hot,
        Bounds bounds) {

    /** The simple name of the container's type. */
    String kind() {
        return type.getSimpleName();
    }

    /** What events call the container. */
    String label() {
        return name != null ? name : kind() + "@" + Integer.toHexString(System.identityHashCode(this));
    }

    /** Refuses what would be held weakly and must not be. */
    void requireReferenceable(Object weak) {
        if (identityPolicy == IdentityPolicy.REJECT) {
            ValueBasedClasses.requireIdentity(
                    weak, "wrap it in an object of yours, or build the container with IdentityPolicy.HOLD_STRONGLY");
        }
        if (wrapperPolicy == WrapperPolicy.REJECT) {
            WrapperClasses.requireNone(weak);
        }
    }

    Table newTable(WeakSide side, Consumer<Entry> onEvicted) {
        return backend.table(new TableSpec(side, equivalence, initialCapacity, bounds, onEvicted));
    }
}
