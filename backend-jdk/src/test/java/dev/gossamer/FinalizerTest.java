package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.gossamer.Deaths.Victim;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("collector")
class FinalizerTest {

    private final Victim victim = new Victim();
    private final List<Object> heard = new CopyOnWriteArrayList<>();

    @AfterEach
    void useStandardErrorHandler() {
        ErrorHandler.useStandard();
    }

    private void awaitHeard(int count) {
        Deaths.collectUntil(count + " actions", () -> heard.size() >= count);
    }

    @Test
    @DisplayName("FIN-1 FIN-2 the first call gives the result, later ones are empty")
    void call_twice_runsOnceAndGivesTheResultOnce() {
        Finalizer<Integer> finalizer = Finalizers.register(victim.object, "state", state -> {
            heard.add(state);
            return state.length();
        });
        assertThat(finalizer.isAlive()).isTrue();
        assertThat(finalizer.call()).hasValue(5);
        assertThat(finalizer.isAlive()).isFalse();
        assertThat(finalizer.call()).isEmpty();
        assertThat(heard).containsExactly("state");
        assertThat(DeathCallbackQueue.shared().sizeFor(victim.object)).isZero();
        victim.drop();
        Deaths.awaitLaterDeath();
        assertThat(heard).hasSize(1);
    }

    @Test
    @DisplayName("FIN-2 an exception propagates and the finalizer is dead")
    void call_throws_propagatesAndIsDead() {
        var failure = new IllegalStateException("thrown by the action");
        Finalizer<Void> finalizer = Finalizers.register(victim.object, () -> {
            throw failure;
        });
        assertThatThrownBy(finalizer::call).isSameAs(failure);
        assertThat(finalizer.isAlive()).isFalse();
        assertThat(finalizer.call()).isEmpty();
    }

    @Test
    @DisplayName("CB-4 an action finds no interrupt and no context class loader that the one before has left")
    void actions_leaveSomethingOnTheirThread_findNothingOfIt() {
        Runnable leaving = () -> {
            Thread thread = Thread.currentThread();
            heard.add(Thread.interrupted() || thread.getContextClassLoader() != null);
            thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
            thread.interrupt();
        };
        for (int i = 0; i < 3; i++) {
            Finalizers.register(victim.object, leaving);
        }
        victim.drop();
        awaitHeard(3);
        assertThat(heard).containsExactly(false, false, false);
    }

    @Test
    @DisplayName("FIN-1 FIN-3 runs once though nobody kept it")
    void referent_dies_runsThoughNobodyKeptTheFinalizer() {
        Finalizers.register(victim.object, () -> heard.add("action"));
        Finalizers.registerAction(victim.object, "state", heard::add);
        Finalizers.register(victim.object, "function", heard::add);
        victim.drop();
        awaitHeard(3);
        Deaths.awaitLaterDeath();
        assertThat(heard).containsExactly("function", "state", "action");
    }

    @Test
    @DisplayName("FIN-3 action, state and finalizer are released afterwards")
    void finalizer_ran_releasesActionStateAndItself() {
        List<WeakReference<?>> released = registerReleasable(new ArrayList<>());
        victim.drop();
        awaitHeard(1);
        Deaths.collectUntil(
                "the release of action, state and finalizer",
                () -> released.stream().allMatch(each -> each.refersTo(null)));
    }

    @Test
    @DisplayName("FIN-3 a detached or called finalizer releases action and state though it is kept")
    void finalizer_calledOrDetached_releasesActionAndState() {
        List<Finalizer<?>> kept = new ArrayList<>();
        List<WeakReference<?>> called = registerReleasable(kept);
        List<WeakReference<?>> detached = registerReleasable(kept);
        Finalizer<?> first = kept.get(0);
        Finalizer<?> second = kept.get(1);
        first.call();
        second.detach();
        Deaths.collectUntil(
                "the release of actions and states",
                () -> called.get(0).refersTo(null)
                        && called.get(1).refersTo(null)
                        && detached.get(0).refersTo(null)
                        && detached.get(1).refersTo(null));
        Reference.reachabilityFence(first);
        Reference.reachabilityFence(second);
    }

    private List<WeakReference<?>> registerReleasable(List<Finalizer<?>> kept) {
        byte[] state = new byte[1];
        Function<byte[], Integer> action = bytes -> {
            heard.add("released");
            return bytes.length;
        };
        Finalizer<Integer> finalizer = Finalizers.register(victim.object, state, action);
        kept.add(finalizer);
        return List.of(new WeakReference<>(state), new WeakReference<>(action), new WeakReference<>(finalizer));
    }

    @Test
    @DisplayName("FIN-4 peek and detach give what was registered, and nothing when dead")
    void peekAndDetach_giveReferentStateAndAction() {
        Function<String, Integer> function = String::length;
        Finalizer<Integer> finalizer = Finalizers.register(victim.object, "state", function);
        var details = new Finalizer.Details(victim.object, "state", function);
        assertThat(finalizer.peek()).hasValue(details);
        assertThat(finalizer.detach()).hasValue(details);
        assertThat(finalizer.isAlive()).isFalse();
        assertThat(finalizer.peek()).isEmpty();
        assertThat(finalizer.detach()).isEmpty();
        assertThat(finalizer.call()).isEmpty();
        assertThat(DeathCallbackQueue.shared().sizeFor(victim.object)).isZero();
        Runnable action = () -> heard.add("detached");
        Finalizer<Void> second = Finalizers.register(victim.object, action);
        assertThat(second.detach()).hasValue(new Finalizer.Details(victim.object, null, action));
        victim.drop();
        Deaths.awaitLaterDeath();
        assertThat(heard).isEmpty();
    }

    @Test
    @DisplayName("FIN-4 inside its own action a finalizer is dead")
    void action_asksItsFinalizer_itIsDead() {
        for (boolean byCall : new boolean[] {true, false}) {
            var own = new AtomicReference<Finalizer<?>>();
            var victim = new Victim();
            own.set(Finalizers.register(victim.object, () -> {
                Finalizer<?> finalizer = own.get();
                heard.add(List.of(finalizer.isAlive(), finalizer.peek(), finalizer.detach(), finalizer.call()));
            }));
            if (byCall) {
                own.get().call();
            }
            victim.drop();
        }
        awaitHeard(2);
        var dead = List.of(false, Optional.empty(), Optional.empty(), Optional.empty());
        assertThat(heard).containsExactly(dead, dead);
    }

    @Test
    @DisplayName("FIN-1 16 threads call one finalizer while its referent dies, a thousand rounds")
    void call_by16ThreadsWhileTheReferentDies_runsOnce() throws Exception {
        int rounds = 1_000;
        int threads = 16;
        var runs = new AtomicInteger[rounds];
        var results = new AtomicInteger();
        @SuppressWarnings({"unchecked", "rawtypes"}) // an array of finalizers
        Finalizer<Integer>[] finalizers = new Finalizer[rounds];
        var registered = new AtomicInteger();
        var barrier = new CyclicBarrier(threads, () -> {
            int round = registered.getAndIncrement();
            runs[round] = new AtomicInteger();
            finalizers[round] = Finalizers.register(new Object(), runs[round], AtomicInteger::incrementAndGet);
        });
        var callers = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            callers[i] = new Thread(() -> callAll(finalizers, barrier, results));
            callers[i].start();
        }
        Deaths.collectUntil("the end of the callers", () -> {
            for (Thread caller : callers) {
                caller.join(1);
            }
            return Arrays.stream(callers).noneMatch(Thread::isAlive);
        });
        Deaths.collectUntil("the end of all finalizers", () -> {
            for (AtomicInteger each : runs) {
                if (each.get() == 0) {
                    return false;
                }
            }
            return true;
        });
        Deaths.awaitLaterDeath();
        assertThat(runs).hasSize(rounds).allSatisfy(each -> assertThat(each).hasValue(1));
    }

    private static void callAll(Finalizer<Integer>[] finalizers, CyclicBarrier barrier, AtomicInteger results) {
        try {
            for (int round = 0; round < finalizers.length; round++) {
                barrier.await();
                finalizers[round].call().ifPresent(results::addAndGet);
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("FIN-1 16 threads call one finalizer of a living referent: one gets the result")
    void call_by16Threads_oneGetsTheResult() throws Exception {
        int rounds = 200;
        @SuppressWarnings({"unchecked", "rawtypes"}) // an array of finalizers
        Finalizer<Integer>[] finalizers = new Finalizer[rounds];
        for (int i = 0; i < rounds; i++) {
            finalizers[i] = Finalizers.register(victim.object, 1, one -> one);
        }
        var results = new AtomicInteger();
        var barrier = new CyclicBarrier(16);
        var callers = new Thread[16];
        for (int i = 0; i < callers.length; i++) {
            callers[i] = new Thread(() -> callAll(finalizers, barrier, results));
            callers[i].start();
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(results).hasValue(rounds);
        assertThat(DeathCallbackQueue.shared().sizeFor(victim.object)).isZero();
    }

    @Test
    @DisplayName("FIN-1 registering and detaching by many threads loses nothing")
    void registerAndDetach_byManyThreadsOnOneReferent_losesNothing() throws Exception {
        int rounds = 2_000;
        var detached = new AtomicInteger();
        var threads = new Thread[4];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> {
                for (int round = 0; round < rounds; round++) {
                    Finalizer<Void> finalizer = Finalizers.register(victim.object, () -> heard.add("detached"));
                    WeakRef<Object> reference = WeakRef.of(victim.object, dead -> heard.add("cleared"));
                    detached.addAndGet(finalizer.detach().isPresent() ? 1 : 0);
                    reference.clear();
                    if (round % 100 == 0) {
                        Finalizers.register(victim.object, () -> heard.add("kept"));
                    }
                }
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        int kept = threads.length * rounds / 100;
        assertThat(detached).hasValue(threads.length * rounds);
        assertThat(DeathCallbackQueue.shared().sizeFor(victim.object)).isEqualTo(kept);
        victim.drop();
        awaitHeard(kept);
        Deaths.awaitLaterDeath();
        assertThat(heard).hasSize(kept).containsOnly("kept");
    }

    @Test
    @DisplayName("FIN-1 the list of an object that becomes empty and is filled again loses nothing")
    void registerAndDetach_listEmptiedAgainAndAgain_losesNothing() throws Exception {
        var referents = new Object[500];
        var barrier = new CyclicBarrier(3);
        var ran = new AtomicInteger();
        for (int i = 0; i < referents.length; i++) {
            referents[i] = new Object();
        }
        var threads = new Thread[3];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> registerDetachAndRegister(referents, barrier, ran));
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        Arrays.fill(referents, heard);
        Deaths.collectUntil("three finalizers each; " + ran, () -> ran.get() >= 1_500);
        Deaths.awaitLaterDeath();
        assertThat(ran).hasValue(1_500);
    }

    private static void registerDetachAndRegister(Object[] referents, CyclicBarrier barrier, AtomicInteger ran) {
        try {
            for (Object referent : referents) {
                barrier.await();
                Finalizers.register(referent, ran::incrementAndGet).detach();
                Finalizers.register(referent, ran::incrementAndGet);
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("FIN-7 100,000 chained objects: all run, none on a deep stack")
    void chain_of100000Objects_allRunOnAShallowStack() {
        int length = 100_000;
        var ran = new AtomicInteger();
        var depth = new AtomicInteger();
        buildChain(length, () -> {
            if (ran.incrementAndGet() % 1_000 == 0) {
                int frames = Thread.currentThread().getStackTrace().length;
                depth.accumulateAndGet(frames, Math::max);
            }
        });
        Deaths.collectUntil("the end of a chain; " + ran, () -> ran.get() == length);
        Deaths.awaitLaterDeath();
        assertThat(ran).hasValue(length);
        assertThat(depth.get()).isBetween(1, 60);
    }

    private static void buildChain(int length, Runnable action) {
        Object[] head = new Object[1];
        for (int i = 0; i < length; i++) {
            head = new Object[] {head};
            Finalizers.register(head, action);
        }
    }

    @Test
    @DisplayName("FIN-8 reclaiming goes on while an action blocks")
    void action_blocks_containersAreReclaimed() throws Exception {
        var begun = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        Finalizers.register(victim.object, () -> {
            begun.countDown();
            awaitLatch(release);
            heard.add("released");
        });
        victim.drop();
        Deaths.collectUntil("the blocking action", () -> begun.getCount() == 0);
        WeakKeyMap<Object, String> map = WeakKeyMap.identity();
        putDying(map);
        Deaths.collectUntil("the entries to be reclaimed", () -> map.estimatedSize() == 0);
        assertThat(heard).isEmpty();
        release.countDown();
        awaitHeard(1);
    }

    private static void putDying(WeakKeyMap<Object, String> map) {
        for (int i = 0; i < 100; i++) {
            map.put(new Object(), "value");
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("RC-3 two threads at most, both end when nothing is left")
    void threads_afterTheLastFinalizer_end() {
        Finalizers.register(victim.object, () -> heard.add(libraryThreads()));
        victim.drop();
        awaitHeard(1);
        assertThat(heard.get(0))
                .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                .filteredOn(name -> !name.endsWith("-starter")) // which ends when it has made the other
                .hasSizeBetween(1, 2);
        Deaths.collectUntil(
                "the end of the library's threads", () -> libraryThreads().isEmpty());
    }

    private static List<String> libraryThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("gossamer-"))
                .toList();
    }

    @Test
    @DisplayName("CB-4 a throwing finalizer is reported, the others run")
    void action_throws_isReported() {
        var failure = new AssertionError("of an action");
        ErrorHandler.use((source, thrown) -> heard.add(List.of(source, thrown)));
        Finalizers.register(victim.object, () -> heard.add("older"));
        Finalizers.register(victim.object, () -> {
            throw failure;
        });
        victim.drop();
        awaitHeard(2);
        assertThat(heard).containsExactly(List.of("a finalizer", failure), "older");
    }

    @Test
    @DisplayName("FIN-6 nothing is installed at exit unless a finalizer asks for it")
    void atExit_installsTheHookOnlyWhileAFinalizerAsksForIt() {
        Finalizer<Void> first = Finalizers.register(victim.object, () -> heard.add("first"));
        Finalizer<Void> second = Finalizers.register(victim.object, () -> heard.add("second"));
        assertThat(first.isAtExit()).isFalse();
        assertThat(ExitFinalizers.isHooked()).isFalse();
        assertThat(first.atExit(true)).isSameAs(first);
        second.atExit(true);
        assertThat(first.isAtExit()).isTrue();
        assertThat(ExitFinalizers.isHooked()).isTrue();
        first.atExit(false);
        assertThat(first.isAtExit()).isFalse();
        assertThat(ExitFinalizers.isHooked()).isTrue();
        second.call();
        assertThat(second.isAtExit()).isFalse();
        assertThat(ExitFinalizers.isHooked()).isFalse();
        first.atExit(true);
        assertThat(ExitFinalizers.isHooked()).isTrue();
        victim.drop();
        awaitHeard(2);
        assertThat(ExitFinalizers.isHooked()).isFalse();
        first.atExit(true);
        assertThat(ExitFinalizers.isHooked()).isFalse();
    }

    @Test
    @DisplayName("FIN-6 of two threads that set and unset it at once the later one wins, and nothing is left at exit")
    void atExit_setWhileItIsUnset_laterOneWins() throws Exception {
        Finalizer<Void> finalizer = Finalizers.register(victim.object, () -> heard.add("called"));
        try (Crowd crowd = new Crowd()) {
            CompletableFuture<Thread> setting = new CompletableFuture<>();
            Future<?> other;
            synchronized (ExitFinalizers.FLAGGED) {
                other = crowd.start(number -> {
                    setting.complete(Thread.currentThread());
                    finalizer.atExit(true);
                });
                Thread thread = setting.get();
                Deaths.await("a thread that sets it", () -> thread.getState() == Thread.State.BLOCKED);
                finalizer.atExit(false);
            }
            Crowd.await(other);
        }
        assertThat(finalizer.isAtExit()).isTrue();
        assertThat(ExitFinalizers.isHooked()).isTrue();
        finalizer.call();
        assertThat(ExitFinalizers.isHooked()).isFalse();
    }

    @Test
    @DisplayName("FIN-3 a finalizer takes one object of the library, beside its slot in the table")
    void register_many_allocatesLittle() {
        Runnable action = () -> {};
        long bytes = Allocation.perCall(10_000, () -> Finalizers.register(victim.object, action));
        boolean compressed = Boolean.parseBoolean(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .getVMOption("UseCompressedOops")
                .getValue());
        assertThat(bytes).as("bytes for one registration").isLessThanOrEqualTo(compressed ? 40 + 16 + 5 : 72 + 24 + 9);
    }

    @Test
    @DisplayName("ID-1 ID-2 refused arguments leave nothing behind")
    void register_refused_tellsWhy() {
        assertThatNullPointerException()
                .isThrownBy(() -> Finalizers.register(nothing(), () -> {}))
                .withMessage("referent");
        assertThatNullPointerException()
                .isThrownBy(() -> Finalizers.register(victim.object, nothing()))
                .withMessage("action");
        assertThatNullPointerException()
                .isThrownBy(() -> Finalizers.register(victim.object, nothing(), state -> state))
                .withMessage("state");
        assertThatNullPointerException()
                .isThrownBy(() -> Finalizers.register(victim.object, "state", nothing()))
                .withMessage("function");
        assertThatThrownBy(() -> Finalizers.register(100_000, () -> {}))
                .isInstanceOf(NotWeaklyReferenceableException.class);
        assertThat(DeathCallbackQueue.shared().sizeFor(victim.object)).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Finalizers.limitExit(Duration.ZERO))
                .withMessage("limit PT0S is no time to run in; give more than zero");
    }

    @Test
    @DisplayName("FIN-1 a finalizer tells nothing of its referent, and whether it is alive")
    void toString_callsNothingOfTheUser() {
        var asked = new AtomicBoolean();
        Object referent = new Object() {
            @Override
            public String toString() {
                asked.set(true);
                return "asked";
            }
        };
        Finalizer<Void> finalizer = Finalizers.register(referent, () -> {});
        assertThat(finalizer.toString()).startsWith("Finalizer@").endsWith("[alive]");
        finalizer.detach();
        assertThat(finalizer.toString()).endsWith("[dead]");
        assertThat(asked).isFalse();
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what a caller without NullAway may pass
    private static <T> T nothing() {
        return (T) null;
    }
}
