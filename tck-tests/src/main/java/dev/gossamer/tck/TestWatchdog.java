package dev.gossamer.tck;

import dev.gossamer.tck.rules.KitOptions;
import dev.gossamer.tck.rules.RuleEvidence;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Runs tests on a thread of their own, and tells which one does not end: a backend that loops, or waits for ever, would else
 * leave the run without a report. For one run; {@link ProgressLimit} says what is too long.
 */
final class TestWatchdog implements TestExecutionListener {
    private static final long PAUSE_NANOS = 10_000_000;

    private volatile @Nullable TestIdentifier running;
    private volatile int ended;

    @Override
    public void executionStarted(TestIdentifier test) {
        running = test;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // by the one thread of the tests
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        ended++;
    }

    /** Runs tests to their end, or until one comes to none, which is given; its thread is left alone. */
    @Nullable Hanging run(Runnable tests) {
        FutureTask<Boolean> task = new FutureTask<>(tests, true);
        Thread thread =
                new Thread(task, "conformance-tests"); // no daemon, as threads that tests start would be ones too
        thread.start();
        ProgressLimit limit = limitOf(thread);
        while (!task.isDone()) {
            String over = limit.exceeded();
            TestIdentifier hanging = running;
            if (over != null && hanging != null) {
                return new Hanging(hanging, "it does not end: " + over + ", and is in " + place(thread));
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        rethrow(task);
        return null;
    }

    private ProgressLimit limitOf(Thread thread) {
        return new ProgressLimit(
                KitOptions.patience(),
                () -> ended + RuleEvidence.triesEnded(),
                () -> ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId()),
                System::nanoTime);
    }

    private static void rethrow(FutureTask<Boolean> task) {
        try {
            task.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the tests could not be run: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where a thread is, without the frames of the JDK above. */
    private static String place(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .filter(frame -> !frame.getClassName().matches("(java|jdk|sun)[.].*"))
                .findFirst()
                .map(StackTraceElement::toString)
                .orElse("the JDK");
    }

    /**
     * A test that does not end.
     *
     * @param test the test
     * @param reason for how long, and where it is
     */
    record Hanging(TestIdentifier test, String reason) {}
}
