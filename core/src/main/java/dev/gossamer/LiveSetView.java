package dev.gossamer;

import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A view of a map as a set. It is compared by snapshots, and takes {@code null} for no element. */
abstract class LiveSetView<T> extends AbstractSet<T> {
    private final Map<?, ?> map;

    LiveSetView(Map<?, ?> map) {
        this.map = map;
    }

    /** Where the associations are stored. */
    abstract StoredMap<?, ?> stored();

    /** A strong copy of what is alive now. */
    abstract Set<T> snapshot();

    @Override
    public int size() {
        return map.size();
    }

    @Override
    public boolean isEmpty() {
        return map.isEmpty();
    }

    @Override
    public void clear() {
        map.clear();
    }

    @Override
    public boolean removeAll(Collection<?> gone) {
        boolean changed = false;
        for (Object each : gone) {
            changed |= each != null && remove(each);
        }
        return changed;
    }

    /** Takes out each live association of whose key a collection has none, if the condition holds for the value from then. */
    final boolean retainKeys(WriteCondition when, Collection<?> kept) {
        Set<Object> own = stored().storedKeys(kept);
        return EntryRemoval.removeIf(
                stored().store, when, (key, value) -> KeyReference.keyOf(key) != null && !own.contains(key));
    }

    /** Takes out each live association but those that are elements of this set of entries and of a collection. */
    final boolean retainEntries(Collection<?> kept) {
        List<Object> keys = new ArrayList<>();
        for (Object each : kept) {
            if (contains(each) && each instanceof Map.Entry<?, ?> entry && entry.getKey() != null) {
                keys.add(entry.getKey());
            }
        }
        return retainKeys(WriteCondition.EQUAL, keys);
    }

    @Override
    public boolean containsAll(Collection<?> others) {
        for (Object each : others) {
            if (each == null || !contains(each)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this || snapshot().equals(other instanceof LiveSetView<?> view ? view.snapshot() : other);
    }

    @Override
    public int hashCode() {
        return snapshot().hashCode();
    }
}
