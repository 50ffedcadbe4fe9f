package dev.gossamer.jcache;

import dev.gossamer.HotTier;
import dev.gossamer.IdentityPolicy;
import dev.gossamer.NotWeaklyReferenceableException;
import dev.gossamer.WeakRef;
import dev.gossamer.WeakValueMap;
import dev.gossamer.WrapperPolicy;
import java.lang.ref.Reference;
import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.util.function.Consumer;
import javax.cache.configuration.Factory;
import org.jspecify.annotations.Nullable;

/** Makes the cells of one cache, as strong as it was configured, and hears when a value was collected. Thread-safe. */
final class Cells<K, V> {
    // How does a cell know that its value is gone?
    //
    // It does not hold it. The values of a cache that is not strong stand in a weak map under the cell itself,
    // compared by identity. So it is the core that knows when a value died, hides it at once, and says under which
    // cell it was; and whatever else it can do for weak values, such as keeping the recent ones, works for caches too.
    // A soft cell holds its value by a soft reference besides, and the same notice comes when that has given up.
    //
    // Looking a value up in a map with a hot tier makes it hot. So with one, a cell has a weak reference of its own to
    // look at, and only what counts as an access goes to the map.
    private final boolean weakKeys;
    private final Strength strength;
    private final boolean hot;
    private final boolean holdsStrongly;
    private final boolean eternal;
    private final @Nullable WeakValueMap<Cell<K, V>, V> values;

    private Cells(
            WeakCacheConfiguration<K, V> configuration, boolean eternal, @Nullable WeakValueMap<Cell<K, V>, V> values) {
        this.eternal = eternal;
        this.holdsStrongly = configuration.getIdentityPolicy() == IdentityPolicy.HOLD_STRONGLY;
        this.weakKeys = configuration.getKeyStrength() == Strength.WEAK;
        this.strength = configuration.getValueStrength();
        this.hot = configuration.getHotTierFactory() != null;
        this.values = values;
    }

    /** Cells for a configuration, with deadlines unless the cache is eternal. */
    static <K, V> Cells<K, V> of(
            WeakCacheConfiguration<K, V> configuration, boolean eternal, Consumer<Cell<K, V>> collected) {
        if (configuration.getValueStrength() == Strength.STRONG) {
            return new Cells<>(configuration, eternal, null);
        }
        WeakValueMap.Builder<Cell<K, V>, V> values = WeakValueMap.<Cell<K, V>, V>builder()
                .backend(StorageChoice.backend(configuration))
                .wrapperPolicy(WrapperPolicy.ALLOW)
                .onCollected((cell, ticket) -> collected.accept(cell));
        Factory<HotTier<? super V>> tier = configuration.getHotTierFactory();
        if (tier != null) {
            values.hot(tier.create());
        }
        return new Cells<>(configuration, eternal, values.build());
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
        return weakKeys ? new Cell.WeakKey<>(key) : key;
    }

    /** Makes a cell for a key, given by what stands for it. */
    Cell<K, V> make(Object keyHolder, V value, long deadline) {
        if (values != null && (!holdsStrongly || isReferenceable(value))) {
            Cell<K, V> cell = new Collectable<>(keyHolder, values, reference(value), deadline);
            values.put(cell, value);
            return cell;
        }
        if (eternal) {
            return new Cell.Eternal<>(value);
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
    void used(Cell<K, V> cell) {
        if (hot && values != null) {
            values.get(cell);
        }
    }

    /** Lets go of whatever else holds the value of a cell that is no longer stored. */
    void retired(Cell<K, V> cell) {
        if (values != null) {
            values.remove(cell);
        }
    }

    private static class Strong<K, V> extends Cell.Timed<K, V> {
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

    private static final class Collectable<K, V> extends Cell.Timed<K, V> {
        private final Object key;
        private final WeakValueMap<Cell<K, V>, V> values;
        private final @Nullable Reference<V> reference;

        Collectable(Object key, WeakValueMap<Cell<K, V>, V> values, @Nullable Reference<V> reference, long deadline) {
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
