package dev.gossamer;

import org.jspecify.annotations.Nullable;

/**
 * The wait of a thread for another thread's function, as the Flight Recorder is told of it: when it is over, and while it lasts
 * after a second, ten seconds, and each ten seconds. For the thread that waits.
 */
final class ClaimWait {
    private static final long FIRST_NEWS = 1_000_000_000;
    private static final long LATER_NEWS = 10 * FIRST_NEWS;

    final Store<?, ?> container;
    final String keyClass;
    final @Nullable Thread computing;
    private final long began = System.nanoTime();
    private long news = FIRST_NEWS;
    private @Nullable Object event = FlightRecorderEvents.beginWait();

    ClaimWait(Store<?, ?> container, Object key, @Nullable Thread computing) {
        this.container = container;
        Object shown = KeyReference.keyOf(key);
        this.keyClass = shown == null ? "unknown" : shown.getClass().getName();
        this.computing = computing;
    }

    /** Tells that the wait lasts, if that is news; whether it was told. */
    boolean lasts() {
        long waited = System.nanoTime() - began;
        if (waited < news) {
            return false;
        }
        news += news == FIRST_NEWS ? LATER_NEWS - FIRST_NEWS : LATER_NEWS;
        tell(waited, false);
        return true;
    }

    /** Tells that the wait is over. */
    void over() {
        tell(System.nanoTime() - began, true);
    }

    private void tell(long waited, boolean over) {
        try {
            event = FlightRecorderEvents.waited(event, this, waited, over);
        } catch (Throwable failure) { // nobody is kept from what he waited for
            ErrorReporter.report("the Flight Recorder", failure);
        }
    }
}
