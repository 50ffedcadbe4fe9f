package dev.gossamer.jcache.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.cache.Cache;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryUpdatedListener;
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

    @Test
    @DisplayName("NEAR-1 many keys read at once are the instances in use")
    default void getAll_ofKeysInUse_givesTheirInstances() {
        byte[] own = {1};
        here().put("own", own);
        there().put("foreign", new byte[] {2});
        await().atMost(PATIENCE).until(() -> here().containsKey("foreign"));
        byte[] foreign = here().get("foreign");
        Map<String, byte[]> found = here().getAll(Set.of("own", "foreign", "absent"));
        assertThat(found).containsOnlyKeys("own", "foreign");
        assertThat(found.get("own")).isSameAs(own);
        assertThat(found.get("foreign")).isSameAs(foreign);
    }

    @Test
    @DisplayName("NEAR-1 the iterator gives the instances in use, and removes in the engine")
    default void iterator_givesInstancesInUse_andRemovesInTheEngine() {
        here().removeAll();
        Map<String, byte[]> held = new HashMap<>();
        for (String key : List.of("a", "b", "c")) {
            held.put(key, new byte[1]);
            here().put(key, held.get(key));
        }
        Set<String> seen = new HashSet<>();
        for (Iterator<Cache.Entry<String, byte[]>> entries = here().iterator(); entries.hasNext(); ) {
            Cache.Entry<String, byte[]> entry = entries.next();
            assertThat(entry.getValue()).isSameAs(held.get(entry.getKey()));
            seen.add(entry.getKey());
            if (entry.getKey().equals("b")) {
                entries.remove();
            }
        }
        assertThat(seen).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(here().get("b")).isNull();
        await().atMost(PATIENCE).until(() -> there().get("b") == null);
    }

    @Test
    @DisplayName("NEAR-1 a listener hears of another member's write, with the instance in use")
    default void listener_hearsOfAnothersWrite_withTheInstanceInUse() {
        BlockingQueue<byte[]> heard = new LinkedBlockingQueue<>();
        CacheEntryListenerConfiguration<String, byte[]> listener =
                new MutableCacheEntryListenerConfiguration<>(() -> new Updates(heard), null, false, false);
        here().put("heard", new byte[] {1});
        here().registerCacheEntryListener(listener);
        there().put("heard", new byte[] {2});
        await().atMost(PATIENCE).until(() -> !heard.isEmpty() && heard.peek()[0] == 2);
        await().atMost(PATIENCE).until(() -> here().get("heard") == heard.peek());
        here().deregisterCacheEntryListener(listener);
        there().put("heard", new byte[] {3});
        await().atMost(PATIENCE).until(() -> here().get("heard")[0] == 3);
        assertThat(heard).hasSize(1);
    }

    /** Collects the values of updates. */
    record Updates(Queue<byte[]> heard) implements CacheEntryUpdatedListener<String, byte[]> {
        @Override
        public void onUpdated(Iterable<CacheEntryEvent<? extends String, ? extends byte[]>> events) {
            events.forEach(event -> heard.add(event.getValue()));
        }
    }
}
