package dev.gossamer.tck.environment;

import dev.gossamer.WeakKeyMap;
import dev.gossamer.spi.Backend;
import dev.gossamer.spi.SimulatedCollector;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Set;

/** Has maps that are left empty, in a class loader where there is no other container, and sees the library's thread come and go. */
public final class EmptiedMap implements Runnable {
    private final Backend backend;

    /**
     * Finds a backend in the class loader of this class.
     *
     * @param backend the name of its class, which has a constructor without parameters
     * @throws ReflectiveOperationException if there is none
     */
    public EmptiedMap(String backend) throws ReflectiveOperationException {
        this.backend = DiscardedLoader.make(backend, EmptiedMap.class);
    }

    @Override
    public void run() {
        new InheritedState(backend).run();
        SimulatedCollector collector = new SimulatedCollector(backend);
        WeakKeyMap<Object, String> small =
                WeakKeyMap.<Object, String>builder().backend(collector).build();
        WeakKeyMap<Object, String> large =
                WeakKeyMap.<Object, String>builder().backend(collector).build();
        Object key = new Object();
        Set<Thread> before = AwaitedCondition.settledThreads();
        small.put(key, "v");
        AwaitedCondition.await(
                "a thread that looks after a map with an entry",
                () -> !more(before).isEmpty());
        reclaimAgain(small, collector);
        List<NamedKey> keys = NamedKey.many(20);
        keys.forEach(each -> large.put(each, "v"));
        keys.forEach(large::remove);
        small.remove(key);
        awaitEnd(before, "maps that were emptied");
        reclaimRefilled(small, collector, "a map that was emptied");
        awaitEnd(before, "a map whose last entry died");
        reclaimRefilled(large, collector, "a map that was emptied, and has held more");
        awaitEnd(before, "a map whose last entry died, and which has held more");
        RefilledMaps refilled = new RefilledMaps(backend);
        refilled.requireLateEntriesReclaimed();
        refilled.requireCrowdReclaimed();
        Reference.reachabilityFence(small);
        Reference.reachabilityFence(large);
    }

    /** Has entries of a map with another one die one after another: the thread may have ended in between. */
    private static void reclaimAgain(WeakKeyMap<Object, String> map, SimulatedCollector collector) {
        for (int death = 0; death < 2; death++) {
            Object dying = new Object();
            map.put(dying, "v");
            collector.clear(dying);
            collector.enqueue();
            AwaitedCondition.await(
                    "the entry of number " + death + " to be reclaimed, of the only map, which has another one",
                    () -> map.estimatedSize() == 1);
        }
    }

    /** Has the one entry die of a map that was let go of, with the thread that looked after it. */
    private static void reclaimRefilled(WeakKeyMap<Object, String> map, SimulatedCollector collector, String what) {
        Object dying = new Object();
        map.put(dying, "v");
        collector.clear(dying);
        collector.enqueue();
        AwaitedCondition.await("the entry to be reclaimed of " + what, () -> map.estimatedSize() == 0);
    }

    private static void awaitEnd(Set<Thread> before, String maps) {
        AwaitedCondition.await(
                "the thread to end that looked after " + maps,
                () -> more(before).isEmpty());
    }

    /** The threads of the library that came since; one that is replaced by another just now may be missed. */
    private static Set<Thread> more(Set<Thread> before) {
        Set<Thread> more = AwaitedCondition.threadsSince(before);
        more.removeIf(thread -> !thread.getName().startsWith("gossamer"));
        return more;
    }
}
