/** A weak near cache over a distributed engine that is spoken to through {@code javax.cache}. */
@org.jspecify.annotations.NullMarked
module dev.gossamer.jcache.near {
    requires static org.jspecify;
    requires transitive dev.gossamer.core;
    requires transitive cache.api;
    requires java.management;
    requires static com.hazelcast.core;
    requires static redisson;
    requires transitive dev.gossamer.jcache;

    exports dev.gossamer.jcache.near;

    uses dev.gossamer.jcache.near.EngineHooks;

    provides dev.gossamer.jcache.NearCacheProvider with
            dev.gossamer.jcache.near.ConfiguredNearCaches;
}
