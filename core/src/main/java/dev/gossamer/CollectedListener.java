package dev.gossamer;

import org.jspecify.annotations.Nullable;

/**
 * Called for each entry whose weak side was collected.
 *
 * <p>Called exactly once for an entry, after it is gone from the container, under no lock of the library; never for an
 * entry that was removed, replaced or cleared before its weak side died. {@link Reclaim} decides which thread calls it.
 * What it throws goes to the {@link ErrorHandler}, and it is still called for the other entries.
 *
 * <p>Implementations must be thread-safe: unless a container has {@link Reclaim#SHARED} and nobody calls its
 * {@code reclaim()}, several threads may call its listener at once. The container holds it strongly.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/ContainerExamplesTest.java" region="collected"}
 *
 * @param <S> the type of the side that survives: the key of a {@link WeakValueMap}, the value of a {@link WeakKeyMap}
 * @since 0.1.0
 */
@FunctionalInterface
public interface CollectedListener<S> {

    /**
     * Handles one collected entry.
     *
     * @param survivor the side that was held strongly
     * @param ticket what was given with the entry, or {@code null}
     */
    void collected(S survivor, @Nullable Object ticket);
}
