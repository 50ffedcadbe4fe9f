package dev.gossamer.jcache.near;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** The stamps of one writer, and how many of its writes the engine has confirmed. Thread-safe. */
final class VersionSource {
    private final long writer = UUID.randomUUID().getMostSignificantBits();
    private final AtomicLong sequence = new AtomicLong();
    private final LongAdder writes = new LongAdder();
    private final LongAdder removals = new LongAdder();

    long writer() {
        return writer;
    }

    <K> Version<K> next(K key) {
        return new Version<>(key, writer, sequence.incrementAndGet());
    }

    /** The stamp of a write that is made in the engine, where there is no source; its sequence is negative. */
    static <K> Version<K> foreign(K key) {
        UUID stamp = UUID.randomUUID();
        return new Version<>(key, stamp.getMostSignificantBits(), stamp.getLeastSignificantBits() | Long.MIN_VALUE);
    }

    void confirmed(int count) {
        writes.add(count);
    }

    void removed() {
        removals.increment();
    }

    /** The writes of which each must lead to one event with a stamp of this writer. */
    long writes() {
        return writes.sum();
    }

    /** The removals of which each must lead to one event. */
    long removals() {
        return removals.sum();
    }
}
