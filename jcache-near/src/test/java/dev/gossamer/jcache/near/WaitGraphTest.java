package dev.gossamer.jcache.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import javax.cache.integration.CacheLoader;
import org.junit.jupiter.api.Test;

/** Who is told that a load waits for itself, and who is not. */
class WaitGraphTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static Thread start(Runnable run) {
        Thread thread = new Thread(run);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Waits until a thread waits with a time limit, as who waits for a reservation does, or has ended. */
    private static void awaitWaiting(Thread thread) {
        await().atMost(PATIENCE).until(() -> thread.getState() == Thread.State.TIMED_WAITING || !thread.isAlive());
    }

    @Test
    void await_ofSomebodyWhoHasBeenAnsweredAndStillSleeps_isNoCircle() {
        WaitGraph graph = new WaitGraph();
        Thread sleeping = Thread.currentThread();
        Reservation<String, String> pending = Reservation.load(null);
        FutureTask<Reservation.Outcome> waiting = new FutureTask<>(() -> {
            Reservation<String, String> settled = Reservation.load(null);
            settled.overtake();
            graph.waitsFor.put(sleeping, settled);
            return graph.await("k", pending);
        });
        awaitWaiting(start(waiting));
        pending.answer("v");
        assertThat(waiting).succeedsWithin(PATIENCE).isEqualTo(Reservation.Outcome.ANSWERED);
    }

    /** Has the load of b ask for a, and the load of a end when it does. */
    private static final class TwoKeys implements CacheLoader<String, String> {
        final CompletableFuture<NearCache<String, String>> near = new CompletableFuture<>();
        final CompletableFuture<Thread> loadsB = new CompletableFuture<>();
        final CompletableFuture<Void> loadsA = new CompletableFuture<>();

        @Override
        public String load(String key) {
            if (key.equals("b")) {
                loadsB.complete(Thread.currentThread());
                loadsA.join();
                return near.join().get("a");
            }
            loadsA.complete(null);
            awaitWaiting(loadsB.join());
            return null;
        }

        @Override
        public Map<String, String> loadAll(Iterable<? extends String> keys) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void get_ofAKeyWhoseLoadWaitedForTheLastOne_isNoCircle() {
        TwoKeys loader = new TwoKeys();
        try (NearCache<String, String> near = NearCache.<String, String>over(new FakeEngine().cache())
                .withoutControl()
                .loader(loader)
                .build()) {
            loader.near.complete(near);
            FutureTask<String> other = new FutureTask<>(() -> near.get("b"));
            start(other);
            loader.loadsB.join();
            assertThat(near.get("a")).isNull();
            assertThat(near.get("b")).isNull();
            assertThat(other).succeedsWithin(PATIENCE).isNull();
        }
    }
}
