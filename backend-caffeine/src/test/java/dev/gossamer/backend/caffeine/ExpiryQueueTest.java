package dev.gossamer.backend.caffeine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.spi.Bounds;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ExpiryQueueTest {
    private static final long NOW = 1_000;

    @Test
    @DisplayName("RC-7 a node that was written after the time was asked is not due at that time, whatever the limits")
    void pollDue_writtenSince_isNotDue() {
        Duration limit = Duration.ofNanos(20);
        for (Bounds bounds : List.of(
                Bounds.NONE.expireAfterWrite(limit),
                Bounds.NONE.expireAfterAccess(limit),
                Bounds.NONE.expireAfterWrite(limit).expireAfterAccess(limit))) {
            ExpiryQueue queue = ExpiryQueue.of(bounds);
            BoundedNode node = new BoundedNode(0);
            node.writtenAt = NOW + 5;
            node.usedAt = NOW + 5;

            queue.add(node, NOW);

            assertThat(queue.pollDue(NOW)).isNull();
            assertThat(queue.pollDue(NOW + 20)).isSameAs(node);
        }
    }
}
