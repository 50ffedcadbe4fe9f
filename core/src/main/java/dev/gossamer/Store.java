package dev.gossamer;

import dev.gossamer.spi.Bounds;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Marker;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.WeakSide;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of every operation over a {@link Table}, once for all containers; which side is weak is left to two
 * subclasses. Thread-safe.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
abstract sealed class Store<K, V> permits WeakKeyStore, WeakValueStore {
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
    // all has, and what is left is to clear up. Who is kept from that by a stack overflow writes `unclean`, a field, on
    // the way out, and a later write or reclaim() looks through the table for what was left.

    /** When a write takes effect, by the live value it meets. */
    enum When {
        ALWAYS,
        ABSENT,
        PRESENT,
        EQUAL,
        SAME;

        boolean holds(@Nullable Object seen, @Nullable Object expected) {
            return switch (this) {
                case ALWAYS -> true;
                case ABSENT -> seen == null;
                case PRESENT -> seen != null;
                case EQUAL ->
                    seen != null
                            && (seen == expected
                                    || Objects.requireNonNull(expected).equals(seen));
                case SAME -> seen == expected;
            };
        }
    }

    final ContainerSettings settings;
    final Table table;
    final @Nullable StatsCounter counter;

    /** What is noted of the container for those who watch, {@code null} where it has no name. */
    final @Nullable ContainerActivity activity;

    /** What is held strongly on the weak side, or {@code null} where nothing is. */
    final @Nullable ContainerHotTier tier;

    /** Whether a read compares by {@code equals} and leaves no trace: neither a count nor a rank in the tier. */
    private final boolean plain;

    /** Whether a read leaves a trace. */
    private final boolean observed;

    private final Equivalence<Object> equivalence;
    final WeakSide side;

    /** Whether an operation was broken off and has left something to clear up. */
    volatile boolean unclean;

    /** Where {@link #pop} goes on. */
    private final RemovalCursor cursor = new RemovalCursor();

    /** The queue of the entries and how it is looked after; made for the first entry. */
    private volatile @Nullable ContainerRegistration registration;

    Store(WeakSide side, ContainerSettings settings) {
        this.side = side;
        this.settings = settings;
        this.equivalence = settings.equivalence();
        this.counter = settings.recordsStats() ? new StatsCounter() : null;
        this.activity =
                settings.name() == null ? null : new ContainerActivity(settings.name(), settings.kind(), null, counter);
        this.tier = settings.hot() == null ? null : new ContainerHotTier(settings.hot(), this);
        this.observed = counter != null || tier != null;
        this.plain = !observed && equivalence == StandardEquivalence.EQUALITY;
        this.table = settings.newTable(side, new Evicted(this));
    }

    /** The store of a container. */
    static Store<?, ?> of(WeakContainer container) {
        if (container instanceof StoredMap<?, ?> map) {
            return map.store;
        } else if (container instanceof StoredWeakSet<?> set) {
            return set.store();
        } else if (container instanceof StoredInterner<?> interner) {
            return interner.store();
        }
        return ((WeakMap<?, ?>) container).store();
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

    /** Makes an entry that was not refused by {@link #requireReferenceable}. */
    final Entry newEntry(K key, V value, int hash, @Nullable Object ticket) {
        return newEntry(key, value, hash, ticket, tier == null ? 0 : tier.weigh(weakOf(key, value)));
    }

    final Entry newEntry(K key, V value, int hash, @Nullable Object ticket, int weight) {
        Object weak = weakOf(key, value);
        Object strong = strongOf(key, value);
        if (settings.identityPolicy() == IdentityPolicy.HOLD_STRONGLY && ValueBasedClasses.contains(weak.getClass())) {
            return new StronglyHeldEntry(weak, strong, hash, ticket);
        }
        ReferenceQueue<Object> queue = registration().queue;
        if (tier != null) {
            return new HotEntry(weak, strong, hash, queue, ticket, weight);
        }
        return ticket == null
                ? new Entry(weak, strong, hash, queue)
                : new TicketedEntry(weak, strong, hash, queue, ticket);
    }

    final void requireReferenceable(Object weak) {
        if (settings.identityPolicy() == IdentityPolicy.REJECT) {
            ValueBasedClasses.requireIdentity(
                    weak, "wrap it in an object of yours, or build the container with IdentityPolicy.HOLD_STRONGLY");
        }
        if (settings.wrapperPolicy() == WrapperPolicy.REJECT) {
            WrapperClasses.requireNone(weak);
        }
    }

    // ---- reading ----

    /** The live value of a key. The common case is one find and one read; the rest is {@link #lookAgain}. */
    final @Nullable V peek(Object key, int hash) {
        Entry entry = table.find(key, hash);
        if (entry == null) {
            return null;
        }
        V value = valueIn(entry);
        return value != null ? value : lookAgain(entry, key, hash);
    }

    @SuppressWarnings("unchecked") // a claim holds a value of this map
    private @Nullable V lookAgain(Entry seen, Object key, int hash) {
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
            if (value != null) {
                return value;
            }
            entry = now;
        }
    }

    /** The live value that an entry met on iteration stands for, also if the entry has been replaced since. */
    final @Nullable V valueNow(Entry entry, K key) {
        V value = entry instanceof Claim ? null : valueIn(entry);
        return value != null ? value : lookAgain(entry, key, entry.hash());
    }

    /** The live value of a key, counted as a hit or a miss. */
    final @Nullable V get(Object key) {
        if (plain) {
            return peek(key, spread(Objects.requireNonNull(key, "key").hashCode()));
        }
        if (!observed) {
            return peek(key, hash(Objects.requireNonNull(key, "key")));
        }
        V value = use(key);
        if (counter != null) {
            (value == null ? counter.misses : counter.hits).increment();
        }
        return value;
    }

    /** The live value of a key, for somebody to use. */
    final @Nullable V use(Object key) {
        int hash = hash(Objects.requireNonNull(key, "key"));
        Entry entry = table.find(key, hash);
        V value = entry == null ? null : valueIn(entry);
        if (entry != null) {
            if (value == null) {
                value = lookAgain(entry, key, hash);
            } else if (tier != null) {
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
                if (tier != null) {
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

    /** As {@link #write(Object, Object, When, Object, Object)}, without a ticket. */
    final @Nullable V write(K key, @Nullable V next, When when, @Nullable Object expected) {
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
    final @Nullable V write(K key, @Nullable V next, When when, @Nullable Object expected, @Nullable Object ticket) {
        int hash = hash(key);
        while (true) {
            Entry entry = table.find(key, hash);
            if (entry instanceof Claim claim) {
                pass(claim);
                continue;
            }
            K stored = entry == null ? null : keyIn(entry);
            V seen = entry == null || stored == null ? null : valueIn(entry);
            if (seen == null && entry != null && table.find(key, hash) != entry) {
                continue; // not dead, but replaced since it was found
            }
            if (next != null && (side == WeakSide.VALUE || stored != key)) {
                requireReferenceable(weakOf(key, next));
            }
            if (!when.holds(seen, expected)) {
                if (tier != null && when == When.ABSENT && entry != null) {
                    tier.used(entry);
                }
                return when == When.ABSENT ? seen : null;
            }
            if (attempt(key, hash, next, ticket, entry, stored, seen)) {
                Reference.reachabilityFence(stored);
                written(seen, next);
                Reference.reachabilityFence(next);
                return seen;
            }
        }
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

    // ---- claims ----

    /** Waits until a claim that was met is out of the way. */
    final void pass(Claim claim) {
        claim.await(settings);
        if (claim.state == Claim.ABANDONED) {
            restore(claim);
        }
    }

    /** Has a claim that stands in the table take over from the live entry it has replaced. May be repeated, by anybody. */
    final void succeed(Claim claim) {
        claim.freeze();
        Entry replaced = claim.place();
        if (replaced != null && claim.replacesLive()) {
            leave(replaced);
        }
    }

    /** Puts things back as they were before a claim that was met and abandoned. May be repeated, by anybody. */
    final void restore(Claim claim) {
        succeed(claim);
        Entry restored = claim.restored();
        if (claim.state == Claim.OVER) {
            return;
        }
        claim.outcome = restored;
        boolean stands = restored != null && table.restore(claim, restored);
        if (!stands) {
            table.remove(claim);
        }
        claim.state = Claim.OVER;
        claim.release();
        if (restored != null) {
            stored(restored, stands);
        }
        afterWrite();
    }

    /** Clears up after operations that were broken off: takes out what is over, and undoes what was begun. */
    final void tidy() {
        unclean = false;
        boolean tidied = false;
        try {
            for (Entry entry : table) {
                if (entry instanceof Claim claim) {
                    if (claim.state == Claim.ABANDONED) {
                        restore(claim);
                    }
                } else if (entry.strong() == Marker.RETIRED) {
                    table.remove(entry);
                }
            }
            tidied = true;
        } finally {
            if (!tidied) {
                unclean = true;
            }
        }
    }

    // ---- after a write ----

    /** Has the hot tier take note of an entry that was stored, and gives back whether it was. */
    boolean stored(Entry fresh, boolean stored) {
        if (stored && tier != null) {
            tier.stored(fresh);
        }
        return stored;
    }

    /** Has the hot tier let go of an entry that is out of the table. */
    final void left(Entry entry) {
        if (tier != null) {
            tier.left(entry);
        }
    }

    /** Writes the value that is there: at the moment when it was seen there. */
    private boolean confirm(Entry entry) {
        Object strong = entry.strong();
        boolean confirmed = strong != Marker.RETIRED && table.overwrite(entry, strong, strong);
        if (confirmed && tier != null) {
            tier.used(entry);
        }
        return confirmed;
    }

    /** Counts what a write did, and lets the reclaimer know. */
    final void written(@Nullable Object seen, @Nullable Object next) {
        if (counter != null && seen != null) {
            (next == null ? counter.removals : counter.replaced).increment();
        }
        if (next == null) {
            removed();
        }
        if (unclean) {
            tidy();
        }
        afterWrite();
    }

    /** Counts an update that ran a function, and lets the reclaimer know. */
    final @Nullable V loaded(ClaimedUpdate<K, V> update) {
        if (counter != null && update.next != null) {
            counter.loads.increment();
        }
        updated(update);
        return update.next;
    }

    /** Counts an update, lets the reclaimer know, and gives the value from before. */
    final @Nullable V updated(ClaimedUpdate<K, V> update) {
        if (update.previous != null || update.next != null) {
            written(update.previous, update.next);
        }
        return update.previous;
    }

    /** Reclaims a little, or has the reclaiming thread look after this store, as {@link Reclaim} says. */
    final void afterWrite() {
        if (activity != null) {
            activity.use();
        }
        ContainerRegistration known = registration;
        if (known != null) {
            known.written(this);
        }
    }

    /** Whether the reclaiming thread looks after this store. */
    final boolean isWatched() {
        ContainerRegistration known = registration;
        return known != null && known.watched;
    }

    /** Has the reclaiming thread see soon whether this store has become empty. */
    final void removed() {
        ContainerRegistration known = registration;
        if (known != null) {
            known.removed();
        }
    }

    // ---- removing what was met ----

    /** Takes out all live associations there are, and the dead ones with them. */
    final void clear() {
        for (Entry entry : table) {
            K key = keyIn(entry);
            if (key == null || take(entry, key, When.ALWAYS, null) == null) {
                table.remove(entry);
            }
        }
    }

    /** Takes out each live association that a filter takes, if it still has the value that the filter saw. */
    final boolean removeIf(BiPredicate<? super K, ? super V> filter) {
        boolean changed = false;
        for (Entry entry : table) {
            K key = keyIn(entry);
            V value = key == null ? null : valueNow(entry, key);
            if (key != null && value != null && filter.test(key, value)) {
                changed |= take(entry, key, When.EQUAL, value) != null;
            }
        }
        return changed;
    }

    /** Takes out some live association and gives what {@code made} made of it before. */
    final <T> @Nullable T pop(BiFunction<? super K, ? super V, ? extends T> made) {
        for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
            T popped = pop(entry, made);
            if (popped != null) {
                return popped;
            }
        }
        Iterator<Entry> entries = table.iterator();
        while (entries.hasNext()) {
            T popped = pop(entries.next(), made);
            if (popped != null) {
                cursor.goOn(entries);
                return popped;
            }
        }
        return null;
    }

    private <T> @Nullable T pop(Entry met, BiFunction<? super K, ? super V, ? extends T> made) {
        K key = keyIn(met);
        V value = key == null ? null : valueNow(met, key);
        while (key != null && value != null) {
            T popped = made.apply(key, value);
            if (take(met, key, When.SAME, value) != null) {
                return popped;
            }
            Entry now = table.find(key, met.hash());
            value = now == null || keyIn(now) != key ? null : valueNow(now, key);
        }
        return null;
    }

    /**
     * Takes out the live association of a key that was met in an entry, also if another entry stands for that very key by
     * now. Goes by the identity of the key and by its frozen hash: the key may have another one by now.
     *
     * @return the value it had, {@code null} if the key is gone or the condition does not hold
     */
    final @Nullable V take(Entry met, K key, When when, @Nullable Object expected) {
        Entry entry = met;
        while (true) {
            boolean dead = false;
            if (entry instanceof Claim claim) {
                pass(claim);
            } else {
                V value = keyIn(entry) == key ? valueIn(entry) : null;
                dead = value == null;
                if (value != null) {
                    if (!when.holds(value, expected)) {
                        return null;
                    }
                    if (unlink(entry, value)) {
                        written(value, null);
                        return value;
                    }
                }
            }
            Entry now = table.find(key, met.hash());
            if (now == null || (dead && now == entry) || keyIn(now) != key) {
                return null;
            }
            entry = now;
        }
    }

    /** Puts all live associations, with their tickets, into an empty store that nobody else knows. */
    final void copyInto(Store<K, V> copy) {
        for (Entry entry : table) {
            K key = keyIn(entry);
            V value = key == null ? null : valueNow(entry, key);
            if (key != null && value != null) {
                Entry fresh = copy.newEntry(key, value, entry.hash(), entry.ticket());
                copy.stored(fresh, copy.table.insert(fresh, key) == null);
            }
        }
        copy.afterWrite();
    }

    /** Refuses what cannot be an association of this store; {@link #write} does so by itself. */
    final void requireAssociation(K key, V value) {
        requireReferenceable(weakOf(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value")));
    }

    /** Refuses a ticket that would keep its own association alive. */
    final void requireTicket(Object ticket, K key, V value) {
        CaptureCheck.TICKET.check(weakOf(key, value), Objects.requireNonNull(ticket, "ticket"));
    }

    // ---- reclaiming ----

    final ContainerStats stats() {
        long pending = 0;
        long hot = 0;
        List<AwaitedFunction> awaited = new ArrayList<>();
        for (Entry entry : table) {
            if (entry instanceof Claim claim) {
                AwaitedFunction function = claim.awaited();
                if (function != null) {
                    awaited.add(function);
                }
            } else if (entry instanceof HotEntry && entry.isPinned()) {
                hot++;
            } else if (entry.weak() == null) {
                pending++;
            }
        }
        return counter == null
                ? new ContainerStats(0, 0, 0, 0, 0, 0, 0, pending, hot, awaited)
                : counter.snapshot(pending, hot, awaited);
    }

    /** Has the hot tier let go of what was not used for too long, and says whether there will be more. */
    final boolean expireHot(int atMost) {
        return tier != null && tier.expire(atMost);
    }

    /** Has an entry that came from the queue mean nothing any more; gives what it held, a marker if somebody else did so before. */
    Object retire(Entry entry) {
        return entry.exchangeStrong(Marker.RETIRED);
    }

    /** Takes out an entry that came from the queue, by identity; calls no code of the user, and may be repeated. */
    void takeOut(Entry entry) {
        table.remove(entry);
        left(entry);
    }

    /** Takes out all that is enqueued, tells the listener in the calling thread, and counts. */
    final int reclaim() {
        try {
            if (unclean) {
                tidy();
            }
            expireHot(Integer.MAX_VALUE);
            table.maintain();
        } catch (Throwable failure) {
            ErrorReporter.report("the upkeep of " + settings.quotedLabel(), failure);
        }
        ContainerRegistration known = registration;
        return known == null ? 0 : known.reclaim(this);
    }

    /** Has the reclaiming thread look after what goes by time: the hot tier, and a table whose entries expire. */
    final void expireLater() {
        if (settings.reclaim().isWatched()) {
            HotTier<?> hot = settings.hot();
            if (hot != null) {
                boolean realTime = settings.bounds().ticker() == Bounds.NONE.ticker();
                registration().expireLater(realTime ? hot.tolerance() : Duration.ZERO);
            }
            table.maintainEvery().ifPresent(registration()::expireLater);
        }
    }

    /** Lets go of what has expired, in the hot tier and in the table; whether that is to be done again. */
    final boolean expire() {
        boolean again = expireHot(Integer.MAX_VALUE);
        if (table.maintainEvery().isPresent()) {
            table.maintain();
            again |= isWatched();
        }
        return again;
    }

    final ContainerRegistration registration() {
        ContainerRegistration known = registration;
        return known != null ? known : register();
    }

    private synchronized ContainerRegistration register() {
        ContainerRegistration known = registration;
        if (known == null) {
            known = new ContainerRegistration(this);
            registration = known;
        }
        return known;
    }

    /** Notes that the table dropped a live entry because of a bound, or that what stood before a claim has expired. */
    final void evicted(Entry entry) {
        boolean dropped = entry instanceof Claim claim
                ? claim.forgetPrevious()
                : !(entry.exchangeStrong(Marker.RETIRED) instanceof Marker);
        if (dropped) {
            if (!(entry instanceof Claim)) {
                entry.clear();
                left(entry);
            }
            if (counter != null) {
                counter.evicted.increment();
            }
            removed();
        }
    }

    /** A class of its own, so that the first use links no lambda. */
    private record Evicted(Store<?, ?> store) implements Consumer<Entry> {
        @Override
        public void accept(Entry entry) {
            store.evicted(entry);
        }
    }
}
