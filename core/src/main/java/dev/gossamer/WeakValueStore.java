package dev.gossamer;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Marker;
import dev.gossamer.spi.WeakSide;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/** Strong keys, weak values: an entry is a reference to the value that holds the key. */
sealed class WeakValueStore<K, V> extends Store<K, V> permits PairWeakStore {

    WeakValueStore(StoreParts parts) {
        super(parts);
    }

    @Override
    @SuppressWarnings("unchecked") // entries of this map hold its values
    @Nullable V valueIn(Entry entry) {
        return (V) entry.weak();
    }

    @Override
    @SuppressWarnings("unchecked") // entries of this map hold its keys
    @Nullable K keyIn(Entry entry) {
        Object key = entry.strong();
        return key == Marker.RETIRED ? null : (K) key;
    }

    @Override
    boolean unlink(Entry entry, V seen) {
        return end(entry, seen, null);
    }

    @Override
    boolean overwrite(Entry entry, K key, V seen, V next, @Nullable Object ticket) {
        Entry fresh = newEntry(key, next, entry.hash(), ticket);
        return stored(fresh, end(entry, seen, fresh));
    }

    /** Takes an entry out of the table, or puts another one in its place, and lets go of it, whatever is thrown meanwhile. */
    private boolean end(Entry entry, V value, @Nullable Entry next) {
        boolean over = false;
        boolean done = false;
        try {
            over = next == null ? table.remove(entry) : table.replace(entry, next);
            if (over && next == null) {
                // so that its death means nothing; on JDK 17 cheaper than clearing
                entry.exchangeStrong(Marker.RETIRED);
                left(entry);
            } else if (over) {
                leave(entry);
            }
            done = true;
        } finally {
            if (!done && tier instanceof ContainerHotTier hotTier && entry instanceof HotEntry hot) {
                if (over) { // here nothing is called: there may be no stack left
                    hot.over = true;
                    hot.held = null;
                }
                synchronized (hotTier) {
                    if (hot.nextDoubtful == null) {
                        hot.nextDoubtful = hotTier.doubtful == null ? hot : hotTier.doubtful;
                        hotTier.doubtful = hot;
                    }
                    hotTier.doubts++;
                }
                unclean = true;
                ClaimResolution.BROKEN_OFF[0] = 1;
            }
            if (!done && isTold()) {
                forget(entry, over);
            }
            Reference.reachabilityFence(value);
        }
        return over;
    }

    /** Tries to have an entry never enqueued that has left the table, where ending it was broken off; its value is held meanwhile. */
    private void forget(Entry entry, boolean over) {
        try {
            if (over || !isStored(entry)) {
                entry.clear();
            }
        } catch (Throwable failure) { // what is under way already matters more to the caller
            return;
        }
    }

    private boolean isStored(Entry entry) {
        for (Entry each : table) {
            if (each == entry) {
                return true;
            }
        }
        return false;
    }

    @Override
    boolean supplant(Entry over, Entry fresh) {
        return table.replace(over, fresh);
    }

    @Override
    void leave(Entry entry) {
        left(entry);
        if (isTold()) {
            entry.clear(); // so that it is never enqueued
        }
    }

    @Override
    WeakSide side() {
        return WeakSide.VALUE;
    }

    @Override
    Object weakOf(K key, V value) {
        return value;
    }

    @Override
    Object strongOf(K key, V value) {
        return key;
    }
}
