package dev.gossamer.jcache;

import java.util.List;
import javax.cache.event.CacheEntryListenerException;
import org.jspecify.annotations.Nullable;

/** One event and the synchronous listeners that have to hear it before the operation that caused it returns. */
final class Delivery {
    private final Notice<?, ?> event;
    private final List<? extends Registration<?, ?>> listeners;
    private @Nullable CacheEntryListenerException failure;
    private volatile boolean done;

    <K, V> Delivery(Notice<K, V> event, List<Registration<K, V>> listeners) {
        this.event = event;
        this.listeners = listeners;
    }

    /** Tells every listener, whatever the others throw. */
    void run() {
        try {
            for (Registration<?, ?> listener : listeners) {
                tell(listener);
            }
        } finally {
            done = true;
        }
    }

    private void tell(Registration<?, ?> listener) {
        try {
            listener.tell(event);
        } catch (CacheEntryListenerException e) {
            failure = Failures.first(failure, e);
        }
    }

    boolean isDone() {
        return done;
    }

    /** What the listeners threw; to be asked when {@linkplain #isDone() done}. */
    @Nullable CacheEntryListenerException failure() {
        return failure;
    }
}
