package dev.gossamer;

/**
 * How the reclaiming of one container is seen to: with a queue of its own ({@link ContainerRegistration}), or, while it is small,
 * with the queue that small ones share ({@link SharedQueueMember}). Held by the container. Thread-safe.
 */
sealed interface ReclaimRegistration permits ContainerRegistration, SharedQueueMember {

    /**
     * Reclaims, or has the reclaiming thread look after the container, after a write.
     *
     * @param replaced whether as many entries are stored as before
     */
    void written(Store<?, ?> store, boolean replaced);

    /** Has the reclaiming thread look after the container, where that is its task. */
    void watch(Store<?, ?> store);

    /** Whether the reclaiming thread looks after the container. */
    boolean isWatched();

    /** Has the reclaiming thread see soon whether the container has become empty. */
    void removed();

    /** Takes out all that is enqueued, tells the listener in the calling thread, and counts. */
    int reclaim(Store<?, ?> store);
}
