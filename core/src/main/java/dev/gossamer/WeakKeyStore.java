package dev.gossamer;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Marker;
import dev.gossamer.spi.WeakSide;
import org.jspecify.annotations.Nullable;

/** Weak keys, strong values: an entry is a reference to the key that holds the value. */
final class WeakKeyStore<K, V> extends Store<K, V> {

    WeakKeyStore(StoreParts parts) {
        super(parts);
    }

    @Override
    @SuppressWarnings("unchecked") // entries of this map hold its values
    @Nullable V valueIn(Entry entry) {
        Object value = entry.strong();
        return value == Marker.RETIRED || value == Marker.CLAIMED ? null : (V) value;
    }

    @Override
    @SuppressWarnings("unchecked") // entries of this map hold its keys
    @Nullable K keyIn(Entry entry) {
        return (K) entry.weak();
    }

    @Override
    boolean unlink(Entry entry, V seen) {
        if (!entry.casStrong(seen, Marker.RETIRED)) {
            return false;
        }
        boolean cleared = false;
        try {
            table.remove(entry);
            leave(entry);
            cleared = true;
        } finally {
            if (!cleared) { // here nothing is called: there may be no stack left
                unclean = true;
                ClaimResolution.BROKEN_OFF[0] = 1;
                if (tier instanceof ContainerHotTier hotTier && entry instanceof HotEntry hot) {
                    hot.over = true;
                    hot.held = null;
                    synchronized (hotTier) {
                        if (hot.nextDoubtful == null) {
                            hot.nextDoubtful = hotTier.doubtful == null ? hot : hotTier.doubtful;
                            hotTier.doubtful = hot;
                        }
                        hotTier.doubts++;
                    }
                }
            }
        }
        return true;
    }

    @Override
    boolean overwrite(Entry entry, K key, V seen, V next, @Nullable Object ticket) {
        if (ticket != null || entry.ticket() != null) {
            return exchange(entry, key, seen, next, ticket);
        }
        return table.overwrite(entry, seen, next);
    }

    /** Gives a key another entry: a ticket cannot change in place. */
    private boolean exchange(Entry entry, K key, V seen, V next, @Nullable Object ticket) {
        return new ClaimedUpdate<K, V>(
                        this,
                        key,
                        entry.hash(),
                        WriteCondition.SAME,
                        seen,
                        previous -> next,
                        (value, previous, before) -> ticket)
                .run();
    }

    @Override
    boolean supplant(Entry over, Entry fresh) {
        table.remove(over); // its key is gone or it is retired: nothing matches it any more
        return false;
    }

    @Override
    void leave(Entry entry) {
        left(entry);
    }

    @Override
    WeakSide side() {
        return WeakSide.KEY;
    }

    @Override
    Object weakOf(K key, V value) {
        return key;
    }

    @Override
    Object strongOf(K key, V value) {
        return value;
    }
}
