package dev.gossamer.jcache.near;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds out from what is announced and what is heard whether events are lost. Says why everything is to be doubted, or nothing.
 * Used by one thread at a time.
 */
final class LossDetector {
    /** The reason that says nothing against the listener. */
    static final String CLEARED = "the cache was cleared";

    static final long GRACE = TimeUnit.MILLISECONDS.toNanos(1_500);
    private static final long SILENCE = TimeUnit.SECONDS.toNanos(30);

    private final ControlChannel channel;
    private final VersionSource own;
    private final ReceivedEvents received;
    private final Map<Long, Peer> peers = new HashMap<>();
    private @Nullable EventReconciliation ownWrites;
    private @Nullable EventReconciliation removals;
    private long removalsAnnounced;
    private @Nullable String epoch;

    /** Another writer as it was last seen. */
    private static final class Peer {
        final EventReconciliation writes;
        long removals;
        long beat;
        long heardAt;

        Peer(EventReconciliation writes, long removals, long now) {
            this.writes = writes;
            this.removals = removals;
            this.heardAt = now;
        }
    }

    LossDetector(ControlChannel channel, VersionSource own, ReceivedEvents received) {
        this.channel = channel;
        this.own = own;
        this.received = received;
    }

    /** Begins anew; what was heard counts from zero. To be called before a listener is registered. */
    void reset() {
        peers.clear();
        received.reset();
        ownWrites = null;
        removals = null;
        removalsAnnounced = 0;
    }

    /** One round of telling and listening; returns a reason to doubt everything, or {@code null}. */
    @Nullable String round(long now) {
        boolean first = ownWrites == null;
        long written = own.writes();
        long removed = own.removals();
        ControlChannel.Round round = channel.round(written, removed);
        if (first) {
            ownWrites = new EventReconciliation(GRACE, written, 0);
        }
        boolean lost = ownWrites != null && ownWrites.lost(written, received.writes(channel.self()), now);
        long removedByOthers = 0;
        for (Map.Entry<Long, Announcement> other : round.others().entrySet()) {
            Peer peer = peer(other.getKey(), other.getValue(), first, now);
            lost |= peer.writes.lost(other.getValue().writes(), received.writes(other.getKey()), now);
            removedByOthers += Math.max(0, other.getValue().removals() - peer.removals);
            peer.removals = other.getValue().removals();
            heard(other.getKey(), peer, other.getValue().beat(), now);
        }
        removalsAnnounced += removedByOthers;
        if (removals == null) {
            removals = new EventReconciliation(GRACE, removalsAnnounced + removed, 0);
        }
        lost |= removals.lost(removalsAnnounced + removed, received.removals(), now);
        forgetAbsent(round);
        return reason(round, lost);
    }

    private Peer peer(long writer, Announcement said, boolean first, long now) {
        return peers.computeIfAbsent(
                writer,
                absent -> new Peer(
                        new EventReconciliation(GRACE, first ? said.writes() : 0, 0),
                        first ? said.removals() : 0,
                        now));
    }

    private void heard(long writer, Peer peer, long beat, long now) {
        if (beat != peer.beat) {
            peer.beat = beat;
            peer.heardAt = now;
        } else if (now - peer.heardAt > SILENCE) {
            channel.leave(writer);
        }
    }

    private void forgetAbsent(ControlChannel.Round round) {
        peers.keySet().retainAll(round.others().keySet());
        Set<Long> present = new HashSet<>(round.others().keySet());
        present.add(channel.self());
        received.retain(present);
    }

    private @Nullable String reason(ControlChannel.Round round, boolean lost) {
        boolean cleared = epoch != null && !epoch.equals(round.epoch());
        epoch = round.epoch();
        if (lost) {
            return "events were lost";
        }
        if (round.forgotten()) {
            return "the engine has lost data";
        }
        return cleared ? CLEARED : null;
    }
}
