package dev.gossamer;

import dev.gossamer.spi.Entry;
import java.lang.ref.ReferenceQueue;
import org.jspecify.annotations.Nullable;

/** Told what becomes of entries, and holds nothing strongly; {@link ContainerHotTier} does. Thread-safe. */
sealed class StrongHolds permits ContainerHotTier {
    /** For all containers without a hot tier. */
    static final StrongHolds NONE = new StrongHolds();

    /** Gets to know the store, once, before anything else is asked of this. */
    void connect(Store<?, ?> store) {}

    /** Makes an entry that this can hold. */
    Entry newEntry(
            Object weak, Object strong, int hash, ReferenceQueue<Object> queue, @Nullable Object ticket, int weight) {
        return ticket == null
                ? new Entry(weak, strong, hash, queue)
                : new TicketedEntry(weak, strong, hash, queue, ticket);
    }

    /** The weight of a value that is about to be stored. Runs code of the user, which may throw. */
    int weigh(Object value) {
        return 0;
    }

    /** An entry was stored, and is to be held from the start; the caller holds its weak side. */
    void stored(Entry entry) {}

    /** A live entry was found; the caller holds its weak side. */
    void used(Entry entry) {}

    /** An entry has left the table. May be said again, and has to be where this throws. */
    void left(Entry entry) {}

    /** Lets go of the entries that have left the table though this was not told, as the operation was broken off. */
    void resolveDoubts() {}

    /** How many entries are held; exact when nobody uses the container, and what was broken off has been tidied. */
    long size() {
        return 0;
    }

    /** How many entries, or what weight, is held at most; -1 without a limit. */
    long limit() {
        return 0;
    }

    /** Whether the limit is a weight. */
    boolean weighs() {
        return false;
    }

    /** Whether it lets go when memory becomes short. */
    boolean givesWay() {
        return false;
    }

    /** Lets go of some of what was not used for too long, and says whether there is more to look after. */
    boolean expire(int atMost) {
        return false;
    }
}
