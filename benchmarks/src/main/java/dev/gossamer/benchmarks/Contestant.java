package dev.gossamer.benchmarks;

import java.util.List;

/** One side of a comparison: a peer, the work it does, and with what. */
record Contestant(
        PeerLibrary peer, MeasuredOperation work, KeyClasses keys, int size, int threads, boolean afterOtherKinds) {

    /** What {@link SliceWorker} is called with. */
    List<String> arguments() {
        return List.of(
                peer.name(),
                work.name(),
                keys.name(),
                String.valueOf(size),
                String.valueOf(threads),
                String.valueOf(afterOtherKinds));
    }
}
