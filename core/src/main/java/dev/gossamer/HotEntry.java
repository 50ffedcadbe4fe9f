package dev.gossamer;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Marker;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.ReferenceQueue;
import org.jspecify.annotations.Nullable;

/** An entry of a container with a hot tier: it can hold its weak side strongly. */
final class HotEntry extends Entry {
    private static final VarHandle HELD;
    private static final VarHandle QUEUED;
    private static final VarHandle USED_AT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            HELD = lookup.findVarHandle(HotEntry.class, "held", Object.class);
            QUEUED = lookup.findVarHandle(HotEntry.class, "queued", boolean.class);
            USED_AT = lookup.findVarHandle(HotEntry.class, "usedAt", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final @Nullable Object ticket;
    private final int weight;

    /** The weak side while the entry is hot, {@code null} while it is not, {@link Marker#RETIRED} when it is over. */
    @SuppressWarnings("FieldMayBeFinal") // written through HELD
    private volatile @Nullable Object held;

    @SuppressWarnings("FieldMayBeFinal") // written through QUEUED
    private volatile boolean queued;

    /** The next in the stack of changed entries; for the tier alone. */
    @Nullable HotEntry nextChanged;

    /** Whether the policy has it; for who settles the tier. */
    boolean member;

    /** Whether it was used since the clock's hand last passed; a lost write costs one second chance. */
    boolean touched;

    @SuppressWarnings("FieldMayBeFinal") // written through USED_AT
    private long usedAt;

    /** The neighbours on the clock; for who settles the tier. */
    @Nullable HotEntry before;

    @Nullable HotEntry after;

    HotEntry(
            Object weak,
            Object strong,
            int hash,
            ReferenceQueue<Object> queue,
            @Nullable Object ticket,
            int weight,
            boolean held) {
        super(weak, strong, hash, queue);
        this.ticket = ticket;
        this.weight = weight;
        this.held = held ? weak : null;
    }

    @Override
    public @Nullable Object ticket() {
        return ticket;
    }

    @Override
    public boolean isPinned() {
        Object now = held;
        return now != null && now != Marker.RETIRED;
    }

    int weight() {
        return weight;
    }

    /** Holds the weak side, which the caller holds too; {@code false} if it is held already or the entry is over. */
    boolean warm(Object weak) {
        return HELD.compareAndSet(this, null, weak);
    }

    /** Lets go of the weak side, until the next hit. */
    void cool() {
        Object now = held;
        if (now != Marker.RETIRED) {
            HELD.compareAndSet(this, now, null);
        }
    }

    /** Lets go of the weak side for ever. */
    void drop() {
        held = Marker.RETIRED;
    }

    /** Whether this call is the one that has to queue the entry. */
    boolean enterQueue() {
        return !queued && QUEUED.compareAndSet(this, false, true);
    }

    void leaveQueue() {
        queued = false;
    }

    long usedAt() {
        return (long) USED_AT.getOpaque(this);
    }

    void usedAt(long now) {
        USED_AT.setOpaque(this, now);
    }

    /** The hash of the key, so that a policy that counts by hash knows a key again whose value died and came back. */
    @Override
    public int hashCode() {
        return hash();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }
}
