package dev.gossamer;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Marker;
import dev.gossamer.spi.Table;
import org.jspecify.annotations.Nullable;

/**
 * What a store consists of, and how its dead entries are reclaimed; what its operations mean is told in {@link Store}.
 * Thread-safe.
 */
abstract sealed class ReclaimableStore permits Store {
    /** Up to this many entries have the shared queue: 8 bytes more for each, and 80 bytes less for the container. */
    private static final int FEW = 8;

    final ContainerSettings settings;
    final Table table;
    final StatsCounter counter;

    /** What is noted of the container for those who watch, {@code null} where it has neither a name nor a known origin. */
    final @Nullable ContainerActivity activity;

    /** What is held strongly on the weak side. */
    final StrongHolds tier;

    /** Whether a read leaves a trace. */
    final boolean observed;

    /** Whether an operation was broken off and has left something to clear up. */
    volatile boolean unclean;

    /** How its reclaiming is seen to; made for the first entry. */
    private volatile @Nullable ReclaimRegistration registration;

    /** Whether its first entries have the queue that is shared: the thread alone reclaims, nobody is told, nothing counted. */
    final boolean sharesQueue;

    ReclaimableStore(StoreParts parts) {
        this.settings = parts.settings();
        this.table = parts.table();
        this.counter = parts.counter();
        this.activity = parts.activity();
        this.tier = parts.tier();
        this.observed = counter != StatsCounter.NONE || tier != StrongHolds.NONE;
        this.sharesQueue = !observed
                && settings.reclaim() == Reclaim.SHARED
                && settings.listener() == null
                && !(this instanceof PairWeakStore)
                && table.maintainEvery().isEmpty();
    }

    private Store<?, ?> self() {
        return (Store<?, ?>) this;
    }

    /** What tells this container from others of its kind that have no name. */
    final int number() {
        return System.identityHashCode(this);
    }

    /** What events call the container. */
    final String label() {
        return settings.label(number());
    }

    // ---- entries ----

    /** Whether a new entry has the queue that is shared. */
    final boolean isSmall() {
        return sharesQueue && !(registration instanceof ContainerRegistration) && table.estimatedSize() < FEW;
    }

    /** Whether somebody is told of what the collector takes, or counts it; else an entry may come from the queue for nothing. */
    final boolean isTold() {
        return observed || settings.listener() != null;
    }

    /** Retires an entry that came from the queue; gives what it held, a marker if it was retired before. */
    Object retire(Entry entry) {
        return entry.exchangeStrong(Marker.RETIRED);
    }

    /** Takes out an entry that came from the queue, by identity; calls no code of the user but a ticker, and may be repeated. */
    void takeOut(Entry entry) {
        table.remove(entry);
        try {
            left(entry);
        } catch (VirtualMachineError error) {
            throw error; // the tier may not know of it yet
        } catch (Throwable ofTheTicker) {
            ErrorReporter.report("the upkeep of", self(), ofTheTicker); // and others are taken out all the same
        }
    }

    /** Has the hot tier let go of an entry that is out of the table. */
    final void left(Entry entry) {
        tier.left(entry);
    }

    // ---- after a write ----

    /**
     * Reclaims a little, or has the reclaiming thread look after this store, as {@link Reclaim} says.
     *
     * @param replaced whether as many entries are stored as before, so that the table needs no other looking after
     */
    final void afterWrite(boolean replaced) {
        if (activity != null) {
            activity.use();
        }
        ReclaimRegistration known = registration;
        if (known != null) {
            known.written(self(), replaced);
        }
    }

    /** Has the reclaiming thread look after this store, where that is its task. */
    final void watch() {
        anyRegistration().watch(self());
    }

    /** Whether the reclaiming thread looks after this store. */
    final boolean isWatched() {
        ReclaimRegistration known = registration;
        return known != null && known.isWatched();
    }

    /** Has the reclaiming thread see soon whether this store has become empty. */
    final void removed() {
        ReclaimRegistration known = registration;
        if (known != null) {
            known.removed();
        }
    }

    // ---- reclaiming ----

    /** Takes out all that is enqueued, tells the listener in the calling thread, and counts. */
    final int reclaim() {
        try {
            if (unclean) {
                ClaimResolution.tidy(self());
            }
            tier.expire(Integer.MAX_VALUE);
            table.maintain();
        } catch (Throwable failure) {
            ErrorReporter.report("the upkeep of", self(), failure);
        }
        ReclaimRegistration known = registration;
        return known == null ? 0 : known.reclaim(self());
    }

    /** Takes out some of what is enqueued, as a writer does with {@link Reclaim#INLINE}. */
    final void reclaimSome() {
        if (registration instanceof ContainerRegistration own) {
            own.inline(self());
        }
    }

    // ---- registration ----

    /** Whether this is how its reclaiming is seen to now. */
    final boolean isRegisteredAs(ReclaimRegistration asked) {
        return registration == asked;
    }

    /** Has {@link #afterWrite} find a registration. */
    final void prepareToWatch() {
        if (registration == null) {
            registerFirst();
        }
    }

    private ReclaimRegistration anyRegistration() {
        ReclaimRegistration known = registration;
        return known != null ? known : registerFirst();
    }

    private synchronized ReclaimRegistration registerFirst() {
        ReclaimRegistration known = registration;
        if (known == null) {
            known = sharesQueue ? new SharedQueueMember(self()) : new ContainerRegistration(self());
            registration = known;
        }
        return known;
    }

    /** A queue of its own, from now on if it had none. */
    final ContainerRegistration registration() {
        return registration instanceof ContainerRegistration known ? known : registerOwn();
    }

    private synchronized ContainerRegistration registerOwn() {
        ReclaimRegistration before = registration;
        if (before instanceof ContainerRegistration known) {
            return known;
        }
        ContainerRegistration own = new ContainerRegistration(self());
        registration = own;
        if (before instanceof SharedQueueMember member && member.isWatched()) {
            own.watch(self()); // first, so that it is looked after at any time
            SharedQueue.shared().remove(member);
        }
        return own;
    }
}
