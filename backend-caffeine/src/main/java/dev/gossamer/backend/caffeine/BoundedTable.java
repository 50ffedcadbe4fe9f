package dev.gossamer.backend.caffeine;

import com.github.benmanes.caffeine.cache.Cache;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Marker;
import dev.gossamer.spi.TableSpec;
import dev.gossamer.spi.WeakSide;
import java.util.Iterator;
import java.util.function.BiFunction;
import java.util.function.ToIntBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A table over a Caffeine cache with bounds.
 *
 * <p>Thread-safe. A look-up never waits and does no maintenance; writes do it, and so does the start of an iteration.
 */
final class BoundedTable extends CaffeineTable {
    // What changes when Caffeine may drop and hide entries?
    //
    // An expired slot is hidden at once and dropped some time later. A read that looked at the clock before it expired
    // may still make it younger, so an insertion that meets a hidden slot of its key first takes the entry out: that
    // slot can come back, but empty. An entry that is rewritten in place goes through a computation of Caffeine, which
    // sets the times and the weight and refuses if the slot is gone or hidden. The user's weigher is called before,
    // outside of every lock; Caffeine itself only reads the number in the slot.

    private final Upkeep<Entry> upkeep;
    private final @Nullable ToIntBiFunction<Object, Object> weigher;

    BoundedTable(TableSpec spec, Cache<Object, Slot> cache, Upkeep<Entry> upkeep) {
        super(spec, cache);
        this.upkeep = upkeep;
        this.weigher = spec.bounds().weigher().orElse(null);
    }

    @Override
    public boolean replace(Entry entry, Entry next) {
        Slot slot = slotOf(entry);
        boolean replaced = slot != null && rewrite(slot, entry, next);
        settle();
        return replaced;
    }

    @Override
    public void used(Entry entry, boolean written) {
        Slot slot = slotOf(entry);
        if (slot == null) {
            return;
        }
        if (!written) {
            shown(slot);
            return;
        }
        Object weighed;
        boolean counted;
        do { // until the value that was weighed last is the one that stands there
            weighed = entry.strong();
            counted = rewrite(slot, entry, entry);
        } while (counted && weigher != null && entry.strong() != weighed);
        if (!counted) {
            revive(slot, entry);
        }
        settle();
    }

    @Override
    public void maintain() {
        settle();
    }

    @Override
    public Iterator<Entry> iterator() {
        settle();
        return super.iterator();
    }

    @Override
    boolean shown(Slot slot) {
        return cache.getIfPresent(slot) != null;
    }

    @Override
    boolean dropHidden(Object key, int hash) {
        Slot slot = storedSlotOf(key, hash);
        if (slot == null) {
            return false;
        }
        if (policy.getIfPresentQuietly(slot) == null) {
            Entry entry = slot.take();
            if (entry != null) {
                upkeep.evicted(entry);
            }
            cache.invalidate(slot);
        }
        return true;
    }

    /** The weight of an entry: nothing for a claim, which so is never evicted for its size, and for a dead one. */
    @Override
    int weigh(Entry entry) {
        Object strong = entry.strong();
        Object weak = strong instanceof Marker ? null : entry.weak();
        if (weak == null) {
            return 0;
        }
        if (weigher == null) {
            return 1;
        }
        boolean weakKey = spec.weakSide() == WeakSide.KEY;
        int weight = weigher.applyAsInt(weakKey ? weak : strong, weakKey ? strong : weak);
        if (weight < 0) {
            throw new IllegalArgumentException("weigher gave " + weight + ", which is negative; give 0 or more");
        }
        return weight;
    }

    @Override
    void settle() {
        upkeep.afterWrite(cache);
    }

    /** Stores an entry anew that was written at the moment it expired. */
    private void revive(Slot slot, Entry entry) {
        Object key = spec.keyOf(entry);
        if (key != null && slot.exchange(entry, null)) {
            cache.invalidate(slot);
            if (insert(entry, key) != null) {
                upkeep.evicted(entry);
            }
        }
    }

    private boolean rewrite(Slot slot, Entry expected, Entry next) {
        Rewrite rewrite = new Rewrite(expected, next, weigh(next));
        cache.asMap().computeIfPresent(slot, rewrite);
        return rewrite.done;
    }

    /** Exchanges the entry of a slot; run by Caffeine under the lock of the slot, where it counts as a write. */
    private static final class Rewrite implements BiFunction<Object, Slot, Slot> {
        private final Entry expected;
        private final Entry next;
        private final int weight;
        private boolean done;

        Rewrite(Entry expected, Entry next, int weight) {
            this.expected = expected;
            this.next = next;
            this.weight = weight;
        }

        @Override
        public Slot apply(Object key, Slot slot) {
            done = slot.exchange(expected, next);
            if (done) {
                slot.weight(weight);
            }
            return slot;
        }
    }
}
