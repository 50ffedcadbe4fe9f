package dev.gossamer.jcache.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What two near caches of one cache keep over every engine. A test class implements it for an engine. */
interface NearCacheContract {
    Duration PATIENCE = Duration.ofMinutes(2);

    /** A near cache of one member. */
    NearCache<String, byte[]> here();

    /** A near cache of another member, of the same cache. */
    NearCache<String, byte[]> there();

    @AfterEach
    default void close_leavesNothing() {
        here().close();
        there().close();
        assertThat(LocalListeners.count()).isZero();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("gossamer-near-"));
    }

    @Test
    default void put_byAnotherMember_isSeenSoon() {
        there().put("k", new byte[] {1});
        await().atMost(PATIENCE).until(() -> here().get("k")[0] == 1);
        there().put("k", new byte[] {2});
        await().atMost(PATIENCE).until(() -> here().get("k")[0] == 2);
    }

    @Test
    @DisplayName("NEAR-1 of 1,500 own puts 97 % keep their instance")
    default void put_ofFifteenHundred_keepsItsInstances() {
        byte[][] held = new byte[1_500][];
        for (int i = 0; i < held.length; i++) {
            held[i] = new byte[220];
            here().put("own" + i, held[i]);
        }
        // each put leads to one event, and an event of a version that is here is an echo: all have come when so many
        // have
        await().atMost(PATIENCE).until(() -> here().nearStatistics().echoes() >= held.length);
        int kept = 0;
        for (int i = 0; i < held.length; i++) {
            kept += here().get("own" + i) == held[i] ? 1 : 0;
        }
        assertThat(kept).isGreaterThanOrEqualTo(held.length * 97 / 100);
    }

    @Test
    @DisplayName("NEAR-6 the clearing of another member is heard of")
    default void clear_byAnotherMember_isHeardOf() {
        here().put("cleared", new byte[1]);
        there().clear();
        await().atMost(PATIENCE).until(() -> here().get("cleared") == null);
    }

    @Test
    @DisplayName("NEAR-5 an entry processor runs in the engine")
    default void invoke_runsInTheEngine_andIsSeenByBoth() {
        here().put("n", new byte[] {1});
        await().atMost(PATIENCE).until(() -> there().get("n")[0] == 1);
        assertThat(there().<Boolean>invoke("n", new Increment())).isTrue();
        assertThat(there().get("n")).containsExactly(2);
        await().atMost(PATIENCE).until(() -> here().get("n")[0] == 2);
    }
}
