package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.spi.Backend;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many who ask for one key whose values die, over one backend; {@code -Dgossamer.async.rounds=10000} for more. */
@Tag("collector")
abstract class AsyncWeakValueMapStorm {
    private static final int ASKING = 64;
    private static final int ROUNDS = Integer.getInteger("gossamer.async.rounds", 150);

    private final AtomicInteger loads = new AtomicInteger();
    private final AtomicInteger loadsWhileAlive = new AtomicInteger();
    private volatile WeakReference<Object> last = new WeakReference<>(null);

    abstract Backend backend();

    /** Threads as cheap as this JVM has them. */
    private static ExecutorService threads() throws ReflectiveOperationException {
        return Runtime.version().feature() < 21
                ? Executors.newCachedThreadPool()
                : (ExecutorService) Executors.class
                        .getMethod("newVirtualThreadPerTaskExecutor")
                        .invoke(null);
    }

    private Object load(String key) {
        loadsWhileAlive.addAndGet(last.refersTo(null) ? 0 : 1);
        Object value = new Object();
        last = new WeakReference<>(value);
        loads.incrementAndGet();
        return value;
    }

    @Test
    @DisplayName("ASYNC-1 one load for each life of a value, whoever asks")
    void get_byManyThreadsWhileValuesDie_loadsOncePerLife() throws Exception {
        ExecutorService threads = threads();
        try {
            AsyncWeakValueMap<String, Object> map = AsyncWeakValueMap.over(
                    WeakValueMap.<String, Object>builder().backend(backend()).build(), threads);
            for (int round = 0; round < ROUNDS; round++) {
                assertThat(instances(map, threads))
                        .as("instances of round %d", round)
                        .isOne();
                if (round % 3 == 0) {
                    System.gc();
                }
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(loadsWhileAlive).hasValue(0);
        assertThat(loads.get()).as("lives").isBetween(2, ROUNDS);
    }

    /** How many different objects all get who ask at once. */
    private int instances(AsyncWeakValueMap<String, Object> map, ExecutorService threads) throws Exception {
        List<Future<Object>> answers = new ArrayList<>();
        for (int i = 0; i < ASKING; i++) {
            answers.add(threads.submit(() -> map.get("key", this::load).join()));
        }
        Set<Object> instances = new HashSet<>();
        for (Future<Object> answer : answers) {
            instances.add(answer.get());
        }
        return instances.size();
    }
}
