package dev.gossamer.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.tck.environment.Patience;
import dev.gossamer.tck.rules.KitOptions;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final long SECOND = 1_000_000_000;

    private final AtomicLong clock = new AtomicLong();
    private final AtomicLong progress = new AtomicLong();
    private final Patience patience = new Patience(progress::get, SECOND, clock::get);
    private final long limit = KitOptions.patience().toSeconds();

    private boolean isOverAfter(long seconds) {
        boolean over = false;
        for (int i = 0; i < seconds; i++) {
            clock.addAndGet(SECOND);
            over = patience.isOver();
        }
        return over;
    }

    @Test
    void isOver_nothingMoves_afterThePatience() {
        assertThat(isOverAfter(limit)).isFalse();
        assertThat(isOverAfter(1)).isTrue();
        assertThat(patience.words()).isEqualTo(limit + " s without progress");
    }

    @Test
    void isOver_somethingMoves_beginsAnew() {
        assertThat(isOverAfter(limit)).isFalse();
        progress.incrementAndGet();
        assertThat(isOverAfter(limit)).isFalse();
        assertThat(isOverAfter(2)).isTrue();
    }

    @Test
    void isOver_somethingMovesForEver_afterTenTimesThePatience() {
        for (int i = 0; i < 10 * limit; i++) {
            progress.incrementAndGet();
            assertThat(isOverAfter(1)).isFalse();
        }
        progress.incrementAndGet();
        assertThat(isOverAfter(1)).isTrue();
        assertThat(patience.words()).isEqualTo(10 * limit + " s");
    }

    @Test
    void isOver_noProcessorForLong_countsOneLook() {
        clock.addAndGet(1_000 * SECOND);
        assertThat(patience.isOver()).isFalse();
        assertThat(isOverAfter(limit - 1)).isFalse();
    }
}
