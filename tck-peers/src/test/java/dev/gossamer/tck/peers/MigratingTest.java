package dev.gossamer.tck.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.Interners;
import com.google.common.collect.MapMaker;
import dev.gossamer.Finalizer;
import dev.gossamer.Finalizers;
import dev.gossamer.Interner;
import dev.gossamer.KeyedLocks;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakMap;
import dev.gossamer.WeakProxy;
import dev.gossamer.WeakRef;
import dev.gossamer.WeakSet;
import dev.gossamer.WeakValueMap;
import dev.gossamer.tck.peers.PeerKeys.EqualByText;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.util.ConcurrentReferenceHashMap;
import org.springframework.util.ConcurrentReferenceHashMap.ReferenceType;

/** What docs/MIGRATING.md says of a change that a program can notice, on both sides of the change. */
@Tag("collector")
class MigratingTest {
    private final EqualByText a = new EqualByText("a");
    private final EqualByText b = new EqualByText("b");

    @Test
    void weakHashMap_changedWhileIterated_throwsAndWeakKeyMapDoesNot() {
        assertThatThrownBy(() -> changeWhileIterating(new WeakHashMap<>()))
                .isInstanceOf(ConcurrentModificationException.class);
        assertThatCode(() -> changeWhileIterating(WeakKeyMap.create())).doesNotThrowAnyException();
    }

    private void changeWhileIterating(Map<Object, String> map) {
        map.put(a, "1");
        map.put(b, "2");
        Iterator<Object> keys = map.keySet().iterator();
        keys.next();
        map.put("another", "3");
        keys.next();
    }

    @Test
    void weakHashMap_idle_keepsTheValueAndWeakKeyMapReleasesIt() {
        Map<Object, Object> theirs = new WeakHashMap<>();
        Map<Object, Object> ours = WeakKeyMap.create();
        List<WeakReference<Object>> keys = new ArrayList<>();
        WeakReference<Object> theirValue = AwaitedCollection.elsewhere(() -> putDying(theirs, keys));
        WeakReference<Object> ourValue = AwaitedCollection.elsewhere(() -> putDying(ours, keys));

        AwaitedCollection.awaitDeath(keys);

        assertThat(AwaitedCollection.comesTrue(() -> ourValue.refersTo(null))).isTrue();
        assertThat(theirValue.refersTo(null)).isFalse();
        Reference.reachabilityFence(theirs);
        Reference.reachabilityFence(ours);
    }

    private static WeakReference<Object> putDying(Map<Object, Object> map, List<WeakReference<Object>> keys) {
        Object key = new EqualByText("dying");
        Object value = new EqualByText("value");
        map.put(key, value);
        keys.add(new WeakReference<>(key));
        return new WeakReference<>(value);
    }

    @Test
    void weakSets_equalElement_keepTheFirst() {
        Set<Object> theirs = Collections.newSetFromMap(new WeakHashMap<>());
        Set<Object> ours = WeakSet.create();
        for (Set<Object> set : List.of(theirs, ours)) {
            assertThat(set.add(a)).isTrue();
            assertThat(set.add(new EqualByText("a"))).isFalse();
            assertThat(set.iterator().next()).isSameAs(a);
        }
    }

    @Test
    void cleaner_actionCapturesItsObject_isTakenAndFinalizersRefuse() {
        Object object = new EqualByText("captured");
        Runnable keeping = () -> assertThat(object).isNotNull();

        Cleaner.create().register(object, keeping).clean();
        assertThatThrownBy(() -> Finalizers.registerAction(object, keeping, Runnable::run))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("captures the referent");
    }

    @Test
    void finalizer_called_givesResultAndException() {
        Finalizer<String> good = Finalizers.register(a, "state", state -> state + " done");
        Finalizer<String> bad = Finalizers.register(a, "state", state -> {
            throw new IllegalStateException(state);
        });

        assertThat(good.call()).contains("state done");
        assertThatThrownBy(bad::call).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void mapMaker_weakKeys_goByIdentityAsOurs() {
        Map<Object, Object> theirs = new MapMaker().weakKeys().makeMap();
        Map<Object, Object> ours = WeakKeyMap.identity();
        EqualByText equal = new EqualByText("a");
        for (Map<Object, Object> map : List.of(theirs, ours)) {
            map.put(a, 1);
            map.put(equal, 2);
            assertThat(map).hasSize(2);
        }
    }

    @Test
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
    void ours_onAWeakSide_refuseWhatHasNoIdentityAndNull() {
        assertThatThrownBy(() -> WeakKeyMap.create().put(List.of(1, 2), "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no identity");
        assertThatThrownBy(() -> WeakValueMap.create().put("k", null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void keyedLocks_equalKeys_shareOneLockAndOthersDoNot() {
        KeyedLocks<Object> locks = KeyedLocks.create();

        try (var held = locks.lock(a)) {
            assertThat(held).isNotNull();
            assertThat(locks.state(new EqualByText("a")).isFree()).isFalse();
            assertThat(locks.state(b).isFree()).isTrue();
        }
        assertThat(locks.state(a).isFree()).isTrue();
    }

    @Test
    void proxy_ofAClass_isRefused() {
        assertThatThrownBy(() -> WeakProxy.of(EqualByText.class, a))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("interface");
        assertThat(WeakRef.of(a).get()).isSameAs(a);
    }
}
