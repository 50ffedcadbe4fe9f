/** Two processes that share a cache of Hazelcast, each with weak values near. */
module dev.gossamer.examples.near {
    requires static org.jspecify;
    requires dev.gossamer.jcache.near;
    requires com.hazelcast.core;
}
