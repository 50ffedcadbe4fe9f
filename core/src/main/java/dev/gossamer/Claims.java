package dev.gossamer;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Marker;
import dev.gossamer.spi.WeakSide;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The writes of a {@link Store} that take two steps: a {@link Claim} is put in the place of a key, and what came of it in the
 * place of the claim. Thread-safe.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class Claims<K, V> {
    private final Store<K, V> store;

    Claims(Store<K, V> store) {
        this.store = store;
    }

    /** Claims a key if the live value it has fulfils the condition, else gives {@code null}. */
    @Nullable Claim claim(K key, Store.When when) {
        int hash = store.hash(key);
        while (true) {
            Entry entry = store.table.find(key, hash);
            if (entry instanceof Claim other) {
                other.await();
                continue;
            }
            K stored = entry == null ? null : store.keyIn(entry);
            V seen = entry == null || stored == null ? null : store.valueIn(entry);
            if (seen == null && entry != null && store.table.find(key, hash) != entry) {
                continue; // not dead, but replaced since it was found
            }
            if (!when.holds(seen, null)) {
                return null;
            }
            Claim claim = tryClaim(key, hash, entry, stored, seen);
            if (claim != null) {
                return claim;
            }
        }
    }

    private @Nullable Claim tryClaim(K key, int hash, @Nullable Entry entry, @Nullable K stored, @Nullable V seen) {
        if (entry == null || stored == null || seen == null) {
            if (store.side == WeakSide.KEY) {
                store.requireReferenceable(key);
            }
            Claim claim = new Claim(store.side, key, hash, null, null, 0);
            boolean placed = entry == null ? store.table.insert(claim, key) == null : store.supplant(entry, claim);
            return placed ? claim : null;
        }
        int weight = entry instanceof HotEntry hot ? hot.weight() : 0;
        Claim claim = new Claim(store.side, stored, hash, Marker.CLAIMED, entry.ticket(), weight);
        if (!store.table.replace(entry, claim)) {
            return null;
        }
        claim.setPrevious(store.surrender(entry, seen));
        return claim;
    }

    /** Ends a claim with a value for the key, or {@code null} for none, and gives the value from before. */
    @SuppressWarnings("unchecked") // a claim holds a value of this map
    @Nullable V settle(Claim claim, K key, @Nullable V next, @Nullable Object ticket) {
        V previous = (V) claim.previous();
        place(claim, key, next == null ? null : prepare(claim, key, next, ticket));
        if (next != null || previous != null) {
            store.written(previous, next);
        }
        return previous;
    }

    /** Makes the entry that a claim ends with; if the user's weigher throws, nothing has changed. */
    private Entry prepare(Claim claim, K key, V next, @Nullable Object ticket) {
        try {
            return store.newEntry(key, next, claim.hash(), ticket);
        } catch (Throwable t) {
            restore(claim);
            throw t;
        }
    }

    /** Puts what came of a claim in its place. */
    private void place(Claim claim, K key, @Nullable Entry fresh) {
        try {
            if (fresh != null) {
                // a bound may have dropped the claim meanwhile; a newer entry for the key stays
                store.stored(fresh, store.table.replace(claim, fresh) || store.table.insert(fresh, key) == null);
            }
        } finally {
            store.table.remove(claim);
            claim.settle();
        }
    }

    /** Ends a claim with nothing changed. */
    @SuppressWarnings("unchecked") // a claim holds a key and a value of this map
    private void restore(Claim claim) {
        K key = (K) claim.key();
        V value = (V) claim.previous();
        place(
                claim,
                key,
                value == null ? null : store.newEntry(key, value, claim.hash(), claim.ticket(), claim.weight));
        store.afterWrite();
    }

    /** Runs a function for a claimed key, and settles or restores the claim by its result. */
    @SuppressWarnings("unchecked") // a claim holds a key and a value of this map
    @Nullable V compute(
            K key,
            Claim claim,
            Function<@Nullable V, @Nullable V> function,
            Function<? super V, ? extends @Nullable Object> ticketing) {
        V previous = (V) claim.previous();
        V next;
        Object ticket;
        try {
            next = function.apply(previous);
            if (next != null) {
                store.requireReferenceable(store.weakOf(key, next));
            }
            ticket = next == null ? null : next == previous ? claim.ticket() : ticketing.apply(next);
            if (next != null && ticket != null) {
                store.requireTicket(ticket, key, next);
            }
        } catch (Throwable t) {
            restore(claim);
            throw t;
        }
        if (store.counter != null && next != null) {
            store.counter.loads.increment();
        }
        settle(claim, (K) claim.key(), next, ticket);
        return next;
    }

    /** Gives an entry another value and drops its ticket, which was for the value from before. */
    boolean overwriteTicketed(Entry entry, K stored, V seen, V next) {
        Claim claim = tryClaim(stored, entry.hash(), entry, stored, seen);
        if (claim == null) {
            return false;
        }
        boolean unchanged = claim.previous() == seen;
        if (unchanged) {
            place(claim, stored, prepare(claim, stored, next, null));
        } else {
            restore(claim);
        }
        return unchanged;
    }
}
