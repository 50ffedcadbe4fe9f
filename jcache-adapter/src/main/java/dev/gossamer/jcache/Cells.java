package dev.gossamer.jcache;

import dev.gossamer.WeakRef;
import dev.gossamer.WeakValueMap;
import java.lang.ref.SoftReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes the cells of one cache, as strong as it was configured, and hears when a value was collected. Thread-safe. */
final class Cells<K, V> {
    // How does a cell know that its value is gone?
    //
    // It does not hold it. The values of a cache that is not strong stand in a weak map under the cell itself, compared by
    // identity. So it is the core that knows when a value died, hides it at once, and says under which cell it was; and
    // whatever else it can do for weak values, such as keeping the recent ones, works for caches too. A soft cell holds its
    // value by a soft reference besides, and the same notice comes when that has given up.
    private final boolean weakKeys;
    private final Strength strength;
    private final @Nullable WeakValueMap<Cell<K, V>, V> values;

    private Cells(boolean weakKeys, Strength strength, @Nullable WeakValueMap<Cell<K, V>, V> values) {
        this.weakKeys = weakKeys;
        this.strength = strength;
        this.values = values;
    }

    /** Cells for a configuration, whose backend holds what the core needs besides. */
    static <K, V> Cells<K, V> of(WeakCacheConfiguration<K, V> configuration, Consumer<Cell<K, V>> collected) {
        Strength strength = configuration.getValueStrength();
        WeakValueMap<Cell<K, V>, V> values = null;
        if (strength != Strength.STRONG) {
            values = WeakValueMap.<Cell<K, V>, V>builder()
                    .backend(StorageChoice.backend(configuration))
                    .onCollected((cell, ticket) -> collected.accept(cell))
                    .build();
        }
        return new Cells<>(configuration.getKeyStrength() == Strength.WEAK, strength, values);
    }

    /** Refuses what cannot be held weakly, before anything has changed. */
    void admit(K key, V value) {
        if (weakKeys) {
            WeakRef.of(key);
        }
        if (values != null) {
            WeakRef.of(value);
        }
    }

    /** What stands in a cell for a key. */
    Object holder(K key) {
        return weakKeys ? new Cell.WeakKey<>(key) : key;
    }

    Cell<K, V> make(Object keyHolder, V value, long deadline) {
        if (values == null) {
            return new Strong<>(keyHolder, value, deadline);
        }
        SoftReference<V> soft = strength == Strength.SOFT ? new SoftReference<>(value) : null;
        Cell<K, V> cell = new Collectable<>(keyHolder, values, soft, deadline);
        values.put(cell, value);
        return cell;
    }

    /** Lets go of whatever else holds the value of a cell that is no longer stored. */
    void retired(Cell<K, V> cell) {
        if (values != null) {
            values.remove(cell);
        }
    }

    private static final class Strong<K, V> extends Cell<K, V> {
        private final V value;

        Strong(Object key, V value, long deadline) {
            super(key, deadline);
            this.value = value;
        }

        @Override
        V value() {
            return value;
        }
    }

    private static final class Collectable<K, V> extends Cell<K, V> {
        private final WeakValueMap<Cell<K, V>, V> values;
        private final @Nullable SoftReference<V> soft;

        Collectable(
                Object key, WeakValueMap<Cell<K, V>, V> values, @Nullable SoftReference<V> soft, long deadline) {
            super(key, deadline);
            this.values = values;
            this.soft = soft;
        }

        @Override
        @Nullable V value() {
            if (soft != null) {
                return soft.get();
            }
            return values.get(this);
        }
    }
}
