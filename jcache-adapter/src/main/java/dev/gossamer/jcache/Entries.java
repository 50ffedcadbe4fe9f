package dev.gossamer.jcache;

import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one cache: what is there, until when, and the events of their coming and going. Reading takes no lock;
 * everything that takes a {@link Transition} is called while it holds the key.
 */
final class Entries<K, V> {
    private final ConcurrentMap<K, Cell<K, V>> store;
    private final Cells<K, V> cells;
    private final Copies<K, V> copies;
    private final ExpiryRules expiry;
    private final ExpiryTimer timer;
    private final Listeners<K, V> listeners;
    private final Counters counters;
    private final Transitions<K> transitions;
    private final Class<K> keyType;
    private final Class<V> valueType;
    private final boolean accessCounts;
    private volatile boolean closed;

    Entries(
            WeakCacheConfiguration<K, V> configuration,
            ExpiryRules expiry,
            ExpiryTimer timer,
            Surroundings<K, V> around) {
        this.keyType = configuration.getKeyType();
        this.valueType = configuration.getValueType();
        this.expiry = expiry;
        this.timer = timer;
        this.copies = around.copies();
        this.listeners = around.listeners();
        this.counters = around.counters();
        this.transitions = around.transitions();
        this.cells = Cells.of(configuration, this::collected);
        this.accessCounts = cells.countAccess() || !expiry.isEternal();
        this.store = StorageChoice.open(configuration, this::dropped);
    }

    /** The cache's own version of a value it is to store under a key; refuses what it cannot store. */
    V own(K key, V value) {
        requireType("key", keyType, key);
        requireType("value", valueType, value);
        V own = copies.value(value);
        cells.admit(key, own);
        return own;
    }

    private static void requireType(String what, Class<?> type, Object object) {
        if (!type.isInstance(object)) {
            throw new ClassCastException("the " + what + " type of the cache is " + type.getName() + ", not "
                    + object.getClass().getName());
        }
    }

    /** The value of a key that is there, which counts as an access; {@code null} if there is none to be had without a lock. */
    @Nullable V hit(K key) {
        Cell<K, V> cell = store.get(key);
        V value = cell == null ? null : liveValue(cell);
        if (accessCounts && cell != null && value != null) {
            accessed(cell);
        }
        return value;
    }

    /** Whether there is anything under a key, be it expired. */
    boolean isStored(K key) {
        return store.containsKey(key);
    }

    boolean contains(K key) {
        Cell<K, V> cell = store.get(key);
        return cell != null && liveValue(cell) != null;
    }

    private @Nullable V liveValue(Cell<K, V> cell) {
        V value = cell.value();
        return value == null || cell.isExpired() ? null : value;
    }

    /** The entry of a key; one whose time is over, or whose value is gone, is put away first. */
    @Nullable Live<K, V> find(Transition<K> change, K key) {
        Cell<K, V> cell = store.get(key);
        if (cell == null) {
            return null;
        }
        V value = cell.value();
        if (value == null) {
            collected(cell);
            return null;
        }
        if (cell.isExpired()) {
            expired(change, key, cell, value);
            return null;
        }
        return new Live<>(cell, value);
    }

    /** Lets a read count for expiry. */
    void accessed(Cell<K, V> cell) {
        cells.used(cell);
        long life = expiry.forAccess();
        if (life != ExpiryRules.UNCHANGED) {
            cell.deadline(Clock.after(life));
            timer.watch(this, cell);
        }
    }

    /** Makes a value that is the cache's own the value of a key; returns whether an entry is there now or was updated. */
    boolean set(Transition<K> change, K key, V value) {
        Live<K, V> old = find(change, key);
        if (old == null) {
            return create(change, key, value);
        }
        update(change, key, old, value);
        return true;
    }

    /** Adds the entry of a key that has none; returns whether it lives long enough to be there. */
    boolean create(Transition<K> change, K key, V value) {
        long life = expiry.forCreation();
        if (life == 0) {
            return false;
        }
        K ownKey = copies.key(key);
        Cell<K, V> cell = cells.make(cells.holder(ownKey), value, Clock.after(life));
        timer.watch(this, cell);
        store.put(ownKey, cell);
        stored(ownKey, cell);
        listeners.record(change, EventType.CREATED, key, value, null);
        return true;
    }

    /** Replaces the value of an entry that was found. */
    void update(Transition<K> change, K key, Live<K, V> old, V value) {
        long life = expiry.forUpdate();
        long deadline = life == ExpiryRules.UNCHANGED ? old.cell().deadline() : Clock.after(life);
        K own = old.cell().key();
        Cell<K, V> cell = cells.make(old.cell().keyHolder(), value, deadline);
        timer.watch(this, cell);
        store.put(own == null ? key : own, cell);
        stored(key, cell);
        timer.unwatch(old.cell());
        cells.retired(old.cell());
        listeners.record(change, EventType.UPDATED, key, value, old.value());
        if (life == 0) {
            expired(change, key, cell, value);
        }
    }

    /** Removes an entry that was found. */
    void remove(Transition<K> change, K key, Live<K, V> old) {
        if (takeOut(key, old.cell())) {
            listeners.record(change, EventType.REMOVED, key, old.value(), old.value());
        }
    }

    private void expired(Transition<K> change, K key, Cell<K, V> cell, V value) {
        if (takeOut(key, cell)) {
            listeners.record(change, EventType.EXPIRED, key, value, value);
        }
    }

    private boolean takeOut(K key, Cell<K, V> cell) {
        boolean removed = store.remove(key, cell);
        timer.unwatch(cell);
        cells.retired(cell);
        return removed;
    }

    /** Ends an entry whose time is over, unless somebody extended it. Called by the timer, which never waits for a key. */
    void expire(Cell<K, V> cell) {
        K key = cell.key();
        if (key == null || store.get(key) != cell) {
            return;
        }
        Transition<K> change = transitions.tryBegin(key);
        if (change == null) {
            timer.postpone(this, cell);
            return;
        }
        try (change) {
            Live<K, V> live = find(change, key);
            if (live != null && live.cell() == cell) {
                timer.watch(this, cell);
            }
        }
    }

    /** Puts away an entry whose value was collected, once; safe without the lock of the key, as nobody sees it any more. */
    private void collected(Cell<K, V> cell) {
        timer.unwatch(cell);
        K key = cell.key();
        if (key != null && store.remove(key, cell)) {
            counters.eviction();
            listeners.evicted(Eviction.Cause.COLLECTED, key, null);
        }
    }

    /** Accounts for an entry that the storage dropped by itself. */
    private void dropped(Eviction.Cause cause, @Nullable K key, Cell<K, V> cell) {
        V value = cell.value();
        timer.unwatch(cell);
        cells.retired(cell);
        counters.eviction();
        listeners.evicted(cause, key, value);
    }

    /** The keys of all entries that are there now. */
    Set<K> keys() {
        Set<K> keys = new HashSet<>();
        store.forEach((key, cell) -> {
            if (liveValue(cell) != null) {
                keys.add(key);
            }
        });
        return keys;
    }

    /** Removes everything without a word to anybody. */
    void clear() {
        for (K key : keysStored()) {
            Transition<K> change = transitions.begin(key);
            try {
                Cell<K, V> cell = store.get(key);
                if (cell != null) {
                    takeOut(key, cell);
                }
            } finally {
                change.close();
            }
        }
    }

    private Collection<K> keysStored() {
        return Set.copyOf(store.keySet());
    }

    /** Lets go of everything for good, without waiting for operations under way: what they still store goes at once. */
    void close() {
        closed = true;
        store.forEach(this::takeOut);
    }

    private void stored(K key, Cell<K, V> cell) {
        if (closed) {
            takeOut(key, cell);
        }
    }

    /** The stored entries, weakly consistent, dead and expired ones among them. */
    Iterator<Map.Entry<K, Cell<K, V>>> stored() {
        return store.entrySet().iterator();
    }

    /** The live value of a stored entry. */
    @Nullable V valueOf(Cell<K, V> cell) {
        return liveValue(cell);
    }
}
