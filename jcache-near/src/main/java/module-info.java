/**
 * A weak near cache over a distributed engine that is used through {@code javax.cache}.
 *
 * <p>{@link dev.gossamer.jcache.near.NearCache#over} builds one over a cache of the engine; a section {@code near} in
 * the resource of Gossamer's cache manager makes one without code. A {@link dev.gossamer.jcache.near.Codec} turns
 * values into bytes, and {@link dev.gossamer.jcache.near.EngineHooks} tell when the engine may have lost events.
 */
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
