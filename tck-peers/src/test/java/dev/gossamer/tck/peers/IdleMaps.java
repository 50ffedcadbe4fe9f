package dev.gossamer.tck.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.function.BiConsumer;

/** Two maps that nobody uses after their entries have died: one of another library, and one of ours. */
final class IdleMaps {
    private IdleMaps() {}

    /** Ours releases the values of dead keys by itself; theirs still holds them by then. */
    static void releasesValuesUnlike(Map<Object, Object> theirs, Map<Object, Object> ours) {
        releasesUnlike(theirs, ours, (map, pair) -> map.put(pair.weak(), pair.strong()));
    }

    /** Ours releases the keys of dead values by itself; theirs still holds them by then. */
    static void releasesKeysUnlike(Map<Object, Object> theirs, Map<Object, Object> ours) {
        releasesUnlike(theirs, ours, (map, pair) -> map.put(pair.strong(), pair.weak()));
    }

    private record Pair(Object weak, Object strong) {}

    private static void releasesUnlike(
            Map<Object, Object> theirs, Map<Object, Object> ours, BiConsumer<Map<Object, Object>, Pair> put) {
        Held held = AwaitedCollection.elsewhere(() -> put(theirs, put));
        Held released = AwaitedCollection.elsewhere(() -> put(ours, put));

        assertThat(AwaitedCollection.comesTrue(() -> held.weak.refersTo(null) && released.weak.refersTo(null)))
                .isTrue();
        assertThat(AwaitedCollection.comesTrue(() -> released.strong.refersTo(null)))
                .isTrue();
        assertThat(held.strong.refersTo(null)).isFalse();
        Reference.reachabilityFence(theirs);
        Reference.reachabilityFence(ours);
    }

    private record Held(WeakReference<Object> weak, WeakReference<Object> strong) {}

    private static Held put(Map<Object, Object> map, BiConsumer<Map<Object, Object>, Pair> put) {
        Pair pair = new Pair(new PeerKeys.EqualByText("weak"), new PeerKeys.EqualByText("strong"));
        put.accept(map, pair);
        return new Held(new WeakReference<>(pair.weak), new WeakReference<>(pair.strong));
    }
}
