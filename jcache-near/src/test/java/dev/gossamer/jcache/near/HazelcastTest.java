package dev.gossamer.jcache.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import javax.cache.Cache;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Two near caches over two members of Hazelcast in this JVM. */
class HazelcastTest implements EngineContract {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static HazelcastMember first;
    private static HazelcastMember second;

    private final NearCache<String, byte[]> here = first.near("data").build();
    private final NearCache<String, byte[]> there = second.near("data").build();

    @BeforeAll
    static void start() {
        int port = HazelcastMember.freePort();
        int other = HazelcastMember.freePort();
        String cluster = "near-" + port;
        first = new HazelcastMember(cluster, port, other);
        second = new HazelcastMember(cluster, other, port);
    }

    @Override
    public List<Cache<String, Object>> members() {
        return List.of(first.cache("contract", Object.class), second.cache("contract", Object.class));
    }

    @AfterAll
    static void stop() {
        second.close();
        first.close();
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
        assertThat(LocalListeners.count()).isZero();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("gossamer-near-"));
    }

    @Test
    void put_byAnotherMember_isSeenSoon() {
        there.put("k", new byte[] {1});
        assertThat(here.get("k")).containsExactly(1);
        there.put("k", new byte[] {2});
        await().atMost(PATIENCE).until(() -> here.get("k")[0] == 2);
    }

    @Test
    void put_ofFifteenHundred_keepsItsInstances() {
        byte[][] held = new byte[1_500][];
        for (int i = 0; i < held.length; i++) {
            held[i] = new byte[220];
            here.put("own" + i, held[i]);
        }
        // each put leads to one event, and an event of a version that is here is an echo: all have come when so many
        // have
        await().atMost(PATIENCE).until(() -> here.nearStatistics().echoes() >= held.length);
        int kept = 0;
        for (int i = 0; i < held.length; i++) {
            kept += here.get("own" + i) == held[i] ? 1 : 0;
        }
        assertThat(kept).isGreaterThanOrEqualTo(held.length * 97 / 100);
    }

    @Test
    @DisplayName("NEAR-6 the clearing of another member is heard of")
    void clear_byAnotherMember_isHeardOf() {
        here.put("cleared", new byte[1]);
        there.clear();
        await().atMost(PATIENCE).until(() -> here.get("cleared") == null);
    }

    @Test
    @DisplayName("NEAR-5 an entry processor runs in the engine")
    void invoke_runsInTheEngine_andIsSeenByBoth() {
        here.put("n", new byte[] {1});
        assertThat(there.get("n")).containsExactly(1);
        assertThat(there.<Boolean>invoke("n", new Increment())).isTrue();
        assertThat(there.get("n")).containsExactly(2);
        await().atMost(PATIENCE).until(() -> here.get("n")[0] == 2);
    }
}
