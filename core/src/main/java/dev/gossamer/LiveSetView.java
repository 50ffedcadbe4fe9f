package dev.gossamer;

import java.util.AbstractSet;
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

    /** Takes out each live association whose key a collection does not have. */
    final boolean retainKeys(Collection<?> kept) {
        KeptKeys keys = KeptKeys.of(stored().store, kept);
        return EntryRemoval.removeIf(
                stored().store,
                WriteCondition.ALWAYS,
                (key, value) -> KeyReference.keyOf(key) != null && !keys.contains(key));
    }

    /** Takes out each live association that a collection does not have as an entry. */
    final boolean retainEntries(Collection<?> kept) {
        KeptKeys keys = new KeptKeys(stored().store);
        for (Object each : kept) {
            if (each instanceof Map.Entry<?, ?> entry && entry.getKey() != null && entry.getValue() != null) {
                keys.add(entry.getKey()).add(entry.getValue());
            }
        }
        return EntryRemoval.removeIf(stored().store, (key, value) -> {
            List<Object> values = keys.notedFor(key);
            return KeyReference.keyOf(key) != null && (values == null || !values.contains(value));
        });
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
