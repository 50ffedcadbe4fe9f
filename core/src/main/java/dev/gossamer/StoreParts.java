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
        EvictionListener evictions) {

    static <K, V> WeakKeyStore<K, V> weakKeys(ContainerSettings settings) {
        StoreParts parts = of(WeakSide.KEY, settings);
        return parts.connect(new WeakKeyStore<>(parts));
    }

    static <K, V> WeakValueStore<K, V> weakValues(ContainerSettings settings) {
        StoreParts parts = of(WeakSide.VALUE, settings);
        return parts.connect(new WeakValueStore<>(parts));
    }

    static <V> PairWeakStore<V> weakPairs(ContainerSettings settings) {
        StoreParts parts = of(WeakSide.VALUE, settings);
        return parts.connect(new PairWeakStore<>(parts));
    }

    private static StoreParts of(WeakSide side, ContainerSettings settings) {
        HotTier<?> hot = settings.hot();
        StatsCounter counter = settings.recordsStats() ? new StatsRecorder() : StatsCounter.NONE;
        EvictionListener evictions = new EvictionListener();
        return new StoreParts(
                settings,
                settings.newTable(side, evictions),
                counter,
                activity(settings, counter),
                hot == null ? StrongHolds.NONE : new ContainerHotTier(hot, settings),
                evictions);
    }

    private static @Nullable ContainerActivity activity(ContainerSettings settings, StatsCounter counter) {
        String name = settings.name();
        String site = CreationSites.current();
        if (name != null) {
            return new ContainerActivity(name, settings.kind(), site, counter);
        }
        return site == null ? null : WeakContainers.unnamed(settings.kind(), site);
    }

    private <S extends Store<?, ?>> S connect(S store) {
        evictions.connect(store);
        tier.connect(store);
        return store;
    }
}
