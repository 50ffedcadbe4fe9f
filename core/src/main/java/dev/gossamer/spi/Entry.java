package dev.gossamer.spi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * One association of a table: a weak reference to one side that carries the other side, the hash of the key, and a link.
 *
 * <p>The entry <em>is</em> the reference, so an association costs one object. The core makes entries and decides what they
 * mean; a {@link Table} stores them and reads only {@link #hash()}, the {@linkplain TableSpec#matches key} and, if it
 * chains entries itself, the {@linkplain #link() link}. Two entries are equal only if they are the same object. An entry
 * is stored in one table at most, once in its life.
 *
 * <p>Thread-safe; all accessors take constant time.
 *
 * {@snippet file="dev/gossamer/backend/caffeine/SpiExamplesTest.java" region="table"}
 *
 * @since 0.1.0
 */
public class Entry extends WeakReference<Object> {
    // How can one object be reference, node and cell?
    //
    // The referent is one side of the association. The other side stands in `strong`, which changes by compare-and-set
    // alone: an overwritten value of a map with weak keys needs no new entry. `link` belongs to the table that stores
    // the entry and is written by that table only. With compressed oops that is 12 bytes of header, 16 of Reference,
    // and hash, strong and link: 40 bytes.

    private static final VarHandle STRONG;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STRONG = lookup.findVarHandle(Entry.class, "strong", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int hash;

    @SuppressWarnings("FieldMayBeFinal") // written through STRONG
    private volatile Object strong;

    private @Nullable Entry link;

    /**
     * Makes an entry. Tables never do; the core does, and the tests of a table may.
     *
     * @param weak the side to refer to weakly, or {@code null} for an entry that is dead from the start
     * @param strong the side to hold
     * @param hash the hash of the key
     * @param queue where the collector puts the entry after it cleared it
     */
    // STRONG.set is a plain write: a table stores entries with release semantics
    @SuppressWarnings({"NullAway.Init", "this-escape"})
    public Entry(@Nullable Object weak, Object strong, int hash, @Nullable ReferenceQueue<Object> queue) {
        super(weak, queue);
        this.hash = hash;
        STRONG.set(this, strong);
    }

    /**
     * The hash of the key as it was when the entry was made; never negative when the core made the entry.
     *
     * @return the frozen hash, already spread over its low bits
     */
    public final int hash() {
        return hash;
    }

    /**
     * The side that the collector may take.
     *
     * @return the referent, or {@code null} when dead
     */
    public @Nullable Object weak() {
        Object referent = get();
        return referent != null ? referent : pinned();
    }

    /**
     * Whether {@code candidate} is the weak side, without making that side strongly reachable.
     *
     * @param candidate the object to compare by identity
     * @return whether the weak side is that object
     */
    public boolean weakIs(Object candidate) {
        return refersTo(candidate) || pinned() == candidate;
    }

    /**
     * The weak side where this entry holds it strongly, in a field of its own in place of a referent. Asked only if
     * there is no referent, so that the usual read makes no virtual call.
     *
     * @return the object held in place of a referent, or {@code null} in an entry that has one or had one
     */
    protected @Nullable Object pinned() {
        return null;
    }

    /**
     * Whether the weak side is held strongly for now, so that no collector would clear it: by a hot tier, or because it
     * has no identity. A table may ignore this.
     *
     * @return whether the weak side is held
     */
    public boolean isPinned() {
        return false;
    }

    /**
     * The side that the entry holds: the key of an entry with a weak value, the value of one with a weak key, or a marker
     * of the core.
     *
     * @return the strong side
     */
    public final Object strong() {
        return strong;
    }

    /**
     * Replaces the strong side. For the core.
     *
     * @param expected the strong side as it was read
     * @param next the strong side to hold from now on
     * @return whether it was replaced
     */
    public final boolean casStrong(Object expected, Object next) {
        return STRONG.compareAndSet(this, expected, next);
    }

    /**
     * Replaces the strong side, whatever it is. For the core.
     *
     * @param next the strong side to hold from now on
     * @return the strong side held before
     */
    public final Object exchangeStrong(Object next) {
        Object before;
        do { // getAndSet casts what it gives back, and a stack overflow in the cast would lose it
            before = strong;
        } while (!STRONG.compareAndSet(this, before, next));
        return before;
    }

    /**
     * What the entry carries besides its two sides.
     *
     * @return the ticket given when the entry was made, or {@code null}
     */
    public @Nullable Object ticket() {
        return null;
    }

    /**
     * The next entry of a chain. For the table that stores this entry, free to use or to leave alone.
     *
     * @return what {@link #link(Entry)} set last, read with acquire semantics
     */
    public final @Nullable Entry link() {
        Entry next = link;
        VarHandle.acquireFence();
        return next;
    }

    /**
     * Sets the next entry of a chain with release semantics, by a store that comes last: where an error is thrown, the
     * link is as it was. For the table that stores this entry alone.
     *
     * @param next the entry that follows, or {@code null}
     */
    public final void link(@Nullable Entry next) {
        VarHandle.releaseFence();
        link = next;
    }
}
