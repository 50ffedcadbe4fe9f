package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.Interner;
import dev.gossamer.Reclaim;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakMap;
import dev.gossamer.WeakSet;
import dev.gossamer.WeakValueMap;
import dev.gossamer.tck.environment.AwaitedCondition;
import dev.gossamer.tck.environment.InitialEquivalence;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.RacingThreads;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.environment.TemporaryErrorHandler;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What holds over the life of a container: emptied and filled again, copied, interrupted, with hostile keys and listeners. */
public interface LifecycleContract extends ContractBase {

    @Test
    @Rule("MAP-15")
    @DisplayName("MAP-15: a listener that throws is told of all the others, however the container is reclaimed")
    default void onCollected_throws_isToldOfAll() {
        List<Reclaim> ways = List.of(Reclaim.SHARED, Reclaim.INLINE, Reclaim.MANUAL, Reclaim.on(Runnable::run));
        TemporaryErrorHandler.during((where, failure) -> {}, () -> ways.forEach(this::requireAllToldThoughItThrows));
    }

    private void requireAllToldThoughItThrows(Reclaim way) {
        SimulatedCollection scene = new SimulatedCollection(backend());
        Queue<Integer> told = new ConcurrentLinkedQueue<>();
        WeakValueMap<Integer, NamedKey> map = scene.<Integer, NamedKey>weakValueMap()
                .reclaim(way)
                .onCollected((key, ticket) -> {
                    told.add(key);
                    throw new IllegalStateException("on purpose");
                })
                .build();
        NamedKey live = new NamedKey("live");
        scene.putAndKill(map, 20);
        AwaitedCondition.await("a listener that throws to be told of 20 deaths under " + way, () -> {
            map.put(100, live);
            if (way == Reclaim.MANUAL) {
                map.reclaim();
            }
            return told.size() >= 20;
        });
        assertEquals(20, told.stream().distinct().count(), "keys told under " + way);
        assertEquals(20, told.size(), "times told under " + way);
        assertSame(live, map.get(100), "get(100)");
    }

    @Test
    @Rule("RC-2")
    @DisplayName("RC-2: a map that is emptied and filled again is reclaimed each time, though nobody touches it")
    default void shared_emptiedAndFilledAgain_isReclaimedEachTime() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<Integer, NamedKey> map =
                scene.<Integer, NamedKey>weakValueMap().reclaim(Reclaim.SHARED).build();
        WeakValueMap<Integer, NamedKey> busy =
                scene.<Integer, NamedKey>weakValueMap().reclaim(Reclaim.SHARED).build();
        for (int life = 0; life < 2; life++) {
            reclaimOne(scene, map, "life " + life);
            for (int other = 0; other < 2; other++) { // the library has looked after another map meanwhile
                reclaimOne(scene, busy, "another map");
            }
        }
    }

    private static void reclaimOne(SimulatedCollection scene, WeakValueMap<Integer, NamedKey> map, String what) {
        NamedKey dying = new NamedKey("dying");
        map.put(1, dying);
        scene.kill(dying);
        scene.collector.enqueue();
        AwaitedCondition.await("the entry of a map to be reclaimed, " + what, () -> map.estimatedSize() == 0);
    }

    @Test
    @Rule("MAP-16")
    @DisplayName("MAP-16: copies of each kind have the same referents and settings, and are independent")
    default void copy_ofEachKind_isIndependent() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        List<Object> told = new ArrayList<>();
        NamedKey a = new NamedKey("a");
        NamedKey b = new NamedKey("b");
        WeakKeyMap<NamedKey, String> keys = scene.<NamedKey, String>weakKeyMap()
                .keys(InitialEquivalence.SAME_INITIAL)
                .onCollected((value, ticket) -> told.add(value + " " + ticket))
                .build();
        WeakSet<NamedKey> set = scene.<NamedKey>weakSet()
                .keys(InitialEquivalence.SAME_INITIAL)
                .onCollected(told::add)
                .build();
        Interner<NamedKey> interner =
                scene.<NamedKey>interner().keys(InitialEquivalence.SAME_INITIAL).build();
        keys.put(a, "v", "ticket");
        set.add(a, "ticket of the element");
        interner.intern(a);
        requireIndependentCopyOfPairs(scene, b);
        WeakKeyMap<NamedKey, String> keysCopy = keys.copy();
        WeakSet<NamedKey> setCopy = set.copy();
        Interner<NamedKey> internerCopy = interner.copy();
        keysCopy.put(b, "b");
        setCopy.add(b);
        internerCopy.intern(b);
        assertEquals(List.of(1, 1, 1), List.of(keys.size(), set.size(), interner.size()), "the originals");
        keys.clear();
        set.clear();
        requireComparedAlike(keysCopy, setCopy, internerCopy, a);
        scene.kill(a);
        scene.collector.enqueue();
        keysCopy.reclaim();
        setCopy.reclaim();
        assertEquals(List.of("v ticket", "ticket of the element"), told, "what the listeners of the copies were told");
        assertEquals(List.of(1, 1), List.of(keysCopy.size(), setCopy.size()), "the copies");
        Reference.reachabilityFence(b);
    }

    private static void requireIndependentCopyOfPairs(SimulatedCollection scene, NamedKey b) {
        List<String> told = new ArrayList<>();
        WeakMap<NamedKey, NamedKey> pairs = scene.<NamedKey, NamedKey>weakMap()
                .keys(InitialEquivalence.SAME_INITIAL)
                .onCollected(new WeakMapContract.Listener(told))
                .build();
        NamedKey c = new NamedKey("c");
        pairs.put(c, b);
        WeakMap<NamedKey, NamedKey> copy = pairs.copy();
        copy.put(b, b);
        assertEquals(1, pairs.size(), "a WeakMap whose copy was written to");
        pairs.clear();
        assertSame(b, copy.get(new NamedKey("c, but longer")), "the copy of a WeakMap compares as the original does");
        scene.kill(c);
        assertEquals(1, scene.reclaim(copy), "what reclaim() of the copy of a WeakMap takes out");
        assertEquals(List.of("the key of b"), told, "what the listener of the copy of a WeakMap was told");
        assertEquals(1, copy.size(), "the copy of a WeakMap");
    }

    private static void requireComparedAlike(
            WeakKeyMap<NamedKey, String> keys, WeakSet<NamedKey> set, Interner<NamedKey> interner, NamedKey a) {
        NamedKey alike = new NamedKey("another that begins with a");
        assertEquals("v", keys.get(alike), "the copy of a WeakKeyMap compares as the original does");
        assertTrue(set.contains(alike), "the copy of a WeakSet compares as the original does");
        assertSame(a, interner.intern(alike), "the copy of an Interner compares as the original does");
    }

    @Test
    @Rule("MAP-16")
    @DisplayName("MAP-16: a copy that is made while a function runs has its key, with the value from before")
    default void copy_whileAFunctionRuns_hasItsKey() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        NamedKey name = new NamedKey("name");
        scene.<NamedKey, NamedKey>newMapsOfAllKinds().forEach((kind, map) -> {
            map.put(name, name);
            List<Map<NamedKey, NamedKey>> copies = new ArrayList<>();
            map.computeIfPresent(name, (key, value) -> {
                copies.add(copyOf(map));
                return value;
            });
            assertEquals(List.of(Map.of(name, name)), copies, "what a function for its one key copies of a " + kind);
        });
    }

    private static Map<NamedKey, NamedKey> copyOf(Map<NamedKey, NamedKey> map) {
        if (map instanceof WeakKeyMap<NamedKey, NamedKey> keys) {
            return keys.copy();
        }
        return map instanceof WeakValueMap<NamedKey, NamedKey> values
                ? values.copy()
                : ((WeakMap<NamedKey, NamedKey>) map).copy();
    }

    @Test
    @Rule("MAP-7")
    @DisplayName(
            "MAP-7: a thread that is interrupted while it waits for a function gets its result, and stays interrupted")
    default void compute_waiterInterrupted_getsTheResult() {
        for (int round = 0; round < 20; round++) { // what the waiter waits for may once be the JVM
            interruptWaiter();
        }
    }

    private void interruptWaiter() {
        WeakValueMap<String, NamedKey> map = new SimulatedCollection(backend()).newWeakValueMap();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        NamedKey value = new NamedKey("v");
        FutureTask<NamedKey> computing = RacingThreads.start(() -> map.computeIfAbsent("k", key -> {
            begun.countDown();
            awaitQuietly(letGo);
            return value;
        }));
        FutureTask<Boolean> waiting;
        try {
            AwaitedCondition.await("computeIfAbsent(\"k\") to call its function", begun);
            waiting = interruptOneWhoWaits(map, value);
        } finally {
            letGo.countDown();
        }
        assertSame(value, RacingThreads.join(computing), "computeIfAbsent(\"k\") in the thread that computes");
        assertTrue(RacingThreads.join(waiting), "the waiting thread got the value and is interrupted still");
    }

    private static FutureTask<Boolean> interruptOneWhoWaits(WeakValueMap<String, NamedKey> map, NamedKey value) {
        AtomicReference<@Nullable Thread> waiter = new AtomicReference<>();
        FutureTask<Boolean> waiting = RacingThreads.start(() -> {
            waiter.set(Thread.currentThread());
            return map.computeIfAbsent("k", key -> new NamedKey("another")) == value && Thread.interrupted();
        });
        AwaitedCondition.await("a thread to wait for the function of another", () -> isBlocked(waiter.get()));
        Objects.requireNonNull(waiter.get()).interrupt();
        return waiting;
    }

    private static boolean isBlocked(@Nullable Thread thread) {
        return thread != null
                && List.of(Thread.State.WAITING, Thread.State.TIMED_WAITING, Thread.State.BLOCKED)
                        .contains(thread.getState());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @Rule("MAP-1")
    @DisplayName("MAP-1: keys whose equals takes its own type only, and whose hash is 0, live beside others")
    default void put_fastidiousKeys_liveBesideOthers() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakKeyMap<Object, String> keys = scene.newWeakKeyMap();
        WeakValueMap<Object, Object> values = scene.newWeakValueMap();
        List<Object> held = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Object key = new Fastidious(i);
            held.add(key);
            assertNull(keys.put(key, "v" + i), "put of " + key);
            assertNull(values.put(key, key), "put of " + key);
        }
        scene.kill(held.get(3));
        for (int i = 0; i < 20; i++) {
            Object asked = new Fastidious(i);
            assertEquals(i == 3 ? null : "v" + i, keys.get(asked), "get of " + asked);
            assertSame(i == 3 ? null : held.get(i), values.get(asked), "get of " + asked);
        }
        scene.reclaim(keys);
        scene.reclaim(values);
        assertEquals(19, keys.size(), "size() of a WeakKeyMap");
        assertEquals(19, values.size(), "size() of a WeakValueMap");
        assertEquals("v5", keys.remove(new Fastidious(5)), "remove");
    }

    /** A key whose {@code equals} throws when it is given anything but its own type, and whose hash code is 0. */
    record Fastidious(int number) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other != null && ((Fastidious) other).number == number;
        }

        @Override
        public int hashCode() {
            return 0;
        }
    }
}
