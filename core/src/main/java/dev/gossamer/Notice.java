package dev.gossamer;

import org.jspecify.annotations.Nullable;

/** One who is to be told of a death: an element of the list of an {@link Obituary}, which guards its links. */
abstract class Notice {
    @Nullable Notice newer;

    @Nullable Notice older;

    /** The list that this is an element of, {@code null} while it is in none. */
    @Nullable Obituary obituary;

    /** Tells of the death; never throws. Under no lock. */
    abstract void announce();

    /** Whether there is nobody left to tell. */
    abstract boolean isMoot();

    /** Takes this out of the list of a referent that the caller holds. */
    final void withdraw(Object referent) {
        Obituary.withdraw(this, referent);
    }
}
