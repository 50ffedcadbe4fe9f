package dev.gossamer;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs actions on a worker, in a static field, whose thread stays for a day after the last one. */
public final class WorkerProbe implements Callable<AtomicInteger> {

    static final String THREAD_NAME = "gossamer-test-worker-probe";
    static final int ACTIONS = 3;

    private static final InheritableThreadLocal<Object> INHERITABLE = new InheritableThreadLocal<>();
    private static final AtomicInteger ENDED = new AtomicInteger();
    private static final Worker WORKER = new Worker(THREAD_NAME, Duration.ofDays(1), failure -> {});

    @Override
    public AtomicInteger call() {
        INHERITABLE.set(this);
        for (int i = 0; i < ACTIONS; i++) {
            WORKER.execute(() -> {
                Thread.currentThread().setContextClassLoader(WorkerProbe.class.getClassLoader());
                ENDED.incrementAndGet();
            });
        }
        return ENDED;
    }
}
