package dev.gossamer.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressLimitTest {
    private static final long LOOK = 20_000_000;
    private static final int LOOKS_IN_A_SECOND = 50;

    private final AtomicLong clock = new AtomicLong();
    private final AtomicLong work = new AtomicLong();
    private final AtomicLong ends = new AtomicLong();
    private final ProgressLimit limit = new ProgressLimit(Duration.ofSeconds(5), ends::get, work::get, clock::get);

    /** Looks for some seconds at a thread that works for a share of them. */
    private String lookFor(int seconds, double share) {
        String exceeded = null;
        for (int look = 0; look < seconds * LOOKS_IN_A_SECOND; look++) {
            clock.addAndGet(LOOK);
            work.addAndGet((long) (LOOK * share));
            exceeded = limit.exceeded();
        }
        return exceeded;
    }

    @Test
    void exceeded_threadWorksWithoutAnEnd_afterThreePatiences() {
        assertThat(lookFor(15, 1)).isNull();
        assertThat(lookFor(1, 1)).isEqualTo("its thread has worked for 15 s");
    }

    @Test
    void exceeded_threadHasLittleOfABusyMachine_countsWhatItWorked() {
        assertThat(lookFor(149, 0.1)).isNull();
        assertThat(lookFor(2, 0.1)).isEqualTo("its thread has worked for 15 s");
    }

    @Test
    void exceeded_threadIsIdle_afterThreePatiences() {
        assertThat(lookFor(3, 1)).isNull();
        assertThat(lookFor(14, 0)).isNull();
        assertThat(lookFor(2, 0)).isEqualTo("its thread has done nothing for 15 s");
    }

    @Test
    void exceeded_somethingEnds_beginsAnew() {
        for (int round = 0; round < 5; round++) {
            assertThat(lookFor(14, round % 2)).isNull();
            ends.incrementAndGet();
        }
    }

    @Test
    void exceeded_noProcessorForLong_countsOneLook() {
        clock.addAndGet(1_000_000_000_000L);
        assertThat(limit.exceeded()).isNull();
        assertThat(lookFor(14, 0)).isNull();
    }
}
