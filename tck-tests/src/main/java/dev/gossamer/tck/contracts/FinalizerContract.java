package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.Finalizer;
import dev.gossamer.FinalizerGroup;
import dev.gossamer.FinalizerLane;
import dev.gossamer.Finalizers;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakRef;
import dev.gossamer.tck.environment.AwaitedCondition;
import dev.gossamer.tck.environment.ExitProgram;
import dev.gossamer.tck.environment.ExitedJvm;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.RacingThreads;
import dev.gossamer.tck.environment.RealCollector;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.KitOptions;
import dev.gossamer.tck.rules.Rule;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What holds for {@link Finalizers}, beside containers of the backend. */
public interface FinalizerContract extends ContractBase {

    @Test
    @Rule({"FIN-1", "FIN-2"})
    @DisplayName("FIN-1 FIN-2: of sixteen threads that call one finalizer, one runs it and gets the result")
    default void call_sixteenThreads_oneGetsTheResult() {
        Object referent = new Object();
        for (int round = 0; round < 50; round++) {
            AtomicInteger runs = new AtomicInteger();
            Finalizer<Integer> finalizer = Finalizers.register(referent, runs, AtomicInteger::incrementAndGet);
            List<Optional<Integer>> results = RacingThreads.run(16, finalizer::call);
            assertEquals(1, results.stream().filter(Optional::isPresent).count(), "calls that gave a result");
            assertEquals(1, runs.get(), "runs");
        }
        requireDeadAfterFailure(referent);
    }

    private static void requireDeadAfterFailure(Object referent) {
        IllegalStateException failure = new IllegalStateException("thrown by an action of the kit");
        Finalizer<Void> failing = Finalizers.register(referent, () -> {
            throw failure;
        });
        assertSame(failure, assertThrows(IllegalStateException.class, failing::call), "what a failing function threw");
        assertFalse(failing.isAlive(), "isAlive() after it threw");
        assertEquals(Optional.empty(), failing.call(), "failing.call()");
        Finalizer<Object> giving = Finalizers.register(referent, "state", given -> null);
        assertEquals(Optional.empty(), giving.call(), "call() of a function that gives null");
        assertFalse(giving.isAlive(), "isAlive() after it gave null");
    }

    @Test
    @Tag(COLLECTOR)
    @Rule({"FIN-1", "FIN-3"})
    @DisplayName("FIN-1 FIN-3: runs once though nobody kept it, and is released with action and state")
    default void death_finalizerNotKept_runsOnceAndIsReleased() {
        Object[] only = {new Object()};
        AtomicInteger runs = new AtomicInteger();
        List<WeakReference<Object>> parts = new ArrayList<>();
        RealCollector.elsewhere(() -> register(only[0], runs, parts));
        only[0] = runs;
        RealCollector.await("a finalizer", () -> runs.get() != 0);
        RealCollector.await(
                "action, state and finalizer to be released",
                () -> parts.stream().allMatch(each -> each.refersTo(null)));
        assertEquals(1, runs.get(), "runs");
        assertEquals(3, parts.size(), "parts.size()");
    }

    private static boolean register(Object referent, AtomicInteger runs, List<WeakReference<Object>> parts) {
        Object state = new Object();
        Function<Object, Integer> action = given -> runs.incrementAndGet();
        parts.add(new WeakReference<>(state));
        parts.add(new WeakReference<>(action));
        return parts.add(new WeakReference<>(Finalizers.register(referent, state, action)));
    }

    @Test
    @Rule("FIN-1")
    @DisplayName("FIN-1: an action of a lane runs at most once, and never after it was detached")
    default void lane_runOrDetached_runsAtMostOnce() {
        Object referent = new Object();
        List<Object> told = new ArrayList<>();
        FinalizerLane lane = FinalizerLane.over(Runnable::run);
        FinalizerLane.Registration run = lane.register(referent, () -> told.add("run"));
        FinalizerLane.Registration detached = lane.register(referent, () -> told.add("detached"));
        assertEquals(List.of(true, false, false), List.of(run.run(), run.run(), run.detach()), "run() twice, detach()");
        assertEquals(List.of(true, false), List.of(detached.detach(), detached.run()), "detach(), run()");
        assertEquals(List.of("run"), told, "what ran");
        FinalizerLane.Registration failing = lane.register(referent, () -> {
            throw new IllegalStateException("thrown by an action of the kit");
        });
        assertThrows(IllegalStateException.class, failing::run, "run() of an action that throws");
        assertEquals(List.of(false, false), List.of(failing.run(), failing.detach()), "run() and detach() after it");
        assertEquals(0, lane.backlog(), "actions that wait");
        Reference.reachabilityFence(referent);
    }

    @Test
    @Rule("FIN-4")
    @DisplayName("FIN-4: peek and detach give what was registered; in its own action a finalizer is dead")
    default void peekAndDetach_aliveThenDead_givePartsThenNothing() {
        Object referent = new Object();
        Function<String, Integer> action = String::length;
        Finalizer<Integer> finalizer = Finalizers.register(referent, "state", action);
        Finalizer.Details parts = new Finalizer.Details(referent, "state", action);
        assertEquals(Optional.of(parts), finalizer.peek(), "finalizer.peek()");
        assertEquals(Optional.of(parts), finalizer.detach(), "finalizer.detach()");
        assertEquals(Optional.empty(), finalizer.peek(), "finalizer.peek()");
        assertEquals(Optional.empty(), finalizer.detach(), "finalizer.detach()");
        assertEquals(Optional.empty(), finalizer.call(), "finalizer.call()");
        requireDeadInItsAction(referent);
    }

    private static void requireDeadInItsAction(Object referent) {
        Finalizer<?>[] own = new Finalizer<?>[1];
        Function<Finalizer<?>[], List<Object>> asking =
                self -> List.of(self[0].isAlive(), self[0].peek(), self[0].call());
        Finalizer<List<Object>> asked = Finalizers.register(referent, own, asking);
        own[0] = asked;
        assertEquals(Optional.of(List.of(false, Optional.empty(), Optional.empty())), asked.call(), "asked.call()");
    }

    @Test
    @Rule("FIN-5")
    @DisplayName("FIN-5: an action or state that is or captures its referent is refused")
    default void register_actionOrStateHoldsReferent_isRefused() {
        NamedKey referent = new NamedKey("referent");
        Function<Object, String> action = Object::toString;
        String refusal = String.valueOf(assertThrows(
                IllegalArgumentException.class, () -> Finalizers.register(referent, () -> referent.text())));
        assertTrue(refusal.contains(": the action captures the referent in the field "), refusal);
        assertThrows(IllegalArgumentException.class, () -> Finalizers.register(referent, referent, action));
        refusal = String.valueOf(assertThrows(
                IllegalArgumentException.class, () -> Finalizers.register(referent, new Object[] {referent}, action)));
        assertTrue(refusal.contains(" is an array with the referent at index 0"), refusal);
        assertTrue(
                Finalizers.register(referent, referent.text(), action).detach().isPresent(), "a part is accepted");
    }

    @Test
    @Rule("FIN-6")
    @DisplayName("FIN-6: at exit they run newest first, whatever one throws or changes, and the status stays")
    default void atExit_exitWithStatus_runNewestFirst() {
        ExitedJvm.Ended ended = ExitedJvm.run(ExitProgram.Ending.STATUS);
        assertEquals(
                List.of("changing", "next", "throwing", "third", "second", "first"), ended.printed(), ended.errors());
        assertEquals(3, ended.status(), "exit status");
        assertTrue(ended.errors().contains("thrown at exit"), ended.errors());
        assertFalse(ended.errors().contains("did not end within"), "told of those that all ended: " + ended.errors());
    }

    @Test
    @Rule("FIN-6")
    @DisplayName("FIN-6: one that blocks does not hang the exit")
    default void atExit_blockingFinalizer_exitGoesOn() {
        ExitedJvm.Ended ended = ExitedJvm.run(ExitProgram.Ending.BLOCKING);
        assertEquals(List.of("blocking"), ended.printed(), ended.errors());
        assertTrue(ended.errors().contains("did not end within"), "the error handler is told: " + ended.errors());
        assertEquals(0, ended.status(), "exit status");
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("FIN-6")
    @DisplayName("FIN-6: the hook holds nothing of the thread that asked for it")
    default void atExit_fromAThreadOfAnApplication_doesNotHoldItsLoader() {
        Object referent = new Object();
        Finalizer<Void> finalizer = Finalizers.register(referent, () -> {});
        WeakRef<ClassLoader> loader = RealCollector.elsewhere(() -> {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            ClassLoader application = new ClassLoader(null) {};
            thread.setContextClassLoader(application);
            try {
                finalizer.atExit(true);
            } finally {
                thread.setContextClassLoader(before);
            }
            return WeakRef.of(application);
        });
        RealCollector.await(
                "the context class loader of who asked for a hook to be collected", () -> !loader.isAlive());
        assertTrue(finalizer.detach().isPresent(), "detach()");
        Reference.reachabilityFence(referent);
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("FIN-7")
    @DisplayName("FIN-7: the finalizers of 100,000 chained objects all run, on no deep stack")
    default void death_longChain_allRunOnAShallowStack() {
        int length = KitOptions.effort(100_000);
        AtomicInteger runs = new AtomicInteger();
        AtomicInteger depth = new AtomicInteger();
        RealCollector.elsewhere(() -> buildChain(length, () -> {
            if (runs.incrementAndGet() % 1_000 == 0) {
                depth.accumulateAndGet(Thread.currentThread().getStackTrace().length, Math::max);
            }
        }));
        RealCollector.await("finalizers of a chain ran", length, runs::get);
        assertEquals(length, runs.get(), "runs");
        assertTrue(depth.get() < 100, "the stack of an action has " + depth + " frames");
    }

    private static int buildChain(int length, Runnable action) {
        Object[] head = new Object[1];
        for (int i = 0; i < length; i++) {
            head = new Object[] {head};
            Finalizers.register(head, action);
        }
        return head.length;
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("FIN-8")
    @DisplayName("FIN-8: an action that blocks does not hold up the reclaiming of containers")
    default void action_blocks_containersAreReclaimed() {
        WeakKeyMap<Object, String> map =
                WeakKeyMap.<Object, String>builder().backend(backend()).build();
        Object[] only = {new Object()};
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        List<Object> ended = new CopyOnWriteArrayList<>();
        Finalizers.register(only[0], () -> {
            begun.countDown();
            awaitLatch(release);
            ended.add("ended");
        });
        only[0] = map;
        try {
            RealCollector.await("an action to block", () -> begun.getCount() == 0);
            RealCollector.elsewhere(() -> map.put(new Object(), "v"));
            RealCollector.await("an entry to be reclaimed", () -> map.estimatedSize() == 0);
            assertTrue(ended.isEmpty(), "the action blocks still");
        } finally {
            release.countDown();
        }
        AwaitedCondition.await("the action to end", () -> !ended.isEmpty());
    }

    @Test
    @Rule("FIN-9")
    @DisplayName("FIN-9: a group detaches all at once, and when closed runs or detaches what is left")
    default void group_detachedOrClosed_isEmpty() {
        Object referent = new Object();
        List<Object> told = new ArrayList<>();
        FinalizerGroup group = Finalizers.create();
        group.registerAction(referent, "detached", told::add);
        assertEquals(1, Finalizers.detachAll(group), "detached");
        for (String each : List.of("first", "second", "third")) {
            group.registerAction(referent, each, told::add);
        }
        group.register(referent, () -> told.add("without state"));
        group.register(referent, "function", told::add);
        assertEquals(5, group.size(), "size()");
        group.close(FinalizerGroup.Remaining.RUN);
        assertEquals(List.of("function", "without state", "third", "second", "first"), told, "what was told, in order");
        assertThrows(IllegalStateException.class, () -> group.registerAction(referent, "late", told::add));
        FinalizerGroup other = Finalizers.create();
        Finalizer<Void> finalizer = other.registerAction(referent, "never", told::add);
        other.close(FinalizerGroup.Remaining.DETACH);
        assertFalse(finalizer.isAlive(), "isAlive() after its group was closed");
        assertThrows(IllegalStateException.class, () -> other.registerAction(referent, "late", told::add));
        assertEquals(5, told.size(), "what ran: " + told);
    }

    @Test
    @Rule("FIN-9")
    @DisplayName("FIN-9: a group that is being closed refuses what its own actions register")
    default void group_beingClosed_refusesFurtherOnes() {
        Object referent = new Object();
        Object other = new Object();
        List<Object> refused = new ArrayList<>();
        FinalizerGroup group = Finalizers.create();
        group.registerAction(
                referent,
                group,
                closing -> refused.add(
                        assertThrows(IllegalStateException.class, () -> closing.register(other, refused::clear))));
        group.close();
        assertEquals(1, refused.size(), "registrations refused while a group was being closed");
        assertEquals(0, group.size(), "size() of a closed group");
        Reference.reachabilityFence(referent);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
