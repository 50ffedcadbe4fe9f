package dev.gossamer.benchmarks;

import javax.cache.Cache;
import org.openjdk.jol.info.GraphStats;

/**
 * Weighs a container: empty, and for each entry, beside key and value.
 *
 * <p>Both are differences of two weighings of the same objects and one change: one more empty container, or entries put into
 * the one that is weighed. So what containers share (caches reach each other through their manager) is in both weighings.
 */
final class FootprintWorker {
    private final PeerLibrary peer;
    private final KeysAndValues material;

    private FootprintWorker(PeerLibrary peer, int size) {
        this.peer = peer;
        this.material = new KeysAndValues(peer.kind.usualKeys, size);
    }

    /**
     * Measures.
     *
     * @param args peer, how many entries
     */
    public static void main(String[] args) {
        new FootprintWorker(PeerLibrary.valueOf(args[0]), Integer.parseInt(args[1])).measure();
    }

    private void measure() {
        Object first = peer.make();
        GraphStats one = settled(first);
        Object second = peer.make();
        GraphStats two = settled(first, second);
        fill(first); // what is made once, with the first entry of all, is made here
        GraphStats empty = settled(second, material);
        fill(second);
        GraphStats filled = settled(second, material);
        SingleMeasurement.tell("empty.bytes", two.totalSize() - one.totalSize());
        SingleMeasurement.tell("bytes.per.entry", (double) (filled.totalSize() - empty.totalSize()) / material.size());
        SingleMeasurement.tell(
                "objects.per.entry", (double) (filled.totalCount() - empty.totalCount()) / material.size());
    }

    private void fill(Object container) {
        for (int i = 0; i < material.size(); i++) {
            material.add(peer.kind, container, i);
        }
        requireAll(container);
    }

    /** Weighs until nothing changes any more: some have a thread put in order what was put in. */
    private static GraphStats settled(Object... roots) {
        GraphStats before = weigh(roots);
        for (int i = 0; i < 10; i++) {
            GraphStats now = weigh(roots);
            if (now.totalSize() == before.totalSize()) {
                return now;
            }
            before = now;
        }
        return before;
    }

    private static GraphStats weigh(Object... roots) {
        return GraphStats.parseInstance(roots);
    }

    /** A cache may be bounded without having been told to be. */
    private void requireAll(Object container) {
        if (container instanceof Cache<?, ?> cache) {
            int held = 0;
            for (Cache.Entry<?, ?> entry : cache) {
                held += entry == null ? 0 : 1;
            }
            if (held != material.size()) {
                throw new IllegalStateException(
                        peer + " holds " + held + " entries of " + material.size() + "; weigh fewer");
            }
        }
    }
}
