package dev.gossamer.jcache.near;

import dev.gossamer.HotTier;
import dev.gossamer.IdentityPolicy;
import dev.gossamer.NotWeaklyReferenceableException;
import dev.gossamer.WeakRef;
import dev.gossamer.WeakValueMap;
import dev.gossamer.WrapperPolicy;
import dev.gossamer.spi.Backend;
import java.util.function.Consumer;

/**
 * The one live instance of each version in this process. A weak map by version, so whatever happens to the table of keys, a
 * version that is read again while somebody holds its value is that value. The hot tier and the notice of a death are the
 * map's. Thread-safe.
 */
final class CanonicalValues<K, V> {
    private final WeakValueMap<Version<K>, V> values;
    private final IdentityPolicy policy;
    private final boolean hot;

    CanonicalValues(NearSettings<K, V> settings, Consumer<Version<K>> collected) {
        WeakValueMap.Builder<Version<K>, V> builder = WeakValueMap.<Version<K>, V>builder()
                .name("near cache \"" + settings.name + "\"")
                .wrapperPolicy(WrapperPolicy.ALLOW)
                .onCollected((version, ticket) -> collected.accept(version));
        Backend backend = settings.backend;
        if (backend != null) {
            builder.backend(backend);
        }
        HotTier<? super V> tier = settings.hot;
        if (tier != null) {
            builder.hot(tier);
        }
        this.values = builder.build();
        this.policy = settings.identityPolicy;
        this.hot = tier != null;
    }

    /** Whether a value can be held weakly. */
    static boolean hasIdentity(Object value) {
        try {
            WeakRef.of(value);
            return true;
        } catch (NotWeaklyReferenceableException e) {
            return false;
        }
    }

    /** Refuses a value that is to be written and cannot be kept, before anything has changed. */
    void admit(V value) {
        if (policy == IdentityPolicy.REJECT) {
            WeakRef.of(value);
        }
    }

    boolean keepsStrongly() {
        return policy == IdentityPolicy.HOLD_STRONGLY;
    }

    /** Makes an instance that is to be written the one of its version. */
    void written(Version<K> version, V value) {
        if (hasIdentity(value)) {
            values.put(version, value);
        }
    }

    /** The instance of a version that was read. */
    V of(Version<K> version, StorageFormat<K, V> format, Object stored) {
        V live = values.get(version);
        if (live != null) {
            return live;
        }
        V restored = format.restore(stored);
        return hasIdentity(restored) ? values.getOrPut(version, restored) : restored;
    }

    boolean isHot() {
        return hot;
    }

    /** Lets a near hit count for the hot tier. */
    void used(Version<K> version) {
        values.get(version);
    }

    /** Lets the hot tier go of a version that is the stored one no more. Who holds its value has the one of that version still. */
    void retire(Version<K> version) {
        if (hot) {
            values.remove(version);
        }
    }

    void clear() {
        values.clear();
    }
}
