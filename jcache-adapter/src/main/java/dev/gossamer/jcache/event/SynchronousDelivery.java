package dev.gossamer.jcache.event;

import dev.gossamer.jcache.common.FirstThrowable;
import dev.gossamer.jcache.locking.PendingEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One event and the synchronous listeners that have to hear it before the operation that caused it returns. */
final class SynchronousDelivery implements PendingEvent {
    private final EntryEvent<?, ?> event;
    private final List<? extends RegisteredListener<?, ?>> listeners;
    private @Nullable Throwable failure;
    private volatile boolean done;

    <K, V> SynchronousDelivery(EntryEvent<K, V> event, List<RegisteredListener<K, V>> listeners) {
        this.event = event;
        this.listeners = listeners;
    }

    /** Tells every listener, whatever the others throw. */
    @Override
    public void run() {
        try {
            for (RegisteredListener<?, ?> listener : listeners) {
                tell(listener);
            }
        } finally {
            done = true;
        }
    }

    private void tell(RegisteredListener<?, ?> listener) {
        try {
            listener.tell(event);
        } catch (Throwable e) {
            failure = FirstThrowable.first(failure, e);
        }
    }

    @Override
    public boolean isDone() {
        return done;
    }

    @Override
    public @Nullable Throwable failure() {
        return failure;
    }
}
