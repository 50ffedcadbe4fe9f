package dev.gossamer;

import org.jspecify.annotations.Nullable;

/** Some entries of one container that were taken out and are to be told to its listener. For one thread at a time. */
final class CollectedBatch {
    private final CollectedListener<Object> listener;
    private final String source;
    private final @Nullable Object[] survivorsAndTickets;
    private int size;
    private int next;

    /** The batch to be told after this one. */
    @Nullable CollectedBatch following;

    CollectedBatch(CollectedListener<Object> listener, String source, int entries) {
        this.listener = listener;
        this.source = source;
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

    /** Tells the listener all that was not told before. */
    void tell() {
        while (next < size) {
            Object survivor = survivorsAndTickets[next];
            Object ticket = survivorsAndTickets[next + 1];
            survivorsAndTickets[next] = null;
            survivorsAndTickets[next + 1] = null;
            next += 2;
            if (survivor != null) {
                tell(listener, source, survivor, ticket);
            }
            CallbackExecutor.cleanThread();
        }
    }

    /** Tells a listener of one entry; never throws. */
    static void tell(CollectedListener<Object> listener, String source, Object survivor, @Nullable Object ticket) {
        try {
            listener.collected(survivor, ticket);
        } catch (Throwable failure) {
            ErrorReporter.report(source, failure);
        }
    }
}
