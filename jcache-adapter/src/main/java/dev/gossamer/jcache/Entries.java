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
final class Entries<K, V> implements ExpiryWheel.Watched {
    private final ConcurrentMap<K, Cell<K, V>> store;
    private final Cells<K, V> cells;
    private final Copies<K, V> copies;
    private final ExpiryRules expiry;
    private final ExpiryWheel wheel;
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
            ExpiryScheduler scheduler,
            Surroundings<K, V> around) {
        this.keyType = configuration.getKeyType();
        this.valueType = configuration.getValueType();
        this.expiry = expiry;
        this.copies = around.copies();
        this.listeners = around.listeners();
        this.counters = around.counters();
        this.transitions = around.transitions();
        this.cells = Cells.of(configuration, expiry.isEternal(), this::collected);
        this.accessCounts = cells.countAccess() || !expiry.isEternal();
        this.store = StorageChoice.open(configuration, this::dropped);
        this.wheel = new ExpiryWheel(expiry.cacheName(), scheduler, this);
        if (!expiry.isEternal()) {
            scheduler.add(wheel);
        }
    }

    /** The cache's own version of a value it is to store under a key; refuses what it cannot store. */
    V own(K key, V value) {
        requireType("key", keyType, key);
        requireType("value", valueType, value);
        V own = copies.value(value);
        requireType("value", valueType, own); // its readResolve may have given something else
        cells.admit(key, own);
        return own;
    }

    private K ownKey(K key) {
        K own = copies.key(key);
        requireType("key", keyType, own);
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
            accessed(key, cell);
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

    /** Lets a read count for expiry and for the hot tier. */
    void accessed(K key, Cell<K, V> cell) {
        cells.used(cell);
        long life = expiry.forAccess();
        if (life == ExpiryRules.UNCHANGED) {
            return;
        }
        long next = Clock.after(life);
        long before = cell.deadline(next);
        if (next < before) {
            watchSooner(key, cell, next, before);
        }
    }

    private void watchSooner(K key, Cell<K, V> cell, long next, long before) {
        boolean watched = false;
        try {
            wheel.add(watchedKey(key, cell), next);
            watched = true;
        } finally {
            if (!watched) {
                cell.deadline(before);
            }
        }
    }

    /** What the wheel holds for an entry that is stored under an equal key. */
    private Object watchedKey(K key, Cell<K, V> cell) {
        Object holder = cell.keyHolder();
        return holder != null ? holder : copies.key(key);
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
        insert(ownKey(key), value, Clock.after(life));
        listeners.record(change, EventType.CREATED, key, value, null);
        return true;
    }

    // The wheel has the key before the storage has the entry, so nothing can fail once the entry is there; and it drops
    // a key without an entry only while it holds the lock that is held here.
    private void insert(K ownKey, V value, long deadline) {
        Object holder = cells.holder(ownKey);
        wheel.add(holder, deadline);
        Cell<K, V> cell = cells.make(holder, value, deadline);
        store.put(ownKey, cell);
        stored(ownKey, cell);
    }

    /** Replaces the value of an entry that was found. */
    void update(Transition<K> change, K key, Live<K, V> old, V value) {
        long life = expiry.forUpdate();
        long before = old.cell().deadline();
        long deadline = life == ExpiryRules.UNCHANGED ? before : Clock.after(life);
        if (deadline < before) {
            wheel.add(watchedKey(key, old.cell()), deadline);
        }
        replace(key, old.cell(), value, deadline);
        if (deadline >= before && deadline < old.cell().deadline()) { // a read has extended the old one meanwhile
            wheel.add(watchedKey(key, old.cell()), deadline);
        }
        cells.retired(old.cell());
        listeners.record(change, EventType.UPDATED, key, value, old.value());
        if (life == 0) {
            find(change, key);
        }
    }

    private void replace(K key, Cell<K, V> old, V value, long deadline) {
        Object holder = old.keyHolder();
        Cell<K, V> cell = cells.make(holder == null ? key : holder, value, deadline);
        if (store.replace(key, old, cell)) {
            stored(key, cell);
        } else { // the storage dropped the old one meanwhile
            cells.retired(cell);
            insert(ownKey(key), value, deadline);
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
        cells.retired(cell);
        return removed;
    }

    @SuppressWarnings("unchecked")
    private @Nullable K keyOf(Object holder) {
        return (K) Cell.heldBy(holder);
    }

    /** Ends an entry whose time is over, unless somebody extended it. Never waits for a key. */
    @Override
    public long expire(Object holder) {
        K key = keyOf(holder);
        if (key == null || closed) {
            return Clock.NEVER;
        }
        if (transitions.isInUse(key)) { // what it has added to the wheel it may not have stored yet
            return Clock.now();
        }
        Cell<K, V> cell = store.get(key);
        if (cell != null && !cell.isExpired()) {
            return cell.deadline();
        }
        Transition<K> change = transitions.tryBegin(key);
        if (change == null) {
            return Clock.now();
        }
        try (change) {
            Live<K, V> live = find(change, key);
            return live == null ? Clock.NEVER : live.cell().deadline();
        }
    }

    @Override
    public boolean isInUse(Object holder) {
        K key = keyOf(holder);
        return key != null && transitions.isInUse(key);
    }

    @Override
    public long count() {
        return store.size();
    }

    @Override
    public void forEachDeadline(ExpiryWheel.Deadlines consumer) {
        store.forEach((key, cell) -> {
            Object holder = cell.keyHolder();
            consumer.accept(holder == null ? key : holder, cell.deadline());
        });
    }

    /** Puts away an entry whose value was collected, once; safe without the lock of the key, as nobody sees it any more. */
    private void collected(Cell<K, V> cell) {
        K key = cell.key();
        if (key != null && store.remove(key, cell)) {
            counters.eviction();
            listeners.evicted(Eviction.Cause.COLLECTED, key, null);
        }
    }

    /** Accounts for an entry that the storage dropped by itself. */
    private void dropped(Eviction.Cause cause, @Nullable K key, Cell<K, V> cell) {
        V value = cell.value();
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
        wheel.close();
        store.forEach(this::takeOut);
    }

    private void stored(K key, Cell<K, V> cell) {
        if (closed) {
            takeOut(key, cell);
        }
    }

    /** How many references the wheel has. */
    int watched() {
        return wheel.size();
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
