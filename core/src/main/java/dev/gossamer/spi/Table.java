package dev.gossamer.spi;

import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
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
 *
 * {@snippet file="dev/gossamer/backend/caffeine/SpiExamplesTest.java" region="table"}
 *
 * @since 0.1.0
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
     * Exchanges the strong side of a stored entry, in one step with what a bound notes about it. May be given the strong
     * side that is there, which then counts as written. A table without bounds need not do more than the default, which
     * writes nothing in that case.
     *
     * @param entry the entry whose strong side to exchange
     * @param expected the strong side as it was read
     * @param next the strong side to hold from now on
     * @return whether it was exchanged; not if it was another one, nor if {@code entry} has left the table or has expired
     * @since 0.2.0
     */
    default boolean overwrite(Entry entry, Object expected, Object next) {
        return expected == next || entry.casStrong(expected, next);
    }

    /**
     * Replaces a claim whose function stored nothing by an entry for what was there before: like {@link #replace}, but
     * what a bound noted before the claim, such as weight and age, still holds. Runs no user code but the ticker of the
     * bounds.
     *
     * @param claim the claim to replace
     * @param before an entry for what stood before the claim, never stored before
     * @return whether {@code claim} was stored here and has been replaced; not if what stood before it has expired
     * @since 0.2.0
     */
    default boolean restore(Entry claim, Entry before) {
        return replace(claim, before);
    }

    /**
     * Does now what the table would otherwise leave to a later operation, such as evicting what has expired. Called by
     * {@code reclaim()} of a container, and as often as {@link #maintainEvery()} says. May throw what the user code of
     * the bounds throws; the table then works as before. By default there is nothing to do.
     */
    default void maintain() {}

    /**
     * How often {@link #maintain()} wants to be called while the table holds entries, though nobody else uses it. Asked after
     * each write that leaves more entries or fewer, so it costs next to nothing; the answer may change from write to write.
     *
     * @return the pause between two calls, or empty if no call is needed as things are
     * @since 0.2.0
     */
    default Optional<Duration> maintainEvery() {
        return Optional.empty();
    }

    /**
     * Iterates over the entries, weakly consistent: an entry that is stored throughout is returned exactly once, one
     * that is added or removed meanwhile at most once. Never fails. Need not support {@link Iterator#remove()}.
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
