package dev.gossamer.tck.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.blogspot.mydailyjava.weaklockfree.WeakConcurrentMap;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakMap;
import dev.gossamer.WeakValueMap;
import dev.gossamer.tck.peers.PeerKeys.EqualByText;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.commons.collections4.map.AbstractReferenceMap.ReferenceStrength;
import org.apache.commons.collections4.map.ReferenceIdentityMap;
import org.apache.commons.collections4.map.ReferenceMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.util.ConcurrentReferenceHashMap;
import org.springframework.util.ConcurrentReferenceHashMap.ReferenceType;

/** What docs/MIGRATING.md says of changes that a program can notice which used the maps of Spring, Commons or weak-lock-free. */
@Tag("collector")
class MigrateFromOtherMapsTest {
    private final EqualByText a = new EqualByText("a");
    private final EqualByText b = new EqualByText("b");

    @Test
    @MigrationRow("new ConcurrentReferenceHashMap<>(16, ReferenceType.WEAK)")
    void springWeak_keyAndValueInUse_canVanishAndOursStays() {
        Map<Object, Object> theirs = new ConcurrentReferenceHashMap<>(16, ReferenceType.WEAK);
        Map<Object, Object> ours = WeakMap.create();
        theirs.put(a, b);
        ours.put(a, b);

        assertThat(AwaitedCollection.comesTrue(() -> theirs.get(a) == null)).isTrue();
        assertThat(ours.get(a)).isSameAs(b);
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(b);
    }

    @Test
    @MigrationRow("new ReferenceMap<>(HARD, WEAK) in synchronizedMap")
    void referenceMap_idle_keepsTheKeyAndWeakValueMapReleasesIt() {
        Map<Object, Object> theirs =
                Collections.synchronizedMap(new ReferenceMap<>(ReferenceStrength.HARD, ReferenceStrength.WEAK));
        IdleMaps.releasesKeysUnlike(theirs, WeakValueMap.create());
    }

    @Test
    @MigrationRow("new ReferenceIdentityMap<>(WEAK, HARD) in synchronizedMap")
    void referenceIdentityMap_idle_keepsTheValueAndWeakKeyMapReleasesIt() {
        Map<Object, Object> theirs =
                Collections.synchronizedMap(new ReferenceIdentityMap<>(ReferenceStrength.WEAK, ReferenceStrength.HARD));
        IdleMaps.releasesValuesUnlike(theirs, WeakKeyMap.identity());
    }

    @Test
    @MigrationRow({
        "new ReferenceMap<>(HARD, WEAK) in synchronizedMap",
        "new ReferenceIdentityMap<>(WEAK, HARD) in synchronizedMap"
    })
    void synchronizedMaps_areUsedUnderALock_andOursUnderNone() {
        for (Map<Object, Object> theirs : List.of(
                Collections.synchronizedMap(
                        new ReferenceMap<Object, Object>(ReferenceStrength.HARD, ReferenceStrength.WEAK)),
                Collections.synchronizedMap(
                        new ReferenceIdentityMap<Object, Object>(ReferenceStrength.WEAK, ReferenceStrength.HARD)))) {
            theirs.computeIfAbsent(a, key -> Thread.holdsLock(theirs) ? b : null);
            assertThat(theirs).containsEntry(a, b);
        }
        for (Map<Object, Object> ours : List.of(WeakValueMap.create(), WeakKeyMap.identity())) {
            ours.computeIfAbsent(a, key -> Thread.holdsLock(ours) ? null : b);
            assertThat(ours).containsEntry(a, b);
        }
    }

    @Test
    @MigrationRow("new WeakConcurrentMap<K, V>(true)")
    void weakConcurrentMap_hasAThreadThatKeepsIt_andOursIsCollectable() {
        WeakReference<Object> theirs = AwaitedCollection.elsewhere(() -> {
            WeakConcurrentMap<Object, Object> map = new WeakConcurrentMap<>(true);
            map.put(a, b);
            assertThat(map.getCleanerThread().isAlive()).isTrue();
            return new WeakReference<>(map);
        });
        WeakReference<Object> ours = AwaitedCollection.elsewhere(() -> {
            Map<Object, Object> map = WeakKeyMap.identity();
            map.put(a, b);
            return new WeakReference<>(map);
        });

        AwaitedCollection.awaitDeath(List.of(ours));
        assertThat(theirs.refersTo(null)).isFalse();
    }
}
