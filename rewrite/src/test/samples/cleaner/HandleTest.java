package cleaner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

public class HandleTest {
    @Test
    public void handle_closedTwice_isReleasedOnce() {
        AtomicInteger open = new AtomicInteger();
        Handle handle = new Handle(open);
        assertThat(open).hasValue(1);
        handle.close();
        handle.close();
        assertThat(open).hasValue(0);
    }

    @Test
    public void handle_forgotten_isReleased() {
        AtomicInteger open = new AtomicInteger();
        forget(open);
        for (int i = 0; i < 10_000 && open.get() > 0; i++) {
            System.gc();
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
        assertThat(open).hasValue(0);
    }

    private static void forget(AtomicInteger open) {
        new Handle(open);
    }
}
