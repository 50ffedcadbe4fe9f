package dev.gossamer;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.HotPolicy;
import dev.gossamer.spi.HotSpec;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.SoftReference;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The hot tier of one container: the strong holds on what its table holds weakly. Thread-safe. */
final class ContainerHotTier extends StrongHolds {
    // How can a hit promote without a lock, and a removal let go at once?
    //
    // The strong hold is a field of the entry. A hit or an insertion sets it by compare-and-set, a removal clears it
    // for ever; neither waits for anybody. That the policy has to hear of it is noted by pushing the entry on a stack
    // (once: a flag says that it is there), and then one of those who pushed settles the tier: it takes the whole stack
    // and, for each entry, looks at the hold as it is now and admits or dismisses. A thread that finds another one at
    // it goes on; the other looks at the stack again after it has let go of the flag `busy`, so nothing stays on it. An
    // entry leaves the stack before its hold is read, so a later change pushes it again.
    //
    // So at any time an entry that is held is known to the policy, or on the stack, or about to be pushed by a running
    // operation, and when nobody is at work the policy knows just those that are held, and keeps its bound on them.
    // Nothing here decides what a key stands for: the table does, and it has one entry for a key.
    //
    // What if it is broken off, by a stack overflow or by the user's clock? A hold that could not be noted is taken
    // back. What was taken off the stack stands in `current` and `rest` until the policy has heard of it, and is gone
    // through by the next one who settles; admitting and dismissing may be repeated. Flags are let go of by writing
    // fields. An entry of which the store could not say that it has left, or does not know whether a table that failed
    // has taken it out, is put on a list by writing fields too, in the frame of the store that fails; whoever tidies
    // the store looks which of them are not in the table, and has them leave.
    //
    // What does a tier do that gives way? It holds softly what others hold strongly, so the JVM can have all of it
    // before it runs out of memory, of whatever kind. That would be all at once; so whoever stores looks whether a
    // collection has left the heap too full, and then a part is let go, the oldest first.

    private static final VarHandle BUSY;

    static {
        try {
            BUSY = MethodHandles.lookup().findVarHandle(ContainerHotTier.class, "busy", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** How much is let go when the heap is too full after a collection. */
    private static final double SHARE_GIVEN = 0.25;

    private final HotTier<?> limits;
    private @Nullable Store<?, ?> store;
    private final HotPolicy policy;

    /** The policy and what it goes by in a tier that gives way, {@code null} in any other. */
    private final @Nullable ClockReplacementPolicy givingWay;

    private final @Nullable HeapOccupancy heap;

    private final AtomicReference<@Nullable HotEntry> changed = new AtomicReference<>();

    @SuppressWarnings("FieldMayBeFinal") // written through BUSY
    private volatile boolean busy;

    /** Whether changed entries were taken off the stack that the policy has not heard of. */
    private volatile boolean unfinished;

    private @Nullable HotEntry current; // this and the following for whoever has set busy
    private @Nullable HotEntry rest;
    private volatile long members;
    private boolean scheduled;
    private final EvictionTally evictions = new EvictionTally();

    /** The newest of the entries that may have left unnoticed. Written under the monitor of this, under which nothing is called. */
    volatile @Nullable HotEntry doubtful;

    /** How often an entry was doubtful. */
    int doubts; // guarded by this

    ContainerHotTier(HotTier<?> limits, ContainerSettings settings) {
        this.limits = limits;
        HotSpec spec = new HotSpec(
                limits.maximum() < 0 ? OptionalLong.empty() : OptionalLong.of(limits.maximum()),
                entry -> ((HotEntry) entry).weight(),
                Optional.ofNullable(limits.duration()),
                settings.bounds().ticker(),
                this::demoted);
        this.givingWay = limits.fullness() == 0 ? null : new ClockReplacementPolicy(spec);
        this.heap = limits.fullness() == 0 ? null : new HeapOccupancy();
        this.policy = givingWay != null
                ? givingWay
                : settings.backend().hotPolicy(spec).orElseGet(() -> new ClockReplacementPolicy(spec));
    }

    @Override
    void connect(Store<?, ?> owner) {
        store = owner;
    }

    @Override
    Entry newEntry(
            Object weak, Object strong, int hash, ReferenceQueue<Object> queue, @Nullable Object ticket, int weight) {
        return new HotEntry(weak, strong, hash, queue, ticket, weight);
    }

    @Override
    int weigh(Object value) {
        return limits.weigh(value);
    }

    /** Whether a value of that weight is held at all. */
    boolean holds(int weight) {
        return limits.maximum() < 0 || weight <= limits.maximum();
    }

    @Override
    long size() {
        return members;
    }

    @Override
    long limit() {
        return limits.maximum();
    }

    @Override
    boolean weighs() {
        return limits.weighs();
    }

    @Override
    boolean givesWay() {
        return givingWay != null;
    }

    @Override
    void stored(Entry entry) {
        if (entry instanceof HotEntry hot) {
            promote(hot);
        }
    }

    @Override
    void used(Entry entry) {
        if (entry instanceof HotEntry hot) {
            if (hot.isPinned()) {
                if (givingWay != null) {
                    hot.used();
                }
                if (!policy.hit(hot)) {
                    push(hot);
                    settle();
                }
            } else {
                promote(hot);
            }
        }
    }

    private void promote(HotEntry entry) {
        Object weak = entry.weak();
        if (weak == null || !holds(entry.weight())) {
            return;
        }
        boolean warmed = false;
        boolean noted = false;
        try {
            warmed = entry.warm(givingWay == null ? weak : new SoftReference<>(weak));
            if (warmed) {
                push(entry);
                noted = true;
            }
        } finally {
            if (warmed && !noted) {
                entry.held = null;
            }
        }
        if (warmed) {
            settle();
        }
    }

    @Override
    void left(Entry entry) {
        if (entry instanceof HotEntry hot) {
            hot.over = true;
            hot.held = null;
            push(hot);
            settle();
        }
    }

    @Override
    void resolveDoubts() {
        if (store == null || doubtful == null) {
            return;
        }
        Set<HotEntry> gone = Collections.newSetFromMap(new IdentityHashMap<>());
        int known = addDoubtful(gone);
        for (Entry stored : store.table) {
            gone.remove(stored);
        }
        for (HotEntry each : gone) {
            Object weak = each.weak();
            store.leave(each);
            Reference.reachabilityFence(weak);
        }
        if (!forgetDoubtful(known)) {
            store.unclean = true; // and never false: another thread may have set it meanwhile
        }
    }

    private synchronized int addDoubtful(Set<HotEntry> all) {
        HotEntry before = null;
        for (HotEntry each = doubtful; each != null && each != before; each = each.nextDoubtful) {
            all.add(each);
            before = each;
        }
        return doubts;
    }

    /** Has no entry doubtful unless one has come since, or has come again; whether that is so. */
    private synchronized boolean forgetDoubtful(int known) {
        if (doubts != known) {
            return false;
        }
        HotEntry each = doubtful;
        doubtful = null;
        while (each != null) {
            HotEntry next = each.nextDoubtful;
            each.nextDoubtful = null;
            each = next == each ? null : next;
        }
        return true;
    }

    @Override
    boolean expire(int atMost) {
        if (limits.duration() == null) {
            return false;
        }
        if (!BUSY.compareAndSet(this, false, true)) {
            return true; // whoever is at it may be about to hold a value, and relies on another look
        }
        boolean again;
        try {
            review();
            policy.expire(atMost);
            tell();
            again = members != 0;
            scheduled &= again;
        } finally {
            busy = false;
        }
        settle();
        return again; // as it was noted: whoever came since has asked for a look, or relies on this one
    }

    private void push(HotEntry entry) {
        if (entry.enterQueue()) {
            boolean pushed = false;
            try {
                while (!pushed) {
                    HotEntry first = changed.get();
                    entry.nextChanged = first;
                    pushed = changed.compareAndSet(first, entry);
                }
            } finally {
                if (!pushed) {
                    entry.queued = false;
                }
            }
        }
    }

    private void settle() {
        while ((unfinished || changed.get() != null) && BUSY.compareAndSet(this, false, true)) {
            try {
                review();
                giveWay();
                policy.settle();
                tell();
            } finally {
                busy = false;
            }
        }
    }

    private void giveWay() {
        if (givingWay != null && heap != null && heap.isAbove(limits.fullness())) {
            givingWay.giveWay(SHARE_GIVEN);
        }
    }

    private void tell() {
        if (store != null) {
            evictions.tell(store);
        }
    }

    /** Tells the policy what became of the changed entries, oldest first; goes on where another one was broken off. */
    private void review() {
        unfinished = true;
        if (current != null) {
            review(current);
        }
        finish();
        take();
        finish();
        expireLater();
        unfinished = false;
    }

    private void finish() {
        while (rest != null) {
            HotEntry next = rest;
            current = next;
            rest = next.nextChanged;
            next.nextChanged = null;
            next.queued = false;
            review(next);
        }
        current = null;
    }

    /** Takes what is on the stack and turns it round. Calls nothing after it has taken it. */
    private void take() {
        HotEntry newest = changed.get();
        while (newest != null && !changed.compareAndSet(newest, null)) {
            newest = changed.get();
        }
        while (newest != null) {
            HotEntry older = newest.nextChanged;
            newest.nextChanged = rest;
            rest = newest;
            newest = older;
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time: guarded by busy
    private void review(HotEntry entry) {
        if (entry.isPinned()) {
            policy.admit(entry);
            if (!entry.member) {
                entry.member = true;
                members++;
            }
        } else if (entry.member) {
            policy.dismiss(entry);
            entry.member = false;
            members--;
        }
    }

    private void expireLater() {
        if (!scheduled && members != 0 && limits.duration() != null && store != null) {
            store.registration().expireLater(store);
            scheduled = true;
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time: guarded by busy
    private void demoted(Entry entry) {
        HotEntry hot = (HotEntry) entry;
        hot.held = null;
        if (hot.member) {
            hot.member = false;
            members--;
            evictions.count();
        }
    }
}
