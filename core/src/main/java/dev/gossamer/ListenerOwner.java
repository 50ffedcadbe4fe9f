package dev.gossamer;

/**
 * An owner that carries the listeners it adds to {@link WeakListeners}, so that they may refer to it: a lambda that uses
 * {@code this} as well. Any thread may ask for its keeper.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/ReferenceExamplesTest.java" region="listener-owner"}
 *
 * @since 0.1.0
 */
public interface ListenerOwner {

    /**
     * The keeper in a field of this owner.
     *
     * @return always the same keeper, held by this owner and by no other
     */
    ListenerKeeper listenerKeeper();
}
