package dev.gossamer;

import dev.gossamer.spi.Entry;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.SoftReference;
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

    /**
     * The weak side while the entry is hot, or a soft reference to it in a tier that gives way; {@code null} while it is not. Set
     * by {@link #warm} alone.
     */
    volatile @Nullable Object held;

    /** Whether the entry is out of the table, never to be hot again; then {@link #held} is to be cleared. */
    volatile boolean over;

    /** Whether it is on the stack of changed entries, or about to be. */
    volatile boolean queued;

    /** The next in the stack of changed entries; for the tier alone. */
    @Nullable HotEntry nextChanged;

    /** The next of those that may have left unnoticed, the last one itself, {@code null} for any other; guarded by the tier. */
    @Nullable HotEntry nextDoubtful;

    /** Whether the policy has it; for whoever settles the tier. */
    boolean member;

    /** Whether it was used since the clock's hand last passed; a lost write costs one second chance. */
    boolean touched;

    @SuppressWarnings("FieldMayBeFinal") // written through USED_AT
    private long usedAt;

    /** The neighbours on the clock; for whoever settles the tier. */
    @Nullable HotEntry before;

    @Nullable HotEntry after;

    HotEntry(Object weak, Object strong, int hash, ReferenceQueue<Object> queue, @Nullable Object ticket, int weight) {
        super(weak, strong, hash, queue);
        this.ticket = ticket;
        this.weight = weight;
    }

    @Override
    public @Nullable Object ticket() {
        return ticket;
    }

    @Override
    public boolean isPinned() {
        Object hold = held;
        return hold instanceof SoftReference<?> softly ? !softly.refersTo(null) : hold != null;
    }

    int weight() {
        return weight;
    }

    /** Tells the JVM that the weak side was used, where the JVM decides on it too. */
    void used() {
        if (held instanceof SoftReference<?> softly) {
            Reference.reachabilityFence(softly.get());
        }
    }

    /**
     * Holds the weak side, which the caller holds too; {@code false} if it is held already or the entry is over.
     *
     * @param hold the weak side, or a soft reference to it
     */
    boolean warm(Object hold) {
        if (over || !HELD.compareAndSet(this, null, hold)) {
            return false;
        }
        if (over) { // since it was looked at
            held = null;
            return false;
        }
        return true;
    }

    /** Whether this call is the one that has to queue the entry. */
    boolean enterQueue() {
        return !queued && QUEUED.compareAndSet(this, false, true);
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
