package dev.gossamer.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakValueMap;
import dev.gossamer.tck.SteppedBackend.Step;
import java.lang.ref.Reference;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What holds when another thread comes between two steps of an operation, where it hardly ever comes by chance. */
interface InterleavingContract extends Contract {

    @Test
    @Rule("MAP-7")
    @DisplayName("MAP-7: a dead entry that is reclaimed while two threads replace it makes room for one new entry")
    default void put_overDeadEntryThatIsReclaimed_leavesOneEntry() {
        Interrupted steps = new Interrupted();
        Scene scene = new Scene(new SteppedBackend(backend(), steps));
        WeakValueMap<String, Name> map = scene.<String, Name>weakValueMap().build();
        Name dead = new Name("dead");
        Name late = new Name("late");
        Name early = new Name("early");
        map.put("k", dead);
        scene.kill(dead);
        scene.collector.enqueue();
        CountDownLatch found = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        steps.before(Step.REPLACE, () -> {
            found.countDown();
            Waiting.await("another thread to reclaim", goOn);
        });
        FutureTask<Name> putting = Racers.start(() -> map.put("k", late));
        Waiting.await("a thread to find the dead entry", found);
        steps.before(Step.REMOVE, () -> {
            assertNull(map.putIfAbsent("k", early), "putIfAbsent(\"k\", early) over a dead entry");
            goOn.countDown();
            assertSame(early, Racers.join(putting), "put(\"k\", late) after putIfAbsent(\"k\", early)");
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
        WeakKeyMap<Name, String> map = new Scene(new SteppedBackend(backend(), steps))
                .<Name, String>weakKeyMap()
                .build();
        Name removed = new Name("k");
        Name next = new Name("k");
        Name probe = new Name("k");
        var canonical = new AtomicReference<@Nullable Name>();
        map.put(removed, "old");
        steps.before(Step.REMOVE, () -> {
            assertNull(map.get(probe), "get(k) once remove(k) has taken effect");
            steps.after(Step.FIND, () -> assertNull(map.put(next, "new"), "put of another k"));
            canonical.set(map.canonicalKey(probe));
        });
        assertEquals("old", map.remove(probe), "remove(k)");
        Name seen = canonical.get();
        RuleViolation.unless(
                seen == null || seen == next, "KM-6", "canonicalKey(k) gives the key that was removed before");
        assertSame(next, map.canonicalKey(probe), "canonicalKey(k)");
        Reference.reachabilityFence(removed);
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
            Histories.checkWeakValueMap(paused, round);
            Histories.checkWeakKeyMap(paused, LinearizabilityContract.WAYS.get(round % 3), round);
            Histories.checkWeakSet(paused, LinearizabilityContract.WAYS.get(round % 3), round);
            Histories.checkInterner(paused, Texts.SAME_INITIAL, round);
        }
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
