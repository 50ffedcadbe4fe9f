package dev.gossamer.benchmarks;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Map;

/** Puts entry after entry into one map while only the latest are in use, and tells what that costs. */
final class ChurnWorker {

    private ChurnWorker() {}

    /**
     * Measures.
     *
     * @param args peer, how many puts, how many of the latest entries are in use
     */
    public static void main(String[] args) {
        PeerLibrary peer = PeerLibrary.valueOf(args[0]);
        int puts = Integer.parseInt(args[1]);
        Object[] inUse = new Object[Integer.parseInt(args[2])];
        Map<Object, Object> map = KeysAndValues.map(peer.make());
        churn(peer, map, inUse, puts / 4); // the compiler and the heap find their way
        long collecting = collecting();
        long begin = System.nanoTime();
        churn(peer, map, inUse, puts);
        double seconds = (System.nanoTime() - begin) / 1e9;
        SingleMeasurement.tell("puts.per.second", puts / seconds);
        SingleMeasurement.tell("collector.millis", collecting() - collecting);
        SingleMeasurement.tell("peak.mebibytes", peak() / 1048576.0);
    }

    private static void churn(PeerLibrary peer, Map<Object, Object> map, Object[] inUse, int puts) {
        for (int i = 0; i < puts; i++) {
            Object key = peer.kind == ContainerKind.WEAK_KEYS_IDENTITY ? new Object() : KeyClasses.STRING.key(i);
            Object value = new byte[64];
            inUse[i % inUse.length] = peer.kind == ContainerKind.WEAK_VALUES ? value : key;
            map.put(key, value);
        }
    }

    private static long collecting() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }

    private static long peak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong((MemoryPoolMXBean pool) -> pool.getPeakUsage().getUsed())
                .sum();
    }
}
