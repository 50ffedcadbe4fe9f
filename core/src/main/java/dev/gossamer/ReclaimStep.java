package dev.gossamer;

import dev.gossamer.spi.Entry;
import org.jspecify.annotations.Nullable;

/**
 * An entry on its way out of a container: polled from its queue, taken out of the table, told. A thread that reclaims has
 * one, and leaves it to the next that does if something is thrown. Guarded by the {@link ContainerRegistration} while
 * nobody owns it, for its owner alone while somebody does.
 */
final class ReclaimStep {
    /** Who is at it, {@code null} when it was left. */
    @Nullable Thread owner;

    /** The next step of the same container. */
    @Nullable ReclaimStep next;

    /** The entry, {@code null} when nothing is left to do. */
    @Nullable Entry entry;

    /** What the entry held, once it is retired. */
    @Nullable Object survivor;

    boolean retired;
    boolean counted;

    /** Does what is left for a step that was abandoned. */
    void takeOver(ReclaimStep left) {
        entry = left.entry;
        survivor = left.survivor;
        retired = left.retired;
        counted = left.counted;
    }
}
