package dev.gossamer.backend.caffeine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Policy;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.TableSpec;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A table over a Caffeine cache without bounds.
 *
 * <p>Thread-safe. Reads take no lock. Holds its entries strongly.
 */
sealed class CaffeineTable implements Table permits BoundedTable {
    // What does Caffeine see of an entry?
    //
    // A Slot, as key and as value, which keeps its place and its age while entries replace each other in it. Slots are
    // equal by identity, so nothing that Caffeine does with a stored slot runs user code or depends on a key that may
    // be dead or changed. Look-ups use a Probe, insertions a Stripe. An entry belongs to the table for as long as it
    // stands in its slot: the one who takes it out there, by removal, replacement or eviction, is the one who decided,
    // and the slot that is left in Caffeine for a moment matches nothing.

    final TableSpec spec;
    final Cache<Object, Slot> cache;
    final Policy<Object, Slot> policy;
    private final Stripe[] stripes = Stripe.some();

    CaffeineTable(TableSpec spec, Cache<Object, Slot> cache) {
        this.spec = spec;
        this.cache = cache;
        this.policy = cache.policy();
    }

    @Override
    public final @Nullable Entry find(Object key, int hash) {
        Probe probe = Probe.of(spec, key, hash);
        try {
            Slot slot = cache.getIfPresent(probe);
            if (slot != null) {
                return slot.entry();
            }
            return probe.count() == 0 ? null : compare(probe, key);
        } finally {
            probe.release();
        }
    }

    @Override
    public final @Nullable Entry insert(Entry entry, Object key) {
        int hash = entry.hash();
        Stripe stripe = stripes[hash & (stripes.length - 1)];
        Slot slot = null;
        while (true) {
            int seen = stripe.insertions();
            Entry found = find(key, hash);
            if (found != null) {
                return found;
            }
            if (dropHidden(key, hash)) {
                continue;
            }
            slot = slot == null ? new Slot(entry, weigh(entry)) : slot;
            if (stripe.admit(seen, cache, slot)) {
                settle();
                return null;
            }
        }
    }

    @Override
    public boolean replace(Entry entry, Entry next) {
        Slot slot = slotOf(entry);
        return slot != null && slot.exchange(entry, next);
    }

    @Override
    public final boolean remove(Entry entry) {
        Slot slot = slotOf(entry);
        if (slot == null || !slot.exchange(entry, null)) {
            return false;
        }
        cache.invalidate(slot);
        settle();
        return true;
    }

    @Override
    public Iterator<Entry> iterator() {
        return new Entries(cache.asMap().values().iterator());
    }

    @Override
    public final long estimatedSize() {
        return cache.estimatedSize();
    }

    /** Whether a slot that was met in a look-up is still shown; if so, this counts as a read of it. */
    boolean shown(Slot slot) {
        return true;
    }

    /** Looks for a slot of the key that Caffeine stores but does not show, and drops it; if there was any, look again. */
    boolean dropHidden(Object key, int hash) {
        return false;
    }

    /** The weight of an entry about to be stored. */
    int weigh(Entry entry) {
        return 1;
    }

    /** After a write, under no lock. */
    void settle() {}

    /** The slot that has this entry, shown or not; no read of it, and no user code. */
    final @Nullable Slot slotOf(Entry entry) {
        Probe probe = Probe.of(entry);
        try {
            Slot shown = policy.getIfPresentQuietly(probe);
            return shown != null ? shown : probe.found();
        } finally {
            probe.release();
        }
    }

    /** Any stored slot that has an entry for the key, shown or not; no read of it. */
    final @Nullable Slot storedSlotOf(Object key, int hash) {
        Probe probe = Probe.of(spec, key, hash);
        try {
            Slot shown = policy.getIfPresentQuietly(probe);
            Slot found = shown != null ? shown : probe.found();
            if (found != null) {
                return found;
            }
            for (int i = 0; i < probe.count(); i++) {
                Slot slot = probe.candidate(i);
                if (entryFor(slot, key) != null) {
                    return slot;
                }
            }
            return null;
        } finally {
            probe.release();
        }
    }

    private @Nullable Entry compare(Probe probe, Object key) {
        for (int i = 0; i < probe.count(); i++) {
            Slot slot = probe.candidate(i);
            Entry entry = entryFor(slot, key);
            if (entry != null && shown(slot)) {
                return entry;
            }
        }
        return null;
    }

    private @Nullable Entry entryFor(Slot slot, Object key) {
        Entry entry = slot.entry();
        return entry != null && spec.matches(entry, key) ? entry : null;
    }

    /** The entries of slots that have one. */
    private static final class Entries implements Iterator<Entry> {
        private final Iterator<Slot> slots;
        private @Nullable Entry next;

        Entries(Iterator<Slot> slots) {
            this.slots = slots;
        }

        @Override
        public boolean hasNext() {
            while (next == null && slots.hasNext()) {
                next = slots.next().entry();
            }
            return next != null;
        }

        @Override
        public Entry next() {
            Entry entry = hasNext() ? next : null;
            if (entry == null) {
                throw new NoSuchElementException("no entry is left; ask hasNext first");
            }
            next = null;
            return entry;
        }
    }
}
