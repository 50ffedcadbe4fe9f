package dev.gossamer.tck.models;

import dev.gossamer.Equivalence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a map of tokens should hold, in a plain list. */
final class MapModel {
    private final Equivalence<Object> equivalence;
    private final List<Slot> slots = new ArrayList<>();

    MapModel(Equivalence<Object> equivalence) {
        this.equivalence = equivalence;
    }

    /** Another model that compares in the same way. */
    MapModel empty() {
        return new MapModel(equivalence);
    }

    /** The live associations. */
    List<Slot> slots() {
        return slots;
    }

    /** The association of this very key object, whatever its hash is now. */
    @Nullable Slot slotOf(TrackedObject key) {
        return slots.stream().filter(slot -> slot.key == key).findFirst().orElse(null);
    }

    /** The association that a look-up with this key must find. */
    @Nullable Slot find(TrackedObject key) {
        int hash = equivalence.hash(key);
        for (Slot slot : slots) {
            if (slot.hash == hash && (slot.key == key || equivalence.equivalent(key, slot.key))) {
                return slot;
            }
        }
        return null;
    }

    @Nullable TrackedObject get(TrackedObject key) {
        Slot slot = find(key);
        return slot == null ? null : slot.value;
    }

    /** Associates, or with {@code null} removes, and gives the value from before. */
    @Nullable TrackedObject set(TrackedObject key, @Nullable TrackedObject value, @Nullable Object ticket) {
        Slot slot = find(key);
        TrackedObject before = slot == null ? null : slot.value;
        if (value == null) {
            slots.remove(slot);
        } else if (slot == null) {
            slots.add(new Slot(key, equivalence.hash(key), value, ticket));
        } else {
            if (ticket != null || slot.value != value) { // the value that is there keeps its ticket
                slot.ticket = ticket;
            }
            slot.value = value;
        }
        return before;
    }

    /** One association; the same object for as long as its key stays. */
    static final class Slot {
        final TrackedObject key;
        final int hash;
        TrackedObject value;

        @Nullable Object ticket;

        private Slot(TrackedObject key, int hash, TrackedObject value, @Nullable Object ticket) {
            this.key = key;
            this.hash = hash;
            this.value = value;
            this.ticket = ticket;
        }
    }
}
