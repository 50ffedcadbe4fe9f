package dev.gossamer.jcache.entry;

import dev.gossamer.HotTier;
import dev.gossamer.IdentityPolicy;
import dev.gossamer.NotWeaklyReferenceableException;
import dev.gossamer.WeakRef;
import dev.gossamer.WeakValueMap;
import dev.gossamer.WrapperPolicy;
import dev.gossamer.jcache.Strength;
import dev.gossamer.jcache.WeakCacheConfiguration;
import dev.gossamer.jcache.common.PluginFactory;
import java.lang.ref.Reference;
import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.util.function.Consumer;
import javax.cache.configuration.Factory;
import org.jspecify.annotations.Nullable;

/** Makes the stored values of one cache, as strong as it was configured, and hears when a value was collected. Thread-safe. */
final class StoredValueFactory<K, V> {
    // How does a stored value know that its value is gone?
    //
    // It does not hold it. The values of a cache that is not strong stand in a weak map under the stored value itself,
    // compared by identity. So it is the core that knows when a value died, hides it at once, and says under which
    // stored value it was; and whatever else it can do for weak values, such as keeping the recent ones, works for
    // caches too. A soft one holds its value by a soft reference besides, and the same notice comes when that gives up.
    //
    // Looking a value up in a map with a hot tier makes it hot. So with one, a stored value has a weak reference of its
    // own to look at, and only what counts as an access goes to the map.
    private final boolean weakKeys;
    private final Strength strength;
    private final boolean hot;
    private final boolean holdsStrongly;
    private final boolean eternal;
    private final @Nullable WeakValueMap<StoredValue<K, V>, V> values;

    private StoredValueFactory(
            WeakCacheConfiguration<K, V> configuration,
            boolean eternal,
            @Nullable WeakValueMap<StoredValue<K, V>, V> values) {
        this.eternal = eternal;
        this.holdsStrongly = configuration.getIdentityPolicy() == IdentityPolicy.HOLD_STRONGLY;
        this.weakKeys = configuration.getKeyStrength() == Strength.WEAK;
        this.strength = configuration.getValueStrength();
        this.hot = configuration.getHotTierFactory() != null;
        this.values = values;
    }

    /** Stored values for a configuration, with deadlines unless the cache is eternal. */
    static <K, V> StoredValueFactory<K, V> of(
            String cacheName,
            WeakCacheConfiguration<K, V> configuration,
            boolean eternal,
            Consumer<StoredValue<K, V>> collected) {
        if (configuration.getValueStrength() == Strength.STRONG) {
            return new StoredValueFactory<>(configuration, eternal, null);
        }
        WeakValueMap.Builder<StoredValue<K, V>, V> values = WeakValueMap.<StoredValue<K, V>, V>builder()
                .backend(BackendSelection.backend(configuration))
                .wrapperPolicy(WrapperPolicy.ALLOW)
                .onCollected((storedValue, ticket) -> collected.accept(storedValue));
        Factory<HotTier<? super V>> tier = configuration.getHotTierFactory();
        if (tier != null) {
            values.hot(PluginFactory.make(cacheName, "hot tier", tier));
        }
        return new StoredValueFactory<>(configuration, eternal, values.build());
    }

    /** Refuses what cannot be held weakly, before anything has changed. */
    void admit(K key, V value) {
        if (weakKeys) {
            WeakRef.of(key);
        }
        if (values != null && !holdsStrongly) {
            WeakRef.of(value);
        }
    }

    private static boolean isReferenceable(Object value) {
        try {
            WeakRef.of(value);
            return true;
        } catch (NotWeaklyReferenceableException e) {
            return false;
        }
    }

    /** What stands for a key outside the storage: a weak reference where keys are weak. */
    Object holder(K key) {
        return weakKeys ? new StoredValue.WeakKey<>(key) : key;
    }

    /** Makes a stored value for a key, given by what stands for it. */
    StoredValue<K, V> make(Object keyHolder, V value, long deadline) {
        if (values != null && (!holdsStrongly || isReferenceable(value))) {
            StoredValue<K, V> storedValue = new Collectable<>(keyHolder, values, reference(value), deadline);
            values.put(storedValue, value);
            return storedValue;
        }
        if (eternal) {
            return new StoredValue.Eternal<>(value);
        }
        return weakKeys ? new WeakKeyed<>(keyHolder, value, deadline) : new Strong<>(value, deadline);
    }

    private @Nullable Reference<V> reference(V value) {
        if (strength == Strength.SOFT) {
            return new SoftReference<>(value);
        }
        return hot ? new WeakReference<>(value) : null;
    }

    /** Whether {@link #used} does anything. */
    boolean countAccess() {
        return hot && values != null;
    }

    /** Lets an access count for the hot tier. */
    void used(StoredValue<K, V> storedValue) {
        if (hot && values != null) {
            values.get(storedValue);
        }
    }

    /** Lets go of whatever else holds the value of a stored value that is no longer stored. */
    void retired(StoredValue<K, V> storedValue) {
        if (values != null) {
            values.remove(storedValue);
        }
    }

    private static class Strong<K, V> extends StoredValue.Timed<K, V> {
        private final V value;

        Strong(V value, long deadline) {
            super(deadline);
            this.value = value;
        }

        @Override
        V value() {
            return value;
        }
    }

    private static final class WeakKeyed<K, V> extends Strong<K, V> {
        private final Object key;

        WeakKeyed(Object key, V value, long deadline) {
            super(value, deadline);
            this.key = key;
        }

        @Override
        Object keyHolder() {
            return key;
        }
    }

    private static final class Collectable<K, V> extends StoredValue.Timed<K, V> {
        private final Object key;
        private final WeakValueMap<StoredValue<K, V>, V> values;
        private final @Nullable Reference<V> reference;

        Collectable(
                Object key,
                WeakValueMap<StoredValue<K, V>, V> values,
                @Nullable Reference<V> reference,
                long deadline) {
            super(deadline);
            this.key = key;
            this.values = values;
            this.reference = reference;
        }

        @Override
        @Nullable V value() {
            return reference == null ? values.get(this) : reference.get();
        }

        @Override
        Object keyHolder() {
            return key;
        }
    }
}
