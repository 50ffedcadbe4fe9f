package dev.gossamer.jcache.near;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import java.util.concurrent.CountDownLatch;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryUpdatedListener;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A Hazelcast whose queue of events is full, as a listener is slow: it drops what comes then, and tells nobody. */
@Tag("engines")
class FullEngineTest {
    private static HazelcastMember member(String cluster, int port, int other) {
        Config config = HazelcastMember.withPeers(HazelcastMember.config(cluster, port), other);
        config.setProperty("hazelcast.event.queue.capacity", "10");
        config.setProperty("hazelcast.event.queue.timeout.millis", "1");
        return new HazelcastMember(config);
    }

    /** Holds the engine's threads up until a test lets go. */
    private record Slow(CountDownLatch go) implements CacheEntryUpdatedListener<String, byte[]> {
        @Override
        public void onUpdated(Iterable<CacheEntryEvent<? extends String, ? extends byte[]>> events) {
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    @DisplayName(
            "NEAR-7 what an engine full of slow listeners drops is noticed within three seconds, and no write is lost")
    void events_droppedByAFullEngine_areNoticedWithinThreeSeconds() {
        int port = HazelcastMember.freePort();
        int other = HazelcastMember.freePort();
        CountDownLatch go = new CountDownLatch(1);
        try (HazelcastMember first = member("full-" + port, port, other);
                HazelcastMember second = member("full-" + port, other, port);
                TickedPair pair = new TickedPair(first.near("full"), second.near("full"))) {
            pair.fill();
            pair.reader.registerCacheEntryListener(
                    new MutableCacheEntryListenerConfiguration<>(() -> new Slow(go), null, false, false));
            pair.writeAll();
            go.countDown();
            pair.awaitEvents();
            assertThat(pair.stale()).as("what was dropped").isPositive();
            pair.assertHealedWithinThreeSeconds();
        } finally {
            go.countDown();
        }
    }
}
