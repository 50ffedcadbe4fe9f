package dev.gossamer.jcache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The locks of one cache, one for each key in use. Operations on many keys take them by rank, so two of them never wait for
 * each other whatever the order of their arguments.
 */
final class Transitions<K> {
    private final ConcurrentHashMap<K, Slot> slots = new ConcurrentHashMap<>();
    private final AtomicLong ranks = new AtomicLong();

    /** Begins to change the entry of one key, alone; ended by {@link Transition#close()}. */
    Transition<K> begin(K key) {
        Slot slot = use(key);
        Turn turn = Turn.enter();
        slot.lock.lock();
        return new Transition<>(this, turn, List.of(new Claim<>(key, slot)));
    }

    /** Begins as {@link #begin} does if nobody else is at the key, else returns {@code null}. */
    @Nullable Transition<K> tryBegin(K key) {
        Slot slot = use(key);
        if (!slot.lock.tryLock()) {
            release(key);
            return null;
        }
        return new Transition<>(this, Turn.enter(), List.of(new Claim<>(key, slot)));
    }

    /** Begins to change the entries of several distinct keys. */
    Transition<K> beginAll(Collection<? extends K> keys) {
        List<Claim<K>> claims = new ArrayList<>(keys.size());
        try {
            for (K key : keys) {
                claims.add(new Claim<>(key, use(key)));
            }
        } catch (RuntimeException | Error e) {
            claims.forEach(claim -> release(claim.key));
            throw e;
        }
        claims.sort(Comparator.comparingLong(claim -> claim.slot.rank));
        Turn turn = Turn.enter();
        claims.forEach(claim -> claim.slot.lock.lock());
        return new Transition<>(this, turn, claims);
    }

    private Slot use(K key) {
        return slots.compute(key, (k, slot) -> {
            Slot used = slot == null ? new Slot(ranks.getAndIncrement()) : slot;
            used.users++;
            return used;
        });
    }

    /** One more use of a slot that is in use. */
    void retain(Object key) {
        @SuppressWarnings("unchecked")
        K same = (K) key;
        use(same);
    }

    void release(Object key) {
        @SuppressWarnings("unchecked")
        K same = (K) key;
        slots.computeIfPresent(same, (k, slot) -> --slot.users == 0 ? null : slot);
    }

    boolean isInUse(K key) {
        return slots.containsKey(key);
    }

    /** How many keys are in use. */
    int inUse() {
        return slots.size();
    }

    /** A key whose lock is held. */
    record Claim<K>(K key, Slot slot) {
        Claim {
            Objects.requireNonNull(key, "key");
        }
    }
}
