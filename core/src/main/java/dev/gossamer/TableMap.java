package dev.gossamer;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Marker;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.WeakSide;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of every map operation over a {@link Table}; which side is weak is left to two subclasses.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
abstract sealed class TableMap<K, V> implements ConcurrentMap<K, V> permits KeyWeakMap, ValueWeakMap {
    // How does an operation take effect?
    //
    // Each is a loop: find the entry of the key, read what it means, decide, and try one transition of the table or of
    // the entry that fails if anything changed meanwhile. The transitions are Table.insert, replace and remove, by
    // identity, and for weak keys the compare-and-set of the value in its entry. Code of the user (equals, functions)
    // runs between the steps, never inside one. An entry is over when it is retired (its strong side is RETIRED): by the
    // removal that took it out, by the claim that took its place, or by the reclaimer. Just one of them gets the strong
    // side in exchange for the marker, so a listener is told exactly once or not at all.
    //
    // A function of compute, merge and the like runs under a Claim, an entry that takes the key's place in the table. A
    // reader that finds it sees the value from before; a reader that holds an entry which has meanwhile been retired or
    // replaced looks again, so it never takes a change for an absence.

    /** When a write takes effect, by the live value it meets. */
    enum When {
        ALWAYS,
        ABSENT,
        PRESENT,
        EQUAL;

        boolean holds(@Nullable Object seen, @Nullable Object expected) {
            return switch (this) {
                case ALWAYS -> true;
                case ABSENT -> seen == null;
                case PRESENT -> seen != null;
                case EQUAL -> seen != null && (seen == expected || Objects.requireNonNull(expected).equals(seen));
            };
        }
    }

    final Settings settings;
    final Table table;
    final ReferenceQueue<Object> queue = new ReferenceQueue<>();
    final @Nullable StatsCounter counter;
    private final Equivalence<Object> equivalence;
    private final WeakSide side;

    /** Whether the reclaimer looks after this map; it sets and clears the flag. */
    volatile boolean watched;

    private @Nullable MapViews<K, V> views;

    TableMap(WeakSide side, Settings settings) {
        this.side = side;
        this.settings = settings;
        this.equivalence = settings.equivalence();
        this.counter = settings.recordsStats() ? new StatsCounter() : null;
        this.table = settings.newTable(side, this::evicted);
    }

    // ---- what differs between the two kinds ----

    /** The live value of an entry that is no claim, {@code null} when it is dead or retired. */
    abstract @Nullable V valueIn(Entry entry);

    /** The key of an entry, {@code null} when it is gone. */
    abstract @Nullable K keyIn(Entry entry);

    /** Tries to take out a live entry while the caller holds both its sides. */
    abstract boolean unlink(Entry entry, V seen);

    /** Tries to give a live entry, whose key the caller holds, another value. */
    abstract boolean overwrite(Entry entry, K key, V seen, V next);

    /** Tries to make room for a new entry in place of one that is dead or retired; whether {@code fresh} now stands there. */
    abstract boolean supplant(Entry over, Entry fresh);

    /** Takes the value out of an entry that a claim has replaced; {@code seen} is the value it was seen to have. */
    abstract @Nullable Object yield(Entry replaced, V seen);

    /** The object on the weak side of an association. */
    abstract Object weakOf(K key, V value);

    /** The object on the strong side of an association. */
    abstract Object strongOf(K key, V value);

    // ---- entries ----

    final int hash(Object key) {
        int hash = equivalence == StandardEquivalence.EQUALITY ? key.hashCode() : equivalence.hash(key);
        return (hash ^ (hash >>> 16)) & 0x7fff_ffff;
    }

    final @Nullable Entry find(Object key) {
        return table.find(key, hash(key));
    }

    /** Makes an entry that was not refused by {@link #requireReferenceable}. */
    final Entry newEntry(K key, V value, int hash, @Nullable Object ticket) {
        Object weak = weakOf(key, value);
        Object strong = strongOf(key, value);
        if (settings.identityPolicy() == IdentityPolicy.HOLD_STRONGLY && ValueBasedClasses.contains(weak.getClass())) {
            return new PinnedEntry(weak, strong, hash, ticket);
        }
        return ticket == null
                ? new Entry(weak, strong, hash, queue)
                : new TicketedEntry(weak, strong, hash, queue, ticket);
    }

    private void requireReferenceable(Object weak) {
        if (settings.identityPolicy() == IdentityPolicy.REJECT) {
            ValueBasedClasses.requireIdentity(
                    weak,
                    "wrap it in an object of yours, or build the container with IdentityPolicy.HOLD_STRONGLY");
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
                if (previous != Marker.RETIRED) {
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

    @Override
    public @Nullable V get(Object key) {
        V value = peek(key, hash(Objects.requireNonNull(key, "key")));
        if (counter != null) {
            (value == null ? counter.misses : counter.hits).increment();
        }
        return value;
    }

    @Override
    public V getOrDefault(Object key, V defaultValue) {
        V value = get(key);
        return value == null ? defaultValue : value;
    }

    @Override
    public boolean containsKey(Object key) {
        return peek(key, hash(Objects.requireNonNull(key, "key"))) != null;
    }

    @Override
    public boolean containsValue(Object value) {
        Objects.requireNonNull(value, "value");
        Iterator<V> values = new LiveIterator<>(this, (key, each) -> each);
        while (values.hasNext()) {
            if (value.equals(values.next())) {
                return true;
            }
        }
        return false;
    }

    // ---- writing ----

    /**
     * Writes or removes under a condition, atomically.
     *
     * @param next the value to write, or {@code null} to remove
     * @return for {@code ABSENT} the live value that prevented the write; else the live value that was replaced or removed,
     *     {@code null} when there was none or the condition did not hold
     */
    private @Nullable V write(K key, @Nullable V next, When when, @Nullable Object expected) {
        int hash = hash(key);
        while (true) {
            Entry entry = table.find(key, hash);
            if (entry instanceof Claim claim) {
                claim.await();
                continue;
            }
            K stored = entry == null ? null : keyIn(entry);
            V seen = entry == null || stored == null ? null : valueIn(entry);
            if (seen == null && entry != null && table.find(key, hash) != entry) {
                continue; // not dead, but replaced since it was found
            }
            if (!when.holds(seen, expected)) {
                return when == When.ABSENT ? seen : null;
            }
            if (attempt(key, hash, next, entry, stored, seen)) {
                Reference.reachabilityFence(stored);
                written(seen, next);
                return seen;
            }
        }
    }

    private boolean attempt(
            K key, int hash, @Nullable V next, @Nullable Entry entry, @Nullable K stored, @Nullable V seen) {
        if (next == null) {
            return seen == null || unlink(Objects.requireNonNull(entry), seen);
        }
        if (entry != null && stored != null && seen != null) {
            return entry.ticket() == null
                    ? overwrite(entry, stored, seen, next)
                    : overwriteTicketed(entry, stored, seen, next);
        }
        Entry fresh = newEntry(key, next, hash, null);
        return entry == null ? table.insert(fresh, key) == null : supplant(entry, fresh);
    }

    /** Gives an entry another value and drops its ticket, which was for the value from before. */
    private boolean overwriteTicketed(Entry entry, K stored, V seen, V next) {
        Claim claim = tryClaim(stored, entry.hash(), entry, stored, seen);
        if (claim == null) {
            return false;
        }
        boolean unchanged = claim.previous() == seen;
        if (unchanged) {
            place(claim, stored, next, null);
        } else {
            restore(claim);
        }
        return unchanged;
    }

    /** Counts what a write did, and lets the reclaimer know. */
    private void written(@Nullable Object seen, @Nullable Object next) {
        if (counter != null && seen != null) {
            (next == null ? counter.removals : counter.replaced).increment();
        }
        afterWrite();
    }

    private void afterWrite() {
        if (!watched && settings.reclaim() != Reclaim.MANUAL) {
            if (settings.reclaim() == Reclaim.INLINE) {
                Reclaimer.inline(this);
            } else {
                Reclaimer.watch(this);
            }
        }
    }

    @Override
    public @Nullable V put(K key, V value) {
        requireAssociation(key, value);
        return write(key, value, When.ALWAYS, null);
    }

    @Override
    public @Nullable V putIfAbsent(K key, V value) {
        requireAssociation(key, value);
        return write(key, value, When.ABSENT, null);
    }

    @Override
    public @Nullable V replace(K key, V value) {
        requireAssociation(key, value);
        return write(key, value, When.PRESENT, null);
    }

    @Override
    public boolean replace(K key, V oldValue, V newValue) {
        Objects.requireNonNull(oldValue, "oldValue");
        Objects.requireNonNull(newValue, "newValue");
        requireAssociation(key, newValue);
        return write(key, newValue, When.EQUAL, oldValue) != null;
    }

    @Override
    @SuppressWarnings("unchecked") // only compared
    public @Nullable V remove(Object key) {
        return write((K) Objects.requireNonNull(key, "key"), null, When.PRESENT, null);
    }

    @Override
    @SuppressWarnings("unchecked") // only compared
    public boolean remove(Object key, @Nullable Object value) {
        Objects.requireNonNull(key, "key");
        return value != null && write((K) key, null, When.EQUAL, value) != null;
    }

    @Override
    public void putAll(Map<? extends K, ? extends V> map) {
        map.forEach(this::put);
    }

    @Override
    public void clear() {
        for (Entry entry : table) {
            K key = keyIn(entry);
            V value = key == null || entry instanceof Claim ? null : valueIn(entry);
            if (value != null && unlink(entry, value)) {
                written(value, null);
            } else if (key != null && (value != null || entry instanceof Claim)) {
                write(key, null, When.PRESENT, null);
            } else {
                table.remove(entry);
            }
        }
    }

    /** As {@link #put(Object, Object)}, with a ticket for the listener. */
    public @Nullable V put(K key, V value, Object ticket) {
        requireAssociation(key, value);
        Objects.requireNonNull(ticket, "ticket");
        Claim claim = Objects.requireNonNull(claim(key, When.ALWAYS));
        @SuppressWarnings("unchecked") // a claim holds a key and a value of this map
        K stored = (K) claim.key();
        return settle(claim, stored, value, ticket);
    }

    private void requireAssociation(K key, V value) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        requireReferenceable(weakOf(key, value));
    }

    // ---- claims ----

    /** Claims a key if the live value it has fulfils the condition, else gives {@code null}. */
    final @Nullable Claim claim(K key, When when) {
        int hash = hash(key);
        while (true) {
            Entry entry = table.find(key, hash);
            if (entry instanceof Claim other) {
                other.await();
                continue;
            }
            K stored = entry == null ? null : keyIn(entry);
            V seen = entry == null || stored == null ? null : valueIn(entry);
            if (seen == null && entry != null && table.find(key, hash) != entry) {
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

    private @Nullable Claim tryClaim(
            K key, int hash, @Nullable Entry entry, @Nullable K stored, @Nullable V seen) {
        if (entry == null || stored == null || seen == null) {
            if (side == WeakSide.KEY) {
                requireReferenceable(key);
            }
            Claim claim = new Claim(side, key, hash, null, null);
            boolean placed = entry == null ? table.insert(claim, key) == null : supplant(entry, claim);
            return placed ? claim : null;
        }
        Claim claim = new Claim(side, stored, hash, Marker.CLAIMED, entry.ticket());
        if (!table.replace(entry, claim)) {
            return null;
        }
        claim.setPrevious(yield(entry, seen));
        return claim;
    }

    /** Ends a claim with a value for the key, or {@code null} for none, and gives the value from before. */
    @SuppressWarnings("unchecked") // a claim holds a value of this map
    private @Nullable V settle(Claim claim, K key, @Nullable V next, @Nullable Object ticket) {
        V previous = (V) claim.previous();
        place(claim, key, next, ticket);
        if (next != null || previous != null) {
            written(previous, next);
        }
        return previous;
    }

    /** Puts what came of a claim in its place. */
    private void place(Claim claim, K key, @Nullable V next, @Nullable Object ticket) {
        try {
            if (next != null) {
                Entry fresh = newEntry(key, next, claim.hash(), ticket);
                if (!table.replace(claim, fresh)) {
                    table.insert(fresh, key); // a bound dropped the claim meanwhile; a newer entry for the key stays
                }
            }
        } finally {
            table.remove(claim);
            claim.settle();
        }
    }

    /** Ends a claim with nothing changed. */
    @SuppressWarnings("unchecked") // a claim holds a key and a value of this map
    private void restore(Claim claim) {
        place(claim, (K) claim.key(), (V) claim.previous(), claim.ticket());
        afterWrite();
    }

    /** Runs a function for a claimed key, and settles or restores the claim by its result. */
    @SuppressWarnings("unchecked") // a claim holds a key and a value of this map
    private @Nullable V compute(
            K key, Claim claim, Function<@Nullable V, @Nullable V> function, Function<? super V, ? extends @Nullable Object> ticketing) {
        V previous = (V) claim.previous();
        V next;
        Object ticket;
        try {
            next = function.apply(previous);
            if (next != null) {
                requireReferenceable(weakOf(key, next));
            }
            ticket = next == null ? null : next == previous ? claim.ticket() : ticketing.apply(next);
        } catch (Throwable t) {
            restore(claim);
            throw t;
        }
        if (counter != null && next != null) {
            counter.loads.increment();
        }
        settle(claim, (K) claim.key(), next, ticket);
        return next;
    }

    @Override
    public V computeIfAbsent(K key, Function<? super K, ? extends V> mappingFunction) {
        return computeIfAbsent(key, mappingFunction, value -> null);
    }

    /** As {@link #computeIfAbsent(Object, Function)}, with a ticket for the listener made from the new value. */
    @SuppressWarnings("NullAway") // as the interface has it: null when the function returned null
    public V computeIfAbsent(
            K key, Function<? super K, ? extends V> mappingFunction, Function<? super V, ? extends @Nullable Object> ticketing) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(mappingFunction, "mappingFunction");
        Objects.requireNonNull(ticketing, "ticketing");
        while (true) {
            V value = get(key);
            if (value != null) {
                return value;
            }
            Claim claim = claim(key, When.ABSENT);
            if (claim != null) {
                return compute(key, claim, absent -> mappingFunction.apply(key), ticketing);
            }
        }
    }

    @Override
    public @Nullable V computeIfPresent(
            K key, BiFunction<? super K, ? super V, ? extends @Nullable V> remappingFunction) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(remappingFunction, "remappingFunction");
        Claim claim = claim(key, When.PRESENT);
        return claim == null
                ? null
                : compute(
                        key,
                        claim,
                        previous -> remappingFunction.apply(key, Objects.requireNonNull(previous)),
                        value -> null);
    }

    @Override
    public @Nullable V compute(
            K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> remappingFunction) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(remappingFunction, "remappingFunction");
        Claim claim = Objects.requireNonNull(claim(key, When.ALWAYS));
        return compute(key, claim, previous -> remappingFunction.apply(key, previous), value -> null);
    }

    @Override
    public @Nullable V merge(
            K key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> remappingFunction) {
        requireAssociation(key, value);
        Objects.requireNonNull(remappingFunction, "remappingFunction");
        Claim claim = Objects.requireNonNull(claim(key, When.ALWAYS));
        return compute(
                key,
                claim,
                previous -> previous == null ? value : remappingFunction.apply(previous, value),
                made -> null);
    }

    /** Gives a key a value, and makes {@code key} the stored key; the old key object no longer matters. */
    final @Nullable V putAdopting(K key, V value) {
        requireAssociation(key, value);
        return settle(Objects.requireNonNull(claim(key, When.ALWAYS)), key, value, null);
    }

    // ---- whole-map operations ----

    @Override
    public int size() {
        long count = 0;
        Iterator<K> keys = keyIterator();
        while (keys.hasNext()) {
            keys.next();
            count++;
        }
        return (int) Math.min(count, Integer.MAX_VALUE);
    }

    @Override
    public boolean isEmpty() {
        return !keyIterator().hasNext();
    }

    public long estimatedSize() {
        return table.estimatedSize();
    }

    final Iterator<K> keyIterator() {
        return new LiveIterator<>(this, (key, value) -> key);
    }

    @Override
    public void forEach(BiConsumer<? super K, ? super V> action) {
        Objects.requireNonNull(action, "action");
        Iterator<Map.Entry<K, V>> entries = new LiveIterator<>(this, Map::entry);
        while (entries.hasNext()) {
            Map.Entry<K, V> entry = entries.next();
            action.accept(entry.getKey(), entry.getValue());
        }
    }

    /** Removes some live entry and gives it. */
    public Optional<Map.Entry<K, V>> popEntry() {
        Iterator<Map.Entry<K, V>> entries = new LiveIterator<>(this, Map::entry);
        while (entries.hasNext()) {
            K key = entries.next().getKey();
            V value = remove(key);
            if (value != null) {
                return Optional.of(Map.entry(key, value));
            }
        }
        return Optional.empty();
    }

    /** Puts all live entries, with their tickets, into another map. */
    final void copyInto(TableMap<K, V> copy) {
        for (Entry entry : table) {
            K key = keyIn(entry);
            V value = key == null ? null : valueNow(entry, key);
            if (key != null && value != null) {
                Object ticket = entry.ticket();
                if (ticket == null) {
                    copy.put(key, value);
                } else {
                    copy.put(key, value, ticket);
                }
            }
        }
    }

    public Map<K, V> snapshot() {
        return Snapshot.of(this, equivalence);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        Object compared = other instanceof TableMap<?, ?> map ? map.snapshot() : other;
        return snapshot().equals(compared);
    }

    @Override
    public int hashCode() {
        return snapshot().hashCode();
    }

    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        forEach((key, value) -> parts.add(
                (key == this ? "(this Map)" : key) + "=" + (value == this ? "(this Map)" : value)));
        return "{" + String.join(", ", parts) + "}";
    }

    // ---- views ----

    private MapViews<K, V> views() {
        MapViews<K, V> known = views;
        if (known == null) {
            known = new MapViews<>(this);
            views = known;
        }
        return known;
    }

    @Override
    public Set<K> keySet() {
        return views().keys;
    }

    @Override
    public Collection<V> values() {
        return views().values;
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return views().entries;
    }

    // ---- reclaiming ----

    public int reclaim() {
        return Reclaimer.drain(this);
    }

    public ContainerStats stats() {
        long pending = 0;
        for (Entry entry : table) {
            if (!(entry instanceof Claim) && entry.weak() == null) {
                pending++;
            }
        }
        return counter == null ? new ContainerStats(0, 0, 0, 0, 0, 0, 0, pending) : counter.snapshot(pending);
    }

    /**
     * Takes out an entry that came from the queue, by identity, and calls no code of the user.
     *
     * @return its strong side if it is to be told, else {@code null}
     */
    final @Nullable Object bury(Entry entry) {
        Object survivor = entry.exchangeStrong(Marker.RETIRED);
        table.remove(entry);
        if (survivor instanceof Marker) {
            return null;
        }
        if (counter != null) {
            counter.collected.increment();
        }
        return survivor;
    }

    /** Notes that the table dropped a live entry because of a bound. */
    final void evicted(Entry entry) {
        if (!(entry instanceof Claim) && !(entry.exchangeStrong(Marker.RETIRED) instanceof Marker)) {
            entry.clear();
            if (counter != null) {
                counter.evicted.increment();
            }
        }
    }
}
