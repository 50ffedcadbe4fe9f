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
public sealed interface WeakContainer permits WeakValueMap, WeakKeyMap, WeakMap, WeakMultimap, WeakSet, Interner {

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
     * Takes out what is dead and enqueued now, and tells the listener of it in the calling thread. Never needed for
     * correctness, except with {@link Reclaim#MANUAL}.
     *
     * @return how many entries were taken out
     */
    int reclaim();

    /**
     * What was counted so far. Takes linear time, as it counts what is pending.
     *
     * @return the counts as of now
     */
    ContainerStats stats();

    /**
     * What the {@linkplain ContainerBuilder#name builder} named the container and its copies; in constant time.
     *
     * @return the name, or nothing if it was not named
     * @since 0.2.0
     */
    Optional<String> name();
}
