package dev.gossamer;

import dev.gossamer.spi.Entry;
import java.lang.ref.ReferenceQueue;
import org.jspecify.annotations.Nullable;

/** An entry that carries a ticket for its listener. */
final class TicketedEntry extends Entry {
    private final Object ticket;

    TicketedEntry(Object weak, Object strong, int hash, ReferenceQueue<Object> queue, Object ticket) {
        super(weak, strong, hash, queue);
        this.ticket = ticket;
    }

    @Override
    public @Nullable Object ticket() {
        return ticket;
    }
}
