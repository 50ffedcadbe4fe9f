package dev.gossamer.jcache.near;

import dev.gossamer.jcache.common.UserText;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Who waits for whom, so that a circle of threads that load for each other ends with an exception. Thread-safe. */
final class WaitGraph {
    /** What each thread waits for. Who was answered stays here until it has woken up, and waits for nobody any more. */
    final Map<Thread, Reservation<?, ?>> waitsFor = new ConcurrentHashMap<>();

    /** Refuses a load that asks for the very key it loads. */
    void requireOther(Object key, Thread owner) {
        if (owner == Thread.currentThread()) {
            throw circle(key);
        }
    }

    /** Waits, having written down for whom; of a circle at least the thread that closes it is refused. */
    <K, V> Reservation.Outcome await(K key, Reservation<K, V> pending) {
        Thread self = Thread.currentThread();
        waitsFor.put(self, pending);
        try {
            Reservation<?, ?> next = pending;
            for (int steps = waitsFor.size(); next != null && !next.isSettled() && steps >= 0; steps--) {
                requireOther(key, next.owner());
                next = waitsFor.get(next.owner());
            }
            return pending.await();
        } finally {
            waitsFor.remove(self);
        }
    }

    private static IllegalStateException circle(Object key) {
        return new IllegalStateException("the load of key " + UserText.of(key) + " waits for itself;"
                + " let a loader or codec ask for other keys only, and not in a circle");
    }
}
