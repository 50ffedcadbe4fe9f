package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Deaths whose references are enqueued by hand, and told in the thread of the test. */
class DeathCallbackQueueTest {
    private static final int MANY = 10_000;

    private final ReclaimScheduler scheduler = new ReclaimScheduler((started, failed) -> {}, task -> {});
    private final DeathCallbackQueue deaths = new DeathCallbackQueue(scheduler);
    private final List<Integer> told = new ArrayList<>();
    private @Nullable Error thrown;

    /** One that notes that it was told, or throws before that. */
    private final class Noting extends DeathCallback {
        private final int number;

        Noting(int number, ReferenceQueue<Object> queue) {
            super(DeathCallbackQueueTest.this, queue);
            this.number = number;
        }

        @Override
        void announce() {
            Error error = thrown;
            thrown = null;
            if (error != null) {
                throw error;
            }
            told.add(number);
        }

        @Override
        void abandon() {
            throw new AssertionError("nothing was broken off");
        }
    }

    /** Has many wait, and die all at once. */
    private void dieAtOnce() {
        List<Noting> dying = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            dying.add(new Noting(i, deaths.queue));
            deaths.register(dying.get(i));
        }
        dying.forEach(Noting::enqueue);
    }

    private int takeAllFromTheQueue() {
        int count = 0;
        while (deaths.queue.poll() != null) {
            count++;
        }
        return count;
    }

    @Test
    @DisplayName("FIN-3 of a backlog no more is taken out than is told, and one ahead, so memory is given back at once")
    void runSome_backlog_tellsWhileMostIsStillThere() {
        dieAtOnce();

        assertThat(deaths.runSome(0)).isTrue();

        assertThat(told).hasSizeBetween(1, MANY / 2);
        assertThat(MANY - takeAllFromTheQueue()).as("taken out").isLessThanOrEqualTo(told.size() + 1);
    }

    @Test
    @DisplayName("RC-7 FIN-1 an error while deaths are told loses none, and has none told twice")
    void runSome_errorsMeanwhile_tellsEachOnce() {
        dieAtOnce();
        for (int i = 0; i < 20; i++) {
            Error error = i % 2 == 0 ? new OutOfMemoryError("at " + i) : new StackOverflowError("at " + i);
            thrown = error;
            assertThatThrownBy(() -> deaths.runSome(0)).isSameAs(error);
            assertThat(deaths.runSome(0)).isTrue();
        }
        while (deaths.runSome(0)) {
            assertThat(told).hasSizeLessThanOrEqualTo(MANY);
        }
        assertThat(told).hasSize(MANY).doesNotHaveDuplicates();
        assertThat(deaths.isIdle()).isTrue();
    }
}
