package dev.gossamer;

/**
 * An owner that carries the listeners it adds to {@link WeakListeners}, so that they may refer to it: a lambda that uses
 * {@code this} as well.
 *
 * <pre>{@code
 * class Panel implements ListenerOwner {
 *     private final ListenerKeeper keeper = new ListenerKeeper();
 *
 *     Panel(WeakListeners<Runnable> changes) {
 *         changes.add(this, () -> repaint());
 *     }
 *
 *     public ListenerKeeper listenerKeeper() {
 *         return keeper;
 *     }
 * }
 * }</pre>
 */
public interface ListenerOwner {

    /**
     * The keeper in a field of this owner.
     *
     * @return always the same keeper, held by this owner and by no other
     */
    ListenerKeeper listenerKeeper();
}
