package dev.gossamer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PulseTest {

    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration NEVER = Duration.ofDays(1);
    private static final String NAME = "gossamer-test-pulse";

    private final AtomicInteger beats = new AtomicInteger();
    private final AtomicBoolean needed = new AtomicBoolean(true);
    private final AtomicReference<Thread> thread = new AtomicReference<>();

    private boolean beat() {
        thread.set(Thread.currentThread());
        beats.incrementAndGet();
        return needed.get();
    }

    private void awaitBeats(int count) {
        Awaited.condition(count + " beats", () -> beats.get() >= count);
    }

    private static void awaitEnd(Thread thread) {
        Awaited.condition("the end of " + thread, () -> !thread.isAlive());
    }

    private static List<Thread> threads(String name) {
        var found = new ArrayList<Thread>();
        for (Thread each : Thread.getAllStackTraces().keySet()) {
            if (each.getName().equals(name)) {
                found.add(each);
            }
        }
        return found;
    }

    @Test
    void pulse_created_startsNoThread() {
        var pulse = Pulse.every(NAME + "-idle", SHORT, this::beat);
        assertEquals(List.of(), threads(NAME + "-idle"), () -> "threads of " + pulse);
    }

    @Test
    void every_pauseBelowAMillisecond_refused() {
        var failure = assertThrows(IllegalArgumentException.class, () -> Pulse.every(NAME, Duration.ZERO, this::beat));
        assertEquals("pause must be at least 1 ms, not PT0S", failure.getMessage());
    }

    @Test
    void start_whileNeeded_beatsAgainAndAgainOnOneThread() {
        String name = NAME + "-one";
        var pulse = Pulse.every(name, SHORT, this::beat);
        pulse.start();
        awaitBeats(1);
        Thread first = thread.get();
        for (int i = 0; i < 10; i++) {
            pulse.start();
            awaitBeats(beats.get() + 1);
            assertEquals(List.of(first), threads(name), "threads of the pulse");
        }
        needed.set(false);
        awaitEnd(first);
    }

    @Test
    void thread_startedInAnApplication_takesNothingOfIt() throws Exception {
        var copies = new AtomicInteger();
        var inheritable = new InheritableThreadLocal<String>() {
            @Override
            protected String childValue(String parentValue) {
                copies.incrementAndGet();
                return parentValue;
            }
        };
        var inherited = new AtomicReference<>("not yet asked");
        var pulse = Pulse.every(NAME, SHORT, () -> {
            inherited.set(inheritable.get());
            return beat();
        });
        var group = new ThreadGroup("application");
        var application = new Thread(group, () -> {
            inheritable.set("of the application");
            pulse.start();
        });
        application.setContextClassLoader(new ClassLoader() {});
        application.setPriority(Thread.MIN_PRIORITY);
        application.start();
        application.join();
        awaitBeats(1);
        assertNull(inherited.get(), "inherited thread-local");
        assertEquals(0, copies.get(), "copies made of the application's thread-local");
        assertNull(thread.get().getContextClassLoader(), "context class loader");
        assertNull(thread.get().getThreadGroup().getParent(), "parent of its group, which is the root");
        assertTrue(thread.get().isDaemon(), "daemon");
        assertEquals(Thread.NORM_PRIORITY, thread.get().getPriority(), "priority");
        assertEquals(NAME, thread.get().getName(), "name");
        needed.set(false);
        awaitEnd(thread.get());
    }

    @Test
    void beat_saysNoLongerNeeded_threadEndsAndStartStartsAnother() {
        needed.set(false);
        var pulse = Pulse.every(NAME, NEVER, this::beat);
        pulse.start();
        awaitBeats(1);
        Thread first = thread.get();
        awaitEnd(first);
        pulse.start();
        awaitBeats(2);
        assertNotSame(first, thread.get(), "thread after the restart");
        awaitEnd(thread.get());
        assertEquals(2, beats.get(), "beats");
    }

    @Test
    void start_whileTheBeatIsAboutToEndIt_beatsOnceMore() {
        var pulse = new AtomicReference<Pulse>();
        pulse.set(Pulse.every(NAME, NEVER, () -> {
            if (beats.get() < 5) {
                pulse.get().start();
            }
            return beat();
        }));
        needed.set(false);
        pulse.get().start();
        awaitBeats(6);
        awaitEnd(thread.get());
        assertEquals(6, beats.get(), "beats");
    }

    @Test
    void start_racingWithTheEnd_losesNoBeatAndRunsOneThreadAtATime() throws Exception {
        var asked = new AtomicInteger();
        var answered = new AtomicInteger();
        var alive = new ConcurrentLinkedQueue<Thread>();
        var pulse = Pulse.every(NAME, NEVER, () -> {
            int seen = asked.get();
            Thread previous = thread.getAndSet(Thread.currentThread());
            if (previous != null && previous != Thread.currentThread() && previous.isAlive()) {
                alive.add(previous);
            }
            answered.set(seen);
            return false;
        });
        inParallel(2, () -> {
            for (int i = 0; i < 500; i++) {
                int mine = asked.incrementAndGet();
                pulse.start();
                spinUntilAnswered(answered, mine);
            }
            return null;
        });
        awaitEnd(thread.get());
        assertEquals(List.of(), List.copyOf(alive), "threads that were alive when their successor ran");
    }

    private static void spinUntilAnswered(AtomicInteger answered, int mine) {
        long start = System.nanoTime();
        while (answered.get() < mine) {
            Thread.yield();
            if (System.nanoTime() - start > Duration.ofSeconds(20).toNanos()) {
                throw new AssertionError("the beat that was asked for as number " + mine + " never came");
            }
        }
    }

    private static void inParallel(int threads, Callable<?> action) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            var running = new ArrayList<Future<?>>();
            for (int i = 0; i < threads; i++) {
                running.add(executor.submit(action));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void beatNow_inALongPause_beats() {
        var pulse = Pulse.every(NAME, NEVER, this::beat);
        pulse.start();
        awaitBeats(1);
        for (int i = 0; i < 10; i++) {
            int before = beats.get();
            pulse.beatNow();
            awaitBeats(before + 1);
        }
        needed.set(false);
        pulse.beatNow();
        awaitEnd(thread.get());
    }

    @Test
    void thread_interrupted_goesOnPausing() {
        var pulse = Pulse.every(NAME, NEVER, this::beat);
        pulse.start();
        awaitBeats(1);
        Thread first = thread.get();
        first.interrupt();
        awaitBeats(2);
        Awaited.condition("the thread waits again", () -> first.getState() == Thread.State.TIMED_WAITING);
        assertFalse(first.isInterrupted(), "interrupted");
        needed.set(false);
        pulse.beatNow();
        awaitEnd(first);
    }

    @Test
    void beat_throws_threadEndsAudiblyAndStartStartsAnother() {
        var failure = new IllegalStateException("thrown by the beat");
        Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
        var pulse = Pulse.every(NAME, NEVER, () -> {
            Thread.currentThread().setUncaughtExceptionHandler((dying, throwable) -> uncaught.add(throwable));
            beat();
            throw failure;
        });
        pulse.start();
        awaitBeats(1);
        Thread first = thread.get();
        awaitEnd(first);
        assertSame(failure, uncaught.poll(), "what the handler was given");
        pulse.start();
        awaitBeats(2);
        assertNotSame(first, thread.get(), "thread after the restart");
        awaitEnd(thread.get());
    }

    @Test
    void beatNow_racingWithBeats_losesNone() throws Exception {
        var asked = new AtomicInteger();
        var answered = new AtomicInteger();
        var queue = new ReferenceQueue<Object>();
        var pulse = Pulse.onArrival(NAME, queue, NEVER, new Lookout(), entry -> {}, () -> {
            answered.set(asked.get());
            return beat();
        });
        inParallel(2, () -> {
            for (int i = 0; i < 2_000; i++) {
                int mine = asked.incrementAndGet();
                pulse.beatNow();
                spinUntilAnswered(answered, mine);
            }
            return null;
        });
        needed.set(false);
        pulse.beatNow();
        awaitEnd(thread.get());
    }

    @Test
    void onArrival_referencesEnqueued_eachIsGivenOnceThenABeat() {
        var queue = new ReferenceQueue<Object>();
        Queue<Object> arrived = new ConcurrentLinkedQueue<>();
        var pulse = Pulse.onArrival(NAME, queue, NEVER, new Lookout(), arrived::add, this::beat);
        pulse.start();
        awaitBeats(1);
        for (int i = 1; i <= 5; i++) {
            int before = beats.get();
            Reference<?> reference = enqueued(queue);
            awaitBeats(before + 1);
            assertEquals(i, arrived.size(), "references that arrived");
            assertTrue(arrived.contains(reference), "the latest one arrived");
        }
        needed.set(false);
        pulse.beatNow();
        awaitEnd(thread.get());
        assertEquals(5, arrived.size(), "references that arrived");
    }

    @Test
    void onArrival_referentCollected_beatsThoughNobodyCalls() {
        var queue = new ReferenceQueue<Object>();
        Queue<Object> arrived = new ConcurrentLinkedQueue<>();
        var pulse = Pulse.onArrival(NAME, queue, NEVER, new Lookout(), arrived::add, this::beat);
        pulse.start();
        var reference = new WeakReference<>(new Object(), queue);
        Awaited.collection("the arrival of a collected object's reference", () -> arrived.contains(reference));
        needed.set(false);
        pulse.beatNow();
        awaitEnd(thread.get());
    }

    @Test
    void beatNow_whileReferencesAreHandled_beatsAndSoDoesTheNext() {
        var queue = new ReferenceQueue<Object>();
        var pulse = new AtomicReference<Pulse>();
        pulse.set(Pulse.onArrival(
                NAME, queue, NEVER, new Lookout(), entry -> pulse.get().beatNow(), this::beat));
        pulse.get().start();
        awaitBeats(1);
        for (int i = 0; i < 5; i++) {
            int before = beats.get();
            enqueued(queue);
            awaitBeats(before + 1);
        }
        needed.set(false);
        pulse.get().beatNow();
        awaitEnd(thread.get());
    }

    @Test
    void poll_whileABeatIsAskedFor_takesReferencesAndLosesNoBeat() throws Exception {
        var queue = new ReferenceQueue<Object>();
        Queue<Object> arrived = new ConcurrentLinkedQueue<>();
        var pulse = Pulse.onArrival(NAME, queue, NEVER, new Lookout(), arrived::add, this::beat);
        pulse.start();
        awaitBeats(1);
        var taken = new AtomicInteger();
        inParallel(2, () -> {
            for (int i = 0; i < 500; i++) {
                enqueued(queue);
                pulse.beatNow();
                taken.addAndGet(pulse.poll() == null ? 0 : 1);
            }
            return null;
        });
        Awaited.condition(
                () -> taken + " taken and " + arrived.size() + " arrived of 1000",
                () -> taken.get() + arrived.size() == 1_000);
        needed.set(false);
        pulse.beatNow();
        awaitEnd(thread.get());
    }

    private static Reference<?> enqueued(ReferenceQueue<Object> queue) {
        var reference = new WeakReference<Object>(queue, queue);
        reference.enqueue();
        return reference;
    }

    @Test
    void pulse_dropped_isCollectedAndItsThreadEnds() {
        WeakReference<Pulse> pulse = startAndDrop();
        awaitBeats(1);
        Awaited.collection("the collection of a dropped pulse", () -> pulse.refersTo(null));
        awaitEnd(thread.get());
    }

    private WeakReference<Pulse> startAndDrop() {
        var pulse = Pulse.onArrival(NAME, new ReferenceQueue<>(), NEVER, new Lookout(), entry -> {}, this::beat);
        pulse.start();
        return new WeakReference<>(pulse);
    }

    @Test
    void loader_droppedWhileItsPulseWaits_isCollectedAndTheThreadEnds() throws Exception {
        var loader = ThrowawayLoader.run(PulseProbe.class, result -> awaitProbe(result, PulseProbe.BEATS_MADE));
        awaitCollected(loader, PulseProbe.THREAD_NAME);
    }

    @Test
    void loader_droppedWhileItsPeriodicPulsePauses_isCollectedAndTheThreadEnds() throws Exception {
        var loader = ThrowawayLoader.run(PeriodicPulseProbe.class, result -> awaitProbe(result, 2));
        awaitCollected(loader, PeriodicPulseProbe.THREAD_NAME);
    }

    private static void awaitProbe(AtomicInteger result, int beats) {
        Awaited.condition(() -> result + " of " + beats + " beats of the probe", () -> result.get() >= beats);
    }

    private static void awaitCollected(WeakReference<ClassLoader> loader, String name) {
        Awaited.collection(
                "the collection of a class loader whose pulse is needed for ever", () -> loader.refersTo(null));
        Awaited.condition(
                "the end of the thread of a collected loader",
                () -> threads(name).isEmpty());
    }
}
