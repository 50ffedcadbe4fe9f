package dev.gossamer.jcache.near;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one near cache: each has what is near of it, or the reservation of a load or write that is under way, or nothing.
 * Here events and maintenance take effect. Thread-safe; finding takes no lock.
 */
final class ReservationTable<K, V> {
    private final ConcurrentHashMap<K, Object> slots = new ConcurrentHashMap<>();
    private final CanonicalValues<K, V> values;
    private final CoarseClock clock;
    private final ProtocolCounters counters;

    ReservationTable(NearSettings<K, V> settings, CoarseClock clock, ProtocolCounters counters) {
        this.values = new CanonicalValues<>(settings, this::collected);
        this.clock = clock;
        this.counters = counters;
    }

    CanonicalValues<K, V> values() {
        return values;
    }

    // ---- slots

    /** What stands for a key: a {@link NearEntry}, a {@link Reservation}, or {@code null}. */
    @Nullable Object slot(K key) {
        return slots.get(key);
    }

    /** Puts something in the place of what was seen there, or nothing; returns {@code false} if that was not there any more. */
    boolean exchange(K key, @Nullable Object expected, @Nullable Object next) {
        if (expected == null) {
            return next == null || slots.putIfAbsent(key, next) == null;
        }
        return next == null ? slots.remove(key, expected) : slots.replace(key, expected, next);
    }

    /** What stands for a key, if it is a reservation. */
    @SuppressWarnings("unchecked") // a slot of this table
    @Nullable Reservation<K, V> reservation(@Nullable Object slot) {
        return slot instanceof Reservation<?, ?> ? (Reservation<K, V>) slot : null;
    }

    /** What stands for a key, if it is an entry. */
    @SuppressWarnings("unchecked") // a slot of this table
    @Nullable NearEntry<K, V> entry(@Nullable Object slot) {
        return slot instanceof NearEntry<?, ?> ? (NearEntry<K, V>) slot : null;
    }

    /** What stands for the keys now. Takes linear time. */
    Map<K, Object> slots() {
        return Map.copyOf(slots);
    }

    // ---- reservations

    /**
     * Takes a reservation out, and has those who wait begin anew. What was there before a write is doubted, as the engine may
     * have applied that.
     */
    boolean withdraw(K key, Reservation<K, V> reservation) {
        if (reservation.isWrite()) {
            reservation.doubtPrevious();
        }
        try {
            return putBack(key, reservation);
        } finally {
            reservation.overtake();
        }
    }

    /** Takes a reservation out, if it is still there, and puts what was there before in its place. */
    boolean putBack(K key, Reservation<K, V> reservation) {
        NearEntry<K, V> previous = reservation.previous;
        boolean out = exchange(key, reservation, previous);
        if (out && previous != null && previous.value() == null) {
            slots.remove(key, previous); // its death may have been told while it was not in the table
        }
        return out;
    }

    // ---- invalidating

    /** Has a key read again at its next use, unless what is here is the version that is told of. */
    void invalidate(K key, long writer, long sequence) {
        while (true) {
            Object slot = slots.get(key);
            if (slot == null) {
                return;
            }
            if (isOf(slot, writer, sequence)) {
                counters.echoes.increment();
                return;
            }
            if (doubt(key, slot)) {
                counters.invalidations.increment();
                return;
            }
        }
    }

    /** Has a key read again at its next use, whatever is here. */
    void invalidate(K key) {
        while (true) {
            Object slot = slots.get(key);
            if (slot == null || doubt(key, slot)) {
                counters.invalidations.increment();
                return;
            }
        }
    }

    /** Has every key read again at its next use. Takes linear time. */
    void invalidateAll() {
        for (K key : slots.keySet()) {
            invalidate(key);
        }
    }

    private static boolean isOf(Object slot, long writer, long sequence) {
        Version<?> version = slot instanceof NearEntry<?, ?> entry ? entry.version : ((Reservation<?, ?>) slot).written;
        return version != null && version.writer == writer && version.sequence == sequence;
    }

    private boolean doubt(K key, Object slot) {
        Reservation<K, V> reservation = reservation(slot);
        if (reservation == null) {
            ((NearEntry<?, ?>) slot).doubt();
            return true;
        }
        reservation.doubtPrevious();
        return withdraw(key, reservation);
    }

    // ---- putting away

    private void collected(Version<K> version) {
        Object slot = slots.get(version.key);
        if (slot instanceof NearEntry<?, ?> entry && entry.value() == null) {
            slots.remove(version.key, slot);
        }
    }

    /** Drops what is held strongly for want of identity, and is no longer fresh. Takes linear time. */
    void dropStalePinned() {
        if (values.keepsStrongly()) {
            long now = clock.exact();
            slots.forEach((key, slot) -> {
                if (slot instanceof NearEntry<?, ?> entry && entry.isPinned() && !entry.isFresh(now)) {
                    slots.remove(key, slot);
                }
            });
        }
    }

    /** Forgets everything near; what is under way is overtaken. */
    void clear() {
        slots.forEach((key, slot) -> {
            Reservation<K, V> reservation = reservation(slot);
            if (slots.remove(key, slot) && reservation != null) {
                reservation.overtake();
            }
        });
        values.clear();
    }

    /** Forgets the versions of entries that were there before the engine was cleared, and doubts what came since. */
    void cleared(Map<K, Object> before) {
        before.forEach((key, slot) -> {
            NearEntry<K, V> entry = entry(slot);
            if (entry != null && slots.remove(key, entry)) {
                values.retire(entry.version);
            }
        });
        invalidateAll();
    }
}
