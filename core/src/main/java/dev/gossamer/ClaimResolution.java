package dev.gossamer;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Marker;

/**
 * Ends what claims have begun: waits for those that are under way, and puts things back after those that were abandoned.
 * Thread-safe; each step may be repeated, by anybody.
 */
final class ClaimResolution {
    /**
     * The element is not 0 when a store may be {@linkplain Store#unclean unclean} and nobody may come again. To write it needs
     * neither stack nor memory, and the reclaiming thread reads it at every look.
     */
    static final int[] BROKEN_OFF = new int[1];

    private ClaimResolution() {}

    /** Waits until a claim that was met is out of the way. */
    static void pass(Store<?, ?> store, Claim claim) {
        claim.await(store);
        if (claim.state == Claim.ABANDONED) {
            restore(store, claim);
        }
    }

    /** Has a claim that stands in the table take over from the live entry it has replaced. */
    static void succeed(Store<?, ?> store, Claim claim) {
        claim.freeze();
        Entry replaced = claim.place();
        if (replaced != null && claim.replacesLive()) {
            store.leave(replaced);
        }
    }

    /** Puts things back as they were before a claim that was met and abandoned. */
    static void restore(Store<?, ?> store, Claim claim) {
        succeed(store, claim);
        Entry restored = claim.restored();
        if (claim.state == Claim.OVER) {
            return;
        }
        claim.outcome = restored;
        boolean stands = restored != null && store.table.restore(claim, restored);
        if (!stands) {
            store.table.remove(claim);
        }
        claim.state = Claim.OVER;
        claim.release();
        if (restored != null) {
            store.stored(restored, stands);
        }
        store.afterWrite(false);
    }

    /** Clears up after operations that were broken off: takes out what is over, and undoes what was begun. */
    static void tidy(Store<?, ?> store) {
        store.unclean = false;
        boolean tidied = false;
        try {
            for (Entry entry : store.table) {
                tidy(store, entry);
            }
            store.tier.resolveDoubts();
            store.removed();
            tidied = true;
        } finally {
            if (!tidied) {
                store.unclean = true;
                BROKEN_OFF[0] = 1;
            }
        }
    }

    private static void tidy(Store<?, ?> store, Entry entry) {
        if (entry instanceof Claim claim) {
            if (claim.state == Claim.ABANDONED) {
                restore(store, claim);
            }
        } else if (entry.strong() == Marker.RETIRED) {
            store.table.remove(entry);
        } else if (entry instanceof SharedQueueEntry && entry.weak() == null) {
            store.takeOut(entry); // it may have come from the queue already
            store.retire(entry);
        }
    }
}
