package dev.gossamer.tck.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;

/** Threads that use one map at once. */
final class PeerThreads {
    private PeerThreads() {}

    static List<Object> race(int threads, Callable<Object> action) {
        CyclicBarrier start = new CyclicBarrier(threads);
        List<FutureTask<Object>> tasks = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            tasks.add(start(() -> {
                start.await();
                return action.call();
            }));
        }
        List<Object> results = new ArrayList<>();
        for (FutureTask<Object> task : tasks) {
            awaitEnd(task);
            try {
                results.add(task.get());
            } catch (Exception e) {
                throw new AssertionError("a thread failed: " + e.getCause(), e);
            }
        }
        return results;
    }

    /** Looks 10,000 times: ten seconds, and longer where this thread gets no processor either. */
    private static void awaitEnd(FutureTask<Object> task) {
        for (int looks = 0; !task.isDone(); looks++) {
            if (looks == 10_000) {
                throw new AssertionError("threads that use the map at once hang");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static FutureTask<Object> start(Callable<Object> action) {
        FutureTask<Object> task = new FutureTask<>(action);
        Thread thread = new Thread(task, "peer");
        thread.setDaemon(true);
        thread.start();
        return task;
    }
}
