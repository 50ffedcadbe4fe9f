package dev.gossamer;

import dev.gossamer.spi.Entry;
import java.lang.ref.ReferenceQueue;

/** An entry of a small container: it knows whose it is, since its queue is shared. */
final class SharedQueueEntry extends Entry {
    final Store<?, ?> store;

    SharedQueueEntry(Object weak, Object strong, int hash, ReferenceQueue<Object> queue, Store<?, ?> store) {
        super(weak, strong, hash, queue);
        this.store = store;
    }
}
