package dev.gossamer.benchmarks;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ObjIntConsumer;

/** Fills container after container; all threads fill the same one, each a batch of its keys, and its last batch ends it. */
final class FillingWorkload<C> implements BatchedWorkload {
    private final PeerLibrary peer;
    private final int size;
    private final ObjIntConsumer<C> operation;
    private final AtomicReference<Round<C>> current;

    /**
     * Makes the work.
     *
     * @param size how many operations fill one container
     * @param operation does the operation of a number over a container
     */
    FillingWorkload(PeerLibrary peer, int size, ObjIntConsumer<C> operation) {
        this.peer = peer;
        this.size = size;
        this.operation = operation;
        this.current = new AtomicReference<>(begin());
    }

    @SuppressWarnings("unchecked") // who makes this knows the kind
    private Round<C> begin() {
        return new Round<>((C) peer.make(), new AtomicInteger());
    }

    @Override
    public long batch(Lane lane) {
        while (true) {
            Round<C> round = current.get();
            int from = round.next.getAndAdd(BATCH);
            if (from < size) {
                int to = Math.min(size, from + BATCH);
                C container = round.container;
                for (int i = from; i < to; i++) {
                    operation.accept(container, i);
                }
                return (long) to - from;
            }
            current.compareAndSet(round, begin());
        }
    }

    private record Round<C>(C container, AtomicInteger next) {}
}
