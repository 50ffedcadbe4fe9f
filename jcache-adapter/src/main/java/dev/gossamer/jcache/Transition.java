package dev.gossamer.jcache;

import java.util.List;

/**
 * One atomic change of the entries of some keys, from taking their locks to telling their synchronous listeners. Confined to
 * its thread.
 */
final class Transition<K> implements AutoCloseable {
    private final Transitions<K> owner;
    private final Turn turn;
    private final List<Transitions.Claim<K>> claims;

    Transition(Transitions<K> owner, Turn turn, List<Transitions.Claim<K>> claims) {
        this.owner = owner;
        this.turn = turn;
        this.claims = claims;
    }

    /** Has an event told after this change, in the order of the changes of its key. */
    void afterwards(K key, Delivery event) {
        Slot slot = slotOf(key);
        owner.retain(key);
        turn.owe(owner, key, slot, event);
        slot.enqueue(event);
    }

    private Slot slotOf(K key) {
        for (Transitions.Claim<K> claim : claims) {
            if (claim.key().equals(key)) {
                return claim.slot();
            }
        }
        throw new IllegalStateException(
                "key " + key + " is not part of this operation; its equals or hashCode changed");
    }

    /** Lets go of the locks, then lets the listeners hear; throws what a synchronous one threw. */
    @Override
    public void close() {
        for (Transitions.Claim<K> claim : claims) {
            claim.slot().lock.unlock();
        }
        try {
            for (Transitions.Claim<K> claim : claims) {
                owner.release(claim.key());
            }
        } finally {
            turn.exit(); // though the hashCode of a key throws
        }
    }
}
