package dev.gossamer.tck.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Threads that use one map at once. */
final class PeerThreads {
    private PeerThreads() {}

    static List<Object> race(int threads, Callable<Object> action) {
        CyclicBarrier start = new CyclicBarrier(threads);
        List<FutureTask<Object>> tasks = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            tasks.add(start(() -> {
                start.await(60, TimeUnit.SECONDS);
                return action.call();
            }));
        }
        List<Object> results = new ArrayList<>();
        for (FutureTask<Object> task : tasks) {
            try {
                results.add(task.get(10, TimeUnit.SECONDS));
            } catch (TimeoutException e) {
                throw new AssertionError("threads that use the map at once hang", e);
            } catch (Exception e) {
                throw new AssertionError("a thread failed: " + e.getCause(), e);
            }
        }
        return results;
    }

    private static FutureTask<Object> start(Callable<Object> action) {
        FutureTask<Object> task = new FutureTask<>(action);
        Thread thread = new Thread(task, "peer");
        thread.setDaemon(true);
        thread.start();
        return task;
    }
}
