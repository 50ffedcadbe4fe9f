package dev.gossamer.tck.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import com.google.common.cache.RemovalCause;
import com.google.common.collect.Interners;
import com.google.common.collect.MapMaker;
import com.google.common.util.concurrent.Striped;
import dev.gossamer.Interner;
import dev.gossamer.KeyedLocks;
import dev.gossamer.LoadingWeakValueMap;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakValueMap;
import dev.gossamer.tck.peers.PeerKeys.EqualByText;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What docs/MIGRATING.md says of changes that a program can notice which used Guava, on both sides of the change. */
@Tag("collector")
class MigrateFromGuavaTest {
    private final EqualByText a = new EqualByText("a");
    private final EqualByText b = new EqualByText("b");

    @Test
    @MigrationRow({"new MapMaker().weakKeys().makeMap()", "CacheBuilder.newBuilder().weakKeys().build()"})
    void weakKeys_goByIdentity_asOurs() {
        Map<Object, Object> made = new MapMaker().weakKeys().makeMap();
        Map<Object, Object> cached =
                CacheBuilder.newBuilder().weakKeys().build().asMap();
        EqualByText equal = new EqualByText("a");
        for (Map<Object, Object> map : List.of(made, cached, WeakKeyMap.identity())) {
            map.put(a, 1);
            map.put(equal, 2);
            assertThat(map).hasSize(2);
        }
    }

    @Test
    @MigrationRow("new MapMaker().weakKeys().makeMap()")
    void mapMaker_racingComputeIfAbsent_runsItsFunctionTwiceAndOursOnce() {
        Map<Object, Object> theirs = new MapMaker().weakKeys().makeMap();
        CyclicBarrier bothRun = new CyclicBarrier(2);

        List<Object> got = PeerThreads.race(
                2,
                () -> theirs.computeIfAbsent(a, key -> {
                    await(bothRun);
                    return new EqualByText("made");
                }));

        assertThat(got.get(0)).isSameAs(got.get(1));
        assertThat(PeerRules.ALL.get("MAP-7").apply(ours("Gossamer, identity"))).isEqualTo(PeerVerdict.pass());
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException("the function of the other thread does not run", e);
        }
    }

    private static Peer ours(String name) {
        return Peers.weakKeys().stream()
                .filter(peer -> peer.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @MigrationRow("new MapMaker().weakValues().makeMap()")
    void mapMaker_weakValuesDied_countsThemAndOursDoesNot() {
        List<PeerVerdict> verdicts = Peers.weakValues().stream()
                .filter(peer -> List.of("Guava MapMaker", "Gossamer, jdk").contains(peer.name()))
                .map(PeerRules.ALL.get("MAP-5"))
                .toList();

        assertThat(verdicts.get(0)).isEqualTo(PeerVerdict.pass());
        assertThat(verdicts.get(1).kind()).isEqualTo(PeerVerdict.Kind.FAIL);
    }

    @Test
    @MigrationRow("CacheBuilder.newBuilder().weakKeys().build()")
    void loader_isCalledOnce_asComputeIfAbsent() throws Exception {
        Cache<Object, Object> theirs = CacheBuilder.newBuilder().weakKeys().build();
        WeakKeyMap<Object, Object> ours = WeakKeyMap.identity();
        List<String> loaded = new ArrayList<>();

        for (int i = 0; i < 2; i++) {
            theirs.get(a, () -> loaded.add("theirs"));
            ours.computeIfAbsent(a, key -> loaded.add("ours"));
        }

        assertThat(loaded).containsExactly("theirs", "ours");
    }

    @Test
    @MigrationRow("CacheBuilder.newBuilder().weakValues().build(loader)")
    void removalListener_hearsOfRemovals_andOnCollectedOfDeathsAlone() {
        List<RemovalCause> theirCauses = new ArrayList<>();
        List<Object> collected = new CopyOnWriteArrayList<>();
        LoadingCache<String, Object> theirs = CacheBuilder.newBuilder()
                .weakValues()
                .removalListener(removed -> theirCauses.add(removed.getCause()))
                .build(CacheLoader.from(EqualByText::new));
        LoadingWeakValueMap<String, Object> ours = WeakValueMap.<String, Object>builder()
                .onCollected((key, ticket) -> collected.add(key))
                .loading(EqualByText::new)
                .build();

        List<Object> values = List.of(theirs.getUnchecked("removed"), ours.get("removed"));
        theirs.invalidate("removed");
        ours.asMap().remove("removed");
        AwaitedCollection.elsewhere(() -> ours.get("died").hashCode());

        assertThat(values).containsExactly(new EqualByText("removed"), new EqualByText("removed"));
        assertThat(theirCauses).containsExactly(RemovalCause.EXPLICIT);
        assertThat(AwaitedCollection.comesTrue(() -> !collected.isEmpty())).isTrue();
        assertThat(collected).containsExactly("died");
        Reference.reachabilityFence(values);
    }

    @Test
    @MigrationRow("Interners.newWeakInterner()")
    void interners_equalElement_giveTheFirst() {
        com.google.common.collect.Interner<Object> theirs = Interners.newWeakInterner();
        Interner<Object> ours = Interner.create();
        EqualByText equal = new EqualByText("a");

        assertThat(theirs.intern(a)).isSameAs(a);
        assertThat(theirs.intern(equal)).isSameAs(a);
        assertThat(ours.find(equal)).isNull();
        assertThat(ours.intern(a)).isSameAs(a);
        assertThat(ours.intern(equal)).isSameAs(a);
        assertThat(ours.find(equal)).isSameAs(a);
    }

    @Test
    @MigrationRow("Striped.lazyWeakLock(n)")
    void striped_twoKeys_canShareALockAndKeyedLocksDoNot() {
        Striped<Lock> theirs = Striped.lazyWeakLock(1);
        KeyedLocks<Object> ours = KeyedLocks.create();

        assertThat(theirs.get(a)).isSameAs(theirs.get(b));
        try (var held = ours.lock(a)) {
            assertThat(held).isNotNull();
            assertThat(ours.state(new EqualByText("a")).isFree()).isFalse();
            assertThat(ours.state(b).isFree()).isTrue();
        }
        assertThat(ours.state(a).isFree()).isTrue();
    }
}
