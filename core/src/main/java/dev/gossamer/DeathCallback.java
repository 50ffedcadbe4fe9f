package dev.gossamer;

import dev.gossamer.spi.Entry;
import org.jspecify.annotations.Nullable;

/**
 * One who is told of the death of an object, and its place among the others who are. A class to extend, not a field, since
 * an object with one finalizer should cost an entry and the finalizer, nothing more. The links are guarded by the entry.
 */
abstract class DeathCallback {
    @Nullable DeathCallback newer;

    @Nullable DeathCallback older;

    /** The entry of the object, {@code null} before this is registered and after it was withdrawn. */
    volatile @Nullable DeathEntry entry;

    /** Tells of the death; never throws. Under no lock. */
    abstract void announce();

    /** Whether there is nobody left to tell. */
    abstract boolean isMoot();

    /** The object, {@code null} when it is dead. */
    final @Nullable Object object() {
        Entry known = entry;
        return known == null ? null : known.weak();
    }
}
