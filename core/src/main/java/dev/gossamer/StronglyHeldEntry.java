package dev.gossamer;

import dev.gossamer.spi.Entry;
import org.jspecify.annotations.Nullable;

/** An entry whose weak side has no identity and is held strongly instead, as {@link IdentityPolicy#HOLD_STRONGLY} asks. */
final class StronglyHeldEntry extends Entry {
    private volatile @Nullable Object pinned;
    private final @Nullable Object ticket;

    StronglyHeldEntry(Object pinned, Object strong, int hash, @Nullable Object ticket) {
        super(null, strong, hash, null);
        this.pinned = pinned;
        this.ticket = ticket;
    }

    @Override
    protected @Nullable Object pinned() {
        return pinned;
    }

    @Override
    public boolean isPinned() {
        return pinned != null;
    }

    @Override
    public void clear() {
        pinned = null;
    }

    @Override
    public @Nullable Object ticket() {
        return ticket;
    }
}
