package dev.gossamer.stress;

import dev.gossamer.Reclaim;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakValueMap;

/** Empty containers of the standard backend that nobody but the test reclaims, so that making one costs little. */
final class Containers {
    private Containers() {}

    static <K, V> WeakValueMap<K, V> weakValues() {
        return WeakValueMap.<K, V>builder().reclaim(Reclaim.MANUAL).build();
    }

    static <K, V> WeakKeyMap<K, V> weakKeys() {
        return WeakKeyMap.<K, V>builder().reclaim(Reclaim.MANUAL).build();
    }
}
