package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.gossamer.AwaitedFunction;
import dev.gossamer.WeakContainer;
import dev.gossamer.WeakValueMap;
import dev.gossamer.tck.environment.AwaitedCondition;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.RacingThreads;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import dev.gossamer.tck.rules.RuleViolation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Threads that wait for the functions of others: in a circle, and seen from outside. */
public interface WaitingThreadsContract extends ContractBase {

    @Test
    @Rule("MAP-21")
    @DisplayName("MAP-21: a circle of threads that wait for each other's functions is found, whatever its length")
    default void computeIfAbsent_circleOfThreads_isFound() {
        for (int length : new int[] {2, 3, 40}) {
            List<WeakValueMap<Integer, NamedKey>> maps = threeMaps();
            long refused = RacingThreads.run(circle(maps, length)).stream()
                    .filter(each -> each)
                    .count();
            RuleViolation.unless(
                    refused > 0,
                    "MAP-21",
                    "no call fails in a circle of " + length + " threads that wait for each other");
            NamedKey value = new NamedKey("v");
            maps.forEach(map -> assertSame(value, map.compute(0, (key, old) -> value), "compute(0) after a circle"));
        }
    }

    /** Calls of which each waits for the function of the next, and the last for that of the first. */
    private static List<Callable<Boolean>> circle(List<WeakValueMap<Integer, NamedKey>> maps, int length) {
        CountDownLatch inside = new CountDownLatch(length);
        List<Callable<Boolean>> links = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            int own = i;
            links.add(() -> isRefused(maps, own, (own + 1) % length, inside));
        }
        return links;
    }

    private List<WeakValueMap<Integer, NamedKey>> threeMaps() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        return List.of(scene.newWeakValueMap(), scene.newWeakValueMap(), scene.newWeakValueMap());
    }

    /** Whether a call that waits for another thread's function, from inside a function, throws. */
    private static boolean isRefused(
            List<WeakValueMap<Integer, NamedKey>> maps, int own, int other, CountDownLatch inside) {
        NamedKey value = new NamedKey("of " + own);
        try {
            maps.get(own % maps.size()).computeIfAbsent(own, key -> {
                inside.countDown();
                AwaitedCondition.await("all functions of a circle to run", inside);
                return maps.get(other % maps.size()).computeIfAbsent(other, next -> value);
            });
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    @Test
    @Rule("MAP-21")
    @DisplayName("MAP-21: stats() tell the key and the computing thread that others wait for, and a dump the blocker")
    default void stats_whileAThreadWaits_tellForWhom() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        scene.<NamedKey, NamedKey>newMapsOfAllKinds().forEach(WaitingThreadsContract::requireToldOfAWait);
    }

    private static void requireToldOfAWait(String kind, ConcurrentMap<NamedKey, NamedKey> map) {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        AtomicReference<@Nullable Thread> computing = new AtomicReference<>();
        AtomicReference<@Nullable Thread> waiting = new AtomicReference<>();
        NamedKey key = new NamedKey("k");
        NamedKey value = new NamedKey("v");
        FutureTask<NamedKey> function = RacingThreads.start(() -> map.computeIfAbsent(key, same -> {
            computing.set(Thread.currentThread());
            begun.countDown();
            AwaitedCondition.await("another thread to be seen waiting", letGo);
            return value;
        }));
        try {
            AwaitedCondition.await("computeIfAbsent(k) of a " + kind + " to call its function", begun);
            assertEquals(List.of(), awaited(map), "awaited() of a " + kind + " while nobody waits");
            FutureTask<NamedKey> writer = RacingThreads.start(() -> {
                waiting.set(Thread.currentThread());
                return map.put(key, value);
            });
            AwaitedCondition.await(
                    "stats() of a " + kind + " to tell of a thread that waits for the function of another",
                    () -> !awaited(map).isEmpty());
            requireTold(kind, awaited(map), key, computing, waiting);
            letGo.countDown();
            assertSame(value, RacingThreads.join(writer), "put(k) after the function");
        } finally {
            letGo.countDown();
        }
        assertSame(value, RacingThreads.join(function), "computeIfAbsent(k)");
        assertEquals(List.of(), awaited(map), "awaited() of a " + kind + " at the end");
    }

    private static List<AwaitedFunction> awaited(ConcurrentMap<?, ?> map) {
        return ((WeakContainer) map).stats().awaited();
    }

    private static void requireTold(
            String kind,
            List<AwaitedFunction> awaited,
            NamedKey key,
            AtomicReference<@Nullable Thread> computing,
            AtomicReference<@Nullable Thread> waiting) {
        Thread owner = computing.get();
        assertNotNull(owner, "the thread that computes");
        assertEquals(List.of(new AwaitedFunction(key, owner, 1)), awaited, "awaited() of a " + kind);
        Thread parked = waiting.get();
        assertNotNull(parked, "the thread that waits");
        String blocker = String.valueOf(LockSupport.getBlocker(parked));
        RuleViolation.unless(
                blocker.contains(owner.getName()), "MAP-21", "the blocker of a waiting thread is " + blocker);
    }
}
