package dev.gossamer.spi;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A backend for tests, over another one, whose user plays the garbage collector: it clears what a test names, and enqueues
 * what was cleared in a step of its own, so that the gap between the two becomes a test case.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/DiagnosisExamplesTest.java" region="simulated"}
 *
 * <p>It is never found by {@link java.util.ServiceLoader}; only a test that gives it to a builder gets it. Thread-safe.
 * It holds the entries of its tables strongly for as long as it is reachable itself, so it is no store for production.
 * Clearing looks at every entry: linear time.
 *
 * @since 0.1.0
 */
public final class SimulatedCollector extends ForwardingBackend {
    private final Set<Entry> stored = ConcurrentHashMap.newKeySet();
    private final Set<Entry> cleared = new LinkedHashSet<>();

    /**
     * Makes a collector over a backend that really stores.
     *
     * @param backend where the tables come from
     */
    public SimulatedCollector(Backend backend) {
        super(Objects.requireNonNull(backend, "backend"));
    }

    /**
     * Clears every reference to an object in the tables made through this collector, as a collection would: at once, and
     * without telling anybody. An entry whose key is held by a running {@code compute}, or whose weak side is held by a
     * hot tier, is left alone, as the real collector would leave it.
     *
     * @param referent the object that is to count as dead
     * @return how many entries were cleared
     */
    public synchronized int clear(Object referent) {
        Objects.requireNonNull(referent, "referent");
        int count = 0;
        for (Entry entry : stored) {
            if (entry.refersTo(referent) && !entry.isPinned() && entry.strong() != Marker.CLAIMED) {
                entry.clear();
                stored.remove(entry);
                cleared.add(entry);
                count++;
            }
        }
        return count + clearKeys(referent);
    }

    /** Clears the references to a key that a container of two weak sides has on the strong side of its entries. */
    private int clearKeys(Object referent) {
        Set<Entry> keys = new LinkedHashSet<>();
        for (Set<Entry> entries : List.of(stored, cleared)) {
            for (Entry entry : entries) {
                if (entry.strong() instanceof Entry key && key.refersTo(referent)) {
                    keys.add(key);
                }
            }
        }
        keys.forEach(Entry::clear);
        cleared.addAll(keys);
        return keys.size();
    }

    /**
     * Puts every cleared entry into its queue, oldest clearing first.
     *
     * @return how many entries were enqueued
     */
    public synchronized int enqueue() {
        int count = 0;
        while (enqueueOne()) {
            count++;
        }
        return count;
    }

    /**
     * Puts the entry that was cleared first into its queue.
     *
     * @return whether there was one
     */
    public synchronized boolean enqueueOne() {
        Iterator<Entry> oldest = cleared.iterator();
        if (!oldest.hasNext()) {
            return false;
        }
        Entry entry = oldest.next();
        oldest.remove();
        entry.enqueue();
        return true;
    }

    /**
     * How many entries are dead and not yet in their queue.
     *
     * @return the number of cleared entries that {@link #enqueue()} would enqueue
     */
    public synchronized int pending() {
        return cleared.size();
    }

    @Override
    public Table table(TableSpec spec) {
        return new ObservedTable(delegate().table(spec));
    }

    /** Keeps the set of stored entries. */
    private final class ObservedTable extends ForwardingTable {
        ObservedTable(Table table) {
            super(table);
        }

        @Override
        public @Nullable Entry insert(Entry entry, Object key) {
            stored.add(entry);
            Entry found = super.insert(entry, key);
            if (found != null) {
                stored.remove(entry);
            }
            return found;
        }

        @Override
        public boolean replace(Entry entry, Entry next) {
            stored.add(next);
            boolean replaced = super.replace(entry, next);
            stored.remove(replaced ? entry : next);
            return replaced;
        }

        @Override
        public boolean remove(Entry entry) {
            boolean removed = super.remove(entry);
            stored.remove(entry); // not before: until then it can die
            return removed;
        }

        @Override
        public boolean restore(Entry claim, Entry before) {
            stored.add(before);
            boolean restored = super.restore(claim, before);
            stored.remove(restored ? claim : before);
            return restored;
        }
    }
}
