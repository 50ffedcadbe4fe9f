/** A provider of {@code javax.cache} (JSR-107) over the storage of Gossamer, whose values can be weak. */
@org.jspecify.annotations.NullMarked
module dev.gossamer.jcache {
    requires static org.jspecify;
    requires transitive dev.gossamer.core;
    requires transitive cache.api;
    requires java.management;
    requires typesafe.config;

    exports dev.gossamer.jcache;

    uses dev.gossamer.jcache.NearCacheProvider;

    provides javax.cache.spi.CachingProvider with
            dev.gossamer.jcache.GossamerCachingProvider;
}
