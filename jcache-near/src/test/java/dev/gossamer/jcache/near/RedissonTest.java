package dev.gossamer.jcache.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import javax.cache.Cache;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two near caches over two clients of one Redis in this JVM. */
@Tag("engines")
class RedissonTest implements EngineContract, NearCacheContract {
    private static RedisServer redis;
    private static RedissonMember first;
    private static RedissonMember second;

    private final NearCache<String, byte[]> here = first.near("data").build();
    private final NearCache<String, byte[]> there = second.near("data").build();

    @BeforeAll
    static void start() {
        redis = new RedisServer();
        first = new RedissonMember(redis.configuration());
        second = new RedissonMember(redis.configuration());
    }

    @AfterAll
    static void stop() {
        if (redis != null) {
            second.close();
            first.close();
            redis.close();
        }
    }

    @Override
    public NearCache<String, byte[]> here() {
        return here;
    }

    @Override
    public NearCache<String, byte[]> there() {
        return there;
    }

    @Override
    public List<Cache<String, Object>> members() {
        return List.of(first.cache("contract", Object.class), second.cache("contract", Object.class));
    }

    @Test
    @DisplayName("NEAR-7 what the engine loses is noticed within three seconds by the control channel alone")
    void events_lostWithTheirConnection_areNoticedWithinThreeSeconds() {
        try (TickedPair pair = new TickedPair(first.near("ticked"), second.near("ticked"))) {
            pair.fill();
            do {
                cutEvents();
                pair.writeAll();
                pair.awaitEvents();
            } while (pair.stale() == 0);
            pair.assertHealedWithinThreeSeconds();
        }
    }

    @Test
    @DisplayName("NEAR-7 NEAR-9 the hook hears of a connection that ended, until the near cache is closed")
    void hook_hearsOfConnections_untilTheNearCacheIsClosed() {
        NearCache<String, byte[]> hooked = first.near("hooked").withoutControl().build();
        cutEvents();
        await().atMost(PATIENCE).until(() -> hooked.nearStatistics().suspicions() > 0);
        hooked.close();
        long suspicions = hooked.nearStatistics().suspicions();
        long suspicionsHere = here.nearStatistics().suspicions();
        cutEvents();
        await().atMost(PATIENCE).until(() -> here.nearStatistics().suspicions() > suspicionsHere);
        assertThat(hooked.nearStatistics().suspicions()).isEqualTo(suspicions);
    }

    /** Cuts the connections for events, as soon as there are any. */
    private static void cutEvents() {
        await().atMost(PATIENCE).until(() -> redis.cutEvents() > 0);
    }
}
