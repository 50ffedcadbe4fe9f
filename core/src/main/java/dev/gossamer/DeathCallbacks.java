package dev.gossamer;

import dev.gossamer.spi.Bounds;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.TableSpec;
import dev.gossamer.spi.WeakSide;
import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All that wait for the death of an object: callbacks of references, and finalizers. Thread-safe. */
final class DeathCallbacks extends QueueRegistration {
    // How do all hear of a death in one order, and only when everything of the object is gone?
    //
    // An object somebody wants to be told of has one entry in one table, by identity. A collector clears all weak
    // references to an object in one step, so when the entry has come out of its queue, no reference is alive and no
    // container shows the object. The entry alone decides on the order: it keeps the newest first, whatever order the
    // JVM's queues have. The thread that runs the callbacks takes entries out of the queue itself, one at a time.
    //
    // An entry holds its finalizers strongly, since they run though nobody kept them, and the references with a
    // callback weakly, since one that was dropped must not call. What is left of such a reference is swept out
    // whenever the list has doubled. When the last one goes while the object lives, the entry is over for good and
    // leaves the table; who finds it so makes another.

    private final ReclaimScheduler scheduler;
    private final AtomicLong serials = new AtomicLong();
    private volatile @Nullable Table table;
    private volatile @Nullable DeathEntry inHand; // written in a lock on this

    /** What is being told of; for the thread that runs callbacks. */
    private @Nullable DeathEntry present;

    DeathCallbacks(ReclaimScheduler scheduler) {
        super(null, scheduler);
        this.scheduler = scheduler;
    }

    static DeathCallbacks shared() {
        return ReclaimScheduler.shared().callbacks().deaths();
    }

    /** A number that grows from one call to the next. */
    long nextSerial() {
        return serials.incrementAndGet();
    }

    /** The table of all entries; asked for anew each time until there is a backend. */
    private Table table() {
        Table known = table;
        if (known == null) {
            synchronized (this) {
                known = table;
                if (known == null) {
                    known = Backends.standard()
                            .table(new TableSpec(
                                    WeakSide.KEY, StandardEquivalence.IDENTITY, 0, Bounds.NONE, new NoneEvicted()));
                    table = known;
                }
            }
        }
        return known;
    }

    /** Has one told when the referent dies. */
    void register(Object referent, DeathCallback callback) {
        Table all = table();
        int hash = System.identityHashCode(referent);
        Entry found = all.find(referent, hash);
        while (!join(all, found, referent, callback, hash)) {
            found = all.find(referent, hash);
        }
        if (!watched) {
            scheduler.watch(this);
        }
        ReclaimScheduler.recover();
        Reference.reachabilityFence(referent);
    }

    private boolean join(Table all, @Nullable Entry found, Object referent, DeathCallback callback, int hash) {
        if (found instanceof DeathEntry entry) {
            if (entry.add(callback)) {
                return true;
            }
            all.remove(entry);
            return false;
        }
        DeathEntry fresh = new DeathEntry(referent, callback, hash, queue);
        callback.entry = fresh;
        return all.insert(fresh, referent) == null;
    }

    /** No longer has one told; does nothing when the referent is dead. */
    void withdraw(DeathCallback callback) {
        DeathEntry entry = callback.entry;
        Object referent = entry == null ? null : entry.weak();
        if (entry != null && referent != null && entry.remove(callback)) {
            table().remove(entry);
            entry.clear();
            scheduler.check(this);
        }
        Reference.reachabilityFence(referent);
    }

    /** How many are told of the death of an object. */
    int sizeFor(Object referent) {
        return table().find(referent, System.identityHashCode(referent)) instanceof DeathEntry entry ? entry.size() : 0;
    }

    // ---- on the reclaiming thread ----

    @Override
    void arrived(Object reference) {
        synchronized (this) {
            inHand = (DeathEntry) reference;
        }
        catchUp();
    }

    @Override
    boolean isBehind() {
        return inHand != null;
    }

    @Override
    void catchUp() {
        scheduler.callbacks().ensureThread();
    }

    @Override
    boolean isIdle() {
        Table known = table;
        return inHand == null
                && (known == null
                        || (known.estimatedSize() == 0 && !known.iterator().hasNext()));
    }

    @Override
    String source() {
        return "the thread for callbacks";
    }

    // ---- on the thread that runs callbacks ----

    /** Tells of one death if there is one within a time; whether there was. */
    boolean runNext(long waitMillis) {
        if (present == null) {
            present = next(waitMillis);
        }
        DeathEntry dead = present;
        if (dead == null) {
            return false;
        }
        announce(dead);
        present = null;
        table().remove(dead);
        scheduler.check(this);
        return true;
    }

    private @Nullable DeathEntry next(long waitMillis) {
        if (inHand != null) {
            synchronized (this) {
                DeathEntry taken = inHand;
                inHand = null;
                return taken;
            }
        }
        try {
            return (DeathEntry) (waitMillis == 0 ? queue.poll() : queue.remove(waitMillis));
        } catch (InterruptedException nobodys) {
            return null;
        }
    }

    private static void announce(DeathEntry dead) {
        for (DeathCallback each = dead.newest(); each != null; each = dead.newest()) {
            each.announce();
            dead.remove(each);
            CallbackExecutor.cleanThread();
        }
    }

    /** No bound, no eviction. */
    private static final class NoneEvicted implements Consumer<Entry> {
        @Override
        public void accept(Entry entry) {
            throw new IllegalStateException("a table without bounds evicted " + entry);
        }
    }
}
