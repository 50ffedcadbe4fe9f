package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.Reclaim;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakRef;
import dev.gossamer.WeakValueMap;
import dev.gossamer.tck.environment.AwaitedCondition;
import dev.gossamer.tck.environment.DiscardedLoader;
import dev.gossamer.tck.environment.EmptiedMap;
import dev.gossamer.tck.environment.EveryFeature;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.RacingThreads;
import dev.gossamer.tck.environment.RealCollector;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import dev.gossamer.tck.rules.RuleViolation;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who reclaims, when, and at what cost. */
public interface ReclaimContract extends ContractBase {

    @Test
    @Rule("RC-1")
    @DisplayName("RC-1: MANUAL reclaims when told to and at no other time")
    default void manual_operations_reclaimNothing() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<Integer, NamedKey> map = scene.newWeakValueMap();
        NamedKey live = new NamedKey("live");
        scene.putAndKill(map, 10);
        map.put(10, live);
        assertNull(map.get(3), "a dead entry");
        assertEquals(1, map.size(), "map.size()");
        assertEquals(11, map.estimatedSize(), "entries stored before reclaim()");
        assertEquals(10, map.reclaim(), "what reclaim() gives");
        assertEquals(1, map.estimatedSize(), "entries stored after reclaim()");
        assertEquals(0, map.reclaim(), "what a second reclaim() gives");
    }

    @Test
    @Rule("RC-1")
    @DisplayName("RC-1: INLINE reclaims with a write, in the writing thread")
    default void inline_write_reclaims() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        List<Thread> tellers = new ArrayList<>();
        WeakValueMap<Integer, NamedKey> map = scene.<Integer, NamedKey>weakValueMap()
                .reclaim(Reclaim.INLINE)
                .onCollected((key, ticket) -> tellers.add(Thread.currentThread()))
                .build();
        NamedKey live = new NamedKey("live");
        scene.putAndKill(map, 1);
        map.put(1, live);
        assertEquals(List.of(Thread.currentThread()), tellers, "the threads that told");
        assertEquals(1, map.estimatedSize(), "map.estimatedSize()");
    }

    @Test
    @Rule("RC-1")
    @DisplayName("RC-1: on(Executor) has the executor reclaim")
    default void onExecutor_death_isReclaimedThere() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        Queue<Integer> told = new ConcurrentLinkedQueue<>();
        WeakValueMap<Integer, NamedKey> map = scene.<Integer, NamedKey>weakValueMap()
                .reclaim(Reclaim.on(tasks::add))
                .onCollected((key, ticket) -> told.add(key))
                .build();
        scene.putAndKill(map, 1);
        AwaitedCondition.await("a task for the executor", () -> !tasks.isEmpty());
        assertTrue(told.isEmpty(), "nobody is told before the executor runs the task");
        tasks.forEach(Runnable::run);
        assertEquals(List.of(0), List.copyOf(told), "List.copyOf(told)");
        assertEquals(0, map.estimatedSize(), "map.estimatedSize()");
    }

    @Test
    @Rule("RC-1")
    @DisplayName("RC-1: reclaim() takes out what is pending though another thread is about to tell of an entry")
    default void reclaim_whileAnotherThreadTells_takesOutTheRest() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        List<Integer> reclaimed = new ArrayList<>();
        List<WeakValueMap<Integer, NamedKey>> self = new ArrayList<>();
        WeakValueMap<Integer, NamedKey> map = scene.<Integer, NamedKey>weakValueMap()
                .onCollected((key, ticket) -> {
                    if (reclaimed.isEmpty()) {
                        reclaimed.add(0);
                        reclaimed.addAll(RacingThreads.run(1, () -> self.get(0).reclaim()));
                    }
                })
                .build();
        self.add(map);
        scene.putAndKill(map, 3);
        assertEquals(1, map.reclaim(), "what the thread takes out whose listener waits for another one");
        assertEquals(List.of(0, 2), reclaimed, "what the other one takes out meanwhile, after a 0");
    }

    @Test
    @Rule("RC-2")
    @DisplayName("RC-2: SHARED takes an entry out and tells of it within a second, though nobody touches the map")
    default void shared_idleMap_isReclaimedWithinASecond() {
        requireReclaimedWithinASecond(1);
        requireReclaimedWithinASecond(6_000);
    }

    private void requireReclaimedWithinASecond(int deaths) {
        long quickest = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 20 && quickest > 1_000; attempt++) {
            quickest = Math.min(quickest, reclaimedAfterMillis(deaths));
        }
        assertTrue(
                quickest <= 1_000,
                deaths + " entries were not once in 20 times reclaimed sooner than after " + quickest + " ms");
    }

    @Test
    @Rule("RC-1")
    @DisplayName("RC-1: reclaim() of a SHARED map takes out what is pending and gives how many those were")
    default void reclaim_ofASharedMap_givesTheCount() {
        for (int entries : new int[] {3, 20}) { // few share a queue with other maps
            SimulatedCollection scene = new SimulatedCollection(backend());
            AwaitedCondition.await("reclaim() of a SHARED map to come before the library's thread", () -> {
                WeakValueMap<Integer, NamedKey> map = scene.<Integer, NamedKey>weakValueMap()
                        .reclaim(Reclaim.SHARED)
                        .build();
                scene.putAndKill(map, entries);
                return map.reclaim() == entries;
            });
        }
    }

    @Test
    @Rule("RC-1")
    @DisplayName("RC-1: reclaim() of a small SHARED map counts nothing of another one")
    default void reclaim_ofASmallSharedMap_countsItsOwn() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        AwaitedCondition.await("reclaim() of a SHARED map to come before the library's thread", () -> {
            WeakValueMap<Integer, NamedKey> other = scene.<Integer, NamedKey>weakValueMap()
                    .reclaim(Reclaim.SHARED)
                    .build();
            WeakValueMap<Integer, NamedKey> map = scene.<Integer, NamedKey>weakValueMap()
                    .reclaim(Reclaim.SHARED)
                    .build();
            NamedKey dying = new NamedKey("dying");
            List.of(1, 2, 3, 4, 5).forEach(key -> other.put(key, dying));
            scene.putAndKill(map, 1);
            scene.kill(dying);
            scene.collector.enqueue();
            int count = map.reclaim();
            assertTrue(count <= 1, count + " entries were reclaimed in a map with one");
            return count == 1;
        });
    }

    /** How long it takes to reclaim some entries of an idle map and to tell of them. */
    private long reclaimedAfterMillis(int deaths) {
        SimulatedCollection scene = new SimulatedCollection(backend());
        Queue<Integer> told = new ConcurrentLinkedQueue<>();
        WeakValueMap<Integer, NamedKey> map = scene.<Integer, NamedKey>weakValueMap()
                .reclaim(Reclaim.SHARED)
                .onCollected((key, ticket) -> told.add(key))
                .build();
        scene.putAndKill(map, deaths);
        long start = System.nanoTime();
        AwaitedCondition.await(
                deaths + " deaths to be reclaimed and told", () -> map.estimatedSize() == 0 && told.size() == deaths);
        return (System.nanoTime() - start) / 1_000_000;
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("RC-3")
    @DisplayName("RC-3: there is at most one thread, a daemon that pins no loader, and it ends when nothing needs it")
    default void shared_manyMaps_shareOneThread() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        List<WeakKeyMap<Object, String>> maps = new ArrayList<>();
        Object key = new Object();
        for (int i = 0; i < 5; i++) {
            WeakKeyMap<Object, String> map =
                    WeakKeyMap.<Object, String>builder().backend(backend()).build();
            map.put(key, "v");
            maps.add(map);
        }
        AwaitedCondition.await(
                "five maps to have one thread at most", // once who makes it has ended
                () -> AwaitedCondition.threadsSince(before).size() <= 1);
        AwaitedCondition.await(
                "a thread that looks after five maps",
                () -> AwaitedCondition.threads().stream().anyMatch(ReclaimContract::isOfTheLibrary));
        Set<Thread> more = AwaitedCondition.threadsSince(before);
        requireDaemonsThatPinNoLoader();
        maps.forEach(map -> assertEquals("v", map.remove(key), "remove of " + key));
        maps.clear();
        RealCollector.await("the threads to end: " + more, () -> more.stream().noneMatch(Thread::isAlive));
    }

    private static boolean isOfTheLibrary(Thread thread) {
        return thread.getName().startsWith("gossamer");
    }

    private static void requireDaemonsThatPinNoLoader() {
        for (Thread thread : AwaitedCondition.threads().stream()
                .filter(ReclaimContract::isOfTheLibrary)
                .collect(Collectors.toSet())) {
            assertTrue(thread.isDaemon(), thread + " is no daemon");
            assertNull(thread.getContextClassLoader(), "the context class loader of " + thread);
        }
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("RC-4")
    @DisplayName("RC-4: a class loader in which the library was used is collectable")
    default void use_inThrowawayLoader_leavesItCollectable() {
        WeakRef<ClassLoader> loader = RealCollector.elsewhere(
                () -> DiscardedLoader.useAndDrop(backend().getClass(), EveryFeature.class));
        RealCollector.await("a dropped class loader to be collected", () -> !loader.isAlive());
    }

    @Test
    @Rule({"RC-2", "RC-3", "RC-8"})
    @DisplayName(
            "RC-2 RC-3 RC-8: the library's threads take nothing over from who used it first, stay while a map has an"
                    + " entry, end once all maps are empty, and come again when one is filled")
    default void shared_firstUseToEmptyMaps_threadsComeAndGo() {
        DiscardedLoader.useAndDrop(backend().getClass(), EmptiedMap.class);
    }

    @Test
    @Rule("RC-5")
    @DisplayName("RC-5: no single operation pays for a mass death")
    default void inline_massDeath_costsOneCallLittle() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<Integer, NamedKey> map =
                scene.<Integer, NamedKey>weakValueMap().reclaim(Reclaim.INLINE).build();
        NamedKey live = new NamedKey("live");
        scene.putAndKill(map, 4_000);
        map.put(-1, live);
        long left = map.estimatedSize();
        assertTrue(left >= 3_000, "one call reclaimed " + (4_001 - left) + " of 4000 dead entries");
        assertNull(map.get(5), "a dead entry");
        assertTrue(map.estimatedSize() >= 3_000, "entries left after a look-up");
        map.reclaim();
        assertEquals(1, map.estimatedSize(), "map.estimatedSize()");
        Reference.reachabilityFence(live);
    }

    @Test
    @Rule("RC-6")
    @DisplayName("RC-6: INLINE never touches another container")
    default void inline_write_leavesOtherContainersAlone() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        List<Integer> told = new ArrayList<>();
        WeakValueMap<Integer, NamedKey> used =
                scene.<Integer, NamedKey>weakValueMap().reclaim(Reclaim.INLINE).build();
        WeakValueMap<Integer, NamedKey> other = scene.<Integer, NamedKey>weakValueMap()
                .reclaim(Reclaim.INLINE)
                .onCollected((key, ticket) -> told.add(key))
                .build();
        NamedKey live = new NamedKey("live");
        scene.putAndKill(other, 5);
        for (int i = 0; i < 50; i++) {
            used.put(i, live);
            used.remove(i - 1);
        }
        assertEquals(5, other.estimatedSize(), "dead entries of the other map");
        assertTrue(told.isEmpty(), "the other listener was told");
        assertFalse(used.isEmpty(), "isEmpty()");
        Reference.reachabilityFence(live);
    }

    @Test
    @Rule("RC-1")
    @DisplayName("RC-1: under INLINE every kind of write reclaims, and no look-up does")
    default void inline_eachWrite_reclaims() {
        NamedKey live = new NamedKey("live");
        Map<String, Consumer<WeakValueMap<Integer, NamedKey>>> writes = new LinkedHashMap<>();
        writes.put("put of a new key", map -> map.put(7, live));
        writes.put("put over a value", map -> map.put(1, live));
        writes.put("put of the value that is there", map -> map.put(1, map.get(1)));
        writes.put("putIfAbsent", map -> map.putIfAbsent(7, live));
        writes.put("replace", map -> map.replace(1, live));
        writes.put("remove", map -> map.remove(1));
        writes.put("computeIfAbsent", map -> map.computeIfAbsent(7, key -> live));
        writes.put("compute", map -> map.compute(1, (key, seen) -> live));
        writes.put("compute to nothing", map -> map.compute(1, (key, seen) -> null));
        writes.put("merge", map -> map.merge(1, live, (seen, given) -> given));
        writes.put("popEntry", WeakValueMap::popEntry);
        writes.put("keySet().remove", map -> map.keySet().remove(1));
        writes.forEach(this::requireReclaims);
    }

    private void requireReclaims(String name, Consumer<WeakValueMap<Integer, NamedKey>> write) {
        SimulatedCollection scene = new SimulatedCollection(backend());
        NamedKey dead = new NamedKey("dead");
        NamedKey stored = new NamedKey("stored");
        List<Object> told = new ArrayList<>();
        WeakValueMap<Integer, NamedKey> map = telling(scene, Reclaim.INLINE, told);
        map.put(1, stored);
        map.put(2, dead, "ticket");
        scene.kill(dead);
        scene.collector.enqueue();
        assertNull(map.get(2), "get of a dead entry");
        assertEquals(1, map.size(), "size() beside a dead entry");
        assertEquals(List.of(), told, "what was told by look-ups alone");
        write.accept(map);
        assertEquals(List.of("2 ticket"), told, "what the listener was told by " + name);
    }

    private static WeakValueMap<Integer, NamedKey> telling(
            SimulatedCollection scene, Reclaim way, Collection<Object> told) {
        return scene.<Integer, NamedKey>weakValueMap()
                .reclaim(way)
                .onCollected((key, ticket) -> told.add(key + " " + ticket))
                .build();
    }

    @Test
    @Rule({"RC-1", "MAP-15"})
    @DisplayName("RC-1 MAP-15: whoever reclaims tells the ticket, and the library leaves MANUAL containers alone")
    default void eachWay_deaths_areToldWithTheTicket() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        Queue<Object> manual = new ConcurrentLinkedQueue<>();
        WeakValueMap<Integer, NamedKey> left = ticketed(scene, Reclaim.MANUAL, manual);
        for (Reclaim way : List.of(Reclaim.SHARED, Reclaim.on(Runnable::run))) {
            requireAllToldWithTickets(scene, way);
        }
        RuleViolation.unless(
                left.estimatedSize() == 30 && manual.isEmpty(),
                "RC-1",
                "the library reclaimed a MANUAL container, and told its listener " + manual);
        int reclaimed = left.reclaim();
        RuleViolation.unless(
                reclaimed == 30 && manual.size() == 30,
                "RC-1",
                "reclaim() gives " + reclaimed + " of 30 deaths, and told " + manual.size());
    }

    private static void requireAllToldWithTickets(SimulatedCollection scene, Reclaim way) {
        Queue<Object> told = new ConcurrentLinkedQueue<>();
        WeakValueMap<Integer, NamedKey> map = ticketed(scene, way, told);
        AwaitedCondition.await("30 deaths to be told under " + way, () -> told.size() >= 30);
        Set<Object> expected =
                IntStream.range(0, 30).mapToObj(key -> key + " ticket " + key).collect(Collectors.toSet());
        RuleViolation.unless(
                Set.copyOf(told).equals(expected), "MAP-15", "under " + way + " the listener was told " + told);
        Reference.reachabilityFence(map);
    }

    /** A map in which thirty entries with tickets have died. */
    private static WeakValueMap<Integer, NamedKey> ticketed(
            SimulatedCollection scene, Reclaim way, Queue<Object> told) {
        WeakValueMap<Integer, NamedKey> map = telling(scene, way, told);
        NamedKey dead = new NamedKey("dead");
        for (int key = 0; key < 30; key++) {
            map.put(key, dead, "ticket " + key);
        }
        scene.kill(dead);
        scene.collector.enqueue();
        return map;
    }
}
