package dev.gossamer;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Marker;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.WeakSide;
import java.lang.ref.Reference;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of every operation over a {@link Table}, once for all containers; which side is weak is left to two
 * subclasses. Thread-safe.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
abstract sealed class Store<K, V> extends ReclaimableStore permits WeakKeyStore, WeakValueStore {
    // How does an operation take effect?
    //
    // Each is a loop: find the entry of the key, read what it means, decide, and try one transition of the table or of
    // the entry that fails if anything changed meanwhile. The transitions are Table.insert, replace and remove, by
    // identity, and for weak keys the compare-and-set of the value in its entry. Code of the user (equals, functions)
    // runs between the steps, never inside one. An entry is over when it is retired (its strong side is RETIRED): by
    // the removal that took it out, by the claim that took its place, or by the reclaimer. Just one of them gets the
    // strong side in exchange for the marker, so a listener is told exactly once or not at all.
    //
    // A function of compute, merge and the like runs under a Claim, an entry that takes the key's place in the table. A
    // reader that finds it sees the value from before; a reader that holds an entry which has meanwhile been retired or
    // replaced looks again, so it never takes a change for an absence.
    //
    // Each operation has one step that decides, and it is a call whose effect comes last: the compare-and-set of the
    // strong side, or a transition of the table. If something is thrown before it, nothing has happened; if after it,
    // all has, and what is left is to clear up. Whoever is kept from that by a stack overflow writes the field
    // `unclean` on the way out, and a later write or reclaim() looks through the table for what was left.

    private static final byte TRACED = 0;
    private static final byte BY_EQUALITY = 1;
    private static final byte BY_IDENTITY = 2;
    private static final byte BY_EQUIVALENCE = 3;

    /** How a read hashes where it leaves no trace, neither a count nor a rank in the tier; else {@link #TRACED}. */
    private final byte reading;

    private final Equivalence<Object> equivalence;

    /** Where {@link EntryRemoval#pop} goes on; made when first asked for. */
    private @Nullable RemovalCursor cursor;

    Store(StoreParts parts) {
        super(parts);
        this.equivalence = settings.equivalence();
        this.reading = observed ? TRACED : reading(equivalence);
    }

    private static byte reading(Equivalence<Object> equivalence) {
        return equivalence == StandardEquivalence.EQUALITY
                ? BY_EQUALITY
                : equivalence == StandardEquivalence.IDENTITY ? BY_IDENTITY : BY_EQUIVALENCE;
    }

    // ---- what differs between the two kinds ----

    /** The live value of an entry that is no claim, {@code null} when it is dead or retired. */
    abstract @Nullable V valueIn(Entry entry);

    /** The key of an entry, {@code null} when it is gone. */
    abstract @Nullable K keyIn(Entry entry);

    /** Tries to take out a live entry while the caller holds both its sides. */
    abstract boolean unlink(Entry entry, V seen);

    /** Tries to give a live entry, whose key the caller holds, another value or another ticket. */
    abstract boolean overwrite(Entry entry, K key, V seen, V next, @Nullable Object ticket);

    /** Tries to make room for a new entry in place of one that is dead or retired; whether {@code fresh} now stands there. */
    abstract boolean supplant(Entry over, Entry fresh);

    /** Lets go of a live entry that is out of the table for good, while its weak side is held. May be repeated. */
    abstract void leave(Entry entry);

    /** Which side of an association is weak. */
    abstract WeakSide side();

    /** The object on the weak side of an association. */
    abstract Object weakOf(K key, V value);

    /** The object on the strong side of an association. */
    abstract Object strongOf(K key, V value);

    // ---- entries ----

    final int hash(Object key) {
        if (equivalence == StandardEquivalence.IDENTITY) {
            return System.identityHashCode(key); // spread by the JVM, never negative
        }
        return spread(equivalence == StandardEquivalence.EQUALITY ? key.hashCode() : equivalence.hash(key));
    }

    private static int spread(int hash) {
        return (hash ^ (hash >>> 16)) & 0x7fff_ffff;
    }

    /** Makes an entry that was not refused by the settings. */
    final Entry newEntry(K key, V value, int hash, @Nullable Object ticket) {
        return newEntry(key, value, hash, ticket, tier.weigh(weakOf(key, value)));
    }

    final Entry newEntry(K key, V value, int hash, @Nullable Object ticket, int weight) {
        Object weak = weakOf(key, value);
        Object strong = strongOf(key, value);
        if (settings.identityPolicy() == IdentityPolicy.HOLD_STRONGLY && ValueBasedClasses.contains(weak.getClass())) {
            return new StronglyHeldEntry(weak, strong, hash, ticket);
        }
        if (ticket == null && isSmall()) {
            prepareToWatch();
            return new SharedQueueEntry(weak, strong, hash, SharedQueue.shared().queue, this);
        }
        return tier.newEntry(weak, strong, hash, registration().queue, ticket, weight);
    }

    // ---- reading ----

    /** The live value of a key. The common case is one find and one read; the rest is {@link #lookAgain}. */
    final @Nullable V peek(Object key, int hash) {
        Entry entry = table.find(key, hash);
        if (entry == null) {
            return null;
        }
        V value = valueIn(entry);
        return value != null ? value : lookAgain(entry, key, hash, false);
    }

    /** Looks until it is clear what stands for a key, or, if the very {@code same} object is asked for, whether that does. */
    @SuppressWarnings("unchecked") // a claim holds a value of this map
    private @Nullable V lookAgain(Entry seen, Object key, int hash, boolean same) {
        Entry entry = seen;
        while (true) {
            if (entry instanceof Claim claim) {
                Object previous = claim.previous();
                if (claim.state != Claim.OVER) {
                    return (V) previous;
                }
            }
            Entry now = table.find(key, hash);
            if (now == null || (now == entry && !(now instanceof Claim))) {
                return null;
            }
            V value = valueIn(now);
            K stored = same ? keyIn(now) : null;
            if (stored != null && stored != key) {
                return null; // removed, and an equal one has come since
            }
            if (value != null && (!same || stored != null)) {
                return value;
            }
            entry = now;
        }
    }

    /** The live value of the very key of an entry that was met on iteration, also if the entry was replaced since. */
    final @Nullable V valueNow(Entry entry, K key) {
        V value = entry instanceof Claim ? null : valueIn(entry);
        return value != null ? value : lookAgain(entry, key, entry.hash(), true);
    }

    /** The live value of a key, counted as a hit or a miss. */
    final @Nullable V get(Object key) {
        if (reading == BY_EQUALITY) {
            return peek(key, spread(Objects.requireNonNull(key, "key").hashCode()));
        }
        if (reading == BY_IDENTITY) {
            return peek(key, System.identityHashCode(Objects.requireNonNull(key, "key")));
        }
        if (reading != TRACED) {
            return peek(key, hash(Objects.requireNonNull(key, "key")));
        }
        V value = use(key);
        counter.looked(value != null);
        return value;
    }

    /** The live value of a key, for somebody to use. */
    final @Nullable V use(Object key) {
        int hash = hash(Objects.requireNonNull(key, "key"));
        Entry entry = table.find(key, hash);
        V value = entry == null ? null : valueIn(entry);
        if (entry != null) {
            if (value == null) {
                value = lookAgain(entry, key, hash, false);
            } else {
                tier.used(entry);
            }
        }
        return value;
    }

    final boolean containsKey(Object key) {
        return peek(key, hash(Objects.requireNonNull(key, "key"))) != null;
    }

    /** The stored key of a live association, with which it was seen in one and the same entry. */
    final @Nullable K storedKey(Object key) {
        int hash = hash(Objects.requireNonNull(key, "key"));
        Entry before = null;
        while (true) {
            Entry entry = table.find(key, hash);
            if (entry == null || (entry == before && !(entry instanceof Claim))) {
                return null;
            }
            K stored = keyIn(entry);
            if (entry instanceof Claim claim) {
                boolean present = claim.previous() != null;
                if (claim.state != Claim.OVER) {
                    return present ? stored : null;
                }
            } else if (stored != null && valueIn(entry) != null) {
                if (observed) {
                    tier.used(entry);
                }
                return stored;
            }
            before = entry;
        }
    }

    final <T> Iterator<T> iterator(BiFunction<? super K, ? super V, ? extends T> element) {
        return new LiveIterator<>(this, element);
    }

    // ---- writing ----

    /** As {@link #write(Object, Object, WriteCondition, Object, Object)}, without a ticket. */
    final @Nullable V write(K key, @Nullable V next, WriteCondition when, @Nullable Object expected) {
        return write(key, next, when, expected, null);
    }

    /**
     * Writes or removes under a condition, atomically. Refuses a weak side without identity, whether or not the condition
     * holds; a stored key was not refused before.
     *
     * @param next the value to write, or {@code null} to remove
     * @param ticket the ticket to give; without one, the value that is there keeps its own
     * @return for {@code ABSENT} the live value that prevented the write; else the live value that was replaced or removed,
     *     {@code null} when there was none or the condition did not hold
     */
    final @Nullable V write(
            K key, @Nullable V next, WriteCondition when, @Nullable Object expected, @Nullable Object ticket) {
        int hash = hash(key);
        while (true) {
            Entry entry = table.find(key, hash);
            if (entry instanceof Claim claim) {
                ClaimResolution.pass(this, claim);
                continue;
            }
            K stored = entry == null ? null : keyIn(entry);
            V seen = entry == null || stored == null ? null : valueIn(entry);
            if (seen == null && entry != null && table.find(key, hash) != entry) {
                continue; // not dead, but replaced since it was found
            }
            if (next != null && (side() == WeakSide.VALUE ? !isAlike(next, seen) : stored != key)) {
                settings.requireReferenceable(weakOf(key, next));
            }
            if (!when.holds(seen, expected)) {
                if (when == WriteCondition.ABSENT && entry != null) {
                    tier.used(entry);
                }
                return when == WriteCondition.ABSENT ? seen : null;
            }
            if (attempt(key, hash, next, ticket, entry, stored, seen)) {
                Reference.reachabilityFence(stored);
                written(seen, next);
                Reference.reachabilityFence(next);
                return seen;
            }
        }
    }

    /** Whether a value has the class of the one that is there, which was not refused. */
    private static boolean isAlike(Object next, @Nullable Object seen) {
        return seen != null && next.getClass() == seen.getClass();
    }

    private boolean attempt(
            K key,
            int hash,
            @Nullable V next,
            @Nullable Object ticket,
            @Nullable Entry entry,
            @Nullable K stored,
            @Nullable V seen) {
        if (next == null) {
            return seen == null || unlink(Objects.requireNonNull(entry), seen);
        }
        if (entry != null && stored != null && seen != null) {
            return (seen == next && ticket == null) ? confirm(entry) : overwrite(entry, stored, seen, next, ticket);
        }
        Entry fresh = newEntry(key, next, hash, ticket);
        return stored(fresh, entry == null ? table.insert(fresh, key) == null : supplant(entry, fresh));
    }

    // ---- after a write ----

    /** Has the hot tier take note of an entry that was stored, and gives back whether it was. */
    boolean stored(Entry fresh, boolean stored) {
        if (stored) {
            tier.stored(fresh);
        }
        return stored;
    }

    /** Writes the value that is there: at the moment when it was seen there. */
    private boolean confirm(Entry entry) {
        Object strong = entry.strong();
        boolean confirmed = strong != Marker.RETIRED && table.overwrite(entry, strong, strong);
        if (confirmed) {
            tier.used(entry);
        }
        return confirmed;
    }

    /** Counts what a write did, and lets the reclaimer know. */
    final void written(@Nullable Object seen, @Nullable Object next) {
        if (seen != null && next != null) {
            counter.replaced();
        } else if (seen != null) {
            counter.removed();
        }
        if (next == null) {
            removed();
        }
        if (unclean) {
            ClaimResolution.tidy(this);
        }
        afterWrite(seen != null && next != null);
    }

    /** Counts an update that ran a function, and lets the reclaimer know. */
    final @Nullable V loaded(ClaimedUpdate<K, V> update) {
        if (update.next != null) {
            counter.loaded();
        }
        updated(update);
        return update.next;
    }

    /** Counts an update, lets the reclaimer know, and gives the value from before. */
    final @Nullable V updated(ClaimedUpdate<K, V> update) {
        if (update.previous != null || update.next != null) {
            written(update.ended, update.next);
        }
        return update.previous;
    }

    /** Puts all live associations, with their tickets, into an empty store that nobody else knows. */
    final void copyInto(Store<K, V> copy) {
        for (Entry met : table) {
            K key = keyIn(met);
            if (key != null) {
                copyNow(met, key, copy);
            }
        }
        copy.afterWrite(false);
    }

    /** Puts what stands for the very key of an entry that was met into a copy: value and ticket of one and the same entry. */
    @SuppressWarnings("unchecked") // a claim holds a value of this map
    private void copyNow(Entry met, K key, Store<K, V> copy) {
        Entry entry = met;
        while (entry != null) {
            Object ticket = entry.ticket(); // first: a claim has it for as long as it has a value
            V value = entry instanceof Claim claim ? (V) claim.previous() : valueIn(entry);
            boolean stands = entry instanceof Claim claim ? claim.state != Claim.OVER : value != null;
            if (stands) {
                if (value != null) {
                    Entry fresh = copy.newEntry(key, value, met.hash(), ticket);
                    copy.stored(fresh, copy.table.insert(fresh, key) == null);
                }
                return;
            }
            Entry now = table.find(key, met.hash());
            boolean another = now != null && (now != entry || now instanceof Claim) && keyIn(now) == key;
            entry = another ? now : null;
        }
    }

    /** Refuses what cannot be an association of this store; {@link #write} does so by itself. */
    final void requireAssociation(K key, V value) {
        settings.requireReferenceable(
                weakOf(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value")));
    }

    /** Refuses a ticket that would keep its own association alive. */
    final void requireTicket(Object ticket, K key, V value) {
        CaptureCheck.TICKET.check(weakOf(key, value), Objects.requireNonNull(ticket, "ticket"));
    }

    /** Where taking out one after the other goes on. */
    final RemovalCursor cursor() {
        RemovalCursor known = cursor;
        if (known == null) {
            known = new RemovalCursor(); // two who are first walk a little more
            cursor = known;
        }
        return known;
    }
}
