package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gossamer.ErrorHandler;
import dev.gossamer.Reclaim;
import dev.gossamer.WeakContainer;
import dev.gossamer.WeakMap;
import dev.gossamer.WeakValueMap;
import dev.gossamer.tck.environment.AwaitedCondition;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.environment.SteppedBackend;
import dev.gossamer.tck.environment.TemporaryErrorHandler;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import dev.gossamer.tck.rules.RuleViolation;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is left when reclaiming is broken off by an error of the JVM. */
public interface BrokenOffReclaimContract extends ContractBase {

    /** Makes a container of some kind whose listener adds what it is told to a list. */
    @FunctionalInterface
    interface Telling {
        /** Makes it. */
        ConcurrentMap<NamedKey, NamedKey> make(SimulatedCollection scene, List<Object> told);
    }

    /** Containers, by what dies in them. */
    private static Map<String, Telling> kinds() {
        return Map.of(
                "value of a WeakValueMap",
                (scene, told) -> scene.<NamedKey, NamedKey>weakValueMap()
                        .recordStats()
                        .onCollected((key, ticket) -> told.add(key))
                        .build(),
                "key of a WeakKeyMap",
                (scene, told) -> scene.<NamedKey, NamedKey>weakKeyMap()
                        .recordStats()
                        .onCollected((value, ticket) -> told.add(value))
                        .build(),
                "value of a WeakMap",
                BrokenOffReclaimContract::pairs,
                "key of a WeakMap",
                BrokenOffReclaimContract::pairs);
    }

    private static WeakMap<NamedKey, NamedKey> pairs(SimulatedCollection scene, List<Object> told) {
        return scene.<NamedKey, NamedKey>weakMap()
                .recordStats()
                .onCollected(new WeakMap.PairListener<NamedKey, NamedKey>() {
                    @Override
                    public void keyCollected(NamedKey value) {
                        told.add(value);
                    }

                    @Override
                    public void valueCollected(NamedKey key) {
                        told.add(key);
                    }
                })
                .build();
    }

    @Test
    @Rule({"MAP-20", "MAP-15", "WM-3"})
    @DisplayName(
            "MAP-20 MAP-15 WM-3: an error of the JVM before or after any step of reclaiming leaves no dead entry for good, and each is told once")
    default void reclaim_errorAtAnyStep_endsWithAllTakenOutAndTold() {
        kinds().forEach((dying, kind) -> {
            for (boolean after : new boolean[] {false, true}) {
                boolean struck = true;
                for (int step = 1; struck; step++) {
                    RuleViolation.unless(
                            step < BrokenOffContract.MOST_STEPS,
                            "MAP-20",
                            "reclaim() takes " + step + " steps, and more");
                    struck = strike(dying, kind, step, after);
                }
            }
        });
    }

    /** Has an error strike at one step of reclaiming; whether it came so far. */
    private boolean strike(String dying, Telling kind, int step, boolean after) {
        Error error = step % 2 == 0 ? new StackOverflowError("on purpose") : new OutOfMemoryError("on purpose");
        BrokenOffContract.Strike strike = new BrokenOffContract.Strike(after, error);
        SimulatedCollection scene = new SimulatedCollection(new SteppedBackend(backend(), strike));
        List<Object> told = new ArrayList<>();
        ConcurrentMap<NamedKey, NamedKey> map = kind.make(scene, told);
        List<NamedKey> keys = NamedKey.many(4);
        List<NamedKey> values = NamedKey.many(4);
        for (int i = 0; i < 4; i++) {
            map.put(keys.get(i), values.get(i));
        }
        List<NamedKey> dead = (dying.startsWith("key") ? keys : values).subList(0, 3);
        List<NamedKey> left = (dying.startsWith("key") ? values : keys).subList(0, 3);
        dead.forEach(scene::kill);
        strike.arm(step);
        boolean struck = reclaimOnce(scene, (WeakContainer) map, strike);
        scene.reclaim((WeakContainer) map);
        String when = "an error " + (after ? "after" : "before") + " step " + step + " of reclaiming a dead " + dying;
        requireReclaimed(when, map, told, left);
        Reference.reachabilityFence(keys);
        Reference.reachabilityFence(values);
        return struck;
    }

    private static boolean reclaimOnce(
            SimulatedCollection scene, WeakContainer container, BrokenOffContract.Strike strike) {
        try {
            scene.reclaim(container);
        } catch (StackOverflowError | OutOfMemoryError onPurpose) {
            return strike.disarm();
        }
        return strike.disarm();
    }

    private static void requireReclaimed(
            String when, ConcurrentMap<?, ?> map, List<Object> told, List<NamedKey> survivors) {
        WeakContainer container = (WeakContainer) map;
        RuleViolation.unless(
                map.size() == 1 && container.estimatedSize() == 1,
                "MAP-20",
                "size() is " + map.size() + " and estimatedSize() " + container.estimatedSize()
                        + " of one live entry, after " + when);
        RuleViolation.unless(
                told.size() == 3 && told.containsAll(survivors),
                map instanceof WeakMap ? "WM-3" : "MAP-15",
                "the listener was told " + told + " of three deaths, after " + when);
        long counted = container.stats().collected();
        RuleViolation.unless(counted == 3, "MAP-20", counted + " of three deaths are counted after " + when);
    }

    @Test
    @Rule("RC-7")
    @DisplayName(
            "RC-7: an error of the JVM while the library reclaims is reported with the container's name, and loses no entry")
    default void shared_errorWhileReclaiming_isReportedAndLosesNothing() {
        Queue<String> reported = new ConcurrentLinkedQueue<>();
        ErrorHandler noting = (source, failure) -> reported.add(source);
        TemporaryErrorHandler.during(noting, () -> {
            List<Struck> struck = new ArrayList<>();
            for (int way = 0; way < 4; way++) {
                struck.add(new Struck(this, "broken off " + way, (way & 1) != 0, (way & 2) != 0));
            }
            struck.forEach(each -> each.requireReclaimed(reported));
        });
    }

    /** A container of which three values died, at whose reclaiming an error strikes once. */
    final class Struck {
        private final Thread me = Thread.currentThread();
        private final AtomicBoolean struck = new AtomicBoolean();
        private final Queue<Integer> told = new ConcurrentLinkedQueue<>();
        private final String name;
        private final boolean listens;
        private final WeakValueMap<Integer, NamedKey> map;

        Struck(BrokenOffReclaimContract contract, String name, boolean listens, boolean after) {
            this.name = name;
            this.listens = listens;
            SimulatedCollection scene = new SimulatedCollection(
                    new SteppedBackend(contract.backend(), (step, now) -> strike(step, now == after)));
            WeakValueMap.Builder<Integer, NamedKey> builder = scene.<Integer, NamedKey>weakValueMap()
                    .reclaim(Reclaim.SHARED)
                    .name(name);
            map = (listens ? builder.onCollected((key, ticket) -> told.add(key)) : builder).build();
            scene.putAndKill(map, 3);
        }

        private void strike(SteppedBackend.Step step, boolean now) {
            boolean due = now && step == SteppedBackend.Step.REMOVE && Thread.currentThread() != me;
            if (due && struck.compareAndSet(false, true)) {
                throw new OutOfMemoryError("on purpose");
            }
        }

        void requireReclaimed(Queue<String> reported) {
            String container = "the container \"" + name + '"' + (listens ? ", which has a listener" : "");
            AwaitedCondition.await("dead entries to leave " + container, () -> map.estimatedSize() == 0);
            AwaitedCondition.await("three deaths to be told of " + container, () -> !listens || told.size() >= 3);
            AwaitedCondition.await(
                    "an error at reclaiming to be reported with the name of " + container,
                    () -> reported.stream().anyMatch(each -> each.contains('"' + name + '"')));
            assertEquals(listens ? 3 : 0, told.stream().distinct().count(), "deaths told of " + container);
            assertEquals(listens ? 3 : 0, told.size(), "times that the listener was told of " + container);
        }
    }
}
