package dev.gossamer;

import java.util.Optional;

/**
 * What all containers of the library have in common.
 *
 * <p>All are thread-safe, none is {@code Serializable}. No operation shows an entry whose weak side is dead, even while it
 * still occupies storage. The order of iteration is unspecified.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/DiagnosisExamplesTest.java" region="containers"}
 *
 * @since 0.1.0
 */
public sealed interface WeakContainer
        permits WeakValueMap, WeakKeyMap, WeakMap, WeakMultimap, WeakSet, Interner, ExternalContainer {

    /**
     * Counts the live entries, in linear time.
     *
     * @return the number of live entries
     */
    int size();

    /**
     * How many entries occupy storage, in constant time; counts dead ones that are not reclaimed yet, and may be off while
     * others write.
     *
     * @return the number of entries, never negative
     */
    long estimatedSize();

    /**
     * Removes the entries that are dead and enqueued now, and calls the listener for them in the calling thread. Never
     * needed for correctness, except with {@link Reclaim#MANUAL}.
     *
     * @return how many entries were removed
     */
    int reclaim();

    /**
     * What was counted so far. Takes linear time, as it counts what is pending.
     *
     * @return the counts as of now
     */
    ContainerStats stats();

    /**
     * The name that the {@linkplain ContainerBuilder#name builder} gave to the container and its copies; in constant
     * time.
     *
     * @return the name, or empty if it has none
     * @since 0.2.0
     */
    Optional<String> name();

    /**
     * What the container is: the simple name of the type that its users know, such as {@code WeakValueMap}; in constant time.
     *
     * @return its kind
     * @since 0.2.0
     */
    default String kind() {
        return WeakContainers.activity(this).kind;
    }

    /**
     * What code made the container, as {@code shop.Carts.open:31}; in constant time. Kept for those alone that were made after
     * {@link WeakContainers#keepCreationSites()}.
     *
     * @return class, method and line that called the library, or nothing where that was not kept
     * @since 0.2.0
     */
    default Optional<String> createdAt() {
        return Optional.ofNullable(WeakContainers.activity(this).createdAt);
    }
}
