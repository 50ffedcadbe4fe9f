package dev.gossamer;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.WeakSide;
import java.lang.ref.Reference;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One operation that takes two steps, and what came of it: a {@link Claim} is put in the place of a key, and the value that
 * a function gives in the place of the claim. For one thread.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class ClaimedUpdate<K, V> {
    private final Store<K, V> store;
    private final K key;
    private final int hash;
    private final WriteCondition when;
    private final @Nullable Object expected;
    private final Function<@Nullable V, ? extends @Nullable V> function;
    private final Ticketing<V> ticketing;
    private final boolean adoptsKey;

    /** The value that was there before, and the one that is there now. */
    @Nullable V previous;

    @Nullable V next;

    /** The value from before if this update has ended it, and it did not expire while the function ran. */
    @Nullable V ended;

    /** What ticket an association has from now on. */
    @FunctionalInterface
    interface Ticketing<V> {
        /** Gives the ticket for the next value, by the value and the ticket from before. */
        @Nullable Object ticket(V next, @Nullable V previous, @Nullable Object before);

        /** A ticket made from the value; the old one while the value stays the same. */
        static <V> Ticketing<V> of(Function<? super V, ? extends @Nullable Object> making) {
            return (next, previous, before) -> next == previous ? before : making.apply(next);
        }

        /** The old one while the value stays the same, else none. */
        static <V> Ticketing<V> keeping() {
            return of(value -> null);
        }
    }

    /** An update that keeps the stored key, if there is one. */
    ClaimedUpdate(
            Store<K, V> store,
            K key,
            WriteCondition when,
            Function<@Nullable V, ? extends @Nullable V> function,
            Ticketing<V> ticketing) {
        this(store, key, store.hash(key), when, null, function, ticketing);
    }

    /** An update of a key by the hash it had when it was stored, which keeps the stored key. */
    ClaimedUpdate(
            Store<K, V> store,
            K key,
            int hash,
            WriteCondition when,
            @Nullable Object expected,
            Function<@Nullable V, ? extends @Nullable V> function,
            Ticketing<V> ticketing) {
        this(store, key, hash, when, expected, function, ticketing, false);
    }

    /** An update that stores a value, and its key in the place of the stored one. */
    static <K, V> ClaimedUpdate<K, V> replacingKey(Store<K, V> store, K key, V value) {
        return new ClaimedUpdate<>(
                store, key, store.hash(key), WriteCondition.ALWAYS, null, previous -> value, Ticketing.keeping(), true);
    }

    private ClaimedUpdate(
            Store<K, V> store,
            K key,
            int hash,
            WriteCondition when,
            @Nullable Object expected,
            Function<@Nullable V, ? extends @Nullable V> function,
            Ticketing<V> ticketing,
            boolean adoptsKey) {
        this.store = store;
        this.key = key;
        this.hash = hash;
        this.when = when;
        this.expected = expected;
        this.function = function;
        this.ticketing = ticketing;
        this.adoptsKey = adoptsKey;
    }

    /** Takes effect if the condition holds, and says whether it did. The caller counts what was done. */
    boolean run() {
        for (Claim claim = prepare(); claim != null; claim = prepare()) {
            try {
                if (!place(claim)) {
                    claim.state = Claim.OVER;
                } else if (perform(claim)) {
                    return true;
                }
            } finally {
                if (claim.state == Claim.PENDING) {
                    claim.state = Claim.ABANDONED; // from here on nothing can be lost, whatever is thrown
                    boolean undone = false;
                    try {
                        undone = undo(claim);
                    } finally {
                        if (!undone) {
                            store.unclean = true;
                            ClaimResolution.BROKEN_OFF[0] = 1;
                        }
                    }
                }
            }
        }
        return false;
    }

    /** Makes a claim, and all that is needed to take it back, if the condition holds for the live value of the key. */
    private @Nullable Claim prepare() {
        while (true) {
            Entry entry = store.table.find(key, hash);
            if (entry instanceof Claim other) {
                ClaimResolution.pass(store, other);
                continue;
            }
            K stored = entry == null ? null : store.keyIn(entry);
            V seen = entry == null || stored == null ? null : store.valueIn(entry);
            if (seen == null && entry != null && store.table.find(key, hash) != entry) {
                continue; // not dead, but replaced since it was found
            }
            return when.holds(seen, expected) ? claim(entry, stored, seen) : null;
        }
    }

    @SuppressWarnings("unchecked") // the claim stands for the value that is not known yet
    private Claim claim(@Nullable Entry entry, @Nullable K stored, @Nullable V seen) {
        store.watch(); // so that somebody clears up if this is broken off
        if (entry == null || stored == null || seen == null) {
            if (store.side() == WeakSide.KEY) {
                store.settings.requireReferenceable(key);
            }
            return new Claim(store.side(), key, hash, entry, null);
        }
        Claim claim = new Claim(store.side(), stored, hash, entry, seen);
        V restored = store.side() == WeakSide.KEY ? (V) claim : seen;
        int weight = entry instanceof HotEntry hot ? hot.weight() : 0;
        claim.restoring(store.newEntry(stored, restored, hash, entry.ticket(), weight));
        return claim;
    }

    private boolean place(Claim claim) {
        Entry over = claim.place();
        if (over == null) {
            return store.table.insert(claim, key) == null;
        }
        if (!claim.replacesLive()) {
            return store.supplant(over, claim);
        }
        if (!store.table.replace(over, claim)) {
            return false;
        }
        ClaimResolution.succeed(store, claim);
        return true;
    }

    @SuppressWarnings("unchecked") // a claim holds a key and a value of this map
    private boolean perform(Claim claim) {
        store.watch(); // if it was let go of since: with the claim in it, it stays
        previous = (V) claim.previous();
        if (!when.holds(previous, expected)) {
            return false; // removed or overwritten at the last moment
        }
        next = function.apply(previous);
        // a key that was removed at the last moment is stored anew
        K placed = adoptsKey || previous == null ? key : (K) Objects.requireNonNull(claim.key());
        Entry fresh = next == null ? null : newEntry(placed, next, claim.ticket());
        claim.outcome = fresh;
        // a bound may have dropped the claim meanwhile; a newer entry for the key stays
        boolean stands = fresh == null
                ? store.table.remove(claim)
                : store.table.replace(claim, fresh) || store.table.insert(fresh, placed) == null;
        claim.state = Claim.OVER;
        ended = claim.release() ? previous : null;
        if (fresh != null) {
            store.stored(fresh, stands);
        }
        Reference.reachabilityFence(next);
        return true;
    }

    /** Makes the entry that is to stand; whatever refuses it throws. */
    private Entry newEntry(K placed, V value, @Nullable Object ticketBefore) {
        store.settings.requireReferenceable(store.weakOf(placed, value));
        Object ticket = ticketing.ticket(value, previous, ticketBefore);
        if (ticket != null) {
            store.requireTicket(ticket, placed, value);
        }
        return store.newEntry(placed, value, hash, ticket);
    }

    /** Puts things back if the claim still stands; whether nothing is left to be done by others. */
    private boolean undo(Claim claim) {
        try {
            Object claimed = claim.key();
            if (claimed != null && store.table.find(claimed, hash) == claim) {
                ClaimResolution.restore(store, claim);
            } else {
                claim.wake();
            }
            return true;
        } catch (Throwable failure) { // what is under way already matters more to the caller
            return false;
        }
    }
}
