package dev.gossamer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The keys that another collection has, each with what was noted for it; held strongly, and compared as a map compares.
 * A key that the map had at the beginning is known by identity, even if its hash has changed since it was put; one that
 * came later is compared.
 */
final class KeptKeys {
    private final Store<?, ?> store;
    private final Map<Object, List<Object>> own = new IdentityHashMap<>();
    private final Map<Snapshot.Key, List<Object>> wanted = new HashMap<>();

    KeptKeys(Store<?, ?> store) {
        this.store = store;
    }

    /** The elements of a collection as keys. */
    static KeptKeys of(Store<?, ?> store, Collection<?> others) {
        KeptKeys kept = new KeptKeys(store);
        for (Object each : Objects.requireNonNull(others, "other")) {
            if (each != null) {
                kept.add(each);
            }
        }
        return kept;
    }

    /** Adds a key, and gives the list of what is noted for it. */
    List<Object> add(Object key) {
        List<Object> noted = wanted.computeIfAbsent(asCompared(key), first -> new ArrayList<>());
        Object stored = store.storedKey(key);
        if (stored != null) {
            own.put(stored, noted);
        }
        return noted;
    }

    /** What was noted for a key of the map, {@code null} if the key is none of these. */
    @Nullable List<Object> notedFor(Object key) {
        List<Object> noted = own.get(key);
        return noted == null ? wanted.get(asCompared(key)) : noted;
    }

    boolean contains(Object key) {
        return notedFor(key) != null;
    }

    private Snapshot.Key asCompared(Object key) {
        return new Snapshot.Key(key, store.settings.equivalence());
    }
}
