package dev.gossamer.backend.caffeine;

import com.github.benmanes.caffeine.cache.Cache;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The executor and the list of victims of one bounded Caffeine cache: its maintenance runs, and evictions are told, in the
 * thread of whoever wrote, after that write has let go of every lock.
 *
 * <p>Thread-safe. Holds what was evicted until it is told.
 *
 * @param <E> what is evicted
 */
final class CacheMaintenance<E> implements Executor {
    // Who does the maintenance, when there is no thread for it?
    //
    // Caffeine asks its executor to run the maintenance whenever a buffer fills up, also from a read. Here the executor
    // only remembers that. Each write says so as well, and then one of the writers cleans up; the others do not wait
    // for it, since it looks again before it leaves. What Caffeine evicts comes in by evicted(), under locks of
    // Caffeine, and is told at the end, outside of them.

    private final Consumer<E> told;
    private final Queue<E> evicted = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile boolean due;

    CacheMaintenance(Consumer<E> told) {
        this.told = told;
    }

    /** Remembers that Caffeine wants maintenance; the task is the same as {@link Cache#cleanUp()}. */
    @Override
    public void execute(Runnable task) {
        due = true;
    }

    /** Takes note of what has left the cache. Runs no other code, so it may be called under locks. */
    void evicted(E victim) {
        evicted.add(victim);
    }

    /** After a write, and under no lock: cleans up and tells. */
    void afterWrite(Cache<?, ?> cache) {
        due = true;
        settle(cache);
    }

    /** Under no lock: cleans up if that is due, and tells. */
    void settle(Cache<?, ?> cache) {
        while (due && busy.compareAndSet(false, true)) {
            try {
                due = false;
                cache.cleanUp();
            } finally {
                busy.set(false);
            }
        }
        for (E victim = evicted.poll(); victim != null; victim = evicted.poll()) {
            told.accept(victim);
        }
    }
}
