package dev.gossamer;

import org.jspecify.annotations.Nullable;

/** Some entries of one container that were taken out and are to be told to its listener. For one thread at a time. */
final class CollectedBatch {
    private final CollectedListener<Object> listener;
    private final ContainerSettings settings;
    private final int number;
    private final ContainerActivity activity;
    private final @Nullable Object[] survivorsAndTickets;
    private int size;
    private int next;

    /** The batch to be told after this one. */
    @Nullable CollectedBatch following;

    /**
     * Makes an empty batch.
     *
     * @param listener whom to tell
     * @param store whose entries they are; not held
     * @param entries how many there is room for
     */
    CollectedBatch(CollectedListener<Object> listener, Store<?, ?> store, int entries) {
        this.listener = listener;
        this.settings = store.settings;
        this.number = store.number();
        this.activity = WeakContainers.activity(store);
        this.survivorsAndTickets = new Object[2 * entries];
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Takes an entry; there has to be room. */
    void add(Object survivor, @Nullable Object ticket) {
        survivorsAndTickets[size] = survivor;
        survivorsAndTickets[size + 1] = ticket;
        size += 2;
    }

    /** Counts its entries among those that wait to be told. */
    void queue() {
        activity.queue(size / 2);
    }

    /** Tells the listener all that was not told before. */
    void tell() {
        while (next < size) {
            Object survivor = survivorsAndTickets[next];
            Object ticket = survivorsAndTickets[next + 1];
            survivorsAndTickets[next] = null;
            survivorsAndTickets[next + 1] = null;
            next += 2;
            activity.queue(-1);
            if (survivor != null) {
                tell(listener, settings, number, survivor, ticket);
            }
            CallbackExecutor.cleanThread();
        }
    }

    /** Tells a listener of one entry; never throws. */
    static void tell(
            CollectedListener<Object> listener,
            ContainerSettings settings,
            int number,
            Object survivor,
            @Nullable Object ticket) {
        try {
            listener.collected(survivor, ticket);
        } catch (Throwable failure) {
            ErrorReporter.report("a listener of", settings, number, failure);
        }
    }
}
