/**
 * A provider of {@code javax.cache} (JSR-107) over the storage of Gossamer, whose values can be weak.
 *
 * <p>{@link javax.cache.Caching} finds it; where no services are found, make a
 * {@link dev.gossamer.jcache.GossamerCachingProvider}. Caches are configured by a resource, or in code by a
 * {@link dev.gossamer.jcache.WeakCacheConfiguration}, which its builder makes. What was evicted or collected is told to an
 * {@link dev.gossamer.jcache.EvictionListener}, and a {@link dev.gossamer.jcache.Copier} takes the place of serialization.
 */
@SuppressWarnings("module") // the module that it exports to is built later
@org.jspecify.annotations.NullMarked
module dev.gossamer.jcache {
    requires static org.jspecify;
    requires transitive dev.gossamer.core;
    requires transitive cache.api;
    requires java.management;
    requires typesafe.config;

    exports dev.gossamer.jcache;
    exports dev.gossamer.jcache.common to
            dev.gossamer.jcache.near;

    uses dev.gossamer.jcache.NearCacheProvider;

    provides javax.cache.spi.CachingProvider with
            dev.gossamer.jcache.GossamerCachingProvider;
}
