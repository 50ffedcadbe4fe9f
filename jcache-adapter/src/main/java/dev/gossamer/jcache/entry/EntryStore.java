package dev.gossamer.jcache.entry;

import dev.gossamer.WeakContainer;
import dev.gossamer.jcache.Eviction;
import dev.gossamer.jcache.WeakCacheConfiguration;
import dev.gossamer.jcache.common.FailureCollector;
import dev.gossamer.jcache.copy.KeyValueCopier;
import dev.gossamer.jcache.event.ListenerRegistry;
import dev.gossamer.jcache.expiry.ExpiryClock;
import dev.gossamer.jcache.expiry.ExpiryRules;
import dev.gossamer.jcache.expiry.ExpiryScheduler;
import dev.gossamer.jcache.expiry.ExpiryWheel;
import dev.gossamer.jcache.locking.EntryLockTable;
import dev.gossamer.jcache.locking.LockedUpdate;
import dev.gossamer.jcache.management.CacheCounters;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one cache: what is there, until when, and the events of their coming and going. Reading takes no lock;
 * everything that takes a {@link LockedUpdate} is called while it holds the key.
 */
public final class EntryStore<K, V> implements ExpiryWheel.Watched {
    private final ConcurrentMap<K, StoredValue<K, V>> store;
    private final StoredValueFactory<K, V> storedValues;
    private final KeyValueCopier<K, V> copies;
    private final ExpiryRules expiry;
    private final ExpiryWheel wheel;
    private final ListenerRegistry<K, V> listeners;
    private final CacheCounters counters;
    private final EntryLockTable<K> locks;
    private final Class<K> keyType;
    private final Class<V> valueType;
    private final boolean accessCounts;
    private volatile boolean closed;

    public EntryStore(
            WeakCacheConfiguration<K, V> configuration,
            ExpiryRules expiry,
            ExpiryScheduler scheduler,
            CacheContext<K, V> context) {
        this.keyType = configuration.getKeyType();
        this.valueType = configuration.getValueType();
        this.expiry = expiry;
        this.copies = context.copies();
        this.listeners = context.listeners();
        this.counters = context.counters();
        this.locks = context.locks();
        this.storedValues =
                StoredValueFactory.of(expiry.cacheName(), configuration, expiry.isEternal(), this::collected);
        this.accessCounts = storedValues.countAccess() || !expiry.isEternal();
        this.store = BackendSelection.open(expiry.cacheName(), configuration, this::dropped);
        this.wheel = new ExpiryWheel(expiry.cacheName(), scheduler, this);
        if (!expiry.isEternal()) {
            scheduler.add(wheel);
        }
    }

    /** The cache's own version of a value it is to store under a key; refuses what it cannot store. */
    public V own(K key, V value) {
        requireType("key", keyType, key);
        requireType("value", valueType, value);
        V own = copies.value(value);
        requireType("value", valueType, own); // its readResolve may have given something else
        storedValues.admit(key, own);
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
    public @Nullable V hit(K key) {
        StoredValue<K, V> storedValue = store.get(key);
        V value = storedValue == null ? null : liveValue(storedValue);
        if (accessCounts && storedValue != null && value != null) {
            accessed(key, storedValue);
        }
        return value;
    }

    /** Whether there is anything under a key, be it expired. */
    public boolean isStored(K key) {
        return store.containsKey(key);
    }

    public boolean contains(K key) {
        StoredValue<K, V> storedValue = store.get(key);
        return storedValue != null && liveValue(storedValue) != null;
    }

    private @Nullable V liveValue(StoredValue<K, V> storedValue) {
        V value = storedValue.value();
        return value == null || storedValue.isExpired() ? null : value;
    }

    /** The entry of a key; one whose time is over, or whose value is gone, is put away first. */
    public @Nullable LiveEntry<K, V> find(LockedUpdate<K> change, K key) {
        StoredValue<K, V> storedValue = store.get(key);
        if (storedValue == null) {
            return null;
        }
        V value = storedValue.value();
        if (value == null) {
            collected(storedValue);
            return null;
        }
        if (storedValue.isExpired()) {
            expired(change, key, storedValue, value);
            return null;
        }
        return new LiveEntry<>(storedValue, value);
    }

    /** Lets a read count for expiry and for the hot tier. */
    public void accessed(K key, StoredValue<K, V> storedValue) {
        storedValues.used(storedValue);
        long life = expiry.forAccess();
        if (life == ExpiryRules.UNCHANGED) {
            return;
        }
        long next = ExpiryClock.after(life);
        long before = storedValue.deadline(next);
        if (next < before) {
            watchSooner(key, storedValue, next, before);
        }
    }

    private void watchSooner(K key, StoredValue<K, V> storedValue, long next, long before) {
        boolean watched = false;
        try {
            wheel.add(watchedKey(key, storedValue), next);
            watched = true;
        } finally {
            if (!watched) {
                storedValue.deadline(before);
            }
        }
    }

    /** What the wheel holds for an entry that is stored under an equal key. */
    private Object watchedKey(K key, StoredValue<K, V> storedValue) {
        Object holder = storedValue.keyHolder();
        return holder != null ? holder : copies.key(key);
    }

    /** Makes a value that is the cache's own the value of a key; returns whether an entry is there now or was updated. */
    public boolean set(LockedUpdate<K> change, K key, V value) {
        LiveEntry<K, V> old = find(change, key);
        if (old == null) {
            return create(change, key, value);
        }
        update(change, key, old, value);
        return true;
    }

    /** Adds the entry of a key that has none; returns whether it lives long enough to be there. */
    private boolean create(LockedUpdate<K> change, K key, V value) {
        long life = expiry.forCreation();
        if (life == 0) {
            return false;
        }
        insert(ownKey(key), value, ExpiryClock.after(life));
        listeners.record(change, EventType.CREATED, key, value, null);
        return true;
    }

    // The wheel has the key before the storage has the entry, so nothing can fail once the entry is there; and it drops
    // a key without an entry only while it holds the lock that is held here.
    private void insert(K ownKey, V value, long deadline) {
        Object holder = storedValues.holder(ownKey);
        wheel.add(holder, deadline);
        StoredValue<K, V> storedValue = storedValues.make(holder, value, deadline);
        store.put(ownKey, storedValue);
        stored(ownKey, storedValue);
    }

    /** Replaces the value of an entry that was found, or of what the writer has put in its place since. */
    public void update(LockedUpdate<K> change, K key, LiveEntry<K, V> old, V value) {
        long life = expiry.forUpdate();
        long before = old.storedValue().deadline();
        long deadline = life == ExpiryRules.UNCHANGED ? before : ExpiryClock.after(life);
        if (deadline < before) {
            wheel.add(watchedKey(key, old.storedValue()), deadline);
        }
        if (!replace(key, old.storedValue(), value, deadline)) {
            set(change, key, value);
            return;
        }
        if (deadline >= before
                && deadline < old.storedValue().deadline()) { // a read has extended the old one meanwhile
            wheel.add(watchedKey(key, old.storedValue()), deadline);
        }
        storedValues.retired(old.storedValue());
        listeners.record(change, EventType.UPDATED, key, value, old.value());
        if (life == 0) {
            find(change, key);
        }
    }

    /** Puts a value in the place of one; returns {@code false} if that is gone, as the storage or the writer has taken it out. */
    private boolean replace(K key, StoredValue<K, V> old, V value, long deadline) {
        Object holder = old.keyHolder();
        StoredValue<K, V> storedValue = storedValues.make(holder == null ? key : holder, value, deadline);
        boolean replaced = store.replace(key, old, storedValue);
        if (replaced) {
            stored(key, storedValue);
        } else {
            storedValues.retired(storedValue);
        }
        return replaced;
    }

    /** Removes an entry that was found, or what the writer has put in its place since. */
    public void remove(LockedUpdate<K> change, K key, LiveEntry<K, V> old) {
        if (takeOut(key, old.storedValue())) {
            listeners.record(change, EventType.REMOVED, key, old.value(), old.value());
            return;
        }
        LiveEntry<K, V> since = find(change, key);
        if (since != null) {
            remove(change, key, since);
        }
    }

    private void expired(LockedUpdate<K> change, K key, StoredValue<K, V> storedValue, V value) {
        if (takeOut(key, storedValue)) {
            listeners.record(change, EventType.EXPIRED, key, value, value);
        }
    }

    private boolean takeOut(K key, StoredValue<K, V> storedValue) {
        boolean removed = store.remove(key, storedValue);
        storedValues.retired(storedValue);
        return removed;
    }

    @SuppressWarnings("unchecked")
    private @Nullable K keyOf(Object holder) {
        return (K) StoredValue.heldBy(holder);
    }

    /** Ends an entry whose time is over, unless somebody extended it. Never waits for a key. */
    @Override
    public long expire(Object holder) {
        K key = keyOf(holder);
        if (key == null || closed) {
            return ExpiryClock.NEVER;
        }
        if (locks.isInUse(key)) { // what it has added to the wheel it may not have stored yet
            return ExpiryClock.now();
        }
        StoredValue<K, V> storedValue = store.get(key);
        if (storedValue != null && !storedValue.isExpired()) {
            return storedValue.deadline();
        }
        LockedUpdate<K> change = locks.tryBegin(key);
        if (change == null) {
            return ExpiryClock.now();
        }
        try (change) {
            LiveEntry<K, V> live = find(change, key);
            return live == null ? ExpiryClock.NEVER : live.storedValue().deadline();
        }
    }

    @Override
    public boolean isInUse(Object holder) {
        K key = keyOf(holder);
        return key != null && locks.isInUse(key);
    }

    @Override
    public long count() {
        return store.size();
    }

    @Override
    public void forEachDeadline(ExpiryWheel.Deadlines consumer) {
        store.forEach((key, storedValue) -> {
            Object holder = storedValue.keyHolder();
            consumer.accept(holder == null ? key : holder, storedValue.deadline());
        });
    }

    /** Puts away an entry whose value was collected, once; safe without the lock of the key, as nobody sees it any more. */
    private void collected(StoredValue<K, V> storedValue) {
        K key = storedValue.key();
        if (key != null && store.remove(key, storedValue)) {
            counters.collected();
            listeners.evicted(Eviction.Cause.COLLECTED, key, null);
        }
    }

    /** Accounts for an entry that the storage dropped by itself. */
    private void dropped(Eviction.Cause cause, @Nullable K key, StoredValue<K, V> storedValue) {
        V value = storedValue.value();
        storedValues.retired(storedValue);
        if (cause == Eviction.Cause.COLLECTED) {
            counters.collected();
        } else {
            counters.eviction();
        }
        listeners.evicted(cause, key, value);
    }

    /** How many entries are stored, dead and expired ones among them; in constant time. */
    public long estimatedSize() {
        return store instanceof WeakContainer container ? container.estimatedSize() : store.size();
    }

    /** The keys of all entries that are there now. */
    public Set<K> keys() {
        Set<K> keys = new HashSet<>();
        store.forEach((key, storedValue) -> {
            if (liveValue(storedValue) != null) {
                keys.add(key);
            }
        });
        return keys;
    }

    /** Removes everything without a word to anybody. A key that fails is thrown at the end. */
    public void clear() {
        FailureCollector failures = new FailureCollector();
        for (K key : List.copyOf(store.keySet())) {
            failures.attempt(() -> clear(key));
        }
        failures.throwFirst();
    }

    private void clear(K key) {
        LockedUpdate<K> change = locks.begin(key);
        try {
            StoredValue<K, V> storedValue = store.get(key);
            if (storedValue != null) {
                takeOut(key, storedValue);
            }
        } finally {
            change.close();
        }
    }

    /**
     * Lets go of everything for good, without waiting for operations under way: what they still store goes at once. A key that
     * fails is thrown at the end.
     */
    public void close() {
        closed = true;
        FailureCollector failures = new FailureCollector();
        failures.attempt(wheel::close);
        failures.attempt(() -> store.forEach((key, storedValue) -> {
            failures.attempt(() -> storedValues.retired(storedValue));
            failures.attempt(() -> store.remove(key, storedValue));
        }));
        failures.throwFirst();
    }

    private void stored(K key, StoredValue<K, V> storedValue) {
        if (closed) {
            takeOut(key, storedValue);
        }
    }

    /** How many references the wheel has. */
    public int watched() {
        return wheel.size();
    }

    /** The stored entries, weakly consistent, dead and expired ones among them. */
    public Iterator<Map.Entry<K, StoredValue<K, V>>> stored() {
        return store.entrySet().iterator();
    }

    /** The live value of a stored entry. */
    public @Nullable V valueOf(StoredValue<K, V> storedValue) {
        return liveValue(storedValue);
    }
}
