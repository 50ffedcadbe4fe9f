package dev.gossamer.jcache.expiry;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A timing wheel: which keys of one cache have to be looked at, and when. Thread-safe; adding is O(1) and costs one reference.
 *
 * <p>It holds what it was given until the moment has come, at most twice as much as the cache has entries.
 */
public final class ExpiryWheel {
    // Why does a deadline cost one reference, and why is none ever lost?
    //
    // The wheel holds keys and no deadlines: a deadline stands in the entry alone. What the wheel keeps is a promise:
    // for every entry with a deadline there is a reference in a slot that comes at that moment or before. When the
    // slot comes, the cache looks at the key and says when to come back. So an entry that lives longer than it was to
    // at first, by a read or by a new value, needs nothing here; one whose deadline comes nearer is added once more,
    // and a reference that finds nothing is dropped. Where those have become more than the entries that there are, the
    // wheel is filled anew from the cache.
    //
    // A slot is as wide as an eighth of the distance, so there are some hundred slots for all of time, and a reference
    // moves a few times on its way. It stays in the block it is in until the cache has dealt with it: no failure, not
    // even of an allocation here, takes it away.
    private static final Logger LOG = System.getLogger(ExpiryWheel.class.getName());

    /** The width of the nearest slots: 8 ms, a power of two. */
    private static final int TICK_BITS = 23;

    private static final long TICK = 1L << TICK_BITS;
    private static final int POSITIONS = 16;
    private static final int LEVELS = Long.SIZE - TICK_BITS - 4;
    private static final long RETRY = TimeUnit.SECONDS.toNanos(1);
    private static final int FEW = 64;

    private final String cacheName;
    private final ExpiryScheduler scheduler;
    private final Watched watched;
    private final ReentrantLock lock = new ReentrantLock();
    private final @Nullable Block[] slots = new Block[LEVELS * POSITIONS];
    private final long[] starts = new long[LEVELS * POSITIONS];
    private long earliest = ExpiryClock.NEVER;
    private int size;
    private int crowded = FEW;
    private boolean closed;

    /** What has come due and not been dealt with; together with {@link #failed} the expiry thread's own. */
    private @Nullable Block due;

    private @Nullable Block failed;
    private long retryAt = ExpiryClock.NEVER;

    /** The cache whose keys these are. */
    public interface Watched {
        /** Looks at a key whose time may have come; returns when to look again, {@link ExpiryClock#NEVER} for not at all. */
        long expire(Object key);

        /** Whether an operation on a key is under way. */
        boolean isInUse(Object key);

        /** How many entries there are, more or less. */
        long count();

        /** Gives every key that has a deadline, with that deadline. */
        void forEachDeadline(Deadlines consumer);
    }

    /** Takes keys with their deadlines. */
    public interface Deadlines {
        void accept(Object key, long deadline);
    }

    /** Some keys of one slot, and the block that was filled before; guarded by the lock until it is due. */
    private static final class Block {
        private static final int LARGEST = 256;

        final @Nullable Object[] keys;

        @Nullable Block next;

        int used;

        /** How many of the keys have been looked at, and how many of these stay. */
        int seen;

        int kept;

        Block(@Nullable Block next) {
            this.keys = new Object[next == null ? 4 : Math.min(LARGEST, 2 * next.keys.length)];
            this.next = next;
        }
    }

    public ExpiryWheel(String cacheName, ExpiryScheduler scheduler, Watched watched) {
        this.cacheName = cacheName;
        this.scheduler = scheduler;
        this.watched = watched;
    }

    /** Has a key looked at by its deadline, or soon after where that is near or over. */
    public void add(Object key, long deadline) {
        if (deadline == ExpiryClock.NEVER) {
            return;
        }
        long wake;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            long start = append(key, deadline, deadline - ExpiryClock.now());
            long wanted = size > crowded ? 0 : start;
            wake = wanted < earliest ? wanted : ExpiryClock.NEVER;
            earliest = Math.min(earliest, wanted);
        } finally {
            lock.unlock();
        }
        if (wake != ExpiryClock.NEVER) {
            scheduler.wake(wake);
        } else {
            scheduler.requireThread();
        }
    }

    private long append(Object key, long deadline, long distance) {
        int level = Math.max(0, Long.SIZE - 4 - TICK_BITS - Long.numberOfLeadingZeros(Math.max(1, distance)));
        long start = level == 0 ? (deadline | (TICK - 1)) + 1 : deadline & -(TICK << level);
        int slot = level * POSITIONS + (int) ((start >> (level + TICK_BITS)) & (POSITIONS - 1));
        Block block = slots[slot];
        if (block == null || block.used == block.keys.length) {
            block = new Block(block);
            starts[slot] = block.next == null ? start : Math.min(start, starts[slot]);
            slots[slot] = block;
        } else {
            starts[slot] = Math.min(start, starts[slot]);
        }
        block.keys[block.used++] = key;
        size++;
        return start;
    }

    /** Looks at what is due. Called by the expiry thread alone. */
    public void run(long now) {
        boolean everything = isCrowded();
        take(now, everything);
        if (everything || now >= retryAt) {
            due = joined(failed, due);
            failed = null;
            retryAt = ExpiryClock.NEVER;
        }
        if (everything) {
            refill();
        }
        while (due != null) {
            work(due);
        }
        lock.lock();
        try {
            earliest = size > crowded ? 0 : earliestSlot();
        } finally {
            lock.unlock();
        }
    }

    /** When to run next, {@link ExpiryClock#NEVER} when there is nothing. Called by the expiry thread alone. */
    long next() {
        lock.lock();
        try {
            return Math.min(due == null ? earliest : 0, retryAt);
        } finally {
            lock.unlock();
        }
    }

    /** Whether there are more than two references for an entry, so that most of them lead nowhere. */
    private boolean isCrowded() {
        if (size() <= crowded) {
            return false;
        }
        try {
            crowded(2 * watched.count());
        } catch (Throwable e) {
            crowded(2L * crowded);
            report(e);
        }
        return size() > crowded;
    }

    private void crowded(long limit) {
        lock.lock();
        try {
            crowded = (int) Math.max(FEW, Math.min(limit, Integer.MAX_VALUE));
        } finally {
            lock.unlock();
        }
    }

    /** Makes due what has come, or everything. */
    private void take(long now, boolean everything) {
        lock.lock();
        try {
            for (int slot = 0; slot < slots.length; slot++) {
                if (slots[slot] != null && (everything || starts[slot] <= now)) {
                    due = joined(slots[slot], due);
                    slots[slot] = null;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private static @Nullable Block joined(@Nullable Block first, @Nullable Block second) {
        if (first == null) {
            return second;
        }
        Block last = first;
        while (last.next != null) {
            last = last.next;
        }
        last.next = second;
        return first;
    }

    private long earliestSlot() {
        long first = ExpiryClock.NEVER;
        for (int slot = 0; slot < slots.length; slot++) {
            if (slots[slot] != null) {
                first = Math.min(first, starts[slot]);
            }
        }
        return first;
    }

    /** Looks at the keys of the first block, one by one; any failure leaves the rest for the next time. */
    private void work(Block block) {
        while (block.seen < block.used) {
            Object key = block.keys[block.seen];
            boolean done = key == null || dealWith(key);
            if (!done) {
                block.keys[block.kept++] = key;
            }
            block.seen++;
        }
        discard(block);
        Block next = block.next;
        if (block.used > 0) {
            retryAt = Math.min(retryAt, ExpiryClock.after(RETRY));
            block.next = failed;
            failed = block;
        }
        due = next;
    }

    private void discard(Block block) {
        lock.lock();
        try {
            size = Math.max(0, size - (block.used - block.kept));
        } finally {
            lock.unlock();
        }
        for (int i = block.kept; i < block.used; i++) {
            block.keys[i] = null;
        }
        block.used = block.kept;
        block.seen = 0;
        block.kept = 0;
    }

    private boolean dealWith(Object key) {
        try {
            add(key, watched.expire(key));
            return true;
        } catch (Throwable e) {
            report(e);
            return false;
        }
    }

    private void report(Throwable failure) {
        try {
            LOG.log(
                    Level.ERROR,
                    "cache \"" + cacheName + "\" could not expire an entry, or tell of it; it will be looked at again",
                    failure);
        } catch (Throwable second) {
            ExpiryScheduler.ignore(second); // as where there is no memory for a message
        }
    }

    /** Fills the wheel from the cache in place of what is due, and of what operations under way will need. */
    private void refill() {
        try {
            Set<Object> added = new HashSet<>(); // one of many equal keys is enough for an operation under way
            for (Block block = due; block != null; block = block.next) {
                for (int i = block.seen; i < block.used; i++) {
                    Object key = block.keys[i];
                    if (key != null && isInUse(key) && isNew(added, key)) {
                        add(key, ExpiryClock.now());
                    }
                }
            }
            long[] count = {added.size()};
            watched.forEachDeadline((key, deadline) -> {
                if (deadline != ExpiryClock.NEVER && !isAmong(added, key)) {
                    add(key, deadline);
                    count[0]++;
                }
            });
            replaceDue();
            crowded(2 * count[0]);
        } catch (Throwable e) {
            crowded(2L * crowded);
            report(e); // all of it is still due
        }
    }

    private static boolean isNew(Set<Object> added, Object key) {
        try {
            return added.add(key);
        } catch (RuntimeException | Error e) {
            return true; // as below
        }
    }

    private static boolean isAmong(Set<Object> added, Object key) {
        try {
            return added.contains(key);
        } catch (RuntimeException | Error e) {
            return false; // its hashCode or equals failed; to add it twice is right as well
        }
    }

    private boolean isInUse(Object key) {
        try {
            return watched.isInUse(key);
        } catch (RuntimeException | Error e) {
            return true; // its hashCode failed; to look again is always right
        }
    }

    private void replaceDue() {
        lock.lock();
        try {
            due = null;
            size = 0;
            for (Block slot : slots) {
                for (Block block = slot; block != null; block = block.next) {
                    size += block.used;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many references there are. */
    public int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    /** Lets go of everything for good. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            Arrays.fill(slots, null);
            size = 0;
            earliest = ExpiryClock.NEVER;
        } finally {
            lock.unlock();
        }
        scheduler.remove(this);
    }
}
