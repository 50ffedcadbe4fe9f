package dev.gossamer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkerTest {

    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofDays(1);
    private static final String NAME = "gossamer-test-worker";

    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Thread> thread = new AtomicReference<>();
    private final AtomicInteger ended = new AtomicInteger();

    private Worker worker(Duration linger) {
        return new Worker(NAME, linger, failures::add);
    }

    private void action() {
        thread.set(Thread.currentThread());
        ended.incrementAndGet();
    }

    private void awaitEnded(int count) {
        Awaited.condition(() -> ended + " of " + count + " actions", () -> ended.get() >= count);
    }

    private static void awaitEnd(Thread thread) {
        Awaited.condition("the end of " + thread, () -> !thread.isAlive());
    }

    @Test
    void execute_null_refused() {
        var failure =
                assertThrows(NullPointerException.class, () -> worker(SHORT).execute(null));
        assertEquals("task", failure.getMessage());
    }

    @Test
    void execute_manyActions_runInOrderOneAtATime() {
        Queue<Integer> order = new ConcurrentLinkedQueue<>();
        var running = new AtomicInteger();
        var overlapped = new AtomicBoolean();
        var worker = worker(SHORT);
        List<Integer> numbers = IntStream.range(0, 1_000).boxed().toList();
        for (Integer number : numbers) {
            worker.execute(() -> {
                overlapped.compareAndSet(false, running.incrementAndGet() != 1);
                order.add(number);
                running.decrementAndGet();
                action();
            });
        }
        awaitEnded(numbers.size());
        assertEquals(numbers, List.copyOf(order), "order");
        assertFalse(overlapped.get(), "two actions at once");
    }

    @Test
    void execute_whileAnActionBlocks_returnsAtOnce() throws Exception {
        var begun = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var worker = worker(SHORT);
        worker.execute(() -> {
            begun.countDown();
            awaitLatch(release);
            action();
        });
        awaitLatch(begun);
        worker.execute(this::action);
        assertEquals(0, ended.get(), "actions that ended");
        release.countDown();
        awaitEnded(2);
        assertEquals(List.of(), List.copyOf(failures), "failures");
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS), "awaited a latch for 20 s in vain");
        } catch (InterruptedException interrupted) {
            throw new AssertionError("interrupted while waiting", interrupted);
        }
    }

    @Test
    void execute_fromAnAction_runsAfterIt() {
        Queue<String> order = new ConcurrentLinkedQueue<>();
        var worker = worker(SHORT);
        worker.execute(() -> {
            worker.execute(() -> {
                order.add("inner");
                action();
            });
            order.add("outer");
            action();
        });
        awaitEnded(2);
        assertEquals(List.of("outer", "inner"), List.copyOf(order), "order");
    }

    @Test
    void action_throws_handlerIsToldAndTheNextRunsOnTheSameThread() {
        var failure = new StackOverflowError("thrown by an action");
        var worker = worker(LONG);
        var threads = new ArrayList<Thread>();
        worker.execute(() -> {
            threads.add(Thread.currentThread());
            throw failure;
        });
        worker.execute(() -> {
            threads.add(Thread.currentThread());
            action();
        });
        awaitEnded(1);
        assertEquals(List.of(failure), List.copyOf(failures), "failures");
        assertSame(threads.get(0), threads.get(1), "thread of the second action");
    }

    @Test
    void handler_throws_uncaughtHandlerIsToldAndTheNextActionRuns() {
        var failure = new IllegalStateException("thrown by the handler");
        Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
        var worker = new Worker(NAME, LONG, thrown -> {
            throw failure;
        });
        worker.execute(() -> {
            Thread.currentThread().setUncaughtExceptionHandler((dying, throwable) -> uncaught.add(throwable));
            throw new IllegalArgumentException("thrown by the action");
        });
        worker.execute(this::action);
        awaitEnded(1);
        assertEquals(List.of(failure), List.copyOf(uncaught), "what the uncaught exception handler was given");
    }

    @Test
    void action_findsNothingOfTheStarterNorOfTheActionBefore() throws Exception {
        var inheritable = new InheritableThreadLocal<String>();
        Queue<Map<String, Boolean>> found = new ConcurrentLinkedQueue<>();
        Runnable messy = () -> {
            Thread current = Thread.currentThread();
            found.add(Map.of(
                    "daemon",
                    current.isDaemon(),
                    "context class loader",
                    current.getContextClassLoader() != null,
                    "inherited thread-local",
                    inheritable.get() != null,
                    "interrupted",
                    current.isInterrupted()));
            current.setContextClassLoader(new ClassLoader() {});
            current.interrupt();
            action();
        };
        var worker = worker(LONG);
        var application = new Thread(() -> {
            inheritable.set("of the application");
            worker.execute(messy);
            worker.execute(messy);
        });
        application.setContextClassLoader(new ClassLoader() {});
        application.start();
        application.join();
        awaitEnded(2);
        var clean = Map.of(
                "daemon", true, "context class loader", false, "inherited thread-local", false, "interrupted", false);
        assertEquals(List.of(clean, clean), List.copyOf(found));
    }

    @Test
    void thread_withoutWork_endsAndAnActionStartsAnother() {
        var worker = worker(SHORT);
        worker.execute(this::action);
        awaitEnded(1);
        Thread first = thread.get();
        awaitEnd(first);
        worker.execute(this::action);
        awaitEnded(2);
        assertNotSame(first, thread.get(), "thread of the later action");
        awaitEnd(thread.get());
    }

    @Test
    void execute_whileTheThreadWaits_runsOnIt() {
        var worker = worker(LONG);
        worker.execute(this::action);
        awaitEnded(1);
        Thread first = thread.get();
        for (int i = 2; i < 10; i++) {
            worker.execute(this::action);
            awaitEnded(i);
            assertSame(first, thread.get(), "thread of action " + i);
        }
    }

    @Test
    void execute_racingWithTheEndOfTheThread_losesNoAction() {
        var worker = new Worker(NAME, SHORT, failures::add);
        for (int i = 1; i <= 500; i++) {
            worker.execute(this::action);
            spinUntilEnded(i);
        }
        awaitEnd(thread.get());
    }

    private void spinUntilEnded(int count) {
        long start = System.nanoTime();
        while (ended.get() < count) {
            Thread.yield();
            if (System.nanoTime() - start > Duration.ofSeconds(20).toNanos()) {
                throw new AssertionError("action " + count + " never ran");
            }
        }
    }

    @Test
    void loader_droppedWhileItsWorkerWaits_isCollectedAndTheThreadEnds() throws Exception {
        var waiting = new AtomicReference<Thread>();
        var loader = ThrowawayLoader.run(WorkerProbe.class, result -> {
            Awaited.condition("the actions of the probe", () -> result.get() == WorkerProbe.ACTIONS);
            waiting.set(probeThread());
        });
        Awaited.collection("the collection of a class loader whose worker waits", () -> loader.refersTo(null));
        awaitEnd(waiting.get());
    }

    private static Thread probeThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().equals(WorkerProbe.THREAD_NAME))
                .findFirst()
                .orElseThrow();
    }
}
