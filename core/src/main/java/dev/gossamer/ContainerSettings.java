package dev.gossamer;

import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Bounds;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.TableSpec;
import dev.gossamer.spi.WeakSide;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a builder was told; immutable, and shared by a container, its copies, and others that were {@linkplain SharedSettings
 * made alike}.
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

    /** What events and messages call a container that has a number. */
    String label(int number) {
        return name != null ? name : kind() + "@" + Integer.toHexString(number);
    }

    /** Whether other settings are made of the very same parts; calls nothing of the user. */
    @SuppressWarnings("ReferenceEquality") // equals of parts of the user is code of the user
    boolean hasPartsOf(ContainerSettings other) {
        return type == other.type
                && Objects.equals(name, other.name)
                && backend == other.backend
                && equivalence == other.equivalence
                && identityPolicy == other.identityPolicy
                && wrapperPolicy == other.wrapperPolicy
                && reclaim == other.reclaim
                && listener == other.listener
                && recordsStats == other.recordsStats
                && initialCapacity == other.initialCapacity
                && hot == other.hot
                && bounds == other.bounds;
    }

    /** Refuses what would be held weakly and must not be. */
    void requireReferenceable(Object weak) {
        if (OrdinaryClasses.contains(weak.getClass())) {
            return;
        }
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
