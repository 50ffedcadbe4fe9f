package dev.gossamer;

import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A weak set is the keys of a map with weak keys, each with the same value. */
final class StoredWeakSet<E> extends AbstractSet<E> implements WeakSet<E> {
    private final StoredWeakKeyMap<E, Object> map;

    StoredWeakSet(StoredWeakKeyMap<E, Object> map) {
        this.map = map;
    }

    Store<?, ?> store() {
        return map.store;
    }

    @Override
    public boolean contains(Object element) {
        return map.get(Objects.requireNonNull(element, "element")) != null;
    }

    @Override
    public boolean add(E element) {
        return map.putIfAbsent(Objects.requireNonNull(element, "element"), Boolean.TRUE) == null;
    }

    @Override
    public boolean add(E element, Object ticket) {
        Objects.requireNonNull(element, "element");
        Objects.requireNonNull(ticket, "ticket");
        map.store.requireAssociation(element, Boolean.TRUE);
        map.store.requireTicket(ticket, element, Boolean.TRUE);
        return map.store.write(element, Boolean.TRUE, WriteCondition.ABSENT, null, ticket) == null;
    }

    @Override
    public boolean remove(Object element) {
        return map.remove(Objects.requireNonNull(element, "element")) != null;
    }

    @Override
    public @Nullable E poll() {
        return EntryRemoval.pop(map.store, (element, present) -> element);
    }

    @Override
    public Iterator<E> iterator() {
        return map.keySet().iterator();
    }

    @Override
    public Spliterator<E> spliterator() {
        return map.keySet().spliterator();
    }

    @Override
    public int size() {
        return map.size();
    }

    @Override
    public boolean isEmpty() {
        return map.isEmpty();
    }

    @Override
    public long estimatedSize() {
        return map.estimatedSize();
    }

    @Override
    public void clear() {
        map.clear();
    }

    @Override
    public boolean removeAll(Collection<?> gone) {
        return map.keySet().removeAll(gone);
    }

    @Override
    public boolean retainAll(Collection<?> kept) {
        return map.keySet().retainAll(kept);
    }

    @Override
    public boolean removeIf(Predicate<? super E> filter) {
        Objects.requireNonNull(filter, "filter");
        return EntryRemoval.removeIf(map.store, (element, present) -> filter.test(element));
    }

    @Override
    public boolean containsAll(Collection<?> others) {
        for (Object other : others) {
            if (other == null || !contains(other)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public WeakSet<E> union(Collection<? extends E> other) {
        Objects.requireNonNull(other, "other");
        WeakSet<E> result = copy();
        result.addAll(other);
        return result;
    }

    @Override
    public WeakSet<E> intersection(Collection<?> other) {
        return select(other, true);
    }

    @Override
    public WeakSet<E> difference(Collection<?> other) {
        return select(other, false);
    }

    @Override
    public WeakSet<E> symmetricDifference(Collection<? extends E> other) {
        WeakSet<E> result = difference(other);
        for (E element : other) {
            if (!contains(element)) {
                result.add(element);
            }
        }
        return result;
    }

    @Override
    public boolean isDisjoint(Collection<?> other) {
        for (Object each : Objects.requireNonNull(other, "other")) {
            if (each != null && map.store.storedKey(each) != null) {
                return false;
            }
        }
        return true;
    }

    private WeakSet<E> select(Collection<?> other, boolean wanted) {
        KeptKeys common = KeptKeys.of(map.store, other);
        WeakSet<E> result = WeakContainers.list(
                new StoredWeakSet<>(new StoredWeakKeyMap<>(StoreParts.weakKeys(map.store.settings))));
        for (E element : this) {
            if (common.contains(element) == wanted) {
                result.add(element);
            }
        }
        return result;
    }

    @Override
    public List<WeakRef<E>> refs() {
        return map.keyRefs();
    }

    @Override
    public Set<E> snapshot() {
        return map.snapshot().keySet();
    }

    @Override
    public WeakSet<E> copy() {
        return WeakContainers.list(new StoredWeakSet<>(map.unlistedCopy()));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || map.keySet().equals(other instanceof StoredWeakSet<?> set ? set.map.keySet() : other);
    }

    @Override
    public int hashCode() {
        return map.keySet().hashCode();
    }

    @Override
    public int reclaim() {
        return map.reclaim();
    }

    @Override
    public ContainerStats stats() {
        return map.stats();
    }

    @Override
    public Optional<String> name() {
        return map.name();
    }
}
