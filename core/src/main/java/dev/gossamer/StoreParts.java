package dev.gossamer;

import dev.gossamer.spi.Table;
import dev.gossamer.spi.WeakSide;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Store} is put together from. Each kind of store is made here: its parts first, then the store, and only
 * then do the parts that call it get to know it.
 */
record StoreParts(
        ContainerSettings settings,
        Table table,
        StatsCounter counter,
        @Nullable ContainerActivity activity,
        StrongHolds tier,
        TableEvictionListener evictions) {

    static <K, V> WeakKeyStore<K, V> weakKeys(ContainerSettings settings) {
        StoreParts parts = of(WeakSide.KEY, settings);
        return parts.connect(new WeakKeyStore<>(parts));
    }

    /** A store that is a part of a container, for which it counts. */
    static <K, V> WeakKeyStore<K, V> weakKeys(
            ContainerSettings settings, StatsCounter counter, @Nullable ContainerActivity activity) {
        StoreParts parts = of(WeakSide.KEY, settings, counter, activity);
        return parts.connect(new WeakKeyStore<>(parts));
    }

    static <K, V> WeakValueStore<K, V> weakValues(ContainerSettings settings) {
        StoreParts parts = of(WeakSide.VALUE, settings);
        return parts.connect(new WeakValueStore<>(parts));
    }

    /** A store that is a part of a container, for which it counts. */
    static <K, V> WeakValueStore<K, V> weakValues(
            ContainerSettings settings, StatsCounter counter, @Nullable ContainerActivity activity) {
        StoreParts parts = of(WeakSide.VALUE, settings, counter, activity);
        return parts.connect(new WeakValueStore<>(parts));
    }

    static <V> PairWeakStore<V> weakPairs(ContainerSettings settings) {
        StoreParts parts = of(WeakSide.VALUE, settings);
        return parts.connect(new PairWeakStore<>(parts));
    }

    private static StoreParts of(WeakSide side, ContainerSettings settings) {
        StatsCounter counter = StatsCounter.of(settings);
        return of(side, settings, counter, ContainerActivity.of(settings, counter));
    }

    private static StoreParts of(
            WeakSide side, ContainerSettings settings, StatsCounter counter, @Nullable ContainerActivity activity) {
        HotTier<?> hot = settings.hot();
        TableEvictionListener evictions = new TableEvictionListener();
        return new StoreParts(
                settings,
                settings.newTable(side, evictions),
                counter,
                activity,
                hot == null ? StrongHolds.NONE : new ContainerHotTier(hot, settings),
                evictions);
    }

    private <S extends Store<?, ?>> S connect(S store) {
        evictions.connect(store);
        tier.connect(store);
        return store;
    }
}
