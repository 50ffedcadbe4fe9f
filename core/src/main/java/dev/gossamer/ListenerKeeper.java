package dev.gossamer;

/**
 * Keeps the listeners of an owner alive as long as the owner lives; stands in a field of a {@link ListenerOwner}. Empty
 * at first; only {@link WeakListeners} fills it.
 *
 * <p>Thread-safe. Holds its listeners strongly until they are removed, or the {@link WeakListeners} they were added to is
 * gone.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/ReferenceExamplesTest.java" region="listener-owner"}
 *
 * @since 0.1.0
 */
public final class ListenerKeeper {
    private final WeakKeyMap<Object, Object> kept = WeakKeyMap.identity();

    /** A keeper for the field of a new owner. */
    public ListenerKeeper() {}

    void keep(Object subscription, Object listener) {
        kept.put(subscription, listener);
    }

    void drop(Object subscription) {
        kept.remove(subscription);
    }

    /**
     * How many listeners are kept. Linear time.
     *
     * @return the number of listeners
     */
    public int size() {
        return kept.size();
    }
}
