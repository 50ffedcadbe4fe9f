package dev.gossamer;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.HotPolicy;
import dev.gossamer.spi.HotSpec;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The hot tier of one container: the strong holds on what its table holds weakly. Thread-safe. */
final class Tier {
    // How can a hit promote without a lock, and a removal let go at once?
    //
    // The strong hold is a field of the entry. A hit or an insertion sets it by compare-and-set, a removal overwrites
    // it for ever; neither waits for anybody. That the policy has to hear of it is noted by pushing the entry on a
    // stack (once: a flag says that it is there), and then one of those who pushed settles the tier: it takes the
    // whole stack and, for each entry, looks at the hold as it is now and admits or dismisses. Who finds another one
    // at it goes on; the other looks at the stack again after it has let go of the flag `busy`, so nothing stays on
    // it. An entry leaves the stack before its hold is read, so a later change pushes it again.
    //
    // So at any time an entry that is held is known to the policy, or on the stack, or about to be pushed by a running
    // operation, and when nobody is at work the policy knows just those that are held, and keeps its bound on them.
    // Nothing here decides what a key stands for: the table does, and it has one entry for a key.

    private final HotTier<?> limits;
    private final Store<?, ?> store;
    private final Settings settings;
    private final HotPolicy policy;
    private final AtomicReference<@Nullable HotEntry> changed = new AtomicReference<>();
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile long size;
    private int demoted;

    Tier(HotTier<?> limits, Store<?, ?> store) {
        this.limits = limits;
        this.store = store;
        this.settings = store.settings;
        HotSpec spec = new HotSpec(
                limits.maximum() < 0 ? OptionalLong.empty() : OptionalLong.of(limits.maximum()),
                entry -> ((HotEntry) entry).weight(),
                Optional.ofNullable(limits.duration()),
                settings.bounds().ticker(),
                this::demoted);
        this.policy = settings.backend().hotPolicy(spec).orElseGet(() -> new ClockPolicy(spec));
    }

    /** The weight of a value that is about to be stored. Runs code of the user, which may throw. */
    int weigh(Object value) {
        return limits.weigh(value);
    }

    /** Whether a value of that weight is held at all. */
    boolean holds(int weight) {
        return limits.maximum() < 0 || weight <= limits.maximum();
    }

    /** How many entries are held. */
    long size() {
        return size;
    }

    /** An entry was stored, held from the start. */
    void stored(Entry entry) {
        if (entry instanceof HotEntry hot) {
            push(hot);
            settle();
        }
    }

    /** A live entry was found; the caller holds its weak side. */
    void used(Entry entry) {
        if (entry instanceof HotEntry hot) {
            if (hot.isPinned()) {
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
        if (weak != null && holds(entry.weight()) && entry.warm(weak)) {
            push(entry);
            settle();
        }
    }

    /** An entry has left the table. */
    void left(Entry entry) {
        if (entry instanceof HotEntry hot) {
            hot.drop();
            push(hot);
            settle();
        }
    }

    /** Demotes some of what was not used for too long, and says whether there is more to look after. */
    boolean expire(int atMost) {
        if (limits.duration() == null) {
            return false;
        }
        if (busy.compareAndSet(false, true)) {
            try {
                review();
                policy.expire(atMost);
                tell();
            } finally {
                busy.set(false);
            }
            settle();
        }
        return size != 0;
    }

    private void push(HotEntry entry) {
        if (entry.enterQueue()) {
            HotEntry first;
            do {
                first = changed.get();
                entry.nextChanged = first;
            } while (!changed.compareAndSet(first, entry));
        }
    }

    private void settle() {
        while (changed.get() != null && busy.compareAndSet(false, true)) {
            try {
                review();
                policy.settle();
                tell();
            } finally {
                busy.set(false);
            }
        }
    }

    private void tell() {
        if (demoted != 0) {
            Flight.demoted(settings, demoted);
            demoted = 0;
        }
    }

    /** Tells the policy what became of the entries on the stack, oldest first. */
    private void review() {
        HotEntry entry = inOrder(changed.getAndSet(null));
        while (entry != null) {
            HotEntry next = entry.nextChanged;
            entry.nextChanged = null;
            entry.leaveQueue();
            review(entry);
            entry = next;
        }
    }

    private static @Nullable HotEntry inOrder(@Nullable HotEntry newest) {
        HotEntry first = null;
        HotEntry entry = newest;
        while (entry != null) {
            HotEntry next = entry.nextChanged;
            entry.nextChanged = first;
            first = entry;
            entry = next;
        }
        return first;
    }

    private void review(HotEntry entry) {
        if (entry.isPinned()) {
            if (!entry.member) {
                entry.member = true;
                count(1);
                expireLater();
            }
            policy.admit(entry);
        } else if (entry.member) {
            entry.member = false;
            count(-1);
            policy.dismiss(entry);
        }
    }

    private void expireLater() {
        if (size == 1 && limits.duration() != null) {
            store.expireLater();
        }
    }

    private void demoted(Entry entry) {
        HotEntry hot = (HotEntry) entry;
        if (hot.member) {
            hot.member = false;
            count(-1);
            hot.cool();
            demoted++;
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time: guarded by busy
    private void count(int change) {
        size += change;
    }
}
