package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.ContainerBuilder;
import dev.gossamer.ContainerStats;
import dev.gossamer.Interner;
import dev.gossamer.WeakContainer;
import dev.gossamer.WeakSet;
import dev.gossamer.WeakValueMap;
import dev.gossamer.spi.Feature;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.environment.SteppedBackend;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import dev.gossamer.tck.rules.RuleViolation;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** When an entry expires, and what is counted and told of it; of backends that offer bounds by time. */
public interface ExpiryContract extends ContractBase {
    /** What all the limits of this contract are, in seconds. */
    int LIMIT = 100;

    /** What writes the value of a key anew, by its name. */
    Map<String, TicketContract.Overwrite> WRITES = writes();

    private static Map<String, TicketContract.Overwrite> writes() {
        Map<String, TicketContract.Overwrite> writes = new LinkedHashMap<>(TicketContract.OVERWRITES);
        writes.put("put of the same value", (map, key, present, next) -> map.put(key, present));
        writes.put("remove, then put", (map, key, present, next) -> {
            map.remove(key);
            map.put(key, next);
        });
        return writes;
    }

    /** A map with one entry whose limit is set, under a clock that the test sets. */
    final class Timed {
        final InterleavingContract.Interrupted steps = new InterleavingContract.Interrupted();
        final SimulatedCollection scene;
        final ConcurrentMap<NamedKey, NamedKey> map;
        final String kind;
        final NamedKey key = new NamedKey("key");
        final NamedKey value = new NamedKey("value");
        final NamedKey next = new NamedKey("next");
        final List<Object> told = new ArrayList<>();
        long seconds;

        Timed(ExpiryContract contract, boolean weakKeys, boolean afterWrite) {
            scene = new SimulatedCollection(new SteppedBackend(contract.backend(), steps));
            kind = (weakKeys ? "a WeakKeyMap" : "a WeakValueMap") + (afterWrite ? " that expires after writing" : "");
            map = weakKeys
                    ? limited(scene.<NamedKey, NamedKey>weakKeyMap(), afterWrite)
                            .onCollected((survivor, ticket) -> told.add(survivor))
                            .build()
                    : limited(scene.<NamedKey, NamedKey>weakValueMap(), afterWrite)
                            .onCollected((survivor, ticket) -> told.add(survivor))
                            .build();
            map.put(key, value);
        }

        private <B extends ContainerBuilder<B>> B limited(B builder, boolean afterWrite) {
            builder.recordStats().ticker(() -> Duration.ofSeconds(seconds).toNanos());
            Duration limit = Duration.ofSeconds(LIMIT);
            return afterWrite ? builder.expireAfterWrite(limit) : builder.expireAfterAccess(limit);
        }

        ContainerStats stats() {
            return ((WeakContainer) map).stats();
        }
    }

    private void onEach(boolean afterWrite, Consumer<Timed> action) {
        Feature feature = afterWrite ? Feature.EXPIRE_AFTER_WRITE : Feature.EXPIRE_AFTER_ACCESS;
        requireOffered(feature);
        for (boolean weakKeys : new boolean[] {true, false}) {
            action.accept(new Timed(this, weakKeys, afterWrite));
        }
    }

    @Test
    @Rule("BND-2")
    @DisplayName("BND-2: whatever writes an entry begins its time anew, and a look-up after writing does not")
    default void expireAfterWrite_writtenInEachWay_beginsAnew() {
        WRITES.forEach((name, write) -> onEach(true, timed -> {
            timed.seconds = 60;
            write.write(timed.map, timed.key, timed.value, timed.next);
            timed.seconds = 159;
            NamedKey seen = timed.map.get(timed.key);
            assertTrue(seen == timed.next || seen == timed.value, timed.kind + ": get 99 s after " + name);
            timed.seconds = 160;
            assertNull(timed.map.get(timed.key), timed.kind + ": get 100 of 100 s after " + name);
            assertEquals(0, timed.map.size(), timed.kind + ": size() 100 of 100 s after " + name);
        }));
    }

    @Test
    @Rule("BND-2")
    @DisplayName("BND-2: whatever writes or finds an entry begins its time without use anew, and iterating does not")
    default void expireAfterAccess_writtenOrFound_beginsAnew() {
        Map<String, TicketContract.Overwrite> uses = new LinkedHashMap<>(WRITES);
        uses.put("get", (map, key, present, next) -> map.get(key));
        uses.put("getOrDefault", (map, key, present, next) -> map.getOrDefault(key, next));
        uses.put("putIfAbsent", (map, key, present, next) -> map.putIfAbsent(key, next));
        uses.put("computeIfAbsent", (map, key, present, next) -> map.computeIfAbsent(key, absent -> next));
        uses.forEach((name, use) -> onEach(false, timed -> requireTimeBegunAnew(name, use, timed)));
        onEach(false, ExpiryContract::giveAfterSixtySeconds);
        onEach(false, ExpiryContract::iterateAndExpire);
    }

    private static void requireTimeBegunAnew(String name, TicketContract.Overwrite use, Timed timed) {
        timed.seconds = 60;
        use.write(timed.map, timed.key, timed.value, timed.next);
        timed.seconds = 159;
        assertEquals(1, timed.map.size(), timed.kind + ": size() 99 s after " + name);
        timed.seconds = 160;
        assertEquals(0, timed.map.size(), timed.kind + ": size() 100 of 100 s after " + name);
        assertNull(timed.map.get(timed.key), timed.kind + ": get 100 of 100 s after " + name);
    }

    private static void giveAfterSixtySeconds(Timed timed) {
        timed.map.compute(timed.key, (key, seen) -> {
            timed.seconds = 60;
            return timed.next;
        });
        timed.seconds = 159;
        assertSame(timed.next, timed.map.get(timed.key), timed.kind + ": get 99 s after a function has given it");
    }

    private static void iterateAndExpire(Timed timed) {
        timed.seconds = 60;
        timed.map.forEach((key, value) -> assertSame(timed.value, value, "what iteration gives"));
        assertEquals(true, timed.map.containsValue(timed.value), timed.kind + ": containsValue after 60 s");
        timed.seconds = 101;
        assertNull(timed.map.get(timed.key), timed.kind + ": get after 101 s in which it was only iterated over");
    }

    @Test
    @Rule("BND-2")
    @DisplayName("BND-2: what expires leaves the table when its time has come, in whatever order the times are")
    default void expireAfterAccess_usedInAnotherOrder_leavesInThatOrder() {
        onEach(false, timed -> {
            List<NamedKey> names = NamedKey.many(12);
            names.forEach(name -> timed.map.put(name, name));
            for (int use = 1; use <= 12; use++) {
                timed.seconds = use;
                timed.map.get(names.get(use * 7 % 12));
            }
            for (int time = 0; time <= 12; time++) {
                timed.seconds = (long) LIMIT + time;
                ((WeakContainer) timed.map).reclaim();
                assertEquals(
                        12 - time,
                        ((WeakContainer) timed.map).estimatedSize(),
                        timed.kind + ": entries stored after " + timed.seconds + " s, of 12 used after 1, 2, ... 12 s");
            }
            Reference.reachabilityFence(names);
        });
    }

    @Test
    @Rule("BND-2")
    @DisplayName("BND-2: of two limits by time each is kept")
    default void expireAfterWriteAndAccess_bothAreKept() {
        for (Feature feature : List.of(Feature.EXPIRE_AFTER_WRITE, Feature.EXPIRE_AFTER_ACCESS)) {
            requireOffered(feature);
        }
        long[] seconds = new long[1];
        NamedKey value = new NamedKey("value");
        Map<String, NamedKey> map = new SimulatedCollection(backend())
                .<String, NamedKey>weakValueMap()
                .ticker(() -> Duration.ofSeconds(seconds[0]).toNanos())
                .expireAfterWrite(Duration.ofSeconds(LIMIT))
                .expireAfterAccess(Duration.ofSeconds(50))
                .build();
        map.put("used", value);
        map.put("unused", value);
        seconds[0] = 40;
        assertSame(value, map.get("used"), "get after 40 s");
        seconds[0] = 60;
        assertNull(map.get("unused"), "get of what was not used for 60 of 50 s");
        assertSame(value, map.get("used"), "get of what was used 20 s ago");
        seconds[0] = 101;
        assertNull(map.get("used"), "get of what was written 101 of 100 s ago, and used 41 s ago");
        assertEquals(0, map.size(), "size()");
    }

    @Test
    @Rule("BND-2")
    @DisplayName("BND-2: a limit is kept to the nanosecond")
    default void expire_afterSomeNanoseconds_isExact() {
        for (Feature feature : List.of(Feature.EXPIRE_AFTER_WRITE, Feature.EXPIRE_AFTER_ACCESS)) {
            requireOffered(feature);
            long[] nanos = new long[1];
            NamedKey value = new NamedKey("value");
            WeakValueMap.Builder<String, NamedKey> builder = new SimulatedCollection(backend())
                    .<String, NamedKey>weakValueMap()
                    .ticker(() -> nanos[0]);
            Duration limit = Duration.ofNanos(1_000_003);
            Map<String, NamedKey> map = feature == Feature.EXPIRE_AFTER_WRITE
                    ? builder.expireAfterWrite(limit).build()
                    : builder.expireAfterAccess(limit).build();
            map.put("key", value);
            nanos[0] = 1_000_002;
            assertEquals(1, map.size(), "size() after 1,000,002 of 1,000,003 ns, " + feature);
            nanos[0] = 1_000_003;
            assertEquals(0, map.size(), "size() after 1,000,003 of 1,000,003 ns, " + feature);
            Reference.reachabilityFence(value);
        }
    }

    @Test
    @Rule({"BND-2", "MAP-7"})
    @DisplayName(
            "BND-2 MAP-7: a function that fails leaves the time of its entry, and brings back nothing that expired")
    default void expireAfterWrite_functionFails_leavesTheTime() {
        onEach(true, ExpiryContract::failBeforeTheEnd);
        onEach(true, ExpiryContract::failAtTheEnd);
        onEach(true, timed -> {
            timed.map.compute(timed.key, (key, seen) -> {
                timed.seconds = 100;
                return timed.next;
            });
            timed.seconds = 199;
            assertSame(timed.next, timed.map.get(timed.key), timed.kind + ": get 99 s after a function gave a value");
        });
    }

    @Test
    @Rule({"BND-2", "MAP-7"})
    @DisplayName("BND-2 MAP-7: a function keeps its entry from expiring, and what it gives stays for the whole time")
    default void expireAfterWrite_dueWhileAFunctionRuns_staysUntilTheEnd() {
        onEach(true, timed -> {
            timed.map.compute(timed.key, (key, seen) -> {
                timed.seconds = 100;
                ((WeakContainer) timed.map).reclaim();
                return timed.next;
            });
            timed.seconds = 199;
            ((WeakContainer) timed.map).reclaim();
            assertSame(timed.next, timed.map.get(timed.key), timed.kind + ": get 99 s after a function gave a value");
            timed.seconds = 200;
            ((WeakContainer) timed.map).reclaim();
            assertEquals(0, ((WeakContainer) timed.map).estimatedSize(), timed.kind + ": entries stored after 100 s");
            ContainerStats stats = timed.stats();
            assertEquals(2, stats.evicted() + stats.replaced(), timed.kind + ": ends counted of two values: " + stats);
        });
    }

    @Test
    @Rule("BND-3")
    @DisplayName("BND-3: what expires while a function runs is counted as evicted, and as nothing else")
    default void expireAfterWrite_expiredWhileAFunctionRuns_isEvictedAlone() {
        for (boolean gives : new boolean[] {true, false}) {
            onEach(true, timed -> {
                NamedKey given = timed.map.compute(timed.key, (key, seen) -> {
                    timed.seconds = LIMIT;
                    assertEquals(0, timed.map.size(), timed.kind + ": size() when the value has expired");
                    return gives ? timed.next : null;
                });
                assertSame(gives ? timed.next : null, given, timed.kind + ": what compute gives");
                assertEquals(
                        new ContainerStats(0, 0, gives ? 1 : 0, 0, 0, 0, 1, 0, 0),
                        timed.stats(),
                        timed.kind + ": what was counted where a function gave " + given);
                assertEquals(List.of(), timed.told, timed.kind + ": what onCollected was told");
            });
        }
    }

    @Test
    @Rule("BND-3")
    @DisplayName("BND-3: of the values of one key that expire while functions run, each is counted as evicted")
    default void expireAfterWrite_expiredWhileFunctionsRun_isEvictedEachTime() {
        onEach(true, timed -> {
            for (int life = 1; life <= 3; life++) {
                long end = (long) life * LIMIT;
                timed.map.compute(timed.key, (key, seen) -> {
                    timed.seconds = end;
                    assertEquals(0, timed.map.size(), timed.kind + ": size() when the value has expired");
                    return timed.next;
                });
                assertEquals(life, timed.stats().evicted(), timed.kind + ": evictions counted of " + life + " values");
            }
        });
    }

    @Test
    @Rule("BND-2")
    @DisplayName("BND-2: a limit beyond what a clock can count never comes")
    default void expireAfterWrite_farthestLimit_neverComes() {
        onEach(true, timed -> {
            WeakSet<NamedKey> set = timed.scene
                    .<NamedKey>weakSet()
                    .ticker(() -> Duration.ofSeconds(timed.seconds).toNanos())
                    .expireAfterWrite(Duration.ofSeconds(Long.MAX_VALUE))
                    .build();
            set.add(timed.key);
            timed.seconds = Duration.ofDays(100_000).toSeconds();
            set.reclaim();
            assertTrue(set.contains(timed.key), "contains of a WeakSet after 100,000 days");
        });
    }

    private static void failBeforeTheEnd(Timed timed) {
        timed.seconds = 60;
        fail(timed, 60);
        timed.seconds = 99;
        RuleViolation.unless(
                timed.map.get(timed.key) == timed.value,
                "MAP-7",
                timed.kind + ": a function that failed has changed the value of its key");
        timed.seconds = 100;
        requireGone(timed, "100 s after it was written, and 40 s after a function failed");
    }

    private static void failAtTheEnd(Timed timed) {
        timed.seconds = 60;
        fail(timed, 100);
        requireGone(timed, "whose time was over when a function failed");
        ((WeakContainer) timed.map).reclaim();
        assertEquals(1, timed.stats().evicted(), timed.kind + ": evictions counted after a function failed");
    }

    private static void fail(Timed timed, long end) {
        assertThrows(
                ArithmeticException.class,
                () -> timed.map.compute(timed.key, (key, seen) -> {
                    timed.seconds = end;
                    throw new ArithmeticException("on purpose");
                }));
    }

    private static void requireGone(Timed timed, String when) {
        RuleViolation.unless(
                timed.map.get(timed.key) == null && timed.map.isEmpty(),
                "BND-2",
                timed.kind + " shows an entry " + when);
    }

    @Test
    @Rule("BND-2")
    @DisplayName("BND-2: an iterator that was begun before gives nothing that has expired since")
    default void iterator_entriesExpireMeanwhile_givesNoneOfThem() {
        onEach(true, timed -> {
            List<NamedKey> held = NamedKey.many(20);
            held.forEach(name -> timed.map.put(name, name));
            Iterator<NamedKey> iterator = timed.map.values().iterator();
            iterator.next();
            timed.seconds = 100;
            int more = rest(iterator);
            assertTrue(
                    more <= 1, timed.kind + ": " + more + " elements given after they had expired, beside one ahead");
            Reference.reachabilityFence(held);
        });
    }

    private static int rest(Iterator<?> iterator) {
        int more = 0;
        while (iterator.hasNext()) {
            iterator.next();
            more++;
        }
        return more;
    }

    @Test
    @Rule("BND-2")
    @DisplayName("BND-2: sets, interners, copies and snapshots show nothing that has expired")
    default void expireAfterWrite_otherKinds_showNothingExpired() {
        onEach(true, timed -> {
            WeakSet<NamedKey> set =
                    timed.limited(timed.scene.<NamedKey>weakSet(), true).build();
            Interner<NamedKey> interner =
                    timed.limited(timed.scene.<NamedKey>interner(), true).build();
            set.add(timed.key);
            interner.intern(timed.key);
            WeakSet<NamedKey> copy = set.copy();
            timed.seconds = 60;
            WeakSet<NamedKey> later = set.copy();
            assertEquals(List.of(1, 1), List.of(copy.size(), later.size()), "sizes of copies of a WeakSet");
            timed.seconds = 100;
            assertEquals(false, set.contains(timed.key), "contains of a WeakSet after 100 s");
            assertEquals(0, copy.size(), "size() of the copy of a WeakSet after 100 s");
            assertEquals(0, set.copy().size() + set.snapshot().size(), "sizes of a copy and a snapshot after 100 s");
            assertNull(set.poll(), "poll() of a WeakSet after 100 s");
            assertNull(interner.find(new NamedKey("key")), "find of an Interner after 100 s");
            NamedKey other = new NamedKey("key");
            assertSame(other, interner.intern(other), "intern of an equal instance after 100 s");
            assertEquals(true, set.add(other), "add of an equal element after 100 s");
        });
    }

    @Test
    @Rule("BND-3")
    @DisplayName(
            "BND-3: however an expired entry is met, it is counted as evicted once and as nothing else, and not told")
    default void expired_metInEachWay_isCountedOnceAndNotTold() {
        Map<String, TicketContract.Overwrite> meetings = new LinkedHashMap<>(TicketContract.OVERWRITES);
        meetings.remove("setValue"); // there is no entry to set it in
        meetings.put("nothing", (map, key, present, next) -> {});
        meetings.put("get", (map, key, present, next) -> map.get(key));
        meetings.put("remove", (map, key, present, next) -> map.remove(key));
        meetings.put("clear", (map, key, present, next) -> map.clear());
        meetings.put("iteration", (map, key, present, next) -> map.keySet().forEach(each -> {}));
        meetings.put("putIfAbsent", (map, key, present, next) -> map.putIfAbsent(key, next));
        meetings.put("computeIfAbsent", (map, key, present, next) -> map.computeIfAbsent(key, absent -> next));
        meetings.put("compute to nothing", (map, key, present, next) -> map.compute(key, (same, seen) -> null));
        meetings.forEach((name, meeting) -> onEach(true, timed -> requireEvictedOnce(name, meeting, timed)));
    }

    private static void requireEvictedOnce(String name, TicketContract.Overwrite meeting, Timed timed) {
        timed.seconds = 100;
        meeting.write(timed.map, timed.key, timed.value, timed.next);
        ContainerStats before = timed.stats();
        timed.map.clear();
        timed.scene.reclaim((WeakContainer) timed.map);
        ContainerStats stats = timed.stats();
        assertEquals(1, stats.evicted(), timed.kind + ": evictions counted after " + name);
        assertEquals(0, stats.replaced(), timed.kind + ": replacements counted after " + name);
        assertEquals(0, before.removals(), timed.kind + ": removals counted after " + name);
        assertEquals(0, timed.map.size(), timed.kind + ": size() after clear()");
        timed.scene.kill(timed.key, timed.value, timed.next);
        timed.scene.reclaim((WeakContainer) timed.map);
        assertEquals(List.of(), timed.told, timed.kind + ": what onCollected was told after " + name);
        assertEquals(0, timed.stats().collected(), timed.kind + ": deaths counted after " + name);
    }

    @Test
    @Rule("BND-3")
    @DisplayName("BND-3: an entry that expires between two steps of a write is counted as replaced or evicted, once")
    default void expired_betweenTwoStepsOfAWrite_isCountedOnce() {
        Map<String, TicketContract.Overwrite> writes = new LinkedHashMap<>(TicketContract.OVERWRITES);
        writes.put("remove", (map, key, present, next) -> map.remove(key));
        writes.forEach((name, write) -> onEach(true, timed -> {
            timed.steps.after(SteppedBackend.Step.FIND, () -> timed.seconds = LIMIT);
            write.write(timed.map, timed.key, timed.value, timed.next);
            ((WeakContainer) timed.map).reclaim();
            ContainerStats stats = timed.stats();
            long ends = stats.evicted() + stats.replaced() + stats.removals();
            assertEquals(
                    1, ends, timed.kind + ": ends counted of one entry that expired within " + name + ": " + stats);
        }));
    }

    /** Has something happen when it is compared, and is equal to all. */
    final class Comparing {
        private final Runnable meanwhile;

        Comparing(Runnable meanwhile) {
            this.meanwhile = meanwhile;
        }

        @Override
        @SuppressWarnings("EqualsBrokenForNull") // a question, not an answer
        public boolean equals(Object other) {
            meanwhile.run();
            return true;
        }

        @Override
        public int hashCode() {
            return 0;
        }
    }

    @Test
    @Rule("BND-3")
    @DisplayName(
            "BND-3: an entry that is evicted while its value is compared is counted as evicted, and not removed too")
    default void evicted_whileItsValueIsCompared_isNotRemoved() {
        onEach(true, timed -> {
            Comparing expected = new Comparing(() -> {
                timed.seconds = LIMIT;
                ((WeakContainer) timed.map).reclaim();
            });
            assertEquals(
                    false,
                    timed.map.remove(timed.key, expected),
                    timed.kind + ": remove of an expected value that was evicted while it was compared");
            assertEquals(1, timed.stats().evicted(), timed.kind + ": evictions counted");
            assertEquals(0, timed.stats().removals(), timed.kind + ": removals counted of what was evicted");
        });
    }
}
