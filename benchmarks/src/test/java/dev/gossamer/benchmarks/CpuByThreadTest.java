package dev.gossamer.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class CpuByThreadTest {
    private final CountDownLatch started = new CountDownLatch(2);
    private final CountDownLatch asked = new CountDownLatch(1);

    @Test
    void millis_ofThreadsWhoseNamesDifferByANumber_areOne() throws Exception {
        Thread first = start("counted-1");
        Thread second = start("counted-2");
        started.await();
        Map<String, Double> millis = CpuByThread.millis();
        asked.countDown();
        first.join();
        second.join();
        assertThat(millis).containsKey("counted").doesNotContainKeys("counted-1", "counted-2");
        assertThat(millis.get("counted")).isPositive();
    }

    private Thread start(String name) {
        Thread thread = new Thread(
                () -> {
                    started.countDown();
                    try {
                        asked.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                name);
        thread.start();
        return thread;
    }
}
