package dev.gossamer.spi;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * A concurrent store of {@link Entry entries}, at most one for a key, found by key and changed by identity.
 *
 * <p>Entries whose weak side has died stay until they are removed or replaced; a table neither looks for them nor hides
 * them. With weak values, a dead entry still occupies its key and is found under it; with weak keys, a dead entry matches
 * nothing. All methods may be called by any number of threads at once and are linearizable for one key, except the
 * iterator. No method runs user code but {@link TableSpec#equivalence()} and what the {@linkplain Bounds bounds} bring,
 * and none while it holds what an operation on another key could wait for. A table holds its entries strongly and, through
 * them, their strong sides; nothing else.
 */
public interface Table extends Iterable<Entry> {

    /**
     * Finds the entry of a key. Takes no lock and allocates nothing.
     *
     * @param key the key to look for, not {@code null}
     * @param hash its hash, as {@link Entry#hash()} of the entry that is looked for
     * @return the entry, whose weak side may be dead by now, or {@code null}
     */
    @Nullable Entry find(Object key, int hash);

    /**
     * Stores an entry unless there is one for its key already.
     *
     * @param entry the entry to store, never stored before; its key is alive
     * @param key the key of the entry
     * @return {@code null} when it was stored, else the entry that was there before, dead or not
     */
    @Nullable Entry insert(Entry entry, Object key);

    /**
     * Puts one entry in the place of another, found by identity, in one step: no reader sees the key absent.
     *
     * @param entry the entry to replace
     * @param next an entry for the same key, of the same hash, that was never stored before
     * @return whether {@code entry} was stored here and has been replaced
     */
    boolean replace(Entry entry, Entry next);

    /**
     * Removes an entry, found by identity and by its {@linkplain Entry#hash() hash}: its key may be dead, or have another
     * hash by now.
     *
     * @param entry the entry to remove
     * @return whether it was stored here and is now gone
     */
    boolean remove(Entry entry);

    /**
     * Says that an operation used an entry it had found earlier, so that a bound by time can count from now. A table
     * without bounds has nothing to do.
     *
     * @param entry an entry that was found here
     * @param written whether its strong side was exchanged, not only read
     */
    default void used(Entry entry, boolean written) {}

    /**
     * Does now what the table would otherwise leave to a later operation, such as evicting what has expired. Called by
     * {@code reclaim()} of a container. A table without bounds has nothing to do.
     */
    default void maintain() {}

    /**
     * Iterates over the entries, weakly consistent: one that is stored from the beginning to the end comes exactly once,
     * one that comes or goes meanwhile comes at most once. Never fails. Need not support {@link Iterator#remove()}.
     *
     * @return a new iterator
     */
    @Override
    Iterator<Entry> iterator();

    /**
     * How many entries are stored, in constant time; may be off while others write, and counts dead ones.
     *
     * @return the number of entries, never negative
     */
    long estimatedSize();
}
