package dev.gossamer.jcache.near;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** How many writes of each writer, and how many removals, have been heard of. Thread-safe. */
final class ReceivedEvents {
    private final Map<Long, SequenceWindow> writers = new ConcurrentHashMap<>();
    private final AtomicLong removals = new AtomicLong();

    void written(long writer, long sequence) {
        if (sequence > 0) { // one that is negative was made in the engine, and nobody announces it
            writers.computeIfAbsent(writer, absent -> new SequenceWindow()).add(sequence);
        }
    }

    void removed() {
        removals.incrementAndGet();
    }

    long writes(long writer) {
        SequenceWindow window = writers.get(writer);
        return window == null ? 0 : window.count();
    }

    long removals() {
        return removals.get();
    }

    /** Counts from zero. */
    void reset() {
        writers.clear();
        removals.set(0);
    }

    /** Forgets writers of long ago, as soon as they are many. */
    void retain(Set<Long> present) {
        if (writers.size() > 2 * present.size() + 16) {
            writers.keySet().retainAll(present);
        }
    }
}
