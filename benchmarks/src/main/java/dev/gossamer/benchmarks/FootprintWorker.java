package dev.gossamer.benchmarks;

import org.openjdk.jol.info.GraphLayout;

/** Weighs a container: empty, and for each entry, beside key and value. */
final class FootprintWorker {

    private FootprintWorker() {}

    /**
     * Measures.
     *
     * @param args peer, how many entries
     */
    public static void main(String[] args) {
        Peer peer = Peer.valueOf(args[0]);
        Material material = new Material(peer.kind.usualKeys, Integer.parseInt(args[1]));
        GraphLayout shared = GraphLayout.parseInstance(peer.make()); // what all containers of a class have in common
        GraphLayout empty = GraphLayout.parseInstance(peer.make()).subtract(shared);
        Object container = material.filled(peer);
        GraphLayout filled = GraphLayout.parseInstance(container)
                .subtract(GraphLayout.parseInstance(material.keys, material.values));
        Once.tell("empty.bytes", empty.totalSize());
        Once.tell("bytes.per.entry", (double) (filled.totalSize() - empty.totalSize()) / material.size());
        Once.tell("objects.per.entry", (double) (filled.totalCount() - empty.totalCount()) / material.size());
    }
}
