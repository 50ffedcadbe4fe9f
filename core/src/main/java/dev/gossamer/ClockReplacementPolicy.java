package dev.gossamer;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.HotPolicy;
import dev.gossamer.spi.HotSpec;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Keeps what was used recently, for backends that have no policy of their own. */
final class ClockReplacementPolicy implements HotPolicy {
    // How is recency known without a lock on a hit, and by how much may it err?
    //
    // The entries stand in a circle, in the order they came, and a hand points at the one to be considered next: the
    // CLOCK of Corbató, "A Paging Experiment with the Multics System" (1968). A hit sets a mark on its entry, if it is
    // not set yet; that is all. To make room, the hand takes the mark off and goes on where it finds one, and demotes
    // where it finds none. So an entry that was used since the hand last passed outlives all that were not; among
    // those that were used, and among those that were not, the order is that of arrival, not of use: the one that goes
    // may have been used later than others by up to one round of the hand, never by more. The hand passes over at most
    // SECOND_CHANCES marks for one demotion, so that no operation pays for a round; where more than that are marked in
    // a row, one that was used goes. A mark that is lost to a race costs an entry one chance.
    //
    // The time of a hit is written down only if it is later than the time written by a sixteenth of the limit, so that
    // a value that is used by all threads at once is not written by all, and that much is added to the limit: a value
    // is held longer, by at most a sixteenth, never shorter. A second hand looks for what expired.

    private static final int SECOND_CHANCES = 64;
    private static final int TOLERANCE = 16;

    private final HotSpec spec;
    private final long maximum;
    private final long limit; // nanoseconds, or 0 for none
    private final long tolerance;
    private final LongSupplier ticker;

    private @Nullable HotEntry hand;
    private @Nullable HotEntry sweeper;
    private long size;
    private long weight;

    ClockReplacementPolicy(HotSpec spec) {
        this.spec = spec;
        this.maximum = spec.maximum().orElse(Long.MAX_VALUE);
        this.limit = spec.expireAfterUse().map(Duration::toNanos).orElse(0L);
        this.tolerance = limit / TOLERANCE;
        this.ticker = spec.ticker();
    }

    @Override
    public boolean hit(Entry entry) {
        HotEntry hot = (HotEntry) entry;
        if (!hot.touched) {
            hot.touched = true;
        }
        if (limit != 0) {
            long now = ticker.getAsLong();
            if (now - hot.usedAt() > tolerance) {
                hot.usedAt(now);
            }
        }
        return true;
    }

    @Override
    public void admit(Entry entry) {
        HotEntry hot = (HotEntry) entry;
        if (hot.after != null) {
            hot.touched = true;
        } else {
            link(hot);
        }
        if (limit != 0) {
            hot.usedAt(ticker.getAsLong());
        }
    }

    @Override
    public void dismiss(Entry entry) {
        HotEntry hot = (HotEntry) entry;
        if (hot.after != null) {
            unlink(hot);
        }
    }

    @Override
    public void settle() {
        while (weight > maximum && hand != null) {
            demote(victim(hand));
        }
    }

    private HotEntry victim(HotEntry from) {
        HotEntry candidate = from;
        for (int chances = SECOND_CHANCES; candidate.touched && chances > 0; chances--) {
            candidate.touched = false;
            candidate = next(candidate);
        }
        hand = candidate;
        return candidate;
    }

    @Override
    public void expire(int atMost) {
        long now = ticker.getAsLong();
        for (long left = Math.min(atMost, size); left > 0 && sweeper != null; left--) {
            HotEntry entry = sweeper;
            sweeper = next(entry);
            if (now - entry.usedAt() > limit + tolerance) {
                demote(entry);
            }
        }
    }

    /**
     * Demotes a share of the entries, those first that were not used for longest. Entries whose value the collector has taken already,
     * and which are still to be dismissed, go with them and do not count.
     */
    void giveWay(double share) {
        for (long given = 0; hand != null && given < share * (size + given); ) {
            HotEntry victim = victim(hand);
            given += victim.isPinned() ? 1 : 0;
            demote(victim);
        }
    }

    private void demote(HotEntry entry) {
        unlink(entry);
        spec.demote().accept(entry);
    }

    /** Puts an entry where the hand comes last. */
    private void link(HotEntry entry) {
        HotEntry next = hand;
        int added = entry.weight();
        HotEntry last = next == null ? null : before(next);
        // from here on only fields are written: it is done wholly or not at all
        entry.touched = false;
        if (next == null || last == null) {
            entry.before = entry;
            entry.after = entry;
            hand = entry;
            sweeper = entry;
        } else {
            entry.before = last;
            entry.after = next;
            last.after = entry;
            next.before = entry;
        }
        size++;
        weight += added;
    }

    private void unlink(HotEntry entry) {
        HotEntry next = next(entry);
        HotEntry last = before(entry);
        int gone = entry.weight();
        // from here on only fields are written: it is done wholly or not at all
        boolean alone = next == entry;
        hand = alone ? null : hand == entry ? next : hand;
        sweeper = alone ? null : sweeper == entry ? next : sweeper;
        last.after = next;
        next.before = last;
        entry.before = null;
        entry.after = null;
        size--;
        weight -= gone;
    }

    private static HotEntry next(HotEntry entry) {
        HotEntry next = entry.after;
        if (next == null) {
            throw new AssertionError("an entry that is not on the clock");
        }
        return next;
    }

    private static HotEntry before(HotEntry entry) {
        HotEntry before = entry.before;
        if (before == null) {
            throw new AssertionError("an entry that is not on the clock");
        }
        return before;
    }
}
