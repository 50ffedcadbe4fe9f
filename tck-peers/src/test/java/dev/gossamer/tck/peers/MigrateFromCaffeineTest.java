package dev.gossamer.tck.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gossamer.AsyncWeakValueMap;
import dev.gossamer.HotTier;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakValueMap;
import dev.gossamer.tck.peers.PeerKeys.EqualByText;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What docs/MIGRATING.md says of changes that a program can notice which used Caffeine, on both sides of the change. */
@Tag("collector")
class MigrateFromCaffeineTest {
    private final EqualByText a = new EqualByText("a");

    @Test
    @MigrationRow("Caffeine.newBuilder().weakKeys().build()")
    void weakKeys_goByIdentity_asOurs() {
        EqualByText equal = new EqualByText("a");
        Map<Object, Object> theirs = Caffeine.newBuilder().weakKeys().build().asMap();
        for (Map<Object, Object> map : List.of(theirs, WeakKeyMap.identity())) {
            map.put(a, 1);
            map.put(equal, 2);
            assertThat(map).hasSize(2);
        }
    }

    @Test
    @MigrationRow({"Caffeine.newBuilder().weakKeys().build()", "Caffeine.newBuilder().weakValues().build()"})
    void weakSides_idle_stayWithoutASchedulerAndOursAreReclaimed() {
        IdleMaps.releasesValuesUnlike(atOnce().weakKeys().build().asMap(), WeakKeyMap.identity());
        IdleMaps.releasesKeysUnlike(atOnce().weakValues().build().asMap(), WeakValueMap.create());
    }

    /** Tidies up within each write, and not some time later. */
    private static Caffeine<Object, Object> atOnce() {
        return Caffeine.newBuilder().executor(Runnable::run);
    }

    @Test
    @MigrationRow(".maximumSize(n), .expireAfterWrite(d) with weak values")
    void maximumSize_forgetsWhatIsInUse_andAHotTierDoesNot() {
        Cache<Object, Object> theirs = atOnce().weakValues().maximumSize(10).build();
        WeakValueMap<Object, Object> bounded =
                WeakValueMap.builder().backend("caffeine").maximumSize(10).build();
        WeakValueMap<Object, Object> hot = WeakValueMap.builder()
                .backend("caffeine")
                .hot(HotTier.recent(10))
                .build();
        EqualByText[] inUse = new EqualByText[100];
        for (int i = 0; i < inUse.length; i++) {
            inUse[i] = new EqualByText("value " + i);
            theirs.put(i, inUse[i]);
            bounded.put(i, inUse[i]);
            hot.put(i, inUse[i]);
        }
        theirs.cleanUp();
        bounded.reclaim();

        assertThat(theirs.asMap()).hasSizeLessThanOrEqualTo(10);
        assertThat(bounded).hasSizeLessThanOrEqualTo(10);
        assertThat(hot).hasSize(100);
        Reference.reachabilityFence(inUse);
    }

    @Test
    @MigrationRow("AsyncCache with weak values (not offered)")
    void asyncCache_ofWeakValues_isRefusedAndOursHoldsWeaklyWhatIsLoaded() {
        assertThatThrownBy(() -> Caffeine.newBuilder().weakValues().buildAsync())
                .isInstanceOf(IllegalStateException.class);
        AsyncWeakValueMap<Object, Object> ours = AsyncWeakValueMap.create();
        CompletableFuture<Object> load = new CompletableFuture<>();
        WeakReference<Object> value = AwaitedCollection.elsewhere(() -> {
            Object made = new EqualByText("made");
            ours.getAsync("key", key -> load);
            load.complete(made);
            return new WeakReference<>(made);
        });
        load.obtrudeException(new IllegalStateException("lets go of the value"));

        AwaitedCollection.awaitDeath(List.of(value));
        assertThat(ours.getIfPresent("key")).isEmpty();
    }
}
