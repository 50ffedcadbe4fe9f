package dev.gossamer.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.jcache.concurrent.ManagerThreadPool;
import dev.gossamer.jcache.concurrent.SerialExecutor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The queue of an asynchronous listener, where no thread can be had for it. */
class SerialExecutorTest {
    private final AtomicInteger failuresLeft = new AtomicInteger();
    private final ManagerThreadPool workers = new ManagerThreadPool(task -> {
        if (failuresLeft.getAndDecrement() > 0) {
            throw new OutOfMemoryError("unable to create native thread: on purpose");
        }
        return new Thread(task);
    });
    private final SerialExecutor queue = new SerialExecutor(workers);
    private final List<String> done = new CopyOnWriteArrayList<>();

    @AfterEach
    void closeWorkers() {
        workers.close();
    }

    private void add(String name) {
        queue.add(() -> done.add(name));
    }

    @Test
    void thread_thatCannotBeHad_isAskedForByTheNextTask() {
        failuresLeft.set(2);
        add("a");
        add("b");
        assertThat(done).isEmpty();
        add("c");
        CacheFixture.await("the tasks that were left, in order", () -> done.equals(List.of("a", "b", "c")));
    }

    @Test
    void thread_thatCannotBeHad_isReplacedByTheOneThatCloses() {
        failuresLeft.set(Integer.MAX_VALUE);
        add("a");
        add("b");
        assertThat(queue.awaitEmpty(TimeUnit.SECONDS.toNanos(10))).isTrue();
        assertThat(done).containsExactly("a", "b");
    }
}
