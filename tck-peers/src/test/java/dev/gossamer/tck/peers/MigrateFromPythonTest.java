package dev.gossamer.tck.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.Finalizer;
import dev.gossamer.Finalizers;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakMethod;
import dev.gossamer.WeakProxy;
import dev.gossamer.WeakRef;
import dev.gossamer.WeakSet;
import dev.gossamer.WeakValueMap;
import dev.gossamer.tck.peers.PeerKeys.EqualByText;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What docs/MIGRATING.md says to those who come from Python's {@code weakref}. */
@Tag("collector")
class MigrateFromPythonTest {
    private final EqualByText a = new EqualByText("a");
    private final EqualByText b = new EqualByText("b");

    @Test
    @MigrationRow("ref(o), ref(o, callback)")
    void ref_diesAtACollection_andThenCallsBack() {
        List<Object> called = new CopyOnWriteArrayList<>();
        WeakRef<EqualByText> reference =
                AwaitedCollection.elsewhere(() -> WeakRef.of(new EqualByText("dying"), called::add));

        assertThat(AwaitedCollection.comesTrue(() -> !called.isEmpty())).isTrue();
        assertThat(called).containsExactly(reference);
        assertThat(reference.isAlive()).isFalse();
    }

    @Test
    @MigrationRow("WeakValueDictionary, WeakKeyDictionary")
    void dictionaries_changedWhileIterated_goOn() {
        for (Map<Object, Object> map : List.of(WeakValueMap.create(), WeakKeyMap.create())) {
            map.put(a, b);
            map.put(b, a);
            Iterator<Object> keys = map.keySet().iterator();
            keys.next();
            map.clear();
            List<Object> rest = new ArrayList<>();
            keys.forEachRemaining(rest::add);
            assertThat(rest).hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    @MigrationRow("WeakSet")
    void set_equalElement_keepsTheFirst() {
        WeakSet<EqualByText> set = WeakSet.create();
        assertThat(set.add(a)).isTrue();
        assertThat(set.add(new EqualByText("a"))).isFalse();
        assertThat(set.union(List.of(b))).containsExactlyInAnyOrder(a, b);
    }

    @Test
    @MigrationRow("finalize(o, f, …), f.atexit")
    void finalizer_atExit_onlyWhereAskedFor() {
        Finalizer<String> finalizer = Finalizers.register(a, "state", state -> state);
        assertThat(finalizer.isAtExit()).isFalse();
        assertThat(finalizer.atExit(true).isAtExit()).isTrue();
        assertThat(finalizer.detach()).isPresent();
    }

    @Test
    @MigrationRow("proxy(o)")
    void proxy_ofAClass_isRefused() {
        assertThatThrownBy(() -> WeakProxy.of(EqualByText.class, a))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("interface");
        Supplier<String> target = new ArrayList<>(List.of("x"))::toString;
        assertThat(WeakProxy.of(Supplier.class, target).get()).isEqualTo("[x]");
        Reference.reachabilityFence(target);
    }

    @Test
    @MigrationRow("WeakMethod(o.m)")
    void method_livesAsLongAsItsReceiver() {
        WeakMethod<Supplier<String>> alive = WeakMethod.of(a, EqualByText::text);
        WeakMethod<Supplier<String>> dead =
                AwaitedCollection.elsewhere(() -> WeakMethod.of(new EqualByText("dying"), EqualByText::text));

        assertThat(AwaitedCollection.comesTrue(() -> !dead.isAlive())).isTrue();
        assertThat(dead.bind()).isEmpty();
        assertThat(alive.bind().orElseThrow().get()).isEqualTo("a");
    }
}
