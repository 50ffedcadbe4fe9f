package dev.gossamer.jcache.near;

import com.hazelcast.cache.HazelcastCachingProvider;
import com.hazelcast.cache.HazelcastMemberCachingProvider;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import java.net.URI;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;

/** A member of a cluster on loopback alone, with a provider of its own and the one URI of all members. */
final class HazelcastMember implements AutoCloseable {
    private final HazelcastInstance instance;
    final CacheManager manager;

    HazelcastMember(String cluster, int port, int otherPort) {
        Config config = new Config().setClusterName(cluster);
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.logging.type", "none");
        config.setProperty("hazelcast.socket.bind.any", "false");
        NetworkConfig network = config.getNetworkConfig().setPort(port).setPortAutoIncrement(false);
        network.getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        JoinConfig join = network.getJoin();
        join.getMulticastConfig().setEnabled(false);
        join.getAutoDetectionConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).addMember("127.0.0.1:" + port).addMember("127.0.0.1:" + otherPort);
        this.instance = Hazelcast.newHazelcastInstance(config);
        this.manager = new HazelcastMemberCachingProvider()
                .getCacheManager(URI.create("hz"), null, HazelcastCachingProvider.propertiesByInstanceItself(instance));
    }

    <T> Cache<String, T> cache(String name, Class<T> type) {
        Cache<String, T> there = manager.getCache(name, String.class, type);
        return there != null
                ? there
                : manager.createCache(name, new MutableConfiguration<String, T>().setTypes(String.class, type));
    }

    NearCacheBuilder<String, byte[]> near(String name) {
        return NearCache.over(cache(name, Envelope.class));
    }

    @Override
    public void close() {
        instance.shutdown();
    }
}
