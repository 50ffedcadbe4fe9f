package dev.gossamer.spi;

/**
 * Decides which entries of a container stay in its hot tier, that is, which weak sides the core holds strongly.
 *
 * <p>A policy holds entries, never their weak sides. The core holds those; it releases them when the policy calls
 * {@link HotSpec#demote()}, and at once when an entry is removed or replaced, without asking. {@link #hit} comes from
 * any number of threads at once; the other methods from one thread at a time, and none of them runs code of the user
 * except {@link HotSpec#ticker()}.
 *
 * {@snippet file="dev/gossamer/backend/caffeine/SpiExamplesTest.java" region="hot-policy"}
 *
 * @since 0.1.0
 */
public interface HotPolicy {

    /**
     * Notes that an entry of the tier was used. Takes no lock and allocates nothing.
     *
     * @param entry an entry that was admitted, though perhaps demoted or dismissed by now
     * @return {@code true} if nothing more is to be done; after {@code false} the core calls {@link #settle} as soon as
     *     it can, and before that {@link #admit} if the entry is still held
     */
    boolean hit(Entry entry);

    /**
     * Adds an entry; one that is already in the tier counts as used. The policy may exceed its bound until
     * {@link #settle}.
     *
     * @param entry an entry whose weak side is held by now; never heavier than the bound
     */
    void admit(Entry entry);

    /**
     * Forgets an entry that was removed or replaced, without demoting it.
     *
     * @param entry an entry that was admitted and not demoted
     */
    void dismiss(Entry entry);

    /** Demotes until the bound is kept. Called after each batch of changes; takes amortized constant time for a change. */
    void settle();

    /**
     * Demotes what was not used for the {@linkplain HotSpec#expireAfterUse() time} that a value is held.
     *
     * @param atMost about how many entries to look at; calls that follow go on from there
     */
    void expire(int atMost);
}
