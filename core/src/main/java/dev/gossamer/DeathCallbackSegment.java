package dev.gossamer;

import org.jspecify.annotations.Nullable;

/**
 * Some callbacks of a {@link DeathCallbackTable} that were added one after another, in that order, and the place of these among
 * all others. Guarded by the table.
 */
final class DeathCallbackSegment {
    /** How many are added to one. */
    static final int CAPACITY = 512;

    private static final int SPARSE = 4;

    /** The serial of the first that was added. */
    final long firstSerial;

    /** Those that wait or are to be told, in the order of their indices; {@code null} for one that left. */
    @Nullable DeathCallback[] slots = new DeathCallback[CAPACITY];

    @Nullable DeathCallbackSegment newer;

    @Nullable DeathCallbackSegment older;

    /** The next in which some are to be told. */
    @Nullable DeathCallbackSegment nextDead;

    /** How many are to be told; while there are some, the slots stay as they are. */
    int dead;

    private int added;
    private int present;

    DeathCallbackSegment(long firstSerial) {
        this.firstSerial = firstSerial;
    }

    boolean isFull() {
        return added == CAPACITY;
    }

    boolean isOver() {
        return isFull() && present == 0;
    }

    /** Adds one; calls nothing. */
    void add(DeathCallback callback) {
        callback.segment = this;
        callback.index = (char) added;
        slots[added++] = callback;
        present++;
    }

    /** Lets go of one that waits; calls nothing. */
    void remove(DeathCallback callback) {
        int slot = Math.min(callback.index, slots.length - 1);
        while (slots[slot] != callback) { // it stands there, or before where the slots were made fewer
            slot--;
        }
        slots[slot] = null;
        present--;
    }

    /** Has those that were to be told count no longer; their slots are empty. Calls nothing. */
    void forgetDead() {
        present -= dead;
        dead = 0;
    }

    /** Gives memory back that few use. Where there is none for fewer slots, nothing is changed. */
    void shrink() {
        if (isFull() && dead == 0 && present < slots.length / SPARSE) {
            try {
                slots = packed();
            } catch (OutOfMemoryError | StackOverflowError notNow) {
                return;
            }
        }
    }

    private @Nullable DeathCallback[] packed() {
        @Nullable DeathCallback[] fewer = new DeathCallback[present];
        int next = 0;
        for (int i = 0; next < present; i++) {
            DeathCallback each = slots[i];
            if (each != null) {
                fewer[next++] = each;
            }
        }
        return fewer;
    }
}
