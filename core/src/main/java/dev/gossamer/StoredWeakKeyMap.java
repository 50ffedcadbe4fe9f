package dev.gossamer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A map with weak keys over its store. */
final class StoredWeakKeyMap<K, V> extends StoredMap<K, V> implements WeakKeyMap<K, V> {

    /** The same store by its own class: no subclass reads in another way, so a read need not look at the class. */
    private final WeakKeyStore<K, V> typed;

    StoredWeakKeyMap(WeakKeyStore<K, V> store) {
        super(store);
        this.typed = store;
    }

    @Override
    public @Nullable V get(Object key) {
        return typed.get(key);
    }

    @Override
    public @Nullable K canonicalKey(Object key) {
        return store.storedKey(key);
    }

    @Override
    public @Nullable V putReplacingKey(K key, V value) {
        store.requireAssociation(key, value);
        ClaimedUpdate<K, V> update = ClaimedUpdate.replacingKey(store, key, value);
        update.run();
        return store.updated(update);
    }

    @Override
    public List<WeakRef<K>> keyRefs() {
        List<WeakRef<K>> refs = new ArrayList<>();
        store.iterator((key, value) -> key).forEachRemaining(key -> refs.add(new WeakRef<>(key)));
        return List.copyOf(refs);
    }

    @Override
    public StoredWeakKeyMap<K, V> copy() {
        return WeakContainers.list(unlistedCopy());
    }

    /** A copy for what is listed itself. */
    StoredWeakKeyMap<K, V> unlistedCopy() {
        WeakKeyStore<K, V> copy = StoreParts.weakKeys(store.settings);
        store.copyInto(copy);
        return new StoredWeakKeyMap<>(copy);
    }
}
