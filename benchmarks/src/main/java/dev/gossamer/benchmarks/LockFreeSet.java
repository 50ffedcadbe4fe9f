package dev.gossamer.benchmarks;

import com.blogspot.mydailyjava.weaklockfree.WeakConcurrentSet;
import java.util.AbstractSet;
import java.util.Iterator;

/** Weak-lock-free's set, which is no {@link java.util.Set}, seen as one. */
final class LockFreeSet extends AbstractSet<Object> {
    private final WeakConcurrentSet<Object> set;

    LockFreeSet(WeakConcurrentSet<Object> set) {
        this.set = set;
    }

    @Override
    public boolean add(Object element) {
        return set.add(element);
    }

    @Override
    public boolean contains(Object element) {
        return set.contains(element);
    }

    @Override
    public boolean remove(Object element) {
        return set.remove(element);
    }

    @Override
    public Iterator<Object> iterator() {
        return set.iterator();
    }

    @Override
    public int size() {
        return set.approximateSize();
    }
}
