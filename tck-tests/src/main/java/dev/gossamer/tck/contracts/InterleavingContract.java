package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gossamer.Interner;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakValueMap;
import dev.gossamer.tck.environment.AwaitedCondition;
import dev.gossamer.tck.environment.InitialEquivalence;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.RacingThreads;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.environment.SteppedBackend;
import dev.gossamer.tck.environment.SteppedBackend.Step;
import dev.gossamer.tck.models.ConcurrentHistories;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.KitOptions;
import dev.gossamer.tck.rules.Rule;
import dev.gossamer.tck.rules.RuleViolation;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What holds when another thread comes between two steps of an operation, where it hardly ever comes by chance. */
public interface InterleavingContract extends ContractBase {

    @Test
    @Rule("MAP-7")
    @DisplayName("MAP-7: a dead entry that is reclaimed while two threads replace it makes room for one new entry")
    default void put_overDeadEntryThatIsReclaimed_leavesOneEntry() {
        Interrupted steps = new Interrupted();
        SimulatedCollection scene = new SimulatedCollection(new SteppedBackend(backend(), steps));
        WeakValueMap<String, NamedKey> map = scene.newWeakValueMap();
        NamedKey dead = new NamedKey("dead");
        NamedKey late = new NamedKey("late");
        NamedKey early = new NamedKey("early");
        map.put("k", dead);
        scene.kill(dead);
        scene.collector.enqueue();
        CountDownLatch found = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        steps.before(Step.REPLACE, () -> {
            found.countDown();
            AwaitedCondition.await("another thread to reclaim", goOn);
        });
        FutureTask<NamedKey> putting = RacingThreads.start(() -> map.put("k", late));
        AwaitedCondition.await("a thread to find the dead entry", found);
        steps.before(Step.REMOVE, () -> {
            assertNull(map.putIfAbsent("k", early), "putIfAbsent(\"k\", early) over a dead entry");
            goOn.countDown();
            assertSame(early, RacingThreads.join(putting), "put(\"k\", late) after putIfAbsent(\"k\", early)");
        });
        map.reclaim();
        assertSame(late, map.get("k"), "get(\"k\")");
        assertEquals(1, map.size(), "size() after two writes of one key");
        assertSame(late, map.remove("k"), "remove(\"k\")");
        assertNull(map.get("k"), "get(\"k\") after remove(\"k\")");
        Reference.reachabilityFence(early);
    }

    @Test
    @Rule("KM-6")
    @DisplayName("KM-6: canonicalKey() gives no key that was removed before it was called")
    default void canonicalKey_whileAnotherKeyComes_givesNoRemovedKey() {
        Interrupted steps = new Interrupted();
        WeakKeyMap<NamedKey, String> map = new SimulatedCollection(new SteppedBackend(backend(), steps))
                .<NamedKey, String>weakKeyMap()
                .build();
        NamedKey removed = new NamedKey("k");
        NamedKey next = new NamedKey("k");
        NamedKey probe = new NamedKey("k");
        var canonical = new AtomicReference<@Nullable NamedKey>();
        map.put(removed, "old");
        steps.before(Step.REMOVE, () -> {
            assertNull(map.get(probe), "get(k) once remove(k) has taken effect");
            steps.after(Step.FIND, () -> assertNull(map.put(next, "new"), "put of another k"));
            canonical.set(map.canonicalKey(probe));
        });
        assertEquals("old", map.remove(probe), "remove(k)");
        NamedKey seen = canonical.get();
        RuleViolation.unless(
                seen == null || seen == next, "KM-6", "canonicalKey(k) gives the key that was removed before");
        assertSame(next, map.canonicalKey(probe), "canonicalKey(k)");
        Reference.reachabilityFence(removed);
    }

    @Test
    @Rule("INT-1")
    @DisplayName("INT-1: who interns beside an instance that comes and dies before it can be given is canonical then")
    default void intern_anotherComesAndDies_isCanonical() {
        Interrupted steps = new Interrupted();
        SimulatedCollection scene = new SimulatedCollection(new SteppedBackend(backend(), steps));
        Interner<NamedKey> interner = scene.newInterner();
        NamedKey other = new NamedKey("a");
        NamedKey own = new NamedKey("a");
        steps.after(Step.FIND, () -> {
            assertSame(other, interner.intern(other), "intern after another call has found none");
            steps.after(Step.FIND, () -> steps.before(Step.FIND, () -> scene.kill(other)));
        });
        NamedKey given = interner.intern(own);
        RuleViolation.unless(
                given == own && interner.find(other) == own,
                "INT-1",
                "interning gives " + given + ", and what is canonical is " + interner.find(other));
    }

    @Test
    @Rule("MAP-7")
    @DisplayName("MAP-7: histories of threads that lose the processor between any two steps are linearizable")
    default void histories_threadsPausedBetweenSteps_areLinearizable() {
        AtomicInteger steps = new AtomicInteger();
        SteppedBackend paused = new SteppedBackend(backend(), (step, after) -> {
            if (steps.incrementAndGet() % 5 < 2) {
                Thread.yield();
            }
        });
        for (int round = 0; round < KitOptions.effort(60); round++) {
            ConcurrentHistories.checkWeakValueMap(paused, round);
            ConcurrentHistories.checkWeakMap(paused, round);
            ConcurrentHistories.checkWeakKeyMap(paused, LinearizabilityContract.WAYS.get(round % 3), round);
            ConcurrentHistories.checkWeakSet(paused, LinearizabilityContract.WAYS.get(round % 3), round);
            ConcurrentHistories.checkInterner(paused, InitialEquivalence.SAME_INITIAL, round);
        }
    }

    @Test
    @Rule({"MAP-7", "KM-2"})
    @DisplayName("MAP-7 KM-2: a key that is removed as a function is about to run is absent for it, and stored anew")
    default void compute_keyRemovedAsItBegins_seesAnAbsentKey() {
        NamedKey stored = new NamedKey("k");
        NamedKey given = new NamedKey("k");
        WeakKeyMap<NamedKey, String> map = removedAsItBegins(stored, keys -> {
            String made = keys.compute(given, (key, seen) -> seen == null ? "new" : "from " + seen);
            RuleViolation.unless("new".equals(made), "MAP-7", "compute of a key that was removed before gives " + made);
        });
        RuleViolation.unless(
                map.canonicalKey(stored) == given, "KM-2", "the key that was removed is stored, not the one given");
        map = removedAsItBegins(stored, keys -> {
            String made = keys.computeIfPresent(given, (key, seen) -> "from " + seen);
            RuleViolation.unless(made == null, "MAP-7", "computeIfPresent of a removed key gives " + made);
        });
        RuleViolation.unless(map.isEmpty(), "MAP-7", "after removal and computeIfPresent there is " + map);
    }

    @Test
    @Rule("MAP-7")
    @DisplayName("MAP-7: a function that fails leaves the value that was written as it was about to run")
    default void compute_valueWrittenAsItBegins_failureLeavesThatValue() {
        Interrupted steps = new Interrupted();
        SimulatedCollection scene = new SimulatedCollection(new SteppedBackend(backend(), steps));
        NamedKey key = new NamedKey("k");
        NamedKey old = new NamedKey("old");
        NamedKey newer = new NamedKey("newer");
        scene.<NamedKey, NamedKey>newMapsOfAllKinds().forEach((kind, map) -> {
            map.put(key, old);
            steps.before(Step.REPLACE, () -> map.put(key, newer));
            assertThrows(
                    ArithmeticException.class,
                    () -> map.compute(key, (same, seen) -> {
                        throw new ArithmeticException("on purpose");
                    }));
            RuleViolation.unless(
                    map.get(key) == newer,
                    "MAP-7",
                    "after a function of a " + kind + " failed there is " + map + ", and not what was written before");
        });
        Reference.reachabilityFence(old);
    }

    /** Has another thread remove the one key when an operation has found it live, and is about to claim it. */
    private WeakKeyMap<NamedKey, String> removedAsItBegins(
            NamedKey stored, Consumer<WeakKeyMap<NamedKey, String>> operation) {
        Interrupted steps = new Interrupted();
        WeakKeyMap<NamedKey, String> map = new SimulatedCollection(new SteppedBackend(backend(), steps))
                .<NamedKey, String>weakKeyMap()
                .build();
        map.put(stored, "old");
        CountDownLatch removed = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        List<FutureTask<@Nullable String>> removing = new ArrayList<>();
        steps.before(Step.REPLACE, () -> {
            steps.before(Step.REMOVE, () -> {
                removed.countDown();
                AwaitedCondition.await("an operation on a removed key to end", goOn);
            });
            removing.add(RacingThreads.<@Nullable String>start(() -> map.remove(stored)));
            AwaitedCondition.await("a thread to remove the key", removed);
        });
        try {
            operation.accept(map);
        } finally {
            goOn.countDown();
        }
        for (FutureTask<@Nullable String> each : removing) {
            RuleViolation.unless(
                    "old".equals(RacingThreads.join(each)), "MAP-7", "remove gives another value than old");
        }
        return map;
    }

    /** Has something done once, before or after the next step of a kind, by whichever thread takes it. */
    final class Interrupted implements SteppedBackend.Intervention {
        private @Nullable Interruption next; // guarded by this

        synchronized void before(Step step, Runnable action) {
            next = new Interruption(step, false, action);
        }

        synchronized void after(Step step, Runnable action) {
            next = new Interruption(step, true, action);
        }

        @Override
        public void at(Step step, boolean after) {
            Interruption due = take(step, after);
            if (due != null) {
                due.action().run();
            }
        }

        private synchronized @Nullable Interruption take(Step step, boolean after) {
            Interruption due = next;
            if (due == null || due.step() != step || due.after() != after) {
                return null;
            }
            next = null;
            return due;
        }
    }

    /**
     * Something that comes between.
     *
     * @param step the step it waits for
     * @param after whether it comes after that step
     * @param action what is done
     */
    record Interruption(Step step, boolean after, Runnable action) {}
}
