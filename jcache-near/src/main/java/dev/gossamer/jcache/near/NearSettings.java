package dev.gossamer.jcache.near;

import dev.gossamer.HotTier;
import dev.gossamer.IdentityPolicy;
import dev.gossamer.spi.Backend;
import java.util.function.LongSupplier;
import javax.cache.integration.CacheLoader;
import org.jspecify.annotations.Nullable;

/** What a builder settled, for the parts of one near cache. */
final class NearSettings<K, V> {
    final String name;
    final StorageFormat<K, V> format;
    final StalenessPolicy staleness;
    final @Nullable Backend backend;
    final @Nullable HotTier<? super V> hot;
    final IdentityPolicy identityPolicy;
    final @Nullable CacheLoader<K, V> loader;
    final @Nullable LongSupplier ticker;

    NearSettings(
            String name,
            StorageFormat<K, V> format,
            StalenessPolicy staleness,
            @Nullable Backend backend,
            @Nullable HotTier<? super V> hot,
            IdentityPolicy identityPolicy,
            @Nullable CacheLoader<K, V> loader,
            @Nullable LongSupplier ticker) {
        this.name = name;
        this.format = format;
        this.staleness = staleness;
        this.backend = backend;
        this.hot = hot;
        this.identityPolicy = identityPolicy;
        this.loader = loader;
        this.ticker = ticker;
    }
}
