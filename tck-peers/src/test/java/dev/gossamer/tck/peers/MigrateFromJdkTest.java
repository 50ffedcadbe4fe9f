package dev.gossamer.tck.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.ErrorHandler;
import dev.gossamer.Finalizer;
import dev.gossamer.Finalizers;
import dev.gossamer.IdentityPolicy;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakSet;
import dev.gossamer.WeakValueMap;
import dev.gossamer.tck.peers.PeerKeys.EqualByText;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What docs/MIGRATING.md says of changes that a program can notice which used the JDK alone, on both sides of the change. */
@Tag("collector")
class MigrateFromJdkTest {
    private final EqualByText a = new EqualByText("a");
    private final EqualByText b = new EqualByText("b");

    @AfterEach
    void logErrorsAgain() {
        ErrorHandler.useStandard();
    }

    @Test
    @MigrationRow({
        "new WeakHashMap<>()",
        "Collections.synchronizedMap(new WeakHashMap<>())",
        "Collections.newSetFromMap(new WeakHashMap<>())"
    })
    void weakHashMap_changedWhileIterated_throwsAndWeakKeyMapDoesNot() {
        for (Map<Object, Object> theirs :
                List.of(new WeakHashMap<>(), Collections.synchronizedMap(new WeakHashMap<>()))) {
            assertThatThrownBy(() -> changeWhileIterating(theirs)).isInstanceOf(ConcurrentModificationException.class);
        }
        assertThatCode(() -> changeWhileIterating(WeakKeyMap.create())).doesNotThrowAnyException();
    }

    private void changeWhileIterating(Map<Object, Object> map) {
        map.put(a, "1");
        map.put(b, "2");
        Iterator<Object> keys = map.keySet().iterator();
        keys.next();
        map.put("another", "3");
        keys.next();
    }

    @Test
    @MigrationRow({"new WeakHashMap<>()", "Collections.synchronizedMap(new WeakHashMap<>())"})
    void weakHashMap_idle_keepsTheValueAndWeakKeyMapReleasesIt() {
        IdleMaps.releasesValuesUnlike(new WeakHashMap<>(), WeakKeyMap.create());
        IdleMaps.releasesValuesUnlike(Collections.synchronizedMap(new WeakHashMap<>()), WeakKeyMap.create());
    }

    @Test
    @MigrationRow("Collections.synchronizedMap(new WeakHashMap<>())")
    void synchronizedMap_functionRuns_underTheLockOfTheMapAndOursUnderNone() {
        Map<Object, Object> theirs = Collections.synchronizedMap(new WeakHashMap<>());
        Map<Object, Object> ours = WeakKeyMap.create();
        for (Map<Object, Object> map : List.of(theirs, ours)) {
            map.computeIfAbsent(a, key -> Thread.holdsLock(map));
        }

        assertThat(theirs.get(a)).isEqualTo(true);
        assertThat(ours.get(a)).isEqualTo(false);
        assertThat(PeerRules.ALL.get("MAP-10").apply(Peers.weakKeys().get(0))).isEqualTo(PeerVerdict.pass());
    }

    @Test
    @MigrationRow("Collections.newSetFromMap(new WeakHashMap<>())")
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
    @MigrationRow("a map of WeakReference values, with a ReferenceQueue")
    void mapOfReferences_valueDies_keepsItsKeyAndWeakValueMapReleasesIt() {
        Map<Object, WeakReference<Object>> theirs = new HashMap<>();
        WeakValueMap<Object, Object> ours = WeakValueMap.create();
        List<WeakReference<Object>> keys = AwaitedCollection.elsewhere(() -> {
            EqualByText theirKey = new EqualByText("key");
            EqualByText ourKey = new EqualByText("key");
            theirs.put(theirKey, new WeakReference<>(new EqualByText("value")));
            ours.put(ourKey, new EqualByText("value"));
            return List.of(new WeakReference<>(theirKey), new WeakReference<>(ourKey));
        });
        ours.put(a, b);

        assertThat(AwaitedCollection.comesTrue(() -> keys.get(1).refersTo(null)))
                .isTrue();
        assertThat(keys.get(0).refersTo(null)).isFalse();
        assertThat(ours.get(a)).isSameAs(b);
        Reference.reachabilityFence(theirs);
        Reference.reachabilityFence(b);
    }

    @Test
    @MigrationRow("Cleaner.create().register(object, action)")
    void cleaner_actionCapturesItsObject_isTakenAndFinalizersRefuse() {
        Object object = new EqualByText("captured");
        Runnable keeping = () -> assertThat(object).isNotNull();

        Cleaner.create().register(object, keeping).clean();
        assertThatThrownBy(() -> Finalizers.registerAction(object, keeping, Runnable::run))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("captures the referent");
    }

    @Test
    @MigrationRow("Cleaner.create().register(object, action)")
    void finalizers_ofOneObject_runNewestFirstAndTellWhatIsThrown() {
        List<String> ran = new CopyOnWriteArrayList<>();
        List<Throwable> thrown = new CopyOnWriteArrayList<>();
        ErrorHandler.use((source, failure) -> thrown.add(failure));
        AwaitedCollection.elsewhere(() -> {
            Object dying = new EqualByText("dying");
            Finalizers.registerAction(dying, "first", ran::add);
            Finalizers.registerAction(dying, "fails", state -> {
                throw new IllegalStateException(state);
            });
            Finalizers.registerAction(dying, "last", ran::add);
            return dying.hashCode();
        });

        assertThat(AwaitedCollection.comesTrue(() -> ran.size() == 2)).isTrue();
        assertThat(ran).containsExactly("last", "first");
        assertThat(thrown)
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessage("fails"));
    }

    @Test
    @MigrationRow("cleanable.clean()")
    void cleanAndCall_giveExceptionsToTheCaller_andCallGivesTheResultToo() {
        Finalizer<String> good = Finalizers.register(a, "state", state -> state + " done");
        Finalizer<String> bad = Finalizers.register(a, "state", state -> {
            throw new IllegalStateException(state);
        });
        Cleaner.Cleanable cleanable = Cleaner.create().register(a, () -> {
            throw new IllegalStateException("state");
        });

        assertThat(good.call()).contains("state done");
        assertThatThrownBy(bad::call).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(cleanable::clean).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void ours_onAWeakSide_refuseWhatHasNoIdentityAndNull() {
        assertThatThrownBy(() -> WeakKeyMap.create().put(List.of(1, 2), "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no identity");
        assertThatThrownBy(() -> WeakValueMap.create().put("k", null)).isInstanceOf(NullPointerException.class);
        Map<Object, Object> holding = WeakKeyMap.builder()
                .identityPolicy(IdentityPolicy.HOLD_STRONGLY)
                .build();
        holding.put(1, "one");
        assertThat(holding).containsEntry(1, "one");
    }

    @Test
    void ours_afterDeaths_countTheLivingAndLeaveTheEstimateBehind() {
        for (Peer ours : List.of(Peers.weakKeys().get(0), Peers.weakValues().get(0))) {
            assertThat(PeerRules.ALL.get("MAP-5").apply(ours)).isEqualTo(PeerVerdict.pass());
        }
        List<Object> keys = new ArrayList<>(List.of(a, b));
        WeakKeyMap<Object, Object> map = WeakKeyMap.create();
        keys.forEach(key -> map.put(key, "x"));
        assertThat(map.estimatedSize()).isEqualTo(map.size()).isEqualTo(2);
        Reference.reachabilityFence(keys);
    }
}
