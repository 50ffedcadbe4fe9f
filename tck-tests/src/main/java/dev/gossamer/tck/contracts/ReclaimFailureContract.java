package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.ErrorHandler;
import dev.gossamer.HotTier;
import dev.gossamer.Reclaim;
import dev.gossamer.WeakValueMap;
import dev.gossamer.spi.SimulatedCollector;
import dev.gossamer.tck.environment.AwaitedCondition;
import dev.gossamer.tck.environment.LoggedRecords;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.environment.TemporaryErrorHandler;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import dev.gossamer.tck.rules.RuleViolation;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Reclaiming when what the user brought fails, and when many containers come and go. */
public interface ReclaimFailureContract extends ContractBase {
    /** How many containers are emptied at once. */
    int CROWD = 1_000;

    /** Executors that do not do their work, by what they do. */
    private static Map<String, Executor> badExecutors() {
        AtomicInteger handed = new AtomicInteger();
        Map<String, Executor> bad = new LinkedHashMap<>();
        bad.put("throws an error", work -> {
            throw new LinkageError("on purpose");
        });
        bad.put("throws an exception", work -> {
            throw new IllegalStateException("on purpose");
        });
        bad.put("throws after it ran the work", work -> {
            work.run();
            throw new IllegalStateException("on purpose");
        });
        bad.put("drops every second task", work -> {
            if (handed.incrementAndGet() % 2 == 0) {
                work.run();
            }
        });
        return bad;
    }

    @Test
    @Rule("RC-7")
    @DisplayName("RC-7: what an executor throws or drops ends no reclaiming, and is reported with the container's name")
    default void onExecutor_throwsOrDrops_allAreTold() {
        Queue<String> reported = new ConcurrentLinkedQueue<>();
        ErrorHandler noting = (source, failure) -> reported.add(source);
        TemporaryErrorHandler.during(noting, () -> {
            badExecutors().forEach((what, executor) -> {
                reported.clear();
                requireAllTold("an executor that " + what, Reclaim.on(executor));
                AwaitedCondition.await(
                        "an executor that " + what + " to be reported with the name of the container",
                        () -> what.startsWith("drops")
                                || reported.stream().anyMatch(each -> each.contains("conformance")));
            });
            requireAllTold("another container", Reclaim.SHARED);
        });
    }

    @Test
    @Rule("RC-7")
    @DisplayName("RC-7: an error that a listener throws comes out of no reclaim(), and is reported with the name")
    default void reclaim_listenerThrowsAnError_allAreTold() {
        List<Integer> told = new ArrayList<>();
        Queue<String> reported = new ConcurrentLinkedQueue<>();
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<Integer, NamedKey> map = scene.<Integer, NamedKey>weakValueMap()
                .name("throwing an error")
                .onCollected((key, ticket) -> {
                    told.add(key);
                    throw new LinkageError("on purpose, in the listener");
                })
                .build();
        scene.putAndKill(map, 3);
        TemporaryErrorHandler.during(
                (source, failure) -> reported.add(source), () -> assertEquals(3, map.reclaim(), "map.reclaim()"));
        assertEquals(3, told.size(), "entries told: " + told);
        assertEquals(
                3,
                reported.stream()
                        .filter(each -> each.contains("throwing an error"))
                        .count(),
                "reports with the name of the container: " + reported);
    }

    @Test
    @Rule("CB-4")
    @DisplayName("CB-4: what a listener throws is logged once where no error handler was given")
    default void reclaim_listenerThrowsWithoutHandler_isLoggedOnce() {
        List<LogRecord> logged = loggedOfAListenerThatThrows();
        assertEquals(List.of("on purpose, in the listener"), messages(logged), "what was logged");
        assertEquals(Level.SEVERE, logged.get(0).getLevel(), "its level");
    }

    @Test
    @Rule("CB-4")
    @DisplayName("CB-4: where the error handler throws, both failures are logged")
    default void reclaim_listenerAndHandlerThrow_bothAreLogged() {
        List<LogRecord> logged = new ArrayList<>();
        ErrorHandler throwing = (source, failure) -> {
            throw new IllegalStateException("on purpose, in the handler");
        };
        TemporaryErrorHandler.during(throwing, () -> logged.addAll(loggedOfAListenerThatThrows()));
        assertEquals(
                List.of("on purpose, in the handler", "on purpose, in the listener"),
                messages(logged),
                "what was logged");
    }

    private List<LogRecord> loggedOfAListenerThatThrows() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<Integer, NamedKey> map = scene.<Integer, NamedKey>weakValueMap()
                .onCollected((key, ticket) -> {
                    throw new IllegalStateException("on purpose, in the listener");
                })
                .build();
        NamedKey value = new NamedKey("value");
        map.put(1, value);
        scene.kill(value);
        return LoggedRecords.during(() -> scene.reclaim(map));
    }

    private static List<String> messages(List<LogRecord> logged) {
        return logged.stream().map(each -> each.getThrown().getMessage()).toList();
    }

    @Test
    @Rule("RC-7")
    @DisplayName("RC-7: a listener and an error handler that throw end no reclaiming, there or elsewhere")
    default void shared_listenerAndHandlerThrow_othersGoOn() {
        ErrorHandler throwing = (source, failure) -> {
            throw new IllegalStateException("on purpose, in the handler");
        };
        TemporaryErrorHandler.during(throwing, () -> {
            requireAllToldThoughItThrows();
            assertSame(throwing, ErrorHandler.current(), "the error handler after it has thrown");
            requireAllTold("another container", Reclaim.SHARED);
        });
    }

    private void requireAllToldThoughItThrows() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        Queue<Integer> told = new ConcurrentLinkedQueue<>();
        WeakValueMap<Integer, NamedKey> map = scene.<Integer, NamedKey>weakValueMap()
                .reclaim(Reclaim.SHARED)
                .onCollected((key, ticket) -> {
                    told.add(key);
                    throw new LinkageError("on purpose, in the listener");
                })
                .build();
        scene.putAndKill(map, 3);
        awaitTold("a listener that throws, with a handler that throws", told, 3);
        Reference.reachabilityFence(map);
    }

    @Test
    @Rule("RC-7")
    @DisplayName("RC-7: a ticker that throws keeps nobody from being told, and is reported")
    default void reclaim_tickerThrows_allAreTold() {
        Queue<String> reported = new ConcurrentLinkedQueue<>();
        List<Integer> told = new ArrayList<>();
        AtomicBoolean broken = new AtomicBoolean();
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<Integer, NamedKey> map = scene.<Integer, NamedKey>weakValueMap()
                .name("conformance")
                .hot(HotTier.recent(1).and(HotTier.forAtLeast(Duration.ofMinutes(1))))
                .ticker(() -> {
                    if (broken.get()) {
                        throw new IllegalStateException("on purpose");
                    }
                    return 0;
                })
                .onCollected((key, ticket) -> told.add(key))
                .build();
        scene.putAndKill(map, 3); // of which the hot tier holds one
        broken.set(true);
        TemporaryErrorHandler.during(
                (source, failure) -> reported.add(source),
                () -> assertEquals(2, map.reclaim(), "reclaim() with a ticker that throws"));
        assertEquals(2, told.size(), "deaths told with a ticker that throws: " + told);
        RuleViolation.unless(
                reported.stream().anyMatch(each -> each.contains("conformance")),
                "RC-7",
                "a ticker that throws was reported as " + reported);
        broken.set(false);
        assertEquals(1, map.size(), "size() once the ticker works again");
    }

    @Test
    @Rule("RC-7")
    @DisplayName(
            "RC-7: what is held for a time is let go of though the ticker failed, and nobody touches the container")
    default void shared_tickerFailsForAWhile_isAskedAgain() {
        AtomicBoolean broken = new AtomicBoolean();
        AtomicLong nanos = new AtomicLong();
        Queue<String> reported = new ConcurrentLinkedQueue<>();
        WeakValueMap<Integer, NamedKey> map = new SimulatedCollection(backend())
                .<Integer, NamedKey>weakValueMap()
                .name("conformance")
                .reclaim(Reclaim.SHARED)
                .hot(HotTier.forAtLeast(Duration.ofMillis(8)))
                .ticker(() -> {
                    if (broken.get()) {
                        throw new IllegalStateException("on purpose");
                    }
                    return nanos.get();
                })
                .build();
        NamedKey value = new NamedKey("value");
        map.put(1, value);
        TemporaryErrorHandler.during((source, failure) -> reported.add(source), () -> {
            broken.set(true);
            AwaitedCondition.await(
                    "a ticker that throws to be reported",
                    () -> reported.stream().anyMatch(each -> each.contains("conformance")));
            broken.set(false);
        });
        nanos.set(10_000_000);
        AwaitedCondition.await(
                "a value to be let go of once the ticker works again",
                () -> map.stats().hot() == 0);
        Reference.reachabilityFence(value);
    }

    private void requireAllTold(String what, Reclaim way) {
        SimulatedCollection scene = new SimulatedCollection(backend());
        Queue<Integer> told = new ConcurrentLinkedQueue<>();
        WeakValueMap<Integer, NamedKey> map = scene.<Integer, NamedKey>weakValueMap()
                .name("conformance")
                .reclaim(way)
                .onCollected((key, ticket) -> told.add(key))
                .build();
        scene.putAndKill(map, 50);
        awaitTold(what, told, 50);
        assertEquals(0, map.estimatedSize(), "entries left beside " + what);
    }

    private static void awaitTold(String what, Queue<Integer> told, int count) {
        AwaitedCondition.await(count + " deaths to be told beside " + what, () -> told.size() >= count);
        RuleViolation.unless(
                told.size() == count && told.stream().distinct().count() == count,
                "RC-7",
                "beside " + what + " the listener was told " + told.size() + " times of " + count + " deaths");
    }

    @Test
    @Rule("RC-8")
    @DisplayName(
            "RC-8: many containers that are emptied at once hold up no other, and are reclaimed again once refilled")
    default void shared_manyEmptiedAtOnce_othersAndRefilledAreReclaimed() {
        SimulatedCollector collector = new SimulatedCollector(backend());
        SimulatedCollection scene = new SimulatedCollection(backend());
        List<WeakValueMap<Integer, NamedKey>> crowd = emptied(collector);
        WeakValueMap<Integer, NamedKey> other =
                scene.<Integer, NamedKey>weakValueMap().reclaim(Reclaim.SHARED).build();
        scene.putAndKill(other, 20);
        AwaitedCondition.await(
                "a container to be reclaimed beside " + CROWD + " emptied ones", () -> other.estimatedSize() == 0);
        requireReclaimedOnceRefilled(crowd, collector);
    }

    /** Many containers that had an entry each, or ten, and have none any more. */
    private static List<WeakValueMap<Integer, NamedKey>> emptied(SimulatedCollector collector) {
        List<WeakValueMap<Integer, NamedKey>> crowd = new ArrayList<>();
        NamedKey live = new NamedKey("live");
        for (int i = 0; i < CROWD; i++) {
            WeakValueMap<Integer, NamedKey> map =
                    WeakValueMap.<Integer, NamedKey>builder().backend(collector).build();
            for (int key = i % 5 == 0 ? 9 : 0; key >= 0; key--) { // one of five is too large to share a queue
                map.put(key, live);
            }
            crowd.add(map);
        }
        crowd.forEach(map -> map.keySet().removeIf(key -> key >= 0));
        return crowd;
    }

    private static void requireReclaimedOnceRefilled(
            List<WeakValueMap<Integer, NamedKey>> crowd, SimulatedCollector collector) {
        NamedKey dying = new NamedKey("dying");
        crowd.forEach(map -> map.put(0, dying));
        assertEquals(CROWD, collector.clear(dying), "entries of refilled containers that died");
        collector.enqueue();
        AwaitedCondition.await(
                CROWD + " refilled containers to be reclaimed",
                () -> crowd.stream().allMatch(map -> map.estimatedSize() == 0));
    }

    @Test
    @Rule("RC-10")
    @DisplayName(
            "RC-10: INLINE: a listener that writes to its own container does not recurse, and one write pays for few")
    default void inline_listenerWritesToItsContainer_doesNotRecurse() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        AtomicInteger depth = new AtomicInteger();
        AtomicInteger deepest = new AtomicInteger();
        NamedKey held = new NamedKey("held");
        List<Integer> told = new ArrayList<>();
        List<WeakValueMap<Integer, NamedKey>> self = new ArrayList<>();
        WeakValueMap<Integer, NamedKey> map = scene.<Integer, NamedKey>weakValueMap()
                .reclaim(Reclaim.INLINE)
                .onCollected((key, ticket) -> {
                    deepest.accumulateAndGet(depth.incrementAndGet(), Math::max);
                    told.add(key);
                    self.get(0).put(-1, held);
                    self.get(0).reclaim();
                    depth.decrementAndGet();
                })
                .build();
        self.add(map);
        scene.putAndKill(map, 2_000);
        map.put(-1, held);
        RuleViolation.unless(
                deepest.get() == 1, "RC-10", "listeners that write to their container are " + deepest + " calls deep");
        RuleViolation.unless(
                told.size() <= 1_000, "RC-10", "one write told its listener of " + told.size() + " of 2000 deaths");
        for (int write = 0; write < 2_000 && told.size() < 2_000; write++) {
            map.put(-1, held);
        }
        assertEquals(2_000, told.size(), "deaths told after 2000 writes");
        assertTrue(told.stream().distinct().count() == 2_000, "no death is told twice");
    }
}
